//! Founding a council, and changing who sits on it. Cases that it has are scored on by those who sat on it then.

use std::collections::HashMap;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::model::{Council, CouncilFault as Fault, CouncilForm, InitiativeLevel};
use super::{policy, queries, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::clock::vietnam_date;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, CouncilId};
use crate::units::{self, UnitKind};

/// Which version of which council is meant.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The council.
    pub id: CouncilId,
    /// The version that the person has before them.
    pub version: i32,
}

/// Founds a council, or writes one anew.
pub async fn save(
    app: &App,
    actor: &Actor,
    known: Option<Known>,
    form: CouncilForm,
) -> Result<Council, Failure<Fault>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let before = match known {
        Some(known) => Some(store::lock(&tx, known.id).await?.ok_or(Refusal::NotFound)?),
        None => None,
    };
    let id = known.map_or_else(CouncilId::fresh, |known| known.id);
    let permit = match &before {
        Some(before) => policy::may_keep(actor, before)?,
        None => policy::may_found(actor, id, form.unit, form.level)?,
    };
    if let (Some(before), Some(known)) = (&before, known) {
        if before.version != known.version {
            return Err(Failure::Problem(Fault::Stale));
        }
        if (before.unit, before.level) != (form.unit, form.level) {
            return Err(Failure::Problem(Fault::BadUnit));
        }
    }
    rules::check_council(&form).map_err(Failure::Problem)?;
    check_unit(app, &form, before.is_some(), now).await?;
    let names = check_members(app, &form).await?;
    let next = Council {
        id,
        unit: form.unit,
        level: form.level,
        name: form.name.trim().to_owned(),
        basis: form.basis.trim().to_owned(),
        valid_from: form.valid_from,
        valid_to: form.valid_to,
        version: before.as_ref().map_or(1, |before| before.version + 1),
        members: form.members,
        updated_at: now,
    };
    let mut deed = match &before {
        Some(before) => {
            store::save(&tx, &permit, &next).await?;
            Deed::under("councils.changed", CouncilId::KIND, &permit).before(&summary(before, &names))
        }
        None => {
            store::insert(&tx, &permit, &next).await?;
            Deed::under("councils.founded", CouncilId::KIND, &permit)
        }
    };
    deed = deed.of_unit(next.unit).after(&summary(&next, &names));
    // A council that was there before this rule is changed as long as its days are not.
    let has_new_days =
        before.is_none_or(|before| (before.valid_from, before.valid_to) != (next.valid_from, next.valid_to));
    if has_new_days && let Some(name) = store::beside(&tx, &next, vietnam_date(now)).await? {
        return Err(Failure::Problem(Fault::AnotherStands { name }));
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(next)
}

/// A council is founded at a unit that stands today; the province's at the province.
async fn check_unit(
    app: &App,
    form: &CouncilForm,
    is_known: bool,
    now: OffsetDateTime,
) -> Result<(), Failure<Fault>> {
    if is_known {
        return Ok(());
    }
    let unit = units::load_many(app.db.read(), &[form.unit], vietnam_date(now)).await?.pop();
    let fits = unit.is_some_and(|unit| match form.level {
        InitiativeLevel::Base => true,
        InitiativeLevel::Province => unit.kind == UnitKind::Province,
    });
    if fits { Ok(()) } else { Err(Failure::Problem(Fault::BadUnit)) }
}

/// Members have open accounts, and none administers accounts: IT neither scores nor votes (ADR 13).
async fn check_members(app: &App, form: &CouncilForm) -> Result<HashMap<AccountId, String>, Failure<Fault>> {
    let ids: Vec<AccountId> = form.members.iter().map(|member| member.account).collect();
    let accounts = queries::able_to_sit(app, &ids).await?;
    if let Some(member) = ids.iter().position(|id| !accounts.contains_key(id)) {
        return Err(Failure::Problem(Fault::BadMember { member }));
    }
    Ok(accounts.into_values().map(|account| (account.id, account.display_name)).collect())
}

fn summary(council: &Council, names: &HashMap<AccountId, String>) -> Value {
    let members = council.members.iter().map(|member| {
        let name = names.get(&member.account).map_or_else(|| member.account.0.to_string(), Clone::clone);
        (name, json!(member.position.code()))
    });
    json!({
        "name": council.name,
        "basis": council.basis,
        "validFrom": council.valid_from,
        "validTo": council.valid_to,
        "members": members.collect::<serde_json::Map<_, _>>(),
    })
}
