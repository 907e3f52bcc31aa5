//! What waits for a person among reviews: sheets to sign and votes to cast as a member; scorers to ask, sittings to call
//! and to close as the keeper of a register.

use std::sync::Arc;

use sea_orm::ConnectionTrait;
use time::Date;

use super::model::{ReviewState, Seat};
use super::queries::{self, ReviewedCase};
use super::{policy, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::councils;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::SittingId;

/// Most sittings of which somebody is reminded at once.
const MOST_SITTINGS: u64 = 20;
/// Most cases among which those that wait for a keeper are counted.
const MOST_CASES: u64 = 200;

/// Kind of work among reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewWorkKind {
    /// The own sheet waits to be signed.
    Score,
    /// A case of an open sitting waits for the own vote.
    Vote,
    /// A case has too few who score it.
    AskScorer,
    /// Scored cases are on no agenda.
    HoldSitting,
    /// A sitting whose day has come is open.
    CloseSitting,
}

/// Something that waits for a person.
#[derive(Clone, Debug)]
pub struct ReviewWork {
    /// What is to be done.
    pub kind: ReviewWorkKind,
    /// With which review; the next of several.
    pub next: Arc<ReviewedCase>,
    /// How many there are.
    pub count: i64,
    /// By when.
    pub due_on: Option<Date>,
}

impl ReviewWork {
    /// The work that these cases are, if there are any.
    fn of(kind: ReviewWorkKind, cases: Vec<Arc<ReviewedCase>>, due_on: Option<Date>) -> Option<Self> {
        let count = i64::try_from(cases.len()).unwrap_or(i64::MAX);
        cases.into_iter().next().map(|next| Self { kind, next, count, due_on })
    }
}

/// What waits for this person as a member of councils, and as the keeper of some.
pub async fn work_for(app: &App, actor: &Actor) -> Result<Vec<ReviewWork>, Refusal> {
    let today = vietnam_date(app.clock.now());
    let scored = queries::next_awaited(app, actor).await?;
    let to_score = |(next, count): (Arc<ReviewedCase>, i64)| {
        let due_on = next.review.score_by;
        ReviewWork { kind: ReviewWorkKind::Score, next, count, due_on }
    };
    let mut work: Vec<ReviewWork> = scored.map(to_score).into_iter().collect();
    work.extend(as_member(app.db.read(), actor, today).await?);
    work.extend(as_keeper(app.db.read(), actor, today).await?);
    Ok(work)
}

/// The sittings of today and to come in which this person votes, whether they are recorded as present yet or not.
async fn as_member(
    db: &impl ConnectionTrait,
    actor: &Actor,
    today: Date,
) -> Result<Vec<ReviewWork>, Refusal> {
    let open = store::open_for(db, actor.account, today, MOST_SITTINGS).await?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<SittingId> = open.iter().map(|sitting| sitting.id).collect();
    let mut agendas = queries::agendas(db, &ids).await?;
    let votes = |seat: &Seat| {
        let is_represented = seat.deputy.is_some() && seat.account == actor.account;
        seat.is_eligible() && !seat.has_voted && !is_represented
    };
    let of_sitting = |sitting: super::model::Sitting| {
        let mut agenda = agendas.remove(&sitting.id).unwrap_or_default();
        agenda.retain(|found| {
            let seat = found.review.voting_seat(actor.account);
            found.review.state == ReviewState::Scored && seat.is_some_and(votes)
        });
        ReviewWork::of(ReviewWorkKind::Vote, agenda, Some(sitting.held_on))
    };
    Ok(open.into_iter().filter_map(of_sitting).collect())
}

/// What the councils that this person keeps wait for.
async fn as_keeper(
    db: &impl ConnectionTrait,
    actor: &Actor,
    today: Date,
) -> Result<Vec<ReviewWork>, Refusal> {
    let councils = councils::kept_by(db, actor).await?;
    if councils.is_empty() {
        return Ok(Vec::new());
    }
    let mut work = Vec::new();
    let mut open = queries::with_cases(db, store::unseated(db, &councils, MOST_CASES).await?, false).await?;
    open.retain(|found| policy::sees(actor, &found.review, &found.case));
    let (scored, scoring): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|found| found.review.state == ReviewState::Scored);
    let short = scoring.into_iter().filter(|found| rules::lacks_scorer(&found.review)).collect();
    work.extend(ReviewWork::of(ReviewWorkKind::AskScorer, short, None));
    let due_on = scored.iter().filter_map(|found| found.case.due_on).min();
    work.extend(ReviewWork::of(ReviewWorkKind::HoldSitting, scored, due_on));
    let due = store::open_until(db, &councils, today, MOST_SITTINGS).await?;
    let ids: Vec<SittingId> = due.iter().map(|sitting| sitting.id).collect();
    if ids.is_empty() {
        return Ok(work);
    }
    let mut agendas = queries::agendas(db, &ids).await?;
    for sitting in due {
        let mut agenda = agendas.remove(&sitting.id).unwrap_or_default();
        agenda.retain(|found| policy::sees(actor, &found.review, &found.case));
        let item = ReviewWork::of(ReviewWorkKind::CloseSitting, agenda, Some(sitting.held_on));
        work.extend(item.map(|item| ReviewWork { count: 1, ..item }));
    }
    Ok(work)
}
