//! Who leaves and who joins a review. Before anybody has signed that is for the keeper of the register; from the first
//! signature on nobody leaves or joins but for a conflict of interest, so that nobody moves a mean that they have read.

use super::super::model::{
    Exclusion, ExclusionKind, Review, ReviewFault as Fault, ReviewState, Seat, SeatChange,
};
use super::check_reason;
use crate::councils::CouncilPosition;
use crate::shared::id::AccountId;

/// In what capacity somebody changes who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hats {
    /// They keep the register of the council.
    pub keeps: bool,
    /// They preside over the council in this review, as far as the seat goes.
    pub leads: bool,
}

/// Whether somebody presides where a seat is concerned: the chair who takes part, and a vice-chair where no chair does
/// or where the chair's own seat is meant. Nobody decides about the own seat.
#[must_use]
pub fn leads(review: &Review, who: AccountId, about: AccountId) -> bool {
    let is_chair = |seat: &Seat| seat.position == CouncilPosition::Chair;
    let has_other_chair =
        review.seats.iter().any(|seat| seat.is_eligible() && is_chair(seat) && seat.account != about);
    let presides =
        |seat: &Seat| is_chair(seat) || seat.position == CouncilPosition::ViceChair && !has_other_chair;
    who != about && review.seat(who).is_some_and(|seat| seat.is_eligible() && presides(seat))
}

/// Whether a member may leave for a conflict of interest: until the first vote on the case, with which it is settled
/// among whom votes are counted.
pub fn check_leaving(review: &Review, seat: &Seat) -> Result<(), Fault> {
    if !review.is_open() {
        return Err(Fault::WrongState(review.state));
    }
    if seat.has_voted {
        return Err(Fault::VotedAlready);
    }
    if review.tally.cast() > 0 { Err(Fault::VoteBegan) } else { Ok(()) }
}

/// Whether a seat may be changed so.
fn check_change(review: &Review, hats: Hats, seat: &Seat, change: &SeatChange) -> Result<(), Fault> {
    if !review.is_open() {
        return Err(Fault::WrongState(review.state));
    }
    if review.tally.cast() > 0 {
        return Err(Fault::VoteBegan);
    }
    // Who presides learns of a seat only that its sheet is awaited, as long as the authors are hidden.
    if !hats.keeps && review.is_blind() && !seat.is_awaited() {
        return Err(Fault::UnknownMember);
    }
    if !seat.is_eligible() {
        return Err(Fault::UnknownMember);
    }
    let is_settled = review.has_signatures();
    match change {
        SeatChange::Exclude { .. } if is_settled => {
            if hats.leads && review.state == ReviewState::Scored {
                Ok(())
            } else {
                Err(Fault::SeatsSettled)
            }
        }
        SeatChange::Exclude { .. } => Ok(()),
        SeatChange::Appoint { .. } if review.state != ReviewState::Scoring => {
            Err(Fault::WrongState(review.state))
        }
        SeatChange::Appoint { .. } if is_settled => {
            if hats.keeps && lacks_scorer(review) {
                Ok(())
            } else {
                Err(Fault::SeatsSettled)
            }
        }
        SeatChange::Appoint { .. } => Ok(()),
        SeatChange::Release { .. } if seat.signed_at.is_some() => Err(Fault::Signed),
        SeatChange::Release { .. } if is_settled && !hats.leads => Err(Fault::SeatsSettled),
        SeatChange::Release { .. } => Ok(()),
    }
}

/// Whether so many left for a conflict that too few sheets are to come.
#[must_use]
pub fn lacks_scorer(review: &Review) -> bool {
    let scorers = review.seats.iter().filter(|seat| seat.is_scorer()).count();
    usize::try_from(review.rubric.least_sheets).is_ok_and(|least| scorers < least)
}

/// The seat as it is changed, and why.
pub fn changed_seat(
    review: &Review,
    hats: Hats,
    seat: &Seat,
    change: &SeatChange,
) -> Result<(Seat, Option<String>), Fault> {
    check_change(review, hats, seat, change)?;
    match change {
        SeatChange::Exclude { reason } => {
            let reason = check_reason(reason)?;
            let kind = if review.has_signatures() { ExclusionKind::Presiding } else { ExclusionKind::Found };
            Ok((left(seat, kind, &reason), Some(reason)))
        }
        SeatChange::Appoint { reason } => {
            let reason = if review.has_signatures() || !reason.trim().is_empty() {
                Some(check_reason(reason)?)
            } else {
                None
            };
            Ok((Seat { scores: true, ..seat.clone() }, reason))
        }
        SeatChange::Release { reason } => {
            let reason = check_reason(reason)?;
            Ok((Seat { scores: false, ..seat.clone() }, Some(reason)))
        }
    }
}

/// The changes of a seat that are possible now, of excluding, appointing and releasing.
#[must_use]
pub fn allowed_changes(review: &Review, hats: Hats, seat: &Seat) -> [bool; 3] {
    let reason = String::new;
    let changes = [
        SeatChange::Exclude { reason: reason() },
        SeatChange::Appoint { reason: reason() },
        SeatChange::Release { reason: reason() },
    ];
    let makes_sense = [true, !seat.scores, seat.scores];
    let mut allowed = [false; 3];
    for (at, change) in changes.iter().enumerate() {
        allowed[at] = makes_sense[at] && check_change(review, hats, seat, change).is_ok();
    }
    allowed
}

/// The seat of somebody who takes no part any more; what they wrote stays known.
#[must_use]
pub fn left(held: &Seat, kind: ExclusionKind, reason: &str) -> Seat {
    Seat { exclusion: Some(Exclusion { kind, reason: Some(reason.to_owned()) }), ..held.clone() }
}
