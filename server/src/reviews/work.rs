//! What waits for a person among reviews: sheets to sign, and votes to cast.

use std::sync::Arc;

use super::model::{ReviewState, Seat};
use super::queries::{self, ReviewedCase};
use super::store;
use crate::access::Actor;
use crate::app::App;
use crate::shared::error::Refusal;
use crate::shared::id::SittingId;

/// Most sittings of which somebody is reminded at once.
const MOST_SITTINGS: u64 = 20;

/// Kind of work among reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewWorkKind {
    /// The own sheet waits to be signed.
    Score,
    /// A case of an open sitting waits for the own vote.
    Vote,
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
}

/// What waits for this person as a member of councils.
pub async fn work_for(app: &App, actor: &Actor) -> Result<Vec<ReviewWork>, Refusal> {
    let db = app.db.read();
    let scored = queries::next_awaited(app, actor).await?;
    let to_score = |(next, count)| ReviewWork { kind: ReviewWorkKind::Score, next, count };
    let mut work: Vec<ReviewWork> = scored.map(to_score).into_iter().collect();
    let open = store::open_with(db, actor.account, MOST_SITTINGS).await?;
    if open.is_empty() {
        return Ok(work);
    }
    let ids: Vec<SittingId> = open.iter().map(|sitting| sitting.id).collect();
    let mut agendas = queries::agendas(db, &ids).await?;
    for id in ids {
        let mut agenda = agendas.remove(&id).unwrap_or_default();
        agenda.retain(|found| {
            let seat = found.review.seat(actor.account);
            let waits = |seat: &Seat| seat.is_eligible() && !seat.has_voted;
            found.review.state == ReviewState::Scored && seat.is_some_and(waits)
        });
        let count = i64::try_from(agenda.len()).unwrap_or(i64::MAX);
        let next = agenda.into_iter().next();
        work.extend(next.map(|next| ReviewWork { kind: ReviewWorkKind::Vote, next, count }));
    }
    Ok(work)
}
