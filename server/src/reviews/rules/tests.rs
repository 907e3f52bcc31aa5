//! The rules of sheets and votes, with the numbers of the worked example.

use std::collections::{BTreeMap, HashMap};

use time::macros::{date, datetime};

use super::super::model::{
    DeputyFault, Exclusion, ExclusionKind, HiddenName, LeftOverReason, NamedDeputy, SeatChange, Sitting,
    SittingState, Tally, Turnout,
};
use super::*;
use crate::councils::{DeputyRule, InitiativeLevel, Quorum, RubricCriterion, VoteBase, VoteRule};
use crate::shared::id::{AccountId, CouncilId, InitiativeId, ReviewId, SittingId, UnitId};

fn rule(of: VoteBase) -> VoteRule {
    VoteRule { numerator: 2, denominator: 3, of, quorum: Quorum::default() }
}

#[test]
fn what_is_needed_is_the_least_number_that_reaches_the_part() {
    let by = |numerator, denominator| VoteRule { numerator, denominator, ..rule(VoteBase::AllMembers) };
    let agreed = |rule: VoteRule, members, agree| {
        let tally = Tally { agree, disagree: members - agree, ..Tally::default() };
        vote_among(rule, members, members, tally)
    };
    let (two_thirds, nine_tenths, half) = (by(2, 3), by(9, 10), by(1, 2));
    for (rule, members, needed) in [
        (two_thirds, 5, 4),
        (two_thirds, 6, 4),
        (two_thirds, 7, 5),
        (two_thirds, 8, 6),
        (two_thirds, 9, 6),
        (two_thirds, 11, 8),
        (nine_tenths, 10, 9),
        (nine_tenths, 11, 10),
        (nine_tenths, 20, 18),
        (nine_tenths, 22, 20),
        (half, 6, 3),
        (half, 7, 4),
    ] {
        let met = agreed(rule, members, needed);
        let below = agreed(rule, members, needed - 1);
        assert_eq!((met.needed, met.passes, below.passes), (needed, true, false), "{needed} of {members}");
    }
}

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
        vote: rule(VoteBase::AllMembers),
        least_sheets: 3,
        adopters: 0,
        deputies: None,
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
        deputy: None,
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

/// The worked example: three blind sheets 78, 82, 56 → mean 72.00 ≥ 70, 56 is an outlier (16 below the mean).
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

/// The worked example: 4 of 5 council members agree (≥ 2/3) → recognised.
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
    let of = rule;
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

fn review(seats: Vec<Seat>) -> Review {
    let rubric = rubric();
    Review {
        id: ReviewId::fresh(),
        initiative: InitiativeId::fresh(),
        council: CouncilId::fresh(),
        level: InitiativeLevel::Base,
        state: standing(&rubric, &seats),
        rubric,
        hidden: Vec::<HiddenName>::new(),
        version: 1,
        sitting: None,
        tally: Tally::default(),
        result: None,
        score_by: None,
        assigned_by: AccountId::fresh(),
        assigned_at: datetime!(2021-12-10 08:00 UTC),
        updated_at: datetime!(2021-12-10 08:00 UTC),
        seats,
    }
}

/// A review of five, three of whom signed, on the agenda of a sitting of today where so many of them are present.
fn in_sitting(present: usize, is_secret: bool) -> (Review, Sitting) {
    let mut seats: Vec<Seat> = (0..3).map(|_| seat("24", "54")).collect();
    seats.extend((0..2).map(|_| Seat { scores: false, ..unsigned() }));
    seats[0].position = CouncilPosition::Chair;
    seats[1].position = CouncilPosition::ViceChair;
    let sitting = Sitting {
        id: SittingId::fresh(),
        council: CouncilId::fresh(),
        held_on: date!(2021 - 12 - 14),
        place: "Phòng họp".into(),
        is_secret,
        state: SittingState::Open,
        version: 1,
        closed_at: None,
        left_over: 0,
        present: seats.iter().take(present).map(|seat| seat.account).collect(),
        record: SittingRecord::default(),
    };
    (Review { sitting: Some(sitting.id), ..review(seats) }, sitting)
}

fn cast(review: &mut Review, votes: usize) {
    for seat in review.seats.iter_mut().take(votes) {
        seat.has_voted = true;
        review.tally.agree += 1;
    }
}

#[test]
fn a_sheet_that_is_set_aside_does_not_count_and_both_means_are_told() {
    let seats = [seat("24", "54"), seat("26", "56"), seat("16", "40"), excluded(seat("15", "41"))];
    let said = summary(&rubric(), &seats, 15).expect("signed sheets");
    assert_eq!((said.sheets, said.mean.to_string()), (3, "72.00".into()));
    let with = said.with_set_aside.expect("a sheet is set aside");
    assert_eq!((with.set_aside, with.mean.to_string(), with.passes), (1, "68.00".into(), false));
    assert_eq!(summary(&rubric(), &seats[..3], 15).expect("sheets").with_set_aside, None);
}

#[test]
fn a_vote_is_held_only_where_those_absent_are_not_missed() {
    let of = |eligible, present| turnout_among(rule(VoteBase::AllMembers), 5, (eligible, present), false);
    let told = |one: Turnout| (one.needed, one.quorum, one.allows_vote(), one.can_pass());
    assert_eq!(told(of(5, 2)), (4, 4, false, false), "two of five");
    assert_eq!(told(of(5, 4)), (4, 4, true, true));
    assert_eq!(told(of(3, 3)), (4, 2, true, false), "two are excluded: all came, and it cannot pass");
    assert_eq!(told(of(3, 2)), (4, 2, false, false), "a quorum, and the third is missed");
    let voting = |present| turnout_among(rule(VoteBase::Voting), 5, (5, present), false);
    assert_eq!(told(voting(3)), (2, 4, false, true), "no quorum");
    assert_eq!(told(voting(4)), (3, 4, true, true));
    let secret = turnout_among(rule(VoteBase::Eligible), 3, (3, 2), true);
    assert!(!secret.allows_vote(), "two secret votes name each other");
}

#[test]
fn votes_are_cast_on_the_day_of_the_sitting_with_a_quorum_and_once() {
    let today = date!(2021 - 12 - 14);
    let (mut review, sitting) = in_sitting(4, false);
    let member = review.seats[0].account;
    let check = |review: &Review, sitting: &Sitting, day| {
        check_vote(review, Some(sitting), "Phiếu hẹn", member, day).err()
    };
    assert_eq!(check(&review, &sitting, today), None);
    for day in [date!(2021 - 12 - 13), date!(2021 - 12 - 15)] {
        assert_eq!(check(&review, &sitting, day), Some(Fault::NotItsDay { held_on: today }));
    }
    let (alone, two) = in_sitting(2, false);
    let one = alone.seats[0].account;
    let refused = check_vote(&alone, Some(&two), "Phiếu hẹn", one, today);
    assert!(matches!(refused, Err(Fault::NoQuorum { .. })), "{refused:?}");
    cast(&mut review, 1);
    assert_eq!(check(&review, &sitting, today), Some(Fault::VotedAlready));
    let closed = Sitting { state: SittingState::Closed, ..sitting };
    assert_eq!(check(&review, &closed, today), Some(Fault::SittingClosed));
}

#[test]
fn a_sitting_moves_to_a_day_to_come_until_somebody_voted() {
    let today = date!(2021 - 12 - 14);
    let (_, sitting) = in_sitting(0, false);
    let to = |day, has_votes| check_moving(Some(&sitting), day, has_votes, today);
    assert_eq!(to(date!(2021 - 12 - 20), false), Ok(()));
    assert_eq!(to(date!(2021 - 12 - 13), false), Err(Fault::DayPassed));
    assert_eq!(to(date!(2021 - 12 - 20), true), Err(Fault::VotedSoOnItsDay));
    assert_eq!(to(today, true), Ok(()), "the day stays");
    assert_eq!(check_moving(None, date!(2021 - 12 - 13), false, today), Err(Fault::DayPassed));
}

#[test]
fn nobody_undoes_a_vote_by_letting_others_leave() {
    let (mut review, sitting) = in_sitting(5, false);
    let with = |present: &[usize], review: &Review| {
        let present = present.iter().map(|at| review.seats[*at].account).collect();
        check_attendance(&Sitting { present, ..sitting.clone() }, std::slice::from_ref(review))
    };
    assert_eq!(with(&[4], &review), Ok(()), "nobody has voted");
    cast(&mut review, 2);
    assert_eq!(with(&[0, 1, 2, 3], &review), Ok(()), "four are enough");
    assert_eq!(with(&[0, 1, 2], &review), Err(Fault::VotedSoPresent), "three are not");
    assert_eq!(with(&[1, 2, 3, 4], &review), Err(Fault::VotedSoPresent), "the first has voted");
}

#[test]
fn a_case_without_a_vote_stays_for_the_next_sitting() {
    let close = |present, votes, is_secret| {
        let (mut review, sitting) = in_sitting(present, is_secret);
        cast(&mut review, votes);
        let names = review.seats.iter().map(|seat| (seat.account, "Ủy viên".to_owned())).collect();
        closing(&sitting, &review, ("Phiếu hẹn", false), &names, sitting.held_on)
    };
    assert!(matches!(close(2, 0, false), Closing::Stays(Fault::NoQuorum { .. }, _)));
    assert!(
        matches!(close(2, 2, false), Closing::Stays(Fault::NoQuorum { .. }, _)),
        "votes of before this rule"
    );
    assert!(matches!(close(5, 0, false), Closing::Prevents(Fault::NotVoted { .. })));
    let left = |closing| match closing {
        Closing::Stays(Fault::TooFewBallots { cast: 2, .. }, left) => Some(left),
        _ => None,
    };
    let kept = left(close(5, 2, true)).expect("it stays");
    assert_eq!((kept.reason, kept.present, kept.needed), (LeftOverReason::TooFewBallots, 5, 3));
    assert_eq!(close(5, 5, true), Closing::Concludes(Vec::new()));
    let early = Closing::Concludes(vec![Fault::NotAllVoted { title: "Phiếu hẹn".into(), missing: 1 }]);
    assert_eq!(close(5, 4, false), early);
}

#[test]
fn no_sitting_is_closed_over_votes_that_could_change_what_comes_of_a_case() {
    let (mut review, sitting) = in_sitting(5, false);
    cast(&mut review, 3);
    let names: HashMap<AccountId, String> =
        (0..).zip(&review.seats).map(|(at, seat)| (seat.account, format!("Ủy viên {at}"))).collect();
    let on =
        |review: &Review, is_settled, day| closing(&sitting, review, ("Phiếu hẹn", is_settled), &names, day);
    let held_on = sitting.held_on;
    let missing = Fault::VotesMissing {
        title: "Phiếu hẹn".into(),
        missing: 2,
        names: vec!["Ủy viên 3".into(), "Ủy viên 4".into()],
    };
    assert_eq!(on(&review, false, held_on), Closing::Prevents(missing), "three of five, four are needed");
    assert!(matches!(on(&review, true, held_on), Closing::Concludes(_)), "its sheets fail it anyhow");
    let next_day = held_on.next_day().expect("a day");
    assert!(matches!(on(&review, false, next_day), Closing::Concludes(_)), "nobody can vote any more");
    review.tally = Tally { agree: 1, disagree: 2, ..review.tally };
    assert!(matches!(on(&review, false, held_on), Closing::Concludes(_)), "at most three can agree");
}

/// The rule that a colleague of an ordinary member's unit stands in for them.
fn deputies() -> DeputyRule {
    DeputyRule {
        positions: vec![CouncilPosition::Member],
        is_same_unit: true,
        source: "Quy chế Hội đồng sáng kiến, điều 5".into(),
        is_verified: false,
    }
}

fn named(member: AccountId, candidate: Candidate) -> Vec<(NamedDeputy, Candidate)> {
    let one =
        NamedDeputy { member, deputy: AccountId::fresh(), basis: " Giấy ủy quyền số 3 ".into() };
    vec![(one, candidate)]
}

#[test]
fn a_deputy_votes_only_where_the_rubric_says_so() {
    let (mut case, sitting) = in_sitting(3, false);
    let unit = Some(UnitId::fresh());
    let colleague = Candidate { may_sit: true, unit, member_unit: unit };
    let (chair, member) = (case.seats[0].account, case.seats[4].account);
    let refused =
        |case: &Review, present: &[AccountId], who: &[(NamedDeputy, Candidate)], authors: &[AccountId]| {
            let agendum = Agendum { review: case, authors };
            check_deputies(present, &[agendum], who).map_err(|fault| match fault {
                Fault::DeputyRefused { at: 0, why } => why,
                other => panic!("{other:?}"),
            })
        };
    let someone = named(member, colleague);
    assert_eq!(refused(&case, &sitting.present, &someone, &[]), Err(DeputyFault::NotAllowed), "says nothing");
    case.rubric.deputies = Some(deputies());
    assert_eq!(refused(&case, &sitting.present, &someone, &[]), Ok(()));
    let of_chair = named(chair, colleague);
    assert_eq!(refused(&case, &[], &of_chair, &[]), Err(DeputyFault::NotAllowed), "another position");
    assert_eq!(refused(&case, &[member], &someone, &[]), Err(DeputyFault::MemberPresent));
    let stranger = named(member, Candidate { unit: Some(UnitId::fresh()), ..colleague });
    assert_eq!(refused(&case, &[], &stranger, &[]), Err(DeputyFault::OtherUnit));
    let closed = named(member, Candidate { may_sit: false, ..colleague });
    assert_eq!(refused(&case, &[], &closed, &[]), Err(DeputyFault::NoAccount));
    let author = [someone[0].0.deputy];
    assert_eq!(refused(&case, &[], &someone, &author), Err(DeputyFault::HasOwnPart));
    let mut own = someone.clone();
    own[0].0.deputy = case.seats[1].account;
    assert_eq!(refused(&case, &[], &own, &[]), Err(DeputyFault::HasOwnPart), "a member has one vote");
    let mut silent = someone.clone();
    silent[0].0.basis = " ".into();
    assert_eq!(refused(&case, &[], &silent, &[]), Err(DeputyFault::NoBasis));
    let nobody = named(AccountId::fresh(), colleague);
    assert_eq!(refused(&case, &[], &nobody, &[]), Err(DeputyFault::NoSeat));
}

#[test]
fn a_deputy_counts_as_the_member_and_is_not_exchanged_after_the_vote() {
    let (mut case, mut sitting) = in_sitting(3, false);
    case.rubric.deputies = Some(deputies());
    let unit = Some(UnitId::fresh());
    let who = named(case.seats[4].account, Candidate { may_sit: true, unit, member_unit: unit });
    let agendum = Agendum { review: &case, authors: &[] };
    let mut seated = Review { seats: with_deputies(&agendum, &who), ..case.clone() };
    assert_eq!(seated.seats[4].deputy.as_ref().map(|one| one.basis.as_str()), Some("Giấy ủy quyền số 3"));
    let present = |review: &Review, sitting: &Sitting| {
        turnout(review.rubric.vote, &review.seats, &sitting.present, false).present
    };
    assert_eq!(present(&seated, &sitting), 3, "named, and not there");
    sitting.present.push(who[0].0.deputy);
    assert_eq!(present(&seated, &sitting), 4);
    let vote = |review: &Review, by| check_vote(review, Some(&sitting), "Phiếu hẹn", by, sitting.held_on);
    assert_eq!(vote(&seated, who[0].0.deputy), Ok(()));
    assert_eq!(vote(&seated, seated.seats[4].account), Err(Fault::NotPresent), "the member is not there");
    seated.seats[4].has_voted = true;
    seated.tally.agree = 1;
    assert_eq!(vote(&seated, who[0].0.deputy), Err(Fault::VotedAlready), "one vote for one member");
    let alone = without_deputies(&seated);
    let exchanged = check_exchange(std::slice::from_ref(&seated), &[alone], &sitting);
    assert_eq!(exchanged, Err(Fault::VotedSoPresent));
}

#[test]
fn the_record_of_a_sitting_takes_hours_of_a_clock() {
    let kept = record((Some(" 08:05 "), Some("10:30")), " Ý kiến ").expect("a record");
    assert_eq!(
        (kept.began_at, kept.ended_at, kept.opinions.as_str()),
        (Some((8, 5)), Some((10, 30)), "Ý kiến")
    );
    for bad in ["8h", "24:00", "08:60", "08", "-1:00"] {
        assert_eq!(record((Some(bad), None), ""), Err(Fault::BadTime { field: "beganAt" }), "{bad}");
    }
    assert_eq!(record((Some("10:00"), Some("09:59")), ""), Err(Fault::BadTime { field: "endedAt" }));
    let long = "ý".repeat(LONGEST_OPINIONS + 1);
    assert_eq!(record((None, None), &long), Err(Fault::TooLong { field: "opinions" }));
}

/// A keeper, whoever presides, and both.
const KEEPER: Hats = Hats { keeps: true, leads: false };
const CHAIR: Hats = Hats { keeps: false, leads: true };

#[test]
fn once_somebody_signed_nobody_leaves_or_joins_at_the_keepers_will() {
    let reason = || "Lý do".to_owned();
    let change = |review: &Review, hats, at: usize, change: SeatChange| {
        changed_seat(review, hats, &review.seats[at], &change).map(|_| ())
    };
    let exclude = || SeatChange::Exclude { reason: reason() };
    let appoint = || SeatChange::Appoint { reason: reason() };
    let release = || SeatChange::Release { reason: reason() };

    let fresh = review((0..5).map(|_| unsigned()).collect());
    assert_eq!(change(&fresh, KEEPER, 0, exclude()), Ok(()));
    assert_eq!(change(&fresh, KEEPER, 0, release()), Ok(()));
    let none = SeatChange::Appoint { reason: String::new() };
    assert_eq!(change(&fresh, KEEPER, 0, none.clone()), Ok(()), "no reason is needed yet");

    let one_signed = review(vec![seat("24", "54"), unsigned(), unsigned(), unsigned()]);
    for deed in [exclude(), appoint(), release()] {
        assert_eq!(change(&one_signed, KEEPER, 1, deed.clone()), Err(Fault::SeatsSettled), "{deed:?}");
    }
    assert_eq!(change(&one_signed, CHAIR, 1, release()), Ok(()), "who never signs is done without");
    assert_eq!(change(&one_signed, CHAIR, 0, exclude()), Err(Fault::UnknownMember), "authors are hidden");

    let (scored, _) = in_sitting(0, false);
    for at in 0..5 {
        assert_eq!(change(&scored, KEEPER, at, exclude()), Err(Fault::SeatsSettled));
        assert!(
            change(&scored, KEEPER, at, appoint()).is_err()
                && change(&scored, KEEPER, at, release()).is_err()
        );
    }
    assert_eq!(change(&scored, CHAIR, 2, exclude()), Ok(()));

    let mut seats = scored.seats.clone();
    seats[2] = left(&seats[2], ExclusionKind::Presiding, "Vợ là tác giả");
    let short = Review { state: ReviewState::Scoring, seats, ..scored.clone() };
    assert_eq!(change(&short, KEEPER, 3, appoint()), Ok(()), "a conflict left two sheets");
    assert_eq!(change(&short, KEEPER, 3, none), Err(Fault::Missing { field: "reason" }));
    assert_eq!(change(&short, KEEPER, 0, exclude()), Err(Fault::SeatsSettled));
    let mut filled = short.clone();
    filled.seats[3].scores = true;
    assert_eq!(change(&filled, KEEPER, 4, appoint()), Err(Fault::SeatsSettled), "and one joins, not two");
    let mut began = scored;
    cast(&mut began, 1);
    assert_eq!(change(&began, CHAIR, 2, exclude()), Err(Fault::VoteBegan));
    assert_eq!(check_leaving(&began, &began.seats[4]), Err(Fault::VoteBegan));
    assert_eq!(check_leaving(&began, &began.seats[0]), Err(Fault::VotedAlready));
}

#[test]
fn the_chair_presides_and_a_vice_chair_over_the_chairs_own_seat() {
    let (mut review, _) = in_sitting(0, false);
    let [chair, vice, other] = [0, 1, 2].map(|at: usize| review.seats[at].account);
    assert!(leads(&review, chair, other) && leads(&review, chair, vice));
    assert!(!leads(&review, chair, chair), "nobody decides about the own seat");
    assert!(leads(&review, vice, chair) && !leads(&review, vice, other));
    assert!(!leads(&review, other, chair));
    review.seats[0] = left(&review.seats[0], ExclusionKind::Declared, "Tác giả là em tôi");
    assert!(leads(&review, vice, other) && !leads(&review, chair, other));
}
