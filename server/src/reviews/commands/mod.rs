//! What people do with reviews and sittings. Each command is one transaction: the request and its review are locked,
//! policy and rules are asked, the change and its trail are written together.

mod assign;
mod seats;
mod sheets;
mod sittings;

use std::sync::Arc;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::model::{Review, ReviewFault as Fault, ReviewState};
use super::queries::ReviewedCase;
use super::{policy, rules, store};
use crate::access::{Actor, Permit};
use crate::councils::{self, Council};
use crate::initiatives::{self, Advances, Initiative, Move, Progress};
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::ReviewId;
pub use assign::{assign, take_back};
pub use seats::{change_seat, declare_conflict};
pub use sheets::{SheetForm, save_sheet};
pub use sittings::{
    AttendanceForm, CloseForm, SittingForm, close_sitting, record_attendance, save_sitting, vote,
};

type Done<T> = Result<T, Failure<Vec<Fault>>>;

fn fault(fault: Fault) -> Failure<Vec<Fault>> {
    Failure::Problem(vec![fault])
}

/// A review that this person sees, with its request and its council; request and review locked, in that order.
async fn seen(
    tx: &Transaction,
    actor: &Actor,
    id: ReviewId,
) -> Result<(Review, Initiative, Council), Refusal> {
    let found = store::by_ids(tx, &[id]).await?.pop().ok_or(Refusal::NotFound)?;
    let case = initiatives::lock(tx, found.initiative).await?.ok_or(Refusal::NotFound)?;
    let review = store::lock(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !policy::sees(actor, &review, &case) {
        return Err(Refusal::NotFound);
    }
    let council = councils::load_many(tx, &[review.council]).await?.pop().ok_or(Refusal::NotFound)?;
    Ok((review, case, council))
}

/// A review with its request, both locked; for the slice that decides and asks its own policy.
pub async fn locked(tx: &Transaction, id: ReviewId) -> Result<Option<ReviewedCase>, Refusal> {
    let Some(found) = store::by_ids(tx, &[id]).await?.pop() else { return Ok(None) };
    let case = initiatives::lock(tx, found.initiative).await?.ok_or(Refusal::NotFound)?;
    let review = store::lock(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok(Some(ReviewedCase { review, case: Arc::new(case), is_opened: true }))
}

/// A review with one more change.
fn changed(review: &Review, now: OffsetDateTime) -> Review {
    Review { version: review.version + 1, updated_at: now, ..review.clone() }
}

/// Moves the request with its review, when the last sheet is signed or one is awaited again.
async fn follow<A: Advances>(
    tx: &Transaction,
    actor: &Actor,
    permit: &Permit<A>,
    case: Initiative,
    next: &mut Review,
    now: OffsetDateTime,
) -> Done<Initiative> {
    let stands = rules::standing(&next.rubric, &next.seats);
    let step = match (next.state, stands) {
        (ReviewState::Scoring, ReviewState::Scored) => Move::Score,
        (ReviewState::Scored, ReviewState::Scoring) => Move::Unscore,
        _ => return Ok(case),
    };
    next.state = stands;
    // A case that awaits a sheet again is on no agenda.
    if stands == ReviewState::Scoring {
        next.sitting = None;
    }
    let over_case = policy::over_case(permit, next)?;
    Ok(initiatives::advance(tx, actor, &over_case, &case, step, Progress::default(), now).await?)
}

/// Ends a review with the decision about its request; for the slice that decides.
pub async fn conclude<A: Advances>(
    tx: &Transaction,
    permit: &Permit<A>,
    found: &ReviewedCase,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let next = Review { state: ReviewState::Decided, ..changed(&found.review, now) };
    store::save(tx, &policy::over_review(permit, &next)?, &next).await
}

/// What the trail keeps of a review.
fn standing(review: &Review, case: &Initiative) -> Value {
    json!({
        "initiativeTitle": case.title,
        "reviewState": review.state.code(),
        "rubric": review.rubric.code,
        "sheets": review.seats.iter().filter(|seat| seat.signed_at.is_some()).count(),
    })
}
