//! What people do with referrals. Each command is one transaction: the initiative is locked, policy and rules are asked,
//! the change and its trail are written together.

use std::sync::Arc;

use serde_json::{Value, json};

use super::model::{Finding, Referral, ReferralFault as Fault, ReferralState};
use super::queries::{self, ReferredCase};
use super::{policy, rules, store};
use crate::access::Actor;
use crate::adoptions;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::initiatives::{self, Initiative, InitiativeEventKind as Told, Move, Progress, RefusalGround};
use crate::parameters::{self, ParameterKey, Period};
use crate::recognitions::{self, DeedNames, GivenNumber};
use crate::shared::clock::vietnam_date;
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal, in_version};
use crate::shared::id::{InitiativeId, ReferralId};

const PETITION: DeedNames =
    DeedNames { entered: "referrals.numbered", corrected: "referrals.number_corrected" };

type Done = Result<Arc<ReferredCase>, Failure<Vec<Fault>>>;

fn fault(fault: Fault) -> Failure<Vec<Fault>> {
    Failure::Problem(vec![fault])
}

/// Begins a referral, or writes on the open one; `version` is that of the referral the person has before them.
pub async fn prepare(
    app: &App,
    actor: &Actor,
    initiative: InitiativeId,
    version: Option<i32>,
    statement: &str,
) -> Done {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let case = initiatives::lock(&tx, initiative).await?.ok_or(Refusal::NotFound)?;
    let held = queries::open_of(&tx, case.id).await?;
    let is_current = held.as_ref().map(|held| held.version) == version;
    let checked = policy::check_prepare(actor, held.as_ref(), &case);
    let permit = in_version(checked, is_current, || vec![Fault::Stale])?;
    let statement = rules::check_statement(statement).map_err(fault)?;
    let next = Referral {
        id: held.as_ref().map_or_else(ReferralId::fresh, |held| held.id),
        initiative: case.id,
        unit: case.unit,
        statement,
        state: held.as_ref().map_or(ReferralState::Prepared, |held| held.state),
        prepared_by: actor.account,
        prepared_at: now,
        sent: held.as_ref().and_then(|held| held.sent),
        petition: held.as_ref().and_then(|held| held.petition.clone()),
        version: version.unwrap_or(0) + 1,
    };
    match &held {
        Some(_) => store::save_prepared(&tx, &permit, &next).await?,
        None => store::insert(&tx, &permit, &next).await?,
    }
    let deed = Deed::under("referrals.prepared", InitiativeId::KIND, &permit)
        .of_unit(case.unit)
        .after(&json!({ "initiativeTitle": case.title, "characters": next.statement.chars().count() }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(ReferredCase { referral: next, case: Arc::new(case) }))
}

/// Sends a referral to the Department, or sends it again when it was to be completed.
pub async fn send(app: &App, actor: &Actor, (id, version): (ReferralId, i32)) -> Done {
    let now = app.clock.now();
    let today = vietnam_date(now);
    let tx = app.db.begin().await?;
    let (held, case) = locked(&tx, actor, id).await?;
    let checked = policy::check_send(actor, &held, &case);
    let permit = in_version(checked, held.version == version, || vec![Fault::Stale])?;
    let step = rules::sending(&held, case.state).map_err(fault)?;
    let missing = queries::missing(&tx, &case, &held.statement).await?;
    if !missing.is_empty() {
        return Err(Failure::Problem(missing));
    }
    let numbers = parameters::in_force(&tx, today).await?;
    let days = numbers.of(ParameterKey::InitiativeReferralWorkingDays);
    let next = Referral {
        state: ReferralState::Sent,
        sent: Some((actor.account, now)),
        version: held.version + 1,
        ..held
    };
    store::save_sent(&tx, &permit, &next).await?;
    let progress = Progress {
        told: Some(if step == Move::Refer { Told::Referred } else { Told::Completed }),
        due_on: Some(parameters::end_of(&tx, Period::WorkingDays(days.unsigned_abs()), today).await?),
        ..Progress::default()
    };
    let moved = initiatives::advance(&tx, actor, &permit, &case, step, progress, now).await?;
    let deed = Deed::under("referrals.sent", InitiativeId::KIND, &permit)
        .of_unit(case.unit)
        .before(&standing(&case))
        .after(&standing(&moved));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(ReferredCase { referral: next, case: Arc::new(moved) }))
}

/// Takes a referral back until it is decided; whatever a council does with it ends.
pub async fn take_back(app: &App, actor: &Actor, (id, version): (ReferralId, i32), reason: &str) -> Done {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (held, case) = locked(&tx, actor, id).await?;
    let checked = policy::check_take_back(actor, &held, &case);
    let permit = in_version(checked, held.version == version, || vec![Fault::Stale])?;
    let reason = rules::check_reason(reason).map_err(fault)?;
    let next = Referral { state: ReferralState::Ended, version: held.version + 1, ..held };
    store::save_sent(&tx, &permit, &next).await?;
    let progress =
        Progress { told: Some(Told::ReferralTakenBack), note: Some(reason.clone()), ..Progress::default() };
    let step = Move::TakeBackReferral;
    let moved = initiatives::advance(&tx, actor, &permit, &case, step, progress, now).await?;
    for listener in app.on_initiative_stopped {
        listener(&tx, case.id, now).await?;
    }
    let deed = Deed::under("referrals.taken_back", InitiativeId::KIND, &permit)
        .of_unit(case.unit)
        .before(&standing(&case))
        .after(&standing(&moved))
        .because(&reason);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(ReferredCase { referral: next, case: Arc::new(moved) }))
}

/// What the Department finds about a referral before any council.
pub async fn find_about(
    app: &App,
    actor: &Actor,
    (id, version): (ReferralId, i32),
    finding: Finding,
) -> Done {
    let now = app.clock.now();
    let today = vietnam_date(now);
    let tx = app.db.begin().await?;
    let (held, case) = locked(&tx, actor, id).await?;
    let step = match &finding {
        Finding::RequestCompletion { .. } => Move::RequestCompletion,
        Finding::Accept { .. } => Move::AcceptReferral,
        Finding::Refuse { .. } => Move::RefuseReferral,
    };
    let checked = policy::check_finding(actor, &held, &case, step);
    // The version of what was sent: the initiative changes with every move of it.
    let permit = in_version(checked, held.version == version, || vec![Fault::Stale])?;
    let (name, progress) = match finding {
        Finding::RequestCompletion { reason, until } => {
            if until < today {
                return Err(fault(Fault::DayPassed));
            }
            let note = Some(rules::check_reason(&reason).map_err(fault)?);
            let told = Some(Told::CompletionRequested);
            let progress = Progress { told, note, due_on: Some(until), ..Progress::default() };
            ("referrals.completion_requested", progress)
        }
        Finding::Accept { note } => {
            let note = rules::check_note(note.as_deref()).map_err(fault)?;
            let numbers = parameters::in_force(&tx, today).await?;
            let adopted = adoptions::confirmed(&tx, &[case.id]).await?;
            let confirmed = adopted.get(&case.id).map_or(0, Vec::len);
            let needed = numbers.of(ParameterKey::InitiativeAdoptersForReach);
            rules::check_adopters(confirmed, needed).map_err(fault)?;
            let months = numbers.of(ParameterKey::InitiativeReferralMonths);
            let due_on = Some(initiatives::due_on(&tx, today, months).await?);
            let told = Some(Told::ReferralAccepted);
            ("referrals.accepted", Progress { told, note, due_on, ..Progress::default() })
        }
        Finding::Refuse { ground, reason } => {
            let clocks = initiatives::check_ground(&tx, &case, ground, today).await?;
            clocks.map_err(|why| fault(Fault::GroundEarly(why)))?;
            let note = Some(rules::check_reason(&reason).map_err(fault)?);
            let (told, refusal_ground) = (Some(Told::NotRaised), Some(ground));
            ("referrals.refused", Progress { told, note, refusal_ground, due_on: None })
        }
    };
    let note = progress.note.clone();
    let moved = initiatives::advance(&tx, actor, &permit, &case, step, progress, now).await?;
    let mut deed = Deed::under(name, InitiativeId::KIND, &permit)
        .of_unit(case.unit)
        .before(&standing(&case))
        .after(&standing(&moved));
    if let Some(note) = &note {
        deed = deed.because(note);
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(ReferredCase { referral: held, case: Arc::new(moved) }))
}

/// The clerk enters number and date of the unit's petition, or corrects them.
pub async fn number(app: &App, actor: &Actor, (id, version): (ReferralId, i32), given: &GivenNumber) -> Done {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (held, case) = locked(&tx, actor, id).await?;
    let checked = policy::check_number(actor, &held, &case);
    let permit = in_version(checked, held.version == version, || vec![Fault::Stale])?;
    let (number, date) = held.petition.clone().unzip();
    let days = (vietnam_date(held.prepared_at), vietnam_date(now));
    let numbered = recognitions::check_number(given, (number.as_deref(), date), days)
        .map_err(|why| fault(Fault::Number(why)))?;
    let petition = Some((numbered.number.clone(), numbered.date));
    let next = Referral { petition, version: held.version + 1, ..held.clone() };
    store::save_petition(&tx, &permit, &next).await?;
    let told = |referral: &Referral| {
        let (number, date) = referral.petition.clone().unzip();
        json!({ "petitionNumber": number, "petitionDate": date })
    };
    let deed = Deed::under(PETITION.of(&numbered), ReferralId::KIND, &permit)
        .about(InitiativeId::KIND, case.id.0)
        .of_unit(held.unit)
        .before(&told(&held))
        .after(&told(&next));
    let others = store::numbers_in(&tx, &next, recognitions::year_of(numbered.date));
    let as_fault = |why| vec![Fault::Number(why)];
    recognitions::record_number(&tx, actor, (deed, &numbered), others, (now, as_fault)).await?;
    tx.commit().await?;
    Ok(Arc::new(ReferredCase { referral: next, case: Arc::new(case) }))
}

/// A referral that this person sees, with its initiative, which is locked.
async fn locked(tx: &Transaction, actor: &Actor, id: ReferralId) -> Result<(Referral, Initiative), Refusal> {
    let found = store::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let case = initiatives::lock(tx, found.initiative).await?.ok_or(Refusal::NotFound)?;
    // Read again: the lock is on the initiative.
    let held = store::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !policy::sees(actor, &held, &case) {
        return Err(Refusal::NotFound);
    }
    Ok((held, case))
}

fn standing(case: &Initiative) -> Value {
    json!({
        "state": case.state.code(),
        "dueOn": case.due_on,
        "refusalGround": case.refusal_ground.map(RefusalGround::code),
    })
}
