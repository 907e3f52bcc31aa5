//! Asking units whether they adopted an initiative, and answering. Each command is one transaction: the initiative is
//! locked, policy and rules are asked, the change and its trail are written together.

use std::sync::Arc;

use serde_json::{Value, json};

use super::model::{Adoption, AdoptionAnswer, AdoptionFault as Fault};
use super::queries::AdoptedCase;
use super::{policy, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::initiatives::{self, Initiative};
use crate::shared::clock::vietnam_date;
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal, in_version};
use crate::shared::id::{AdoptionId, InitiativeId, UnitId};
use crate::units;

type Done<T> = Result<T, Failure<Fault>>;

/// Asks a unit whether it took an initiative over.
pub async fn ask(
    app: &App,
    actor: &Actor,
    initiative: InitiativeId,
    unit: UnitId,
    note: &str,
) -> Done<Arc<AdoptedCase>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let case = initiatives::lock(&tx, initiative).await?.ok_or(Refusal::NotFound)?;
    let permit = policy::check_ask(actor, &case)?;
    let note = rules::check_note(note).map_err(Failure::Problem)?;
    let standing = units::load_many(&tx, &[unit], vietnam_date(now)).await?.pop();
    let standing = standing.filter(|unit| unit.id != case.unit);
    let standing = standing.ok_or(Failure::Problem(Fault::BadUnit))?;
    let asked = store::of_initiatives(&tx, &[case.id]).await?;
    if asked.iter().any(|adoption| adoption.unit == unit) {
        return Err(Failure::Problem(Fault::AskedAlready));
    }
    if asked.len() >= rules::MOST {
        return Err(Failure::Problem(Fault::TooMany));
    }
    let new = Adoption {
        id: AdoptionId::fresh(),
        initiative: case.id,
        unit,
        note,
        asked_by: actor.account,
        asked_at: now,
        answer: None,
        version: 1,
    };
    store::insert(&tx, &permit, &new).await?;
    let deed = Deed::under("adoptions.asked", InitiativeId::KIND, &permit)
        .of_unit(case.unit)
        .after(&json!({ "initiativeTitle": case.title, "adopter": standing.name_vi }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(AdoptedCase { adoption: new, case: Arc::new(case) }))
}

/// Takes a question back that the unit has not answered.
pub async fn take_back(app: &App, actor: &Actor, (id, version): (AdoptionId, i32)) -> Done<Arc<AdoptedCase>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (held, case) = locked(&tx, id).await?;
    let checked = policy::check_take_back(actor, &held, &case);
    let permit = in_version(checked, held.version == version, || Fault::Stale)?;
    store::delete(&tx, &permit).await?;
    let deed = Deed::under("adoptions.taken_back", AdoptionId::KIND, &permit)
        .about(InitiativeId::KIND, case.id.0)
        .of_unit(case.unit)
        .before(&json!({ "initiativeTitle": case.title }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(AdoptedCase { adoption: held, case: Arc::new(case) }))
}

/// Answers for a unit that was asked; until the province's council has voted it may answer anew.
pub async fn answer(
    app: &App,
    actor: &Actor,
    (id, version): (AdoptionId, i32),
    answer: AdoptionAnswer,
) -> Done<Arc<AdoptedCase>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (held, case) = locked(&tx, id).await?;
    let checked = policy::check_answer(actor, &held, &case);
    let permit = in_version(checked, held.version == version, || Fault::Stale)?;
    let answer = rules::check_answer(answer, case.first_applied_on, vietnam_date(now));
    let answer = answer.map_err(Failure::Problem)?;
    let next =
        Adoption { answer: Some((answer, actor.account, now)), version: held.version + 1, ..held.clone() };
    store::save_answer(&tx, &permit, &next).await?;
    let deed = Deed::under("adoptions.answered", AdoptionId::KIND, &permit)
        .about(InitiativeId::KIND, case.id.0)
        .of_unit(next.unit)
        .before(&told(&held, &case))
        .after(&told(&next, &case));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(AdoptedCase { adoption: next, case: Arc::new(case) }))
}

/// An adoption with its initiative, which is locked.
async fn locked(tx: &Transaction, id: AdoptionId) -> Result<(Adoption, Initiative), Refusal> {
    let found = store::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let case = initiatives::lock(tx, found.initiative).await?.ok_or(Refusal::NotFound)?;
    // Read again: the lock is on the initiative.
    let held = store::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((held, case))
}

fn told(adoption: &Adoption, case: &Initiative) -> Value {
    let applied_on = match &adoption.answer {
        Some((AdoptionAnswer::Confirmed { applied_on, .. }, ..)) => Some(*applied_on),
        _ => None,
    };
    json!({
        "initiativeTitle": case.title,
        "adoptionState": adoption.state().code(),
        "appliedOn": applied_on,
    })
}
