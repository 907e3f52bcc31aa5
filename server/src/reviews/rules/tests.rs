//! The rules of sheets and votes, with the numbers of DOMAIN 10.11.

use std::collections::BTreeMap;

use time::macros::{date, datetime};

use super::super::model::{Exclusion, ExclusionKind};
use super::*;
use crate::councils::{InitiativeLevel, RubricCriterion};
use crate::shared::id::AccountId;

fn rubric() -> Rubric {
    let criterion = |code: &str, most, least| RubricCriterion {
        code: code.into(),
        title: code.to_lowercase(),
        guidance: None,
        most,
        least,
        is_verified: true,
        bands: Vec::new(),
    };
    Rubric {
        code: "TEST".into(),
        version: 1,
        level: InitiativeLevel::Base,
        title: "Mẫu".into(),
        source: "Kiểm thử".into(),
        is_verified: true,
        effective_from: date!(2013 - 10 - 01),
        criteria: vec![criterion("NOVELTY", 30, Some(15)), criterion("BENEFIT", 70, None)],
        pass_mean: 70,
        vote: VoteRule { numerator: 2, denominator: 3, of: VoteBase::AllMembers },
        least_sheets: 3,
        adopters: 0,
    }
}

fn seat(novelty: &str, benefit: &str) -> Seat {
    let points = |text: &str| Points::parse(text).expect("points");
    Seat {
        account: AccountId::fresh(),
        position: CouncilPosition::Member,
        scores: true,
        exclusion: None,
        points: BTreeMap::from([("NOVELTY".into(), points(novelty)), ("BENEFIT".into(), points(benefit))]),
        remark: String::new(),
        version: 1,
        saved_at: None,
        signed_at: Some(datetime!(2021-12-10 08:00 UTC)),
        has_voted: false,
        choice: None,
    }
}

fn unsigned() -> Seat {
    Seat { points: BTreeMap::new(), signed_at: None, ..seat("0", "0") }
}

fn excluded(seat: Seat) -> Seat {
    Seat { exclusion: Some(Exclusion { kind: ExclusionKind::Author, reason: None }), ..seat }
}

fn tally(agree: i32, disagree: i32, abstain: i32) -> Tally {
    Tally { agree, disagree, abstain }
}

/// DOMAIN 10.11: three blind sheets 78, 82, 56 → mean 72.00 ≥ 70, 56 is an outlier (16 below the mean).
#[test]
fn the_mean_of_three_sheets_passes_and_one_lies_far_from_it() {
    let seats = [seat("24", "54"), seat("26", "56"), seat("16", "40")];
    let summary = summary(&rubric(), &seats, 15).expect("signed sheets");
    assert_eq!(summary.mean.to_string(), "72.00");
    assert_eq!((summary.lowest.to_string(), summary.highest.to_string()), ("56.00".into(), "82.00".into()));
    assert_eq!(summary.outliers, [seats[2].account]);
    assert!(summary.passes);
    assert_eq!(super::summary(&rubric(), &seats, 16).expect("sheets").outliers, [], "16 away is within 16");
}

#[test]
fn a_criterion_below_its_least_fails_whatever_the_mean() {
    let seats = [seat("14", "70"), seat("15", "70"), seat("15.99", "70")];
    let summary = summary(&rubric(), &seats, 15).expect("signed sheets");
    assert!(!summary.passes, "the mean of the novelty is 14.996…");
    assert_eq!(summary.criteria[0].mean.to_string(), "15.00", "shown rounded, compared exactly");
    assert!(summary.criteria[0].fails && !summary.criteria[1].fails);
    let just = [seat("15", "54.99"), seat("15", "55"), seat("15", "55.01")];
    assert!(super::summary(&rubric(), &just, 15).expect("sheets").passes, "exactly 70 passes");
    let below = [seat("15", "54.99"), seat("15", "55"), seat("15", "55")];
    assert!(!super::summary(&rubric(), &below, 15).expect("sheets").passes, "69.996… does not");
}

#[test]
fn only_signed_sheets_of_those_who_take_part_count() {
    assert_eq!(summary(&rubric(), &[unsigned(), excluded(seat("30", "70"))], 15), None);
    let seats = [seat("15", "55"), excluded(seat("30", "70")), unsigned()];
    assert_eq!(summary(&rubric(), &seats, 15).map(|summary| summary.sheets), Some(1));
}

/// DOMAIN 10.11: 4 of 5 council members agree (≥ 2/3) → recognised.
#[test]
fn two_thirds_of_all_members_must_agree() {
    let rule = rubric().vote;
    let five: Vec<Seat> = (0..5).map(|_| unsigned()).collect();
    let count = vote(rule, &five, tally(4, 1, 0));
    assert_eq!((count.base, count.needed, count.passes), (5, 4, true));
    assert!(!vote(rule, &five, tally(3, 0, 0)).passes, "three of five are less than two thirds");
    let six: Vec<Seat> = (0..6).map(|_| unsigned()).collect();
    assert!(vote(rule, &six, tally(4, 2, 0)).passes, "four of six are two thirds exactly");
    assert!(!vote(rule, &[], tally(0, 0, 0)).passes);
}

#[test]
fn of_whom_a_part_must_agree_is_data() {
    let mut seats: Vec<Seat> = (0..5).map(|_| unsigned()).collect();
    seats[0] = excluded(unsigned());
    let of = |of| VoteRule { numerator: 2, denominator: 3, of };
    let votes = tally(3, 0, 0);
    assert!(!vote(of(VoteBase::AllMembers), &seats, votes).passes, "3 of 5");
    assert!(vote(of(VoteBase::Eligible), &seats, votes).passes, "3 of 4");
    assert!(vote(of(VoteBase::Voting), &seats, tally(2, 1, 0)).passes, "2 of 3");
    assert!(!vote(of(VoteBase::Voting), &seats, tally(2, 1, 1)).passes, "2 of 4");
    assert!(!vote(of(VoteBase::Voting), &seats, tally(0, 0, 0)).passes, "nobody voted");
}

#[test]
fn a_review_is_scored_when_every_sheet_is_signed_and_enough_are() {
    let signed = || seat("20", "50");
    let stands = |seats: &[Seat]| standing(&rubric(), seats);
    assert_eq!(stands(&[signed(), signed(), unsigned()]), ReviewState::Scoring);
    assert_eq!(stands(&[signed(), signed(), signed()]), ReviewState::Scored);
    assert_eq!(stands(&[signed(), signed(), excluded(unsigned())]), ReviewState::Scoring, "two are too few");
    let votes_only = Seat { scores: false, ..unsigned() };
    assert_eq!(stands(&[signed(), signed(), signed(), votes_only]), ReviewState::Scored);
}

#[test]
fn a_sheet_keeps_to_its_rubric_and_is_signed_whole() {
    let rubric = rubric();
    assert_eq!(check_signing(&rubric, &seat("30", "70")), Ok(()));
    assert_eq!(check_sheet(&rubric, &unsigned()), Ok(()), "an empty sheet is kept");
    assert!(matches!(check_signing(&rubric, &unsigned()), Err(Fault::PointsMissing { .. })));
    let over = check_sheet(&rubric, &seat("30.01", "70"));
    assert_eq!(over, Err(Fault::BadPoints { criterion: "NOVELTY".into(), most: 30 }));
    assert!(check_sheet(&rubric, &seat("-0.01", "70")).is_err());
    let mut strange = seat("30", "70");
    strange.points.insert("STYLE".into(), Points::ZERO);
    assert!(check_sheet(&rubric, &strange).is_err());
    let long = Seat { remark: "ư".repeat(LONGEST_TEXT + 1), ..seat("30", "70") };
    assert_eq!(check_sheet(&rubric, &long), Err(Fault::TooLong { field: "remark" }));
}

#[test]
fn a_council_without_its_chair_is_led_by_a_vice_chair() {
    let with = |position, is_out: bool| {
        let seat = Seat { position, ..unsigned() };
        if is_out { excluded(seat) } else { seat }
    };
    assert!(is_presided(&[with(CouncilPosition::Chair, false)]));
    assert!(is_presided(&[with(CouncilPosition::Chair, true), with(CouncilPosition::ViceChair, false)]));
    assert!(!is_presided(&[with(CouncilPosition::Chair, true), with(CouncilPosition::Member, false)]));
}

#[test]
fn reach_is_evidenced_by_as_many_units_as_the_rubric_asks() {
    let base = rubric();
    assert_eq!(reach(&base, 0), None, "nothing is asked");
    let province = Rubric { adopters: 2, ..rubric() };
    let passes = |adopters| reach(&province, adopters).map(ReachCount::passes);
    assert_eq!([passes(1), passes(2), passes(3)], [Some(false), Some(true), Some(true)]);
}
