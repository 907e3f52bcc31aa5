//! Deciding about initiatives, and numbering the decisions.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::json;

use super::model::{
    AskedDecision, Cancellation, CancellationGround, Recognition, RecognitionFault as Fault, Verdict,
};
use super::numbering::{self, DeedNames, GivenNumber, NumberFault};
use super::queries::{self, RecognisedCase};
use super::{policy, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::councils::{self, InitiativeLevel};
use crate::initiatives::{self, Initiative, InitiativeEventKind, Move, Progress};
use crate::parameters::{self, ParameterKey};
use crate::reviews::{self, ReviewedCase};
use crate::shared::clock::vietnam_date;
use crate::shared::error::{Failure, Refusal, in_version};
use crate::shared::id::{CouncilId, InitiativeAuthorId, InitiativeId, RecognitionId, ReviewId, UnitId};

const DECISION: DeedNames =
    DeedNames { entered: "recognitions.numbered", corrected: "recognitions.number_corrected" };
const CANCELLATION: DeedNames = DeedNames {
    entered: "recognitions.cancellation_numbered",
    corrected: "recognitions.cancellation_number_corrected",
};

fn number_fault(fault: NumberFault) -> Failure<Fault> {
    Failure::Problem(Fault::Number(fault))
}

/// Takes decisions together: all of them, or none. Answers the requests as they are now.
pub async fn decide(
    app: &App,
    actor: &Actor,
    asked: &[AskedDecision],
) -> Result<Vec<Arc<Initiative>>, Failure<Vec<Fault>>> {
    let now = app.clock.now();
    let today = vietnam_date(now);
    rules::check_count(asked).map_err(|fault| Failure::Problem(vec![fault]))?;
    let tx = app.db.begin().await?;
    let numbers = parameters::in_force(&tx, today).await?;
    let years = numbers.of(ParameterKey::InitiativeValidityYears);
    let months = parameters::clock(&tx, ParameterKey::InitiativeFilingMonths, today).await?;
    let mut sorted: Vec<(usize, &AskedDecision)> = asked.iter().enumerate().collect();
    sorted.sort_by_key(|(_, one)| one.review);
    let ids: Vec<ReviewId> = sorted.iter().map(|(_, one)| one.review).collect();
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.push(reviews::locked(&tx, id).await?.ok_or(Refusal::NotFound)?);
    }
    let deciders =
        queries::deciders(&tx, found.iter().map(|one: &ReviewedCase| one.case.as_ref()), today).await?;
    let (mut faults, mut permits) = (Vec::new(), Vec::with_capacity(found.len()));
    for ((at, one), reviewed) in sorted.iter().zip(&found) {
        let deciding = deciders.get(&reviewed.case.id).ok_or(Refusal::NotFound)?;
        permits.push(policy::may_decide(actor, &reviewed.case, deciding)?);
        faults.extend(rules::check(&reviewed.review, &reviewed.case, one, (*at, &months, today)).err());
    }
    if !faults.is_empty() {
        return Err(Failure::Problem(faults));
    }
    // The province's council sits at the province, which then is the body that recognises.
    let seats: Vec<CouncilId> = found.iter().map(|one| one.review.council).collect();
    let councils: HashMap<CouncilId, UnitId> = councils::load_many(&tx, &seats)
        .await?
        .into_iter()
        .map(|council| (council.id, council.unit))
        .collect();
    let (mut decided, mut deeds) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
    for (((at, one), reviewed), permit) in sorted.iter().zip(&found).zip(&permits) {
        let (step, progress, name) = match &one.verdict {
            Verdict::Recognise => {
                let told = Some(InitiativeEventKind::Recognised);
                (Move::Recognise, Progress { told, ..Progress::default() }, "recognitions.recognised")
            }
            Verdict::Refuse { ground, reason } => {
                let (told, name) = match reviewed.review.level {
                    InitiativeLevel::Base => (InitiativeEventKind::Refused, "recognitions.refused"),
                    InitiativeLevel::Province => (InitiativeEventKind::NotRaised, "recognitions.not_raised"),
                };
                let progress = Progress {
                    told: Some(told),
                    note: Some(reason.trim().to_owned()),
                    refusal_ground: Some(*ground),
                    due_on: None,
                };
                (Move::Decline, progress, name)
            }
        };
        let note = progress.note.clone();
        let moved = initiatives::advance(&tx, actor, permit, &reviewed.case, step, progress, now).await?;
        reviews::conclude(&tx, permit, reviewed, now).await?;
        if one.verdict == Verdict::Recognise {
            let new = Recognition {
                id: RecognitionId::fresh(),
                initiative: moved.id,
                review: reviewed.review.id,
                unit: match reviewed.review.level {
                    InitiativeLevel::Base => moved.unit,
                    InitiativeLevel::Province => {
                        councils.get(&reviewed.review.council).copied().unwrap_or(moved.unit)
                    }
                },
                level: reviewed.review.level,
                decided_by: actor.account,
                decided_at: now,
                decision_number: None,
                decision_date: None,
                valid_until: rules::valid_until(today, years),
                cancellation: None,
                certificate_numbers: BTreeMap::new(),
                version: 1,
            };
            store::insert(&tx, permit, &new).await?;
        }
        let mut deed = Deed::under(name, InitiativeId::KIND, permit)
            .of_unit(moved.unit)
            .before(&json!({ "state": reviewed.case.state.code() }))
            .after(&json!({
                "state": moved.state.code(),
                "refusalGround": moved.refusal_ground.map(initiatives::RefusalGround::code),
            }));
        if let Some(note) = &note {
            deed = deed.because(note);
        }
        deeds.push(deed);
        decided.push((*at, Arc::new(moved)));
    }
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    decided.sort_by_key(|(at, _)| *at);
    Ok(decided.into_iter().map(|(_, case)| case).collect())
}

/// The clerk enters number and date of a decision, or corrects them; validity counts from that date on.
pub async fn record_number(
    app: &App,
    actor: &Actor,
    (id, version): (RecognitionId, i32),
    given: &GivenNumber,
) -> Result<Arc<RecognisedCase>, Failure<Fault>> {
    let now = app.clock.now();
    let today = vietnam_date(now);
    let tx = app.db.begin().await?;
    let held = store::lock(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let case = initiatives::filed(&tx, &[held.initiative]).await?.pop().ok_or(Refusal::NotFound)?;
    let permit = policy::may_number(actor, &held, &case)?;
    if held.version != version {
        return Err(Failure::Problem(Fault::NumberStale));
    }
    let decided_on = vietnam_date(held.decided_at);
    let before = (held.decision_number.as_deref(), held.decision_date);
    let numbered = numbering::check(given, before, (decided_on, today)).map_err(number_fault)?;
    // What held when it was decided holds for it, whatever was recorded since.
    let years = rules::years_of(held.decision_date.unwrap_or(decided_on), held.valid_until);
    let next = Recognition {
        decision_number: Some(numbered.number.clone()),
        decision_date: Some(numbered.date),
        valid_until: rules::valid_until(numbered.date, years),
        version: held.version + 1,
        ..held.clone()
    };
    store::save_number(&tx, &permit, &next).await?;
    let told = |one: &Recognition| {
        json!({
            "decisionNumber": one.decision_number,
            "decisionDate": one.decision_date,
            "validUntil": one.valid_until,
        })
    };
    let deed = Deed::under(DECISION.of(&numbered), RecognitionId::KIND, &permit)
        .about(InitiativeId::KIND, case.id.0)
        .of_unit(held.unit)
        .before(&told(&held))
        .after(&told(&next));
    let year = rules::year_of(numbered.date);
    let others = store::numbers_in(&tx, held.unit, year, store::NumberOf::Recognition(&next));
    numbering::record(&tx, actor, (deed, &numbered), others, (now, Fault::Number)).await?;
    tx.commit().await?;
    Ok(Arc::new(RecognisedCase { recognition: next, case: Arc::new(case) }))
}

/// The clerk enters the numbers of the authors' certificates, or corrects them.
pub async fn record_certificates(
    app: &App,
    actor: &Actor,
    (id, version): (RecognitionId, i32),
    given: &[(InitiativeAuthorId, String)],
    reason: &str,
) -> Result<Arc<RecognisedCase>, Failure<Fault>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let held = store::lock(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let case = initiatives::filed(&tx, &[held.initiative]).await?.pop().ok_or(Refusal::NotFound)?;
    let permit = policy::may_number(actor, &held, &case)?;
    if held.version != version {
        return Err(Failure::Problem(Fault::NumberStale));
    }
    if !given.iter().all(|(author, _)| case.authors.iter().any(|one| one.id == *author)) {
        return Err(Refusal::NotFound.into());
    }
    let (numbers, reason) = rules::check_certificates(&held, given, reason).map_err(Failure::Problem)?;
    let next = Recognition { certificate_numbers: numbers, version: held.version + 1, ..held.clone() };
    store::save_certificate_numbers(&tx, &permit, &next).await?;
    let told = |one: &Recognition| {
        let named = case.authors.iter().filter_map(|author| {
            Some((author.full_name.clone(), json!(one.certificate_numbers.get(&author.id)?)))
        });
        json!({ "certificateNumbers": named.collect::<serde_json::Map<_, _>>() })
    };
    let mut deed = Deed::under("recognitions.certificates_numbered", RecognitionId::KIND, &permit)
        .about(InitiativeId::KIND, case.id.0)
        .of_unit(held.unit)
        .before(&told(&held))
        .after(&told(&next));
    if let Some(reason) = &reason {
        deed = deed.because(reason);
    }
    audit::hold(&tx).await?;
    let year = rules::year_of(next.decision_date.unwrap_or_else(|| vietnam_date(now)));
    let taken = store::certificate_numbers_in(&tx, &next, year).await?;
    let taken: Vec<String> = taken.iter().map(|number| rules::same_number(number)).collect();
    let is_taken = |number: &&String| taken.contains(&rules::same_number(number));
    if let Some(number) = next.certificate_numbers.values().find(is_taken) {
        let taken = NumberFault::Taken { number: number.clone() };
        return Err(Failure::Problem(Fault::CertificateNumber(taken)));
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(RecognisedCase { recognition: next, case: Arc::new(case) }))
}

/// Cancels a recognition. What the unit recognised takes the request with it, and whatever goes on at the province; what
/// the province recognised leaves the unit's recognition as it is.
pub async fn cancel(
    app: &App,
    actor: &Actor,
    (id, version): (RecognitionId, i32),
    ground: CancellationGround,
    reason: &str,
) -> Result<Arc<RecognisedCase>, Failure<Fault>> {
    let now = app.clock.now();
    let today = vietnam_date(now);
    let tx = app.db.begin().await?;
    let found = store::by_id(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let case = initiatives::lock(&tx, found.initiative).await?.ok_or(Refusal::NotFound)?;
    let held = store::lock(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let deciding = queries::canceller_of(&tx, &held, &case, today).await?;
    let checked = policy::check_cancel(actor, &held, &case, &deciding);
    let permit = in_version(checked, held.version == version, || Fault::NumberStale)?;
    let all = store::of_initiatives(&tx, &[case.id]).await?;
    let reason = rules::check_cancelling(&held, &all, reason).map_err(Failure::Problem)?;
    let cancellation = Cancellation {
        ground,
        reason: reason.clone(),
        by: actor.account,
        at: now,
        decision_number: None,
        decision_date: None,
    };
    let next =
        Recognition { cancellation: Some(cancellation.clone()), version: held.version + 1, ..held.clone() };
    store::insert_cancellation(&tx, &permit, &next, &cancellation).await?;
    let step = match held.level {
        InitiativeLevel::Base => Move::CancelBase,
        InitiativeLevel::Province => Move::CancelProvince,
    };
    let progress = Progress {
        told: Some(InitiativeEventKind::Cancelled),
        note: Some(reason.clone()),
        ..Progress::default()
    };
    let is_running = case.state.is_at_province();
    let over_case = policy::over_case(&permit, &held)?;
    let moved = initiatives::advance(&tx, actor, &over_case, &case, step, progress, now).await?;
    if is_running {
        for listener in app.on_initiative_stopped {
            listener(&tx, case.id, now).await?;
        }
    }
    for listener in app.on_recognition_cancelled {
        listener(&tx, &next, now).await?;
    }
    let deed = Deed::under("recognitions.cancelled", RecognitionId::KIND, &permit)
        .about(InitiativeId::KIND, case.id.0)
        .of_unit(case.unit)
        .before(&json!({ "state": case.state.code() }))
        .after(&json!({ "state": moved.state.code(), "cancellationGround": ground.code() }))
        .because(&reason);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(RecognisedCase { recognition: next, case: Arc::new(moved) }))
}

/// The clerk enters number and date of the decision that cancelled a recognition, or corrects them.
pub async fn record_cancellation_number(
    app: &App,
    actor: &Actor,
    (id, version): (RecognitionId, i32),
    given: &GivenNumber,
) -> Result<Arc<RecognisedCase>, Failure<Fault>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let held = store::lock(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let case = initiatives::filed(&tx, &[held.initiative]).await?.pop().ok_or(Refusal::NotFound)?;
    let permit = policy::may_number(actor, &held, &case)?;
    if held.version != version {
        return Err(Failure::Problem(Fault::NumberStale));
    }
    let Some(cancellation) = held.cancellation.clone() else {
        return Err(Failure::Problem(Fault::NotCancelled));
    };
    let before = (cancellation.decision_number.as_deref(), cancellation.decision_date);
    let days = (vietnam_date(cancellation.at), vietnam_date(now));
    let given = numbering::check(given, before, days).map_err(number_fault)?;
    let told = |one: &Cancellation| json!({ "decisionNumber": one.decision_number, "decisionDate": one.decision_date });
    let numbered = Cancellation {
        decision_number: Some(given.number.clone()),
        decision_date: Some(given.date),
        ..cancellation.clone()
    };
    let deed = Deed::under(CANCELLATION.of(&given), RecognitionId::KIND, &permit)
        .about(InitiativeId::KIND, case.id.0)
        .of_unit(held.unit)
        .before(&told(&cancellation))
        .after(&told(&numbered));
    let next = Recognition { cancellation: Some(numbered), version: held.version + 1, ..held };
    store::save_cancellation_number(&tx, &permit, &next, (&given.number, given.date)).await?;
    let others =
        store::numbers_in(&tx, next.unit, rules::year_of(given.date), store::NumberOf::Cancellation(&next));
    numbering::record(&tx, actor, (deed, &given), others, (now, Fault::Number)).await?;
    tx.commit().await?;
    Ok(Arc::new(RecognisedCase { recognition: next, case: Arc::new(case) }))
}
