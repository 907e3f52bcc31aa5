//! Reads of reviews and sittings: each as far as it exists for the reader.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sea_orm::ConnectionTrait;
use time::Date;

use super::model::{
    AssignForm, CaseTally, ConflictHint, Exclusion, ExclusionKind, Plan, PlannedCase, Review,
    ReviewFault as Fault, Seat, Sitting,
};
use super::rules::{self, Need};
use super::{policy, store};
use crate::access::{Actor, Role};
use crate::app::App;
use crate::councils::{self, Council, InitiativeLevel, Rubric};
use crate::identity::{self, Account};
use crate::initiatives::{self, Initiative, Move};
use crate::parameters::{self, ParameterKey};
use crate::shared::clock::vietnam_date;
use crate::shared::error::{Failure, Refusal};
use crate::shared::fold::fold;
use crate::shared::id::{AccountId, CouncilId, InitiativeId, ReviewId, SittingId, UnitId};
use crate::shared::page::{Page, PageRequest};
use crate::units;

/// Most reviews in a list that is not paged.
const MOST_LISTED: u64 = 200;

/// A review with the request it is about.
#[derive(Clone, Debug)]
pub struct ReviewedCase {
    /// The review.
    pub review: Review,
    /// The request.
    pub case: Arc<Initiative>,
    /// Whether it is shown whole to whom the slice that decides shows it.
    pub is_opened: bool,
}

/// Reviews, each with its request: one more statement, however many there are.
pub(super) async fn with_cases(
    db: &impl ConnectionTrait,
    reviews: Vec<Review>,
    is_opened: bool,
) -> Result<Vec<Arc<ReviewedCase>>, Refusal> {
    if reviews.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<InitiativeId> = reviews.iter().map(|review| review.initiative).collect();
    let cases: HashMap<_, _> =
        initiatives::filed(db, &ids).await?.into_iter().map(|case| (case.id, Arc::new(case))).collect();
    let with_case = |review: Review| {
        let case = Arc::clone(cases.get(&review.initiative)?);
        Some(Arc::new(ReviewedCase { review, case, is_opened }))
    };
    Ok(reviews.into_iter().filter_map(with_case).collect())
}

/// Reviews that exist for this person.
async fn visible(
    db: &impl ConnectionTrait,
    actor: &Actor,
    reviews: Vec<Review>,
) -> Result<Vec<Arc<ReviewedCase>>, Refusal> {
    let mut found = with_cases(db, reviews, false).await?;
    found.retain(|one| policy::sees(actor, &one.review, &one.case));
    Ok(found)
}

/// A review, if it exists for this person.
pub async fn find(app: &App, actor: &Actor, id: ReviewId) -> Result<Option<Arc<ReviewedCase>>, Refusal> {
    let db = app.db.read();
    Ok(visible(db, actor, store::by_ids(db, &[id]).await?).await?.pop())
}

/// The reviews with these ids, whoever may see them.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[ReviewId]) -> Result<Vec<Arc<ReviewedCase>>, Refusal> {
    with_cases(db, store::by_ids(db, ids).await?, false).await
}

/// The reviews of an initiative that exist for this person, the oldest first; refused to whoever sees the initiative,
/// sits in none of its reviews and looks after none such.
pub async fn of_initiative(
    app: &App,
    actor: &Actor,
    id: InitiativeId,
) -> Result<Vec<Arc<ReviewedCase>>, Refusal> {
    let db = app.db.read();
    let found = visible(db, actor, store::of_initiatives(db, &[id]).await?).await?;
    if found.is_empty() {
        let case = initiatives::find(app, actor, id).await?.ok_or(Refusal::NotFound)?;
        policy::may_list(actor, &case)?;
    }
    Ok(found)
}

/// The reviews of these initiatives, to be shown whole; for the slice that decides and has asked its own policy.
pub async fn opened(
    db: &impl ConnectionTrait,
    ids: &[InitiativeId],
) -> Result<Vec<Arc<ReviewedCase>>, Refusal> {
    with_cases(db, store::of_initiatives(db, ids).await?, true).await
}

/// What a member has still to score, and how much is done.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Reviews that await the own sheet, those with the fewest signed sheets first; at most 200.
    pub awaited: Vec<Arc<ReviewedCase>>,
    /// Sheets signed so far.
    pub signed: u64,
}

/// The queue of this person.
pub async fn queue(app: &App, actor: &Actor) -> Result<Queue, Refusal> {
    let db = app.db.read();
    let ids = store::awaiting_sheet_of(db, actor.account, MOST_LISTED).await?;
    let mut awaited = visible(db, actor, store::by_ids(db, &ids).await?).await?;
    awaited.sort_by_key(|found| ids.iter().position(|id| *id == found.review.id));
    Ok(Queue { awaited, signed: store::signed_sheets(db, actor.account).await? })
}

/// The review that this person scores next, and how many await the own sheet, at most 200.
pub async fn next_awaited(app: &App, actor: &Actor) -> Result<Option<(Arc<ReviewedCase>, i64)>, Refusal> {
    let db = app.db.read();
    let ids = store::awaiting_sheet_of(db, actor.account, MOST_LISTED).await?;
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let Some(first) = ids.first() else { return Ok(None) };
    let next = visible(db, actor, store::by_ids(db, &[*first]).await?).await?.pop();
    Ok(next.map(|next| (next, count)))
}

/// Whether this person sits in any review, or holds the role of a member of initiative councils.
pub async fn sits_somewhere(app: &App, actor: &Actor) -> Result<bool, Refusal> {
    if actor.any_role(&[Role::InitiativeMember]).is_some() {
        return Ok(true);
    }
    store::sits_somewhere(app.db.read(), actor.account).await
}

/// A sitting, if it exists for this person.
pub async fn find_sitting(app: &App, actor: &Actor, id: SittingId) -> Result<Option<Arc<Sitting>>, Refusal> {
    let db = app.db.read();
    let Some(sitting) = store::sittings(db, &[id]).await?.pop() else { return Ok(None) };
    let council = councils::load_many(db, &[sitting.council]).await?.pop();
    // Whoever stands in for a member sees what they came to.
    let is_there = sitting.present.contains(&actor.account);
    Ok(council.filter(|council| is_there || councils::sees(actor, council)).map(|_| Arc::new(sitting)))
}

/// A page of the sittings of a council that this person sees, the newest first.
pub async fn sittings_of(
    app: &App,
    actor: &Actor,
    council: CouncilId,
    request: &PageRequest,
) -> Result<Page<Arc<Sitting>>, Refusal> {
    councils::find(app, actor, council).await?.ok_or(Refusal::NotFound)?;
    Ok(store::sittings_of(app.db.read(), council, request).await?.map(Arc::new))
}

/// How many sittings a council of the province holds in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPlan {
    /// The year, that of today.
    pub year: i32,
    /// Sittings held or called in it.
    pub held: u64,
    /// Sittings that the parameter asks for.
    pub planned: i32,
}

/// The sessions of this year, of a council of the province that this person sees; units call theirs as they need.
pub async fn session_plan(
    app: &App,
    actor: &Actor,
    council: CouncilId,
) -> Result<Option<SessionPlan>, Refusal> {
    let council = councils::find(app, actor, council).await?.ok_or(Refusal::NotFound)?;
    if council.level != InitiativeLevel::Province {
        return Ok(None);
    }
    let db = app.db.read();
    let today = vietnam_date(app.clock.now());
    let planned = parameters::in_force(db, today).await?.of(ParameterKey::InitiativeSessions);
    let held = store::count_sittings_in(db, council.id, today.year()).await?;
    Ok(Some(SessionPlan { year: today.year(), held, planned }))
}

/// The cases on the agendas of sittings, whoever may see them.
pub async fn agendas(
    db: &impl ConnectionTrait,
    sittings: &[SittingId],
) -> Result<HashMap<SittingId, Vec<Arc<ReviewedCase>>>, Refusal> {
    let mut agendas: HashMap<SittingId, Vec<_>> = HashMap::new();
    for found in with_cases(db, store::of_sittings(db, sittings).await?, false).await? {
        if let Some(sitting) = found.review.sitting {
            agendas.entry(sitting).or_default().push(found);
        }
    }
    Ok(agendas)
}

/// How the votes of a sitting stand, as far as its cases exist for this person: what is read every few seconds.
pub async fn tally(
    app: &App,
    actor: &Actor,
    id: SittingId,
) -> Result<Option<(Arc<Sitting>, Vec<CaseTally>)>, Refusal> {
    let Some(sitting) = find_sitting(app, actor, id).await? else { return Ok(None) };
    let db = app.db.read();
    let mut tallies = store::tallies(db, &sitting, actor.account).await?;
    // Only of those who look after a case without being a member the case itself decides.
    let unseated = tallies.iter().filter(|one| one.own.is_none()).map(|one| one.initiative);
    let unseated: Vec<InitiativeId> = unseated.collect();
    let cases: HashMap<InitiativeId, Initiative> = match unseated.is_empty() {
        true => HashMap::new(),
        false => initiatives::filed(db, &unseated).await?.into_iter().map(|case| (case.id, case)).collect(),
    };
    tallies.retain(|one| {
        let takes_part = one.own.map(|(takes_part, ..)| takes_part);
        policy::sees_tally(actor, takes_part, cases.get(&one.initiative), one.level)
    });
    Ok(Some((sitting, tallies)))
}

/// The cases of a council that are scored and on no agenda, as far as they exist for this person; at most 200.
pub async fn ready_for_sitting(
    app: &App,
    actor: &Actor,
    council: CouncilId,
) -> Result<Vec<Arc<ReviewedCase>>, Refusal> {
    councils::find(app, actor, council).await?.ok_or(Refusal::NotFound)?;
    let db = app.db.read();
    visible(db, actor, store::ready_for_sitting(db, council, MOST_LISTED).await?).await
}

/// How far a sheet may lie from the mean, as it stands on a day.
pub async fn outlier_points(db: &impl ConnectionTrait, day: Date) -> Result<i32, Refusal> {
    Ok(parameters::in_force(db, day).await?.of(ParameterKey::InitiativeOutlierPoints))
}

/// What would become of cases given to a council: who scores, who is excluded, what is hidden. Those who may do it.
pub async fn plan(app: &App, actor: &Actor, form: &AssignForm) -> Result<Plan, Failure<Vec<Fault>>> {
    let reads = |council: &Council, case: &Initiative| {
        policy::assigns(actor, council, case).map(|_| ()).ok_or(Refusal::Forbidden)
    };
    let ready = prepare(app, app.db.read(), actor, form, reads).await?;
    Ok(ready.plan)
}

/// Everything that is needed to give cases to a council.
pub struct Prepared {
    /// The council.
    pub council: Arc<Council>,
    /// The rubric.
    pub rubric: Rubric,
    /// The cases, in the order asked, with the seats of the council in each.
    pub cases: Vec<(Initiative, Vec<Seat>)>,
    /// What is to be told beforehand.
    pub plan: Plan,
}

/// Checks and plans what is asked, without changing anything; `may` is asked of every case before any rule.
pub async fn prepare(
    app: &App,
    db: &impl ConnectionTrait,
    actor: &Actor,
    form: &AssignForm,
    may: impl Fn(&Council, &Initiative) -> Result<(), Refusal>,
) -> Result<Prepared, Failure<Vec<Fault>>> {
    let today = vietnam_date(app.clock.now());
    let one = |fault: Fault| Failure::Problem(vec![fault]);
    let mut council = councils::find(app, actor, form.council).await?.ok_or(Refusal::NotFound)?;
    let ids: HashSet<InitiativeId> = form.cases.iter().map(|(id, _)| *id).collect();
    if ids.is_empty() || ids.len() < form.cases.len() || ids.len() > rules::MOST_CASES {
        // Whoever may give nothing out learns nothing of the rules either.
        councils::may_convene(actor, &council).ok_or(Refusal::Forbidden)?;
        return Err(one(Fault::BadCount));
    }
    let cases = seen_cases(db, actor, form).await?;
    for case in &cases {
        may(&council, case)?;
    }
    if !council.stands_on(today) {
        return Err(one(Fault::NotStanding));
    }
    if form.score_by.is_some_and(|day| day < today) {
        return Err(one(Fault::ScoreByPassed));
    }
    let rubric = councils::rubric(db, council.level, &form.rubric, today).await?;
    let rubric = rubric.ok_or_else(|| one(Fault::UnknownRubric))?;
    if let Some(held) = store::rubric_of(db, council.id).await?.filter(|held| held.code != rubric.code) {
        return Err(one(Fault::OtherRubric { title: held.title }));
    }
    let faults = misplaced(&council, &cases, form);
    if !faults.is_empty() {
        return Err(Failure::Problem(faults));
    }
    let members: Vec<AccountId> = council.members.iter().map(|member| member.account).collect();
    // Whoever administers accounts by now takes no part.
    let administering = identity::administering(db, &members, today).await?;
    Arc::make_mut(&mut council).members.retain(|member| !administering.contains(&member.account));
    let members: Vec<AccountId> = council.members.iter().map(|member| member.account).collect();
    let accounts: HashMap<AccountId, Account> =
        identity::load_many(app, &members).await?.into_iter().map(|account| (account.id, account)).collect();
    let awaited = store::awaited_sheets(db, &members).await?;
    let unit_names = names_of_units(db, &cases, today).await?;
    let loads: Vec<usize> = members.iter().map(|member| awaited.get(member).copied().unwrap_or(0)).collect();
    let seated: Vec<Vec<Seat>> = cases.iter().map(|case| seats_of(&council, case, form)).collect();
    let needs = needs_of(&rubric, &seated, form);
    let faults = unmet(&cases, &seated, &needs, form);
    if !faults.is_empty() {
        return Err(Failure::Problem(faults));
    }
    let chosen = rules::balance(&needs, &loads);
    let mut loads = loads;
    let mut prepared = Vec::with_capacity(cases.len());
    let mut planned = Vec::with_capacity(cases.len());
    for (((case, mut seats), need), scorers) in cases.into_iter().zip(seated).zip(&needs).zip(&chosen) {
        for at in scorers {
            seats[*at].scores = true;
            loads[*at] += 1;
        }
        let names = rules::names_of(&case, unit_names.get(&case.unit).map_or(&[], Vec::as_slice));
        planned.push(PlannedCase {
            initiative: case.id,
            scorers: scorers.iter().map(|at| members[*at]).collect(),
            excluded: seats
                .iter()
                .filter_map(|seat| Some((seat.account, seat.exclusion.as_ref()?.kind)))
                .collect(),
            hints: hints(&council, &case, &seats, &accounts),
            hidden: names
                .into_iter()
                .map(|name| {
                    let count = text_of(&case).map(|text| rules::count(text, &name)).sum::<usize>();
                    (name, i32::try_from(count).unwrap_or(i32::MAX))
                })
                .collect(),
            candidates: need.candidates.len(),
            turnout: rules::turnout(rubric.vote, &seats, &members, false),
        });
        prepared.push((case, seats));
    }
    let loads = members.iter().zip(loads).map(|(who, load)| (*who, i32::try_from(load).unwrap_or(i32::MAX)));
    let plan = Plan { cases: planned, loads: loads.collect() };
    Ok(Prepared { council, rubric, cases: prepared, plan })
}

/// The requests that are meant, in the order asked, each as far as it exists for this person.
async fn seen_cases(
    db: &impl ConnectionTrait,
    actor: &Actor,
    form: &AssignForm,
) -> Result<Vec<Initiative>, Failure<Vec<Fault>>> {
    let ids: Vec<InitiativeId> = form.cases.iter().map(|(id, _)| *id).collect();
    let mut found: HashMap<_, _> =
        initiatives::filed(db, &ids).await?.into_iter().map(|case| (case.id, case)).collect();
    let mut cases = Vec::with_capacity(ids.len());
    for id in ids {
        let case = found.remove(&id).ok_or(Refusal::NotFound)?;
        initiatives::must_see(actor, &case)?;
        cases.push(case);
    }
    Ok(cases)
}

/// Cases that are not where they can be given to this council.
fn misplaced(council: &Council, cases: &[Initiative], form: &AssignForm) -> Vec<Fault> {
    let fault = |(case, (_, version)): (&Initiative, &(InitiativeId, i32))| {
        let title = case.title.clone();
        if council.level == InitiativeLevel::Base && case.unit != council.unit {
            Some(Fault::OtherUnit { title })
        } else if initiatives::after(case.state, Move::Assign).is_err()
            || case.state.is_at_province() != (council.level == InitiativeLevel::Province)
        {
            Some(Fault::CaseElsewhere { title, state: case.state })
        } else if case.version != *version {
            Some(Fault::CaseStale { title })
        } else {
            None
        }
    };
    cases.iter().zip(&form.cases).filter_map(fault).collect()
}

/// A seat for every member: authors take no part, nor does whoever is excluded by name.
fn seats_of(council: &Council, case: &Initiative, form: &AssignForm) -> Vec<Seat> {
    let named: HashMap<AccountId, &str> = form
        .exclusions
        .iter()
        .filter(|exclusion| exclusion.initiative == case.id)
        .map(|exclusion| (exclusion.account, exclusion.reason.trim()))
        .collect();
    let seat = |member: &councils::CouncilMember| {
        let exclusion = if case.author(member.account).is_some() {
            Some(Exclusion { kind: ExclusionKind::Author, reason: None })
        } else {
            named
                .get(&member.account)
                .map(|reason| Exclusion { kind: ExclusionKind::Found, reason: Some((*reason).to_owned()) })
        };
        Seat {
            account: member.account,
            position: member.position,
            scores: false,
            exclusion,
            points: std::collections::BTreeMap::new(),
            remark: String::new(),
            version: 0,
            saved_at: None,
            signed_at: None,
            has_voted: false,
            choice: None,
            deputy: None,
        }
    };
    council.members.iter().map(seat).collect()
}

fn needs_of(rubric: &Rubric, seated: &[Vec<Seat>], form: &AssignForm) -> Vec<Need> {
    let least = usize::try_from(rubric.least_sheets).unwrap_or(1);
    let need = |seats: &Vec<Seat>| {
        let eligible = seats.iter().enumerate().filter(|(_, seat)| seat.is_eligible());
        let candidates: Vec<usize> = eligible.map(|(at, _)| at).collect();
        let scorers = form.scorers.unwrap_or(candidates.len()).max(least);
        Need { candidates, scorers }
    };
    seated.iter().map(need).collect()
}

/// Why no plan can be made, case by case.
fn unmet(cases: &[Initiative], seated: &[Vec<Seat>], needs: &[Need], form: &AssignForm) -> Vec<Fault> {
    let mut faults = Vec::new();
    for exclusion in &form.exclusions {
        if let Err(fault) = rules::check_reason(&exclusion.reason) {
            faults.push(fault);
        }
    }
    for ((case, seats), need) in cases.iter().zip(seated).zip(needs) {
        let title = case.title.clone();
        if need.candidates.len() < need.scorers {
            let (candidates, needed) = (need.candidates.len(), need.scorers);
            faults.push(Fault::TooFewScorers { title, candidates, needed });
        } else if !rules::is_presided(seats) {
            faults.push(Fault::NobodyPresides { title });
        }
    }
    faults
}

/// What may be a conflict of interest of a member who takes part.
fn hints(
    council: &Council,
    case: &Initiative,
    seats: &[Seat],
    accounts: &HashMap<AccountId, Account>,
) -> Vec<(AccountId, ConflictHint)> {
    let helpers: HashSet<String> =
        case.content.helpers.iter().map(|one| fold(rules::person(&one.full_name))).collect();
    let mut found = Vec::new();
    for seat in seats.iter().filter(|seat| seat.is_eligible()) {
        let Some(account) = accounts.get(&seat.account) else { continue };
        if helpers.contains(&fold(rules::person(&account.display_name))) {
            found.push((seat.account, ConflictHint::Helper));
        }
        if council.level == InitiativeLevel::Province && account.unit == Some(case.unit) {
            found.push((seat.account, ConflictHint::SameUnit));
        }
    }
    found
}

/// Every text of a request that is shown to those who score.
pub fn text_of(case: &Initiative) -> impl Iterator<Item = &str> {
    let passages = case.content.passages.values();
    std::iter::once(case.title.as_str())
        .chain(passages.flat_map(|passage| [passage.open.as_str(), passage.confidential.as_str()]))
}

/// What the units of these cases are called today.
async fn names_of_units(
    db: &impl ConnectionTrait,
    cases: &[Initiative],
    today: Date,
) -> Result<HashMap<UnitId, Vec<String>>, Refusal> {
    let mut ids: Vec<UnitId> = cases.iter().map(|case| case.unit).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = units::load_latest(db, &ids, today).await?;
    Ok(found.into_iter().map(|unit| (unit.id, vec![unit.name_vi])).collect())
}

/// Who leaves out of the reviews of these initiatives, as an author or for a conflict of interest; for the slice that
/// decides, which lets none of them decide.
pub async fn excluded_from(
    db: &impl ConnectionTrait,
    ids: &[InitiativeId],
) -> Result<HashMap<InitiativeId, Vec<AccountId>>, Refusal> {
    store::excluded_from(db, ids).await
}

/// Which initiative a review is about; for slices that then ask who may see it.
pub async fn initiative_of(db: &impl ConnectionTrait, id: ReviewId) -> Result<Option<InitiativeId>, Refusal> {
    Ok(store::by_ids(db, &[id]).await?.pop().map(|review| review.initiative))
}
