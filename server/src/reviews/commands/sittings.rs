//! Preparing, holding and closing a sitting; voting in it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::json;
use time::{Date, OffsetDateTime};

use super::super::model::{
    Choice, LeftOver, NamedDeputy, Review, ReviewFault as Fault, ReviewResult, ReviewState, Sitting,
    SittingRecord, SittingState,
};
use super::super::queries::{self, ReviewedCase};
use super::super::rules::Closing;
use super::super::{policy, rules, store};
use super::{Done, changed, fault, seen};
use crate::access::{Actor, Permit};
use crate::adoptions;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::councils::{self, Council};
use crate::identity::{self, Account};
use crate::initiatives::{self, Initiative, InitiativeEventKind, Move, Progress};
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
    /// Why it is moved to another day, where it is.
    pub reason: String,
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
    let has_votes = match &before {
        Some(_) => store::of_sittings(&tx, &[id]).await?.iter().any(|review| review.tally.cast() > 0),
        None => false,
    };
    rules::check_moving(before.as_ref(), form.held_on, has_votes, vietnam_date(now)).map_err(fault)?;
    let moved_from = before.as_ref().map(|before| before.held_on).filter(|day| *day != form.held_on);
    let reason = moved_from.map(|_| rules::check_reason(&form.reason).map_err(fault)).transpose()?;
    let next = Sitting {
        id,
        council: council.id,
        held_on: form.held_on,
        place: form.place.trim().to_owned(),
        is_secret: form.is_secret,
        state: SittingState::Open,
        version: before.as_ref().map_or(1, |before| before.version + 1),
        closed_at: None,
        left_over: 0,
        // Who came on one day has not come on another.
        present: before
            .as_ref()
            .filter(|_| moved_from.is_none())
            .map_or_else(Vec::new, |before| before.present.clone()),
        record: SittingRecord::default(),
    };
    match &before {
        Some(_) if moved_from.is_some() => {
            store::save_attendance(&tx, &permit, &next).await?;
            for review in store::of_sittings(&tx, &[id]).await? {
                let over_review = policy::over_agenda(&permit, &review)?;
                store::save_deputies(&tx, &over_review, &rules::without_deputies(&review)).await?;
            }
        }
        Some(_) => store::save_sitting(&tx, &permit, &next).await?,
        None => store::insert_sitting(&tx, &permit, &next, now).await?,
    }
    let is_way_changed = before.as_ref().is_some_and(|before| before.is_secret != next.is_secret);
    let count = set_agenda(&tx, actor, &permit, &council, id, &form.reviews, is_way_changed, now).await?;
    let name = if moved_from.is_some() { "reviews.sitting_moved" } else { "reviews.sitting_prepared" };
    let mut deed = Deed::under(name, SittingId::KIND, &permit).of_unit(council.unit).after(
        &json!({ "heldOn": next.held_on, "place": next.place, "isSecret": next.is_secret, "cases": count }),
    );
    if let (Some(day), Some(reason)) = (moved_from, &reason) {
        deed = deed.before(&json!({ "heldOn": day })).because(reason);
    }
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

/// Who came to a sitting, as entered.
#[derive(Clone, Debug)]
pub struct AttendanceForm {
    /// Which sitting, in the version that the person has before them.
    pub sitting: (SittingId, i32),
    /// Members who are present.
    pub present: Vec<AccountId>,
    /// Who is present in the place of a member.
    pub deputies: Vec<NamedDeputy>,
}

/// Records who is present, and who stands in for whom; whoever has voted is.
pub async fn record_attendance(app: &App, actor: &Actor, form: AttendanceForm) -> Done<Arc<Sitting>> {
    let now = app.clock.now();
    let AttendanceForm { sitting: (id, version), present, deputies } = form;
    let (named, names) = candidates(app, deputies).await?;
    let tx = app.db.begin().await?;
    let (before, council) = open_sitting(&tx, actor, id, version).await?;
    let permit = policy::may_hold_this(actor, &council, &before)?;
    check_own(&tx, actor, &council, id).await?;
    rules::check_day(&before, vietnam_date(now)).map_err(fault)?;
    let mut known = HashSet::new();
    let present: Vec<AccountId> = present.into_iter().filter(|account| known.insert(*account)).collect();
    let agenda = store::of_sittings(&tx, &[id]).await?;
    let may_come = |account: &AccountId| {
        council.has_member(*account) || agenda.iter().any(|review| review.seat(*account).is_some())
    };
    if !present.iter().all(may_come) {
        return Err(fault(Fault::UnknownMember));
    }
    let ids: Vec<InitiativeId> = agenda.iter().map(|review| review.initiative).collect();
    let cases = initiatives::filed(&tx, &ids).await?;
    let authors: HashMap<InitiativeId, Vec<AccountId>> = cases
        .iter()
        .map(|case| (case.id, case.authors.iter().map(|author| author.account).collect()))
        .collect();
    let agendum = |review| rules::Agendum {
        review,
        authors: authors.get(&review.initiative).map_or(&[], Vec::as_slice),
    };
    let weighed: Vec<rules::Agendum<'_>> = agenda.iter().map(agendum).collect();
    rules::check_deputies(&present, &weighed, &named).map_err(fault)?;
    let seated: Vec<Review> = weighed
        .iter()
        .map(|case| Review { seats: rules::with_deputies(case, &named), ..case.review.clone() })
        .collect();
    let present = present.into_iter().chain(named.iter().map(|(one, _)| one.deputy)).collect();
    let next = Sitting { version: before.version + 1, present, ..before.clone() };
    rules::check_exchange(&agenda, &seated, &next).map_err(fault)?;
    store::save_attendance(&tx, &permit, &next).await?;
    for review in &seated {
        store::save_deputies(&tx, &policy::over_agenda(&permit, review)?, review).await?;
    }
    let told = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    let stand_in: Vec<_> = named
        .iter()
        .map(|(one, _)| {
            json!({ "member": told(&one.member), "deputy": told(&one.deputy), "basis": one.basis.trim() })
        })
        .collect();
    let deed = Deed::under("reviews.attendance_recorded", SittingId::KIND, &permit)
        .of_unit(council.unit)
        .before(&json!({ "present": before.present.len() }))
        .after(&json!({ "present": next.present.len(), "deputies": stand_in }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(next))
}

/// Those who are named as deputies with what the rules ask of them, and the names of everybody concerned.
async fn candidates(
    app: &App,
    named: Vec<NamedDeputy>,
) -> Result<(Vec<(NamedDeputy, rules::Candidate)>, HashMap<AccountId, String>), Refusal> {
    if named.is_empty() {
        return Ok((Vec::new(), HashMap::new()));
    }
    let ids: Vec<AccountId> = named.iter().flat_map(|one| [one.member, one.deputy]).collect();
    let able = councils::able_to_sit(app, &ids).await?;
    let accounts: HashMap<AccountId, Account> =
        identity::load_many(app, &ids).await?.into_iter().map(|account| (account.id, account)).collect();
    let unit = |id: &AccountId| accounts.get(id).and_then(|account| account.unit);
    let with_facts = |one: NamedDeputy| {
        let candidate = rules::Candidate {
            may_sit: able.contains_key(&one.deputy),
            unit: unit(&one.deputy),
            member_unit: unit(&one.member),
        };
        (one, candidate)
    };
    let named = named.into_iter().map(with_facts).collect();
    Ok((named, accounts.into_values().map(|account| (account.id, account.display_name)).collect()))
}

/// A member who is present, or who stands in for one, votes on a case of an open sitting, once.
pub async fn vote(app: &App, actor: &Actor, id: ReviewId, choice: Choice) -> Done<Arc<ReviewedCase>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    // A sitting is locked before its cases, as by whoever closes it.
    let sitting = match store::by_ids(&tx, &[id]).await?.pop().and_then(|review| review.sitting) {
        Some(sitting) => store::lock_sitting(&tx, sitting).await?,
        None => None,
    };
    let (review, case, council) = seen(&tx, actor, id).await?;
    let today = vietnam_date(now);
    let permit = policy::check_vote(actor, &review, &case, sitting.as_ref(), today)?;
    let sitting = sitting.ok_or_else(|| fault(Fault::WrongState(review.state)))?;
    let member = review.voting_seat(actor.account).map(|seat| seat.account).ok_or(Refusal::Forbidden)?;
    if !store::insert_vote(&tx, &permit, member, choice, sitting.is_secret).await? {
        return Err(fault(Fault::VotedAlready));
    }
    let review = store::by_ids(&tx, &[id]).await?.pop().ok_or(Refusal::NotFound)?;
    let told = (!sitting.is_secret).then(|| choice.code());
    let deed = Deed::under("reviews.voted", ReviewId::KIND, &permit)
        .about(SittingId::KIND, sitting.id.0)
        .after(&json!({
            "initiativeTitle": case.title,
            "choice": told,
            "insteadOfMember": member != actor.account,
        }));
    let deed = if sitting.is_secret { deed } else { deed.of_unit(council.unit) };
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(ReviewedCase { review, case: Arc::new(case), is_opened: false }))
}

/// How a sitting is closed.
#[derive(Clone, Debug)]
pub struct CloseForm {
    /// Which sitting, in the version that the person has before them.
    pub sitting: (SittingId, i32),
    /// Whether they have read what is remarked.
    pub confirms: bool,
    /// Why it is closed after its day, where it is.
    pub reason: String,
    /// When it began, as hour and minute.
    pub began_at: Option<String>,
    /// When it ended.
    pub ended_at: Option<String>,
    /// What members said.
    pub opinions: String,
}

/// Closes a sitting: the votes on its cases stand, each with what came of it, and the decision is awaited. A case on
/// which no vote was held for want of members stays for the next sitting.
pub async fn close_sitting(app: &App, actor: &Actor, form: CloseForm) -> Done<Arc<Sitting>> {
    let now = app.clock.now();
    let today = vietnam_date(now);
    let outlier_points = queries::outlier_points(app.db.read(), today).await?;
    let (id, version) = form.sitting;
    let tx = app.db.begin().await?;
    let (before, council) = open_sitting(&tx, actor, id, version).await?;
    let permit = policy::may_hold_this(actor, &council, &before)?;
    check_own(&tx, actor, &council, id).await?;
    let late = lateness(&before, &form, today).map_err(fault)?;
    let hours = (form.began_at.as_deref(), form.ended_at.as_deref());
    let record = rules::record(hours, &form.opinions).map_err(fault)?;
    let (agenda, cases) = locked_agenda(&tx, id).await?;
    let ids: Vec<InitiativeId> = agenda.iter().map(|review| review.initiative).collect();
    let adopted = adoptions::confirmed(&tx, &ids).await?;
    let adopters = |case: &Initiative| adopted.get(&case.id).map_or(0, Vec::len);
    let names = names_of(app, &agenda).await?;
    let mut sorted = Sorted::default();
    // A request that was withdrawn meanwhile is not voted on.
    for review in agenda.into_iter().filter(|review| review.state == ReviewState::Scored) {
        let case = cases.get(&review.initiative).ok_or(Refusal::NotFound)?;
        let result = rules::conclude(&review, outlier_points, adopters(case)).ok_or(Refusal::Conflict)?;
        let is_settled = !result.summary.passes || result.reach.is_some_and(|reach| !reach.passes());
        let closing = rules::closing(&before, &review, (&case.title, is_settled), &names, today);
        sorted.take(closing, (review, case, result));
    }
    let Sorted { concluded, stays, .. } = sorted.confirmed(form.confirms)?;
    let next = Sitting {
        state: SittingState::Closed,
        version: before.version + 1,
        closed_at: Some(now),
        left_over: i32::try_from(stays.len()).unwrap_or(i32::MAX),
        record: SittingRecord { left_over: stays.iter().map(|(_, _, left)| *left).collect(), ..record },
        ..before.clone()
    };
    store::save_sitting(&tx, &permit, &next).await?;
    let mut deeds = Vec::with_capacity(concluded.len() + stays.len() + 1);
    for (review, case, _) in &stays {
        let next = Review { sitting: None, ..changed(review, now) };
        store::save_without_votes(&tx, &policy::over_agenda(&permit, review)?, &next).await?;
        let told = json!({
            "initiativeTitle": case.title,
            "present": rules::turnout(review.rubric.vote, &review.seats, &before.present, before.is_secret).present,
            "voted": review.tally.cast(),
        });
        deeds.push(
            Deed::under("reviews.left_over", SittingId::KIND, &permit)
                .about(InitiativeId::KIND, case.id.0)
                .of_unit(case.unit)
                .after(&told),
        );
    }
    let count = concluded.len();
    for (review, case, result) in concluded {
        let progress = Progress { told: Some(InitiativeEventKind::Deliberated), ..Progress::default() };
        let over_review = policy::over_agenda(&permit, &review)?;
        let over_case = policy::over_case(&over_review, &review)?;
        initiatives::advance(&tx, actor, &over_case, case, Move::Deliberate, progress, now).await?;
        deeds.push(
            Deed::under("reviews.deliberated", SittingId::KIND, &permit)
                .about(InitiativeId::KIND, case.id.0)
                .of_unit(case.unit)
                .after(&json!({
                    "initiativeTitle": case.title,
                    "mean": result.summary.mean,
                    "meanWithSetAside": result.summary.with_set_aside.map(|with| with.mean),
                    "agree": result.vote.tally.agree,
                    "needed": result.vote.needed,
                    "outcome": result.outcome.code(),
                })),
        );
        let state = ReviewState::Deliberated;
        let next = Review { state, result: Some(result), ..changed(&review, now) };
        store::save(&tx, &over_review, &next).await?;
    }
    let mut closed =
        Deed::under("reviews.sitting_closed", SittingId::KIND, &permit).of_unit(council.unit).after(&json!({
            "heldOn": next.held_on,
            "present": next.present.len(),
            "cases": count,
            "leftOver": next.left_over,
        }));
    if let Some(reason) = &late {
        closed = closed.because(reason);
    }
    deeds.push(closed);
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    Ok(Arc::new(next))
}

/// A case of an agenda with what would come of it.
type Weighed<'a> = (Review, &'a Initiative, ReviewResult);

/// The cases of an agenda by what becomes of them, and what is said about it.
#[derive(Default)]
struct Sorted<'a> {
    concluded: Vec<Weighed<'a>>,
    stays: Vec<(Review, &'a Initiative, LeftOver)>,
    faults: Vec<Fault>,
    remarks: Vec<Fault>,
}

impl<'a> Sorted<'a> {
    fn take(&mut self, closing: Closing, case: Weighed<'a>) {
        match closing {
            Closing::Prevents(prevents) => self.faults.push(prevents),
            Closing::Stays(remark, left) => {
                self.remarks.push(remark);
                self.stays.push((case.0, case.1, left));
            }
            Closing::Concludes(remarks) => {
                self.remarks.extend(remarks);
                self.concluded.push(case);
            }
        }
    }

    /// The same, where nothing prevents it and what is remarked was read.
    fn confirmed(mut self, confirms: bool) -> Done<Self> {
        if !confirms {
            self.faults.append(&mut self.remarks);
        }
        if !self.faults.is_empty() {
            return Err(Failure::Problem(self.faults));
        }
        let is_empty = self.concluded.is_empty() && self.stays.is_empty();
        if is_empty { Err(fault(Fault::EmptyAgenda)) } else { Ok(self) }
    }
}

/// Nobody records who came to a sitting on a case of their own, or of somebody whose place they take, nor closes it
/// (INV-R1): another keeper does.
async fn check_own(tx: &Transaction, actor: &Actor, council: &Council, id: SittingId) -> Done<()> {
    let agenda = store::of_sittings(tx, &[id]).await?;
    let ids: Vec<InitiativeId> = agenda.iter().map(|review| review.initiative).collect();
    let cases = initiatives::filed(tx, &ids).await?;
    match cases.iter().find(|case| policy::assigns(actor, council, case).is_none()) {
        Some(case) => Err(fault(Fault::OwnCase { title: case.title.clone() })),
        None => Ok(()),
    }
}

/// The names of all who have a seat in some reviews.
async fn names_of(app: &App, agenda: &[Review]) -> Result<HashMap<AccountId, String>, Refusal> {
    let seats = agenda.iter().flat_map(|review| &review.seats);
    let ids: Vec<AccountId> = seats.map(|seat| seat.account).collect::<HashSet<_>>().into_iter().collect();
    let accounts = identity::load_many(app, &ids).await?;
    Ok(accounts.into_iter().map(|account| (account.id, account.display_name)).collect())
}

/// Why a sitting is closed after its day, where it is. All votes were cast on its day: closing it late writes down what
/// happened then, and only with a reason; it is never closed before.
fn lateness(sitting: &Sitting, form: &CloseForm, today: Date) -> Result<Option<String>, Fault> {
    match rules::check_day(sitting, today) {
        Ok(()) => Ok(None),
        Err(_) if sitting.held_on < today && !form.reason.trim().is_empty() => {
            rules::check_reason(&form.reason).map(Some)
        }
        Err(fault) => Err(fault),
    }
}

/// The agenda of a sitting that is locked, with its requests, locked in one order. Reviews are read once nobody can
/// change them any more: seats under the lock of the request, votes under that of the sitting.
async fn locked_agenda(
    tx: &Transaction,
    id: SittingId,
) -> Result<(Vec<Review>, HashMap<InitiativeId, Initiative>), Refusal> {
    let agenda = store::of_sittings(tx, &[id]).await?;
    let mut ids: Vec<InitiativeId> = agenda.iter().map(|review| review.initiative).collect();
    ids.sort_unstable();
    let mut cases = HashMap::with_capacity(ids.len());
    for initiative in ids {
        let case = initiatives::lock(tx, initiative).await?.ok_or(Refusal::NotFound)?;
        cases.insert(initiative, case);
    }
    let agenda = store::of_sittings(tx, &[id]).await?;
    Ok((agenda, cases))
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
