//! Recording a value of a parameter, or a day of the calendar.

use serde_json::{Value, json};

use super::model::{CalendarDay, NewValue, Parameter, ParameterProblemCode as Code, ParameterValue};
use super::{policy, queries, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Failure;
use crate::shared::id::{CalendarDayId, ParameterValueId};

/// Records a value of a parameter from a day on; those before it stay known.
pub async fn revise(app: &App, actor: &Actor, new: NewValue) -> Result<Parameter, Failure<Code>> {
    let permit = policy::may_keep(actor, ParameterValueId::fresh().0)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let known = queries::one(&tx, new.key, vietnam_date(now)).await?;
    rules::check_value(&known, &new).map_err(Failure::Problem)?;
    if !store::insert_value(&tx, &permit, &new, actor.account, now).await? {
        return Err(Failure::Problem(Code::Stale));
    }
    let after = queries::one(&tx, new.key, vietnam_date(now)).await?;
    let reaches_back = new.valid_from < vietnam_date(now);
    let name = if reaches_back { "parameters.corrected" } else { "parameters.revised" };
    let mut deed = Deed::under(name, ParameterValueId::KIND, &permit)
        .after(&json!({
            "parameter": new.key.code(),
            "value": new.value,
            "validFrom": new.valid_from,
            "source": new.source.trim(),
            "isVerified": new.is_verified,
        }))
        .because(new.reason.trim());
    if let Some(held) = rules::in_force(&known.values, new.valid_from) {
        deed = deed.before(&summary(&new, held));
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(after)
}

/// Records what a day is to offices, in the place of what was known of it.
pub async fn record_day(app: &App, actor: &Actor, day: CalendarDay) -> Result<CalendarDay, Failure<Code>> {
    let permit = policy::may_keep(actor, CalendarDayId::fresh().0)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let known = queries::days_between(&tx, day.date, day.date).await?.pop();
    rules::check_day(known.as_ref(), &day, vietnam_date(now)).map_err(Failure::Problem)?;
    if !store::replace_day(&tx, &permit, &day, actor.account, now).await? {
        return Err(Failure::Problem(Code::Stale));
    }
    let mut deed = Deed::under("parameters.day_recorded", CalendarDayId::KIND, &permit)
        .after(&day_summary(&day))
        .because(&day.source);
    if let Some(known) = &known {
        deed = deed.before(&day_summary(known));
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(day)
}

fn summary(new: &NewValue, held: &ParameterValue) -> Value {
    json!({
        "parameter": new.key.code(),
        "value": held.value,
        "validFrom": held.valid_from,
        "source": held.source,
        "isVerified": held.is_verified,
    })
}

fn day_summary(day: &CalendarDay) -> Value {
    json!({ "date": day.date, "dayKind": day.kind.code(), "titleVi": day.name_vi, "titleEn": day.name_en })
}
