//! Preparing, holding and closing a sitting; voting in it.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::json;
use time::{Date, OffsetDateTime};

use super::super::model::{Choice, Review, ReviewFault as Fault, ReviewState, Sitting, SittingState};
use super::super::queries::{self, ReviewedCase};
use super::super::{policy, rules, store};
use super::{Done, changed, fault, seen};
use crate::access::{Actor, Permit};
use crate::adoptions;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::councils::{self, Council};
use crate::initiatives::{self, InitiativeEventKind, Move, Progress};
use crate::shared::clock::vietnam_date;
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, CouncilId, InitiativeId, ReviewId, SittingId};

/// Longest name of a place, in characters.
const LONGEST_PLACE: usize = 300;

/// A sitting as entered.
#[derive(Clone, Debug)]
pub struct SittingForm {
    /// Of which council.
    pub council: CouncilId,
    /// On which day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Whether it votes in secret.
    pub is_secret: bool,
    /// Which cases are deliberated.
    pub reviews: Vec<ReviewId>,
}

/// Prepares a sitting with its agenda, or changes one that is open.
pub async fn save_sitting(
    app: &App,
    actor: &Actor,
    known: Option<(SittingId, i32)>,
    form: SittingForm,
) -> Done<Arc<Sitting>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let id = known.map_or_else(SittingId::fresh, |(id, _)| id);
    let (before, council) = match known {
        Some((id, version)) => {
            let (before, council) = open_sitting(&tx, actor, id, version).await?;
            (Some(before), council)
        }
        None => {
            let council = councils::find(app, actor, form.council).await?.ok_or(Refusal::NotFound)?;
            (None, Arc::unwrap_or_clone(council))
        }
    };
    let permit = policy::may_hold(actor, &council, id)?;
    check_form(&form).map_err(fault)?;
    let next = Sitting {
        id,
        council: council.id,
        held_on: form.held_on,
        place: form.place.trim().to_owned(),
        is_secret: form.is_secret,
        state: SittingState::Open,
        version: before.as_ref().map_or(1, |before| before.version + 1),
        closed_at: None,
        present: before.as_ref().map_or_else(Vec::new, |before| before.present.clone()),
    };
    match &before {
        Some(_) => store::save_sitting(&tx, &permit, &next).await?,
        None => store::insert_sitting(&tx, &permit, &next, now).await?,
    }
    let is_way_changed = before.as_ref().is_some_and(|before| before.is_secret != next.is_secret);
    let count = set_agenda(&tx, actor, &permit, &council, id, &form.reviews, is_way_changed, now).await?;
    let deed = Deed::under("reviews.sitting_prepared", SittingId::KIND, &permit).of_unit(council.unit).after(
        &json!({ "heldOn": next.held_on, "place": next.place, "isSecret": next.is_secret, "cases": count }),
    );
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(next))
}

fn check_form(form: &SittingForm) -> Result<(), Fault> {
    if form.place.trim().is_empty() {
        return Err(Fault::Missing { field: "place" });
    }
    if form.place.chars().count() > LONGEST_PLACE {
        return Err(Fault::TooLong { field: "place" });
    }
    if form.reviews.is_empty() {
        return Err(Fault::EmptyAgenda);
    }
    if form.reviews.len() > rules::MOST_CASES { Err(Fault::BadCount) } else { Ok(()) }
}

/// Puts exactly these reviews on the agenda; a case on which somebody has voted stays on it.
#[expect(clippy::too_many_arguments, reason = "each is a part of one change")]
async fn set_agenda(
    tx: &Transaction,
    actor: &Actor,
    permit: &Permit<policy::HoldSitting>,
    council: &Council,
    sitting: SittingId,
    wanted: &[ReviewId],
    is_way_changed: bool,
    now: OffsetDateTime,
) -> Done<usize> {
    let held = store::of_sittings(tx, &[sitting]).await?;
    let mut ids: Vec<ReviewId> = held.iter().map(|review| review.id).chain(wanted.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    let is_wanted: HashSet<ReviewId> = wanted.iter().copied().collect();
    let mut faults = Vec::new();
    for id in ids {
        let (review, case, _) = seen(tx, actor, id).await?;
        let title = case.title.clone();
        let is_held = review.sitting == Some(sitting);
        let has_votes = review.tally.cast() > 0;
        if is_held && has_votes && (is_way_changed || !is_wanted.contains(&id)) {
            faults.push(Fault::VotedSoStays { title });
            continue;
        }
        if is_held == is_wanted.contains(&id) {
            continue;
        }
        let is_free = review.sitting.is_none() && review.council == council.id;
        let is_ready = is_free && review.state == ReviewState::Scored;
        if !is_held && !is_ready {
            faults.push(Fault::NotReady { title });
            continue;
        }
        let next = Review { sitting: is_wanted.contains(&id).then_some(sitting), ..changed(&review, now) };
        // It belongs to the sitting before it is taken off, or once it is put on.
        let on_agenda = if is_held { &review } else { &next };
        store::save(tx, &policy::over_agenda(permit, on_agenda)?, &next).await?;
    }
    if faults.is_empty() { Ok(is_wanted.len()) } else { Err(Failure::Problem(faults)) }
}

/// Records who is present; whoever has voted is.
pub async fn record_attendance(
    app: &App,
    actor: &Actor,
    (id, version): (SittingId, i32),
    present: Vec<AccountId>,
) -> Done<Arc<Sitting>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (before, council) = open_sitting(&tx, actor, id, version).await?;
    let permit = policy::may_hold_this(actor, &council, &before)?;
    let mut known = HashSet::new();
    let present: Vec<AccountId> = present.into_iter().filter(|account| known.insert(*account)).collect();
    let agenda = store::of_sittings(&tx, &[id]).await?;
    let may_come = |account: &AccountId| {
        council.has_member(*account) || agenda.iter().any(|review| review.seat(*account).is_some())
    };
    if !present.iter().all(may_come) {
        return Err(fault(Fault::UnknownMember));
    }
    let voted = agenda.iter().flat_map(|review| &review.seats).filter(|seat| seat.has_voted);
    if voted.into_iter().any(|seat| !known.contains(&seat.account)) {
        return Err(fault(Fault::VotedSoPresent));
    }
    let next = Sitting { version: before.version + 1, present, ..before.clone() };
    store::save_attendance(&tx, &permit, &next).await?;
    let deed = Deed::under("reviews.attendance_recorded", SittingId::KIND, &permit)
        .of_unit(council.unit)
        .before(&json!({ "present": before.present.len() }))
        .after(&json!({ "present": next.present.len() }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(next))
}

/// A member who is present votes on a case of an open sitting, once.
pub async fn vote(app: &App, actor: &Actor, id: ReviewId, choice: Choice) -> Done<Arc<ReviewedCase>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    // A sitting is locked before its cases, as by whoever closes it.
    let sitting = match store::by_ids(&tx, &[id]).await?.pop().and_then(|review| review.sitting) {
        Some(sitting) => store::lock_sitting(&tx, sitting).await?,
        None => None,
    };
    let (review, case, council) = seen(&tx, actor, id).await?;
    let permit = policy::check_vote(actor, &review, &case, sitting.as_ref())?;
    let sitting = sitting.ok_or_else(|| fault(Fault::WrongState(review.state)))?;
    if !store::insert_vote(&tx, &permit, actor.account, choice, sitting.is_secret).await? {
        return Err(fault(Fault::VotedAlready));
    }
    let review = store::by_ids(&tx, &[id]).await?.pop().ok_or(Refusal::NotFound)?;
    let told = (!sitting.is_secret).then(|| choice.code());
    let deed = Deed::under("reviews.voted", ReviewId::KIND, &permit)
        .about(SittingId::KIND, sitting.id.0)
        .after(&json!({ "initiativeTitle": case.title, "choice": told }));
    let deed = if sitting.is_secret { deed } else { deed.of_unit(council.unit) };
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(ReviewedCase { review, case: Arc::new(case), is_opened: false }))
}

/// Closes a sitting: the votes on its cases stand, each with what came of it, and the decision is awaited.
pub async fn close_sitting(app: &App, actor: &Actor, (id, version): (SittingId, i32)) -> Done<Arc<Sitting>> {
    let now = app.clock.now();
    let outlier_points = queries::outlier_points(app.db.read(), vietnam_date(now)).await?;
    let tx = app.db.begin().await?;
    let (before, council) = open_sitting(&tx, actor, id, version).await?;
    let permit = policy::may_hold_this(actor, &council, &before)?;
    let agenda = store::of_sittings(&tx, &[id]).await?;
    let mut concluded = Vec::with_capacity(agenda.len());
    let mut faults = Vec::new();
    let mut cases = Vec::with_capacity(agenda.len());
    for review in &agenda {
        cases.push(initiatives::lock(&tx, review.initiative).await?.ok_or(Refusal::NotFound)?);
    }
    let ids: Vec<InitiativeId> = agenda.iter().map(|review| review.initiative).collect();
    let adopted = adoptions::confirmed(&tx, &ids).await?;
    for (review, case) in agenda.into_iter().zip(cases) {
        // A request that was withdrawn meanwhile is not voted on.
        if review.state != ReviewState::Scored {
            continue;
        }
        let adopters = adopted.get(&case.id).map_or(0, Vec::len);
        match rules::conclude(&review, outlier_points, adopters).filter(|_| review.tally.cast() > 0) {
            Some(result) => concluded.push((review, case, result)),
            None => faults.push(Fault::NotVoted { title: case.title.clone() }),
        }
    }
    if !faults.is_empty() {
        return Err(Failure::Problem(faults));
    }
    if concluded.is_empty() {
        return Err(fault(Fault::EmptyAgenda));
    }
    let next = Sitting {
        state: SittingState::Closed,
        version: before.version + 1,
        closed_at: Some(now),
        ..before.clone()
    };
    store::save_sitting(&tx, &permit, &next).await?;
    let mut deeds = Vec::with_capacity(concluded.len() + 1);
    for (review, case, result) in concluded {
        let progress = Progress { told: Some(InitiativeEventKind::Deliberated), ..Progress::default() };
        let over_review = policy::over_agenda(&permit, &review)?;
        let over_case = policy::over_case(&over_review, &review)?;
        initiatives::advance(&tx, actor, &over_case, &case, Move::Deliberate, progress, now).await?;
        deeds.push(
            Deed::under("reviews.deliberated", SittingId::KIND, &permit)
                .about(InitiativeId::KIND, case.id.0)
                .of_unit(case.unit)
                .after(&json!({
                    "initiativeTitle": case.title,
                    "mean": result.summary.mean,
                    "agree": result.vote.tally.agree,
                    "needed": result.vote.needed,
                    "outcome": result.outcome.code(),
                })),
        );
        let state = ReviewState::Deliberated;
        let next = Review { state, result: Some(result), ..changed(&review, now) };
        store::save(&tx, &over_review, &next).await?;
    }
    deeds.push(
        Deed::under("reviews.sitting_closed", SittingId::KIND, &permit)
            .of_unit(council.unit)
            .after(&json!({ "heldOn": next.held_on, "present": next.present.len(), "cases": deeds.len() })),
    );
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    Ok(Arc::new(next))
}

/// An open sitting that this person sees, locked, in the version that they have before them.
async fn open_sitting(
    tx: &Transaction,
    actor: &Actor,
    id: SittingId,
    version: i32,
) -> Done<(Sitting, Council)> {
    let sitting = store::lock_sitting(tx, id).await?.ok_or(Refusal::NotFound)?;
    let council = councils::load_many(tx, &[sitting.council]).await?.pop().ok_or(Refusal::NotFound)?;
    policy::check_hold(actor, &council, &sitting).map(|_| ())?;
    if sitting.version != version {
        return Err(fault(Fault::Stale));
    }
    Ok((sitting, council))
}
