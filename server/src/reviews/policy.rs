//! Who sees a review, and who does what in it (the matrix, INV-R1, INV-R4).
//!
//! A member has rights on the own seat by being one. Authors and members who take no part see nothing of a review:
//! to them it does not exist. Whoever keeps the register gives cases out and calls the council together, never for a
//! case of their own; they score and vote only where they are a member.

use time::Date;

use super::model::{Review, ReviewFault as Fault, ReviewState, Seat, Sitting, SittingState};
use super::rules::{self, Hats};
use crate::access::{Actor, Permit, Role, actions, grant};
use crate::councils::{self, Council, InitiativeLevel, may_convene};
use crate::initiatives::{self, Advances, Initiative};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, SittingId};

actions! {
    /// Giving cases to a council, changing who takes part.
    pub struct AssignReviews: Presence;
    /// Writing and signing the own sheet, and leaving a review for a conflict of interest.
    pub struct ScoreReview: Presence;
    /// Preparing, holding and closing a sitting.
    pub struct HoldSitting: Presence;
    /// Voting.
    pub struct CastVote: Presence;
}

impl Advances for AssignReviews {}
impl Advances for ScoreReview {}
impl Advances for HoldSitting {}

const ACROSS: [Role; 2] = [Role::InitiativeOfficer, Role::Auditor];
const IN_UNIT: [Role; 3] = [Role::InitiativeSecretary, Role::UnitLeader, Role::Auditor];

/// Whether this person looks after reviews of such cases, without being a member: keepers of the register, heads of
/// the unit, the Department's officers, inspectors; at the province's council its leaders, and nobody of the unit.
fn oversees(actor: &Actor, case: &Initiative, level: InitiativeLevel) -> bool {
    oversees_as(actor, case, level, |_| true)
}

/// The same in one of some roles.
fn oversees_as(
    actor: &Actor,
    case: &Initiative,
    level: InitiativeLevel,
    counts: impl Fn(Role) -> bool,
) -> bool {
    let actor = initiatives::free_of_own(actor, case);
    let of = |roles: &[Role]| roles.iter().copied().filter(|role| counts(*role)).collect::<Vec<_>>();
    let across = match level {
        InitiativeLevel::Base => actor.role_everywhere(&of(&ACROSS)),
        InitiativeLevel::Province => {
            actor.role_everywhere(&of(&ACROSS)).or(actor.role_everywhere(&[Role::ProvinceLeader]))
        }
    };
    let in_unit = level == InitiativeLevel::Base && actor.role_in(case.unit, &of(&IN_UNIT)).is_some();
    across.is_some() || in_unit
}

/// Whether this person looks after reviews of such cases at either level, so that a list of none tells that there is none.
pub fn may_list(actor: &Actor, case: &Initiative) -> Result<(), Refusal> {
    let looks_after = [InitiativeLevel::Base, InitiativeLevel::Province]
        .into_iter()
        .any(|level| oversees(actor, case, level));
    if looks_after { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// Whether a review exists for this person.
#[must_use]
pub fn sees(actor: &Actor, review: &Review, case: &Initiative) -> bool {
    match review.seat(actor.account) {
        Some(seat) if !seat.is_eligible() => false,
        Some(_) => true,
        None => {
            // Whoever takes the place of a member who left is out of it as that member is.
            let left = |who: AccountId| review.seat(who).is_some_and(|seat| !seat.is_eligible());
            review.voting_seat(actor.account).is_some()
                || oversees(&actor.unless_barred(left), case, review.level)
        }
    }
}

/// The same, of a review of which only the own seat is known: whether they take part, if they have one.
#[must_use]
pub fn sees_tally(
    actor: &Actor,
    takes_part: Option<bool>,
    case: Option<&Initiative>,
    level: InitiativeLevel,
) -> bool {
    takes_part.unwrap_or_else(|| case.is_some_and(|case| oversees(actor, case, level)))
}

/// Whether this person reads who the authors are and where they work: members only once every sheet is signed.
#[must_use]
pub fn sees_authors(actor: &Actor, review: &Review, case: &Initiative) -> bool {
    sees(actor, review, case) && (review.seat(actor.account).is_none() || !review.is_blind())
}

/// Whether this person reads the sheet and the vote on a seat: the own one, and all once every sheet is signed.
#[must_use]
pub fn sees_sheet(actor: &Actor, review: &Review, seat: &Seat) -> bool {
    seat.account == actor.account || !review.is_blind()
}

/// Whether this person reads how the member of a seat voted in the open: the own vote, and every vote whoever takes part
/// or looks after the review; an inspector reads that somebody voted, not how (the matrix).
#[must_use]
pub fn sees_choice(actor: &Actor, review: &Review, case: &Initiative, seat: &Seat) -> bool {
    let takes_part = || review.voting_seat(actor.account).is_some();
    let looks_after = || oversees_as(actor, case, review.level, |role| role != Role::Auditor);
    seat.account == actor.account || takes_part() || looks_after()
}

/// The keeper of the council's register gives a case to it, and looks after who takes part; never with a case of
/// their own.
pub fn may_assign(
    actor: &Actor,
    council: &Council,
    case: &Initiative,
) -> Result<Permit<AssignReviews>, Refusal> {
    grant(actor, case.id.0, assigns(actor, council, case))
}

/// The role in which somebody gives a case to a council, and so reads how that would be planned.
#[must_use]
pub fn assigns(actor: &Actor, council: &Council, case: &Initiative) -> Option<Role> {
    may_convene(&initiatives::free_of_own(actor, case), council)
}

/// Whether this person looks after who takes part, and so sees every seat.
#[must_use]
pub fn sees_seats(actor: &Actor, council: &Council, review: &Review, case: &Initiative) -> bool {
    sees(actor, review, case) && assigns(actor, council, case).is_some()
}

/// The same, of a review that they see.
pub fn may_rearrange(
    actor: &Actor,
    council: &Council,
    review: &Review,
    case: &Initiative,
) -> Result<Permit<AssignReviews>, Refusal> {
    must_see(actor, review, case)?;
    grant(actor, review.id.0, assigns(actor, council, case))
}

/// In what capacity somebody changes a seat: as the keeper, or as whoever presides once sheets were signed.
#[must_use]
pub fn hats(actor: &Actor, council: &Council, review: &Review, case: &Initiative, about: AccountId) -> Hats {
    Hats {
        keeps: assigns(actor, council, case).is_some(),
        leads: review.has_signatures() && rules::leads(review, actor.account, about),
    }
}

/// The keeper, or whoever presides once sheets were signed, changes a seat of a review that they see.
pub fn may_change_seat(
    actor: &Actor,
    council: &Council,
    review: &Review,
    case: &Initiative,
    about: AccountId,
) -> Result<Permit<AssignReviews>, Refusal> {
    must_see(actor, review, case)?;
    let hats = hats(actor, council, review, case, about);
    let presides = hats.leads.then_some(Role::InitiativeMember);
    grant(actor, review.id.0, assigns(actor, council, case).or(presides))
}

/// A member scores where they were asked to, and leaves where a conflict of interest is.
pub fn may_score(actor: &Actor, review: &Review, case: &Initiative) -> Result<Permit<ScoreReview>, Refusal> {
    must_see(actor, review, case)?;
    let seat = judging_seat(actor, review).filter(|seat| seat.is_scorer());
    grant(actor, review.id.0, seat.map(|_| Role::InitiativeMember))
}

/// A member leaves a review in which they would score or vote.
pub fn may_leave(actor: &Actor, review: &Review, case: &Initiative) -> Result<Permit<ScoreReview>, Refusal> {
    must_see(actor, review, case)?;
    grant(actor, review.id.0, review.seat(actor.account).map(|_| Role::InitiativeMember))
}

/// A member, or who stands in for them, votes on a case of an open sitting.
pub fn may_vote(actor: &Actor, review: &Review, case: &Initiative) -> Result<Permit<CastVote>, Refusal> {
    must_see(actor, review, case)?;
    let seat = review.voting_seat(actor.account).filter(|seat| seat.is_eligible() && !actor.administers);
    grant(actor, review.id.0, seat.map(|_| Role::InitiativeMember))
}

/// The own seat of somebody who may judge at all: whoever administers accounts neither scores nor votes, whatever role
/// they act in.
fn judging_seat<'a>(actor: &Actor, review: &'a Review) -> Option<&'a Seat> {
    review.seat(actor.account).filter(|_| !actor.administers)
}

/// The keeper of the council's register prepares and closes its sittings.
pub fn may_hold(actor: &Actor, council: &Council, id: SittingId) -> Result<Permit<HoldSitting>, Refusal> {
    grant(actor, id.0, may_convene(actor, council))
}

/// The same, of a sitting that they see.
pub fn may_hold_this(
    actor: &Actor,
    council: &Council,
    sitting: &Sitting,
) -> Result<Permit<HoldSitting>, Refusal> {
    // A sitting exists for whoever sees its council: members, keepers, heads, inspectors.
    if !councils::sees(actor, council) {
        return Err(Refusal::NotFound);
    }
    may_hold(actor, council, sitting.id)
}

type Checked<A> = Result<Permit<A>, Failure<Vec<Fault>>>;

fn unless(is_in_the_way: bool, fault: Fault) -> Result<(), Failure<Vec<Fault>>> {
    if is_in_the_way { Err(Failure::Problem(vec![fault])) } else { Ok(()) }
}

/// Whether a member may write the own sheet now.
pub fn check_score(actor: &Actor, review: &Review, case: &Initiative) -> Checked<ScoreReview> {
    let permit = may_score(actor, review, case)?;
    let is_signed = review.seat(actor.account).is_some_and(|seat| seat.signed_at.is_some());
    unless(is_signed, Fault::Signed)?;
    unless(review.state != ReviewState::Scoring, Fault::WrongState(review.state))?;
    Ok(permit)
}

/// Whether a member may leave a review now.
pub fn check_leave(actor: &Actor, review: &Review, case: &Initiative) -> Checked<ScoreReview> {
    let permit = may_leave(actor, review, case)?;
    let seat = review.seat(actor.account).ok_or(Refusal::Forbidden)?;
    rules::check_leaving(review, seat).map_err(|fault| Failure::Problem(vec![fault]))?;
    Ok(permit)
}

/// Whether the keeper may take a case back from the council now: once somebody has signed, it stays.
pub fn check_take_back(
    actor: &Actor,
    council: &Council,
    review: &Review,
    case: &Initiative,
) -> Checked<AssignReviews> {
    let permit = may_rearrange(actor, council, review, case)?;
    unless(review.state != ReviewState::Scoring, Fault::WrongState(review.state))?;
    unless(review.has_signatures(), Fault::SignedAlready)?;
    Ok(permit)
}

/// Whether a member may vote now, in the sitting on whose agenda the case is.
pub fn check_vote(
    actor: &Actor,
    review: &Review,
    case: &Initiative,
    sitting: Option<&Sitting>,
    today: Date,
) -> Checked<CastVote> {
    let permit = may_vote(actor, review, case)?;
    rules::check_vote(review, sitting, &case.title, actor.account, today)
        .map_err(|fault| Failure::Problem(vec![fault]))?;
    Ok(permit)
}

/// Whether the keeper may change, hold and close a sitting now.
pub fn check_hold(actor: &Actor, council: &Council, sitting: &Sitting) -> Checked<HoldSitting> {
    let permit = may_hold_this(actor, council, sitting)?;
    unless(sitting.state == SittingState::Closed, Fault::SittingClosed)?;
    Ok(permit)
}

/// The permit on a review, for the request that it reviews.
pub fn over_case<A: Advances>(permit: &Permit<A>, review: &Review) -> Result<Permit<A>, Refusal> {
    permit.carried(review.id.0, review.initiative.0)
}

/// The permit on a request, for a review of it.
pub fn over_review<A: Advances>(permit: &Permit<A>, review: &Review) -> Result<Permit<A>, Refusal> {
    permit.carried(review.initiative.0, review.id.0)
}

/// The permit on a sitting, for a review that is on its agenda.
pub fn over_agenda(permit: &Permit<HoldSitting>, review: &Review) -> Result<Permit<HoldSitting>, Refusal> {
    let sitting = review.sitting.ok_or(Refusal::Conflict)?;
    permit.carried(sitting.0, review.id.0)
}

fn must_see(actor: &Actor, review: &Review, case: &Initiative) -> Result<(), Refusal> {
    if sees(actor, review, case) { Ok(()) } else { Err(Refusal::NotFound) }
}
