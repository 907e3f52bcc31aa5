//! What votes say, who could cast them, on which day, and what a closed sitting makes of each case.

use std::collections::HashMap;

use time::Date;

use super::super::model::{
    LeftOver, LeftOverReason, Review, ReviewFault as Fault, ReviewState, Seat, Sitting, SittingState, Tally,
    Turnout, VoteCount,
};
use crate::councils::{VoteBase, VoteRule};
use crate::shared::id::AccountId;

/// Fewest votes of a secret ballot: of fewer the numbers tell those who voted how the others did.
const FEWEST_BALLOTS: i32 = 3;

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// The least whole number that reaches a part of a base.
fn part_of(base: i32, (numerator, denominator): (i32, i32)) -> i32 {
    (base * numerator + denominator - 1) / denominator
}

/// What the votes say. So many must agree that their number times the lower number of the rule reaches the base times
/// its upper one: whole numbers, nothing is rounded.
#[must_use]
pub fn vote(rule: VoteRule, seats: &[Seat], tally: Tally) -> VoteCount {
    let eligible = seats.iter().filter(|seat| seat.is_eligible()).count();
    vote_among(rule, number(seats.len()), number(eligible), tally)
}

/// The same, where only the numbers of members and of those who may vote are known.
#[must_use]
pub fn vote_among(rule: VoteRule, members: i32, eligible: i32, tally: Tally) -> VoteCount {
    let base = match rule.of {
        VoteBase::AllMembers => members,
        VoteBase::Eligible => eligible,
        VoteBase::Voting => tally.cast(),
    };
    VoteCount {
        members,
        eligible,
        tally,
        base,
        needed: part_of(base, (rule.numerator, rule.denominator)),
        passes: base > 0 && tally.agree * rule.denominator >= base * rule.numerator,
    }
}

/// Who of those present could vote on a case, and what that is enough for.
#[must_use]
pub fn turnout(rule: VoteRule, seats: &[Seat], present: &[AccountId], is_secret: bool) -> Turnout {
    let eligible = || seats.iter().filter(|seat| seat.is_eligible());
    let come = eligible().filter(|seat| seat.has_come(present)).count();
    turnout_among(rule, number(seats.len()), (number(eligible().count()), number(come)), is_secret)
}

/// The same, where only the numbers of members, of those who may vote and of those of them who are present are known.
#[must_use]
pub fn turnout_among(
    rule: VoteRule,
    members: i32,
    (eligible, present): (i32, i32),
    is_secret: bool,
) -> Turnout {
    let base = match rule.of {
        VoteBase::AllMembers => members,
        VoteBase::Eligible => eligible,
        VoteBase::Voting => present,
    };
    let quorum = part_of(eligible, (rule.quorum.numerator, rule.quorum.denominator));
    Turnout {
        members,
        eligible,
        present,
        quorum: if is_secret { quorum.max(FEWEST_BALLOTS) } else { quorum },
        base,
        needed: part_of(base, (rule.numerator, rule.denominator)),
    }
}

fn turnout_in(sitting: &Sitting, review: &Review) -> Turnout {
    turnout(review.rubric.vote, &review.seats, &sitting.present, sitting.is_secret)
}

/// Whether something is done in a sitting on its day.
pub fn check_day(sitting: &Sitting, today: Date) -> Result<(), Fault> {
    if sitting.held_on == today { Ok(()) } else { Err(Fault::NotItsDay { held_on: sitting.held_on }) }
}

/// Whether a sitting can be called on a day, or moved to it: the day is to come, and nobody has voted yet.
pub fn check_moving(before: Option<&Sitting>, to: Date, has_votes: bool, today: Date) -> Result<(), Fault> {
    if before.is_some_and(|before| before.held_on == to) {
        return Ok(());
    }
    if has_votes {
        return Err(Fault::VotedSoOnItsDay);
    }
    if to < today { Err(Fault::DayPassed) } else { Ok(()) }
}

/// Why no vote is held on a case with those who are present; nothing when one is.
fn absence(turnout: Turnout, title: &str) -> Result<(), Fault> {
    let title = title.to_owned();
    if !turnout.is_quorate() {
        Err(Fault::NoQuorum { title, turnout })
    } else if !turnout.allows_vote() {
        Err(Fault::OutOfReach { title, turnout })
    } else {
        Ok(())
    }
}

/// Whether a member votes on a case now: it is on the agenda of an open sitting on its day, they are present, and so are
/// enough others.
pub fn check_vote(
    review: &Review,
    sitting: Option<&Sitting>,
    title: &str,
    account: AccountId,
    today: Date,
) -> Result<(), Fault> {
    let sitting = sitting.filter(|sitting| review.sitting == Some(sitting.id));
    let sitting = sitting.ok_or(Fault::WrongState(review.state))?;
    if sitting.state == SittingState::Closed {
        return Err(Fault::SittingClosed);
    }
    if review.state != ReviewState::Scored {
        return Err(Fault::WrongState(review.state));
    }
    if review.voting_seat(account).is_some_and(|seat| seat.has_voted) {
        return Err(Fault::VotedAlready);
    }
    check_day(sitting, today)?;
    if !sitting.present.contains(&account) {
        return Err(Fault::NotPresent);
    }
    absence(turnout_in(sitting, review), title)
}

/// Whether these may be recorded as present: everybody who has voted, and so many that every vote cast would have been
/// held. Nobody takes a vote back by letting others leave.
pub fn check_attendance(next: &Sitting, agenda: &[Review]) -> Result<(), Fault> {
    let stands = |review: &Review| {
        let mut voted = review.seats.iter().filter(|seat| seat.has_voted);
        voted.all(|seat| seat.has_come(&next.present)) && turnout_in(next, review).allows_vote()
    };
    let began = |review: &&Review| review.tally.cast() > 0;
    if agenda.iter().filter(began).all(stands) { Ok(()) } else { Err(Fault::VotedSoPresent) }
}

/// What becomes of a case when its sitting is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Its votes stand; what is remarked is confirmed by whoever closes.
    Concludes(Vec<Fault>),
    /// It stays for the next sitting, for a reason that is confirmed by whoever closes, and that the sitting keeps.
    Stays(Fault, LeftOver),
    /// The sitting is not closed.
    Prevents(Fault),
}

/// Whether the votes of so many more could change what a vote says, where sheets and adopting units do not settle it:
/// those who have not voted may all agree, or none of them.
fn could_change(rule: VoteRule, seats: &[Seat], tally: Tally, missing: i32) -> bool {
    let now = vote(rule, seats, tally).passes;
    let all_agree = Tally { agree: tally.agree + missing, ..tally };
    let none_agrees = Tally { disagree: tally.disagree + missing, ..tally };
    [all_agree, none_agrees].into_iter().any(|then| vote(rule, seats, then).passes != now)
}

/// What becomes of a case when its sitting is closed on a day; `is_settled` says that the case fails however it is voted on.
/// While its day lasts no sitting is closed over the heads of members who are present and whose votes could change what
/// comes of a case: the keeper decides no vote by its moment. `names` are those of members.
#[must_use]
pub fn closing(
    sitting: &Sitting,
    review: &Review,
    (title, is_settled): (&str, bool),
    names: &HashMap<AccountId, String>,
    today: Date,
) -> Closing {
    let turnout = turnout_in(sitting, review);
    let (title, cast) = (title.to_owned(), review.tally.cast());
    let left = |reason, needed| LeftOver { review: review.id, reason, present: turnout.present, needed };
    match absence(turnout, &title) {
        Ok(()) => {}
        Err(fault @ Fault::NoQuorum { .. }) => {
            return Closing::Stays(fault, left(LeftOverReason::NoQuorum, turnout.quorum));
        }
        Err(fault) => return Closing::Stays(fault, left(LeftOverReason::OutOfReach, turnout.needed)),
    }
    if cast == 0 {
        return Closing::Prevents(Fault::NotVoted { title });
    }
    if sitting.is_secret && cast < FEWEST_BALLOTS {
        let why = left(LeftOverReason::TooFewBallots, FEWEST_BALLOTS);
        return Closing::Stays(Fault::TooFewBallots { title, cast }, why);
    }
    let mut remarks = Vec::new();
    let missing = turnout.present - cast;
    let is_open = !is_settled && could_change(review.rubric.vote, &review.seats, review.tally, missing);
    if missing > 0 && is_open && sitting.held_on >= today {
        let awaited = review.seats.iter().filter(|seat| seat.is_eligible() && !seat.has_voted);
        let awaited = awaited.filter(|seat| seat.has_come(&sitting.present));
        let names = awaited.filter_map(|seat| names.get(&seat.account).cloned()).collect();
        return Closing::Prevents(Fault::VotesMissing { title, missing, names });
    }
    if cast < turnout.present {
        remarks.push(Fault::NotAllVoted { title: title.clone(), missing });
    }
    if !turnout.can_pass() {
        remarks.push(Fault::CannotPass { title, turnout });
    }
    Closing::Concludes(remarks)
}
