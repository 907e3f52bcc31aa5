//! Who votes in the place of a member who cannot come: only where the rubric of the case says so.

use std::collections::HashSet;

use super::super::model::{
    Deputy, DeputyFault as Why, NamedDeputy, Review, ReviewFault as Fault, Seat, Sitting,
};
use crate::shared::id::{AccountId, UnitId};

/// Longest letter or decision that names a deputy, in characters.
const LONGEST_BASIS: usize = 300;

/// What is known of somebody who is to stand in for a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Whether the account is open and does not administer accounts.
    pub may_sit: bool,
    /// The unit of the deputy.
    pub unit: Option<UnitId>,
    /// The unit of the member.
    pub member_unit: Option<UnitId>,
}

/// A case of an agenda with its authors.
#[derive(Clone, Copy, Debug)]
pub struct Agendum<'a> {
    /// Its review.
    pub review: &'a Review,
    /// Who its authors are.
    pub authors: &'a [AccountId],
}

/// Whether somebody can stand in for a member in any case of an agenda, by place in the list that was entered.
pub fn check_deputies(
    present: &[AccountId],
    agenda: &[Agendum<'_>],
    named: &[(NamedDeputy, Candidate)],
) -> Result<(), Fault> {
    let (mut members, mut deputies) = (HashSet::new(), HashSet::new());
    for (at, (one, candidate)) in named.iter().enumerate() {
        let refused = |why| Fault::DeputyRefused { at, why };
        let basis = one.basis.trim();
        if basis.is_empty() || basis.chars().count() > LONGEST_BASIS {
            return Err(refused(Why::NoBasis));
        }
        if !candidate.may_sit {
            return Err(refused(Why::NoAccount));
        }
        if present.contains(&one.member) || !members.insert(one.member) {
            return Err(refused(Why::MemberPresent));
        }
        let sits = agenda.iter().any(|case| case.review.seat(one.deputy).is_some());
        if sits || !deputies.insert(one.deputy) {
            return Err(refused(Why::HasOwnPart));
        }
        let asked = agenda.iter().map(|case| stands_in(case, one, candidate));
        // The last reason is the nearest to standing in: of those that differ by case the rule comes before the person.
        match asked.max_by_key(|found| found.map_or_else(rank, |()| u8::MAX)) {
            Some(Ok(())) => {}
            Some(Err(why)) => return Err(refused(why)),
            None => return Err(refused(Why::NoSeat)),
        }
    }
    Ok(())
}

fn rank(why: Why) -> u8 {
    match why {
        Why::NoSeat => 0,
        Why::NotAllowed => 1,
        Why::OtherUnit => 2,
        _ => 3,
    }
}

/// Whether somebody stands in for a member in a case.
fn stands_in(case: &Agendum<'_>, one: &NamedDeputy, candidate: &Candidate) -> Result<(), Why> {
    let seat = case.review.seat(one.member).filter(|seat| seat.is_eligible()).ok_or(Why::NoSeat)?;
    let rule = case.review.rubric.deputies.as_ref();
    let rule = rule.filter(|rule| rule.positions.contains(&seat.position)).ok_or(Why::NotAllowed)?;
    if rule.is_same_unit && (candidate.unit.is_none() || candidate.unit != candidate.member_unit) {
        return Err(Why::OtherUnit);
    }
    if case.authors.contains(&one.deputy) { Err(Why::HasOwnPart) } else { Ok(()) }
}

/// The seats of a case with those who stand in for their members.
#[must_use]
pub fn with_deputies(case: &Agendum<'_>, named: &[(NamedDeputy, Candidate)]) -> Vec<Seat> {
    let deputy_of = |seat: &Seat| {
        let (one, _) = named
            .iter()
            .find(|(one, candidate)| one.member == seat.account && stands_in(case, one, candidate).is_ok())?;
        Some(Deputy { account: one.deputy, basis: one.basis.trim().to_owned() })
    };
    case.review.seats.iter().map(|seat| Seat { deputy: deputy_of(seat), ..seat.clone() }).collect()
}

/// The review without anybody who stands in for a member.
#[must_use]
pub fn without_deputies(review: &Review) -> Review {
    let alone = |seat: &Seat| Seat { deputy: None, ..seat.clone() };
    Review { seats: review.seats.iter().map(alone).collect(), ..review.clone() }
}

/// Whether a vote that was cast stays that of whoever cast it: who stands in for a member who has voted is not exchanged.
pub fn check_exchange(before: &[Review], next: &[Review], sitting: &Sitting) -> Result<(), Fault> {
    let stays = |(before, next): (&Review, &Review)| {
        let mut seats = before.seats.iter().zip(&next.seats);
        seats.all(|(seat, next)| !seat.has_voted || seat.deputy == next.deputy)
    };
    let is_same = before.iter().zip(next).all(stays);
    if is_same { super::check_attendance(sitting, next) } else { Err(Fault::VotedSoPresent) }
}
