//! Pure rules of decisions about initiatives.

use std::collections::{BTreeMap, HashSet};

use time::{Date, Month};

use super::model::{AskedDecision, Recognition, RecognitionFault as Fault, Verdict};
use super::numbering::{LONGEST_NUMBER, NumberFault};
use crate::councils::InitiativeLevel;
use crate::initiatives::{self, Initiative, InitiativeState};
use crate::parameters::{Clock, last_day_of_validity};
use crate::reviews::{Outcome, Review, ReviewState};
use crate::shared::fold::fold;
use crate::shared::id::{AccountId, InitiativeAuthorId};
use crate::units::Unit;

/// Most decisions at once.
pub const MOST: usize = 200;

/// Whether so many decisions can be taken at once.
pub fn check_count(asked: &[AskedDecision]) -> Result<(), Fault> {
    let reviews: HashSet<_> = asked.iter().map(|one| one.review).collect();
    if asked.is_empty() || asked.len() > MOST || reviews.len() < asked.len() {
        Err(Fault::BadCount)
    } else {
        Ok(())
    }
}

/// Whether a case can be decided so today, by the decision of a place in the list and the time to file: the head recognises
/// nothing that the council did not pass, and refuses with a reason, on a ground that no clock contradicts.
pub fn check(
    review: &Review,
    case: &Initiative,
    asked: &AskedDecision,
    (at, months, today): (usize, &Clock, Date),
) -> Result<(), Fault> {
    if review.state != ReviewState::Deliberated {
        return Err(Fault::NotDeliberated { at });
    }
    if review.version != asked.version {
        return Err(Fault::Stale { at });
    }
    let has_passed = review.result.as_ref().is_some_and(|result| result.outcome == Outcome::Passed);
    match &asked.verdict {
        Verdict::Recognise if !has_passed => Err(Fault::CouncilRefused { at }),
        Verdict::Recognise => Ok(()),
        Verdict::Refuse { reason, ground } => {
            initiatives::clock_allows(case, *ground, months, today)
                .map_err(|why| Fault::GroundEarly { at, why })?;
            initiatives::check_note(reason).map(|_| ()).map_err(|_| Fault::BadReason { at })
        }
    }
}

/// Somebody who leads a unit, and whose place they take where they are a substitute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Who leads it.
    pub account: AccountId,
    /// The absent head whose place they take.
    pub instead_of: Option<AccountId>,
}

impl Head {
    fn is_any(self, of: impl Fn(AccountId) -> bool) -> bool {
        of(self.account) || self.instead_of.is_some_and(of)
    }
}

/// Whether no head of the unit decides about a case, but one of the unit above: a head is an author, or each of them, with
/// those who stand in for them, left its review for a conflict of interest.
#[must_use]
pub fn passes_above(heads: &[Head], case: &Initiative, barred: &[AccountId]) -> bool {
    let is_author = |who: AccountId| case.author(who).is_some();
    let is_barred = |who: AccountId| barred.contains(&who);
    heads.iter().any(|head| head.is_any(is_author))
        || (!heads.is_empty() && heads.iter().all(|head| head.is_any(is_barred)))
}

/// The numbers of certificates as they are kept, and the reason where one that stands changes; an empty one is none.
pub fn check_certificates(
    held: &Recognition,
    given: &[(InitiativeAuthorId, String)],
    reason: &str,
) -> Result<(BTreeMap<InitiativeAuthorId, String>, Option<String>), Fault> {
    if held.decision_number.is_none() {
        return Err(Fault::DecisionUnnumbered);
    }
    let mut numbers = BTreeMap::new();
    let mut seen = HashSet::new();
    for (author, number) in given {
        let number = number.trim();
        if number.chars().count() > LONGEST_NUMBER {
            return Err(Fault::CertificateNumber(NumberFault::TooLong));
        }
        if number.is_empty() {
            continue;
        }
        if !seen.insert(same_number(number)) {
            return Err(Fault::CertificateNumber(NumberFault::Taken { number: number.to_owned() }));
        }
        numbers.insert(*author, number.to_owned());
    }
    let changes = held.certificate_numbers.iter().any(|(author, number)| numbers.get(author) != Some(number));
    let reason = match (changes, initiatives::check_note(reason)) {
        (true, Err(_)) => return Err(Fault::CertificateNumber(NumberFault::BadCorrection)),
        (true, Ok(reason)) => Some(reason.to_owned()),
        (false, _) => None,
    };
    Ok((numbers, reason))
}

/// First and last day of the year of a day; numbers begin anew each year.
#[must_use]
pub fn year_of(day: Date) -> (Date, Date) {
    let bound = |month, number| Date::from_calendar_date(day.year(), month, number).unwrap_or(day);
    (bound(Month::January, 1), bound(Month::December, 31))
}

/// A number as it is compared: neither case nor spaces tell two apart.
#[must_use]
pub fn same_number(number: &str) -> String {
    fold(number).chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Whether a recognition can be cancelled while its initiative stands here. What the unit recognised stays while the
/// province's recognition stands on it.
pub fn check_standing(held: &Recognition, state: InitiativeState) -> Result<(), Fault> {
    if held.cancellation.is_some() {
        return Err(Fault::CancelledAlready);
    }
    if held.level == InitiativeLevel::Base && state == InitiativeState::RecognisedProvince {
        return Err(Fault::ProvinceStands);
    }
    Ok(())
}

/// Whether a recognition can be cancelled, among all recognitions of its initiative; answers the reason as it is kept.
/// What the unit recognised stays while the province's recognition stands on it.
pub fn check_cancelling(held: &Recognition, all: &[Recognition], reason: &str) -> Result<String, Fault> {
    if held.cancellation.is_some() {
        return Err(Fault::CancelledAlready);
    }
    let carries = |one: &Recognition| one.level == InitiativeLevel::Province && one.cancellation.is_none();
    if held.level == InitiativeLevel::Base && all.iter().any(carries) {
        return Err(Fault::ProvinceStands);
    }
    initiatives::check_note(reason).map(str::to_owned).map_err(|_| Fault::BadCancellation)
}

/// Whether a share, in hundredths of a percent, is large enough to use an initiative for a title; `least` in percent.
#[must_use]
pub fn serves_titles(share: i32, least: i32) -> bool {
    share >= least * 100
}

/// Who recognises in a unit, as decisions name them: its chair where a People's Committee leads it (Decree 13/2012/NĐ-CP,
/// articles 2 and 8), else the unit itself.
#[must_use]
pub fn recognising_body(unit: &Unit) -> String {
    match unit.kind.has_committee() {
        true => format!("Chủ tịch UBND {}", unit.name_within_text()),
        false => unit.name_vi.clone(),
    }
}

/// How many years a recognition of a day holds that ends on another.
#[must_use]
pub fn years_of(recognised_on: Date, valid_until: Date) -> i32 {
    valid_until.next_day().unwrap_or(valid_until).year() - recognised_on.year()
}

/// The last day on which titles and bonuses may rest on a recognition of a day.
#[must_use]
pub fn valid_until(recognised_on: Date, years: i32) -> Date {
    last_day_of_validity(recognised_on, years.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::super::model::{Cancellation, CancellationGround};
    use super::*;
    use crate::shared::id::{InitiativeId, RecognitionId, ReviewId, UnitId};

    fn recognition() -> Recognition {
        Recognition {
            id: RecognitionId::fresh(),
            initiative: InitiativeId::fresh(),
            review: ReviewId::fresh(),
            unit: UnitId::fresh(),
            level: InitiativeLevel::Base,
            decided_by: AccountId::fresh(),
            decided_at: datetime!(2021-12-20 20:00 UTC),
            decision_number: None,
            decision_date: None,
            valid_until: date!(2024 - 12 - 20),
            cancellation: None,
            certificate_numbers: BTreeMap::new(),
            version: 1,
        }
    }

    #[test]
    fn three_years_end_the_day_before() {
        assert_eq!(valid_until(date!(2021 - 12 - 21), 3), date!(2024 - 12 - 20));
        assert_eq!(valid_until(date!(2024 - 02 - 29), 1), date!(2025 - 02 - 27));
    }

    #[test]
    fn certificates_are_numbered_after_their_decision_each_with_its_own() {
        let mut held = recognition();
        let [one, two] = [InitiativeAuthorId::fresh(), InitiativeAuthorId::fresh()];
        let given = |first: &str, second: &str| vec![(one, first.to_owned()), (two, second.to_owned())];
        let check =
            |held: &Recognition, given: Vec<_>, reason: &str| check_certificates(held, &given, reason);
        assert_eq!(check(&held, given("1", "2"), ""), Err(Fault::DecisionUnnumbered));
        held.decision_number = Some("15/QĐ-UBND".into());
        let taken = Fault::CertificateNumber(NumberFault::Taken { number: "1/gcn".into() });
        assert_eq!(check(&held, given("1/GCN", "1/gcn"), ""), Err(taken));
        let (numbers, reason) = check(&held, given(" 1/GCN ", ""), "").expect("one of two");
        assert_eq!((numbers.len(), reason), (1, None));
        held.certificate_numbers = numbers;
        assert_eq!(
            check(&held, given("3/GCN", "2/GCN"), " "),
            Err(Fault::CertificateNumber(NumberFault::BadCorrection))
        );
        assert!(check(&held, given("1/GCN", "2/GCN"), "").is_ok_and(|(numbers, _)| numbers.len() == 2));
        assert!(check(&held, given("3/GCN", ""), "Ghi nhầm").is_ok_and(|(_, reason)| reason.is_some()));
    }

    #[test]
    fn neither_case_nor_spaces_tell_two_numbers_apart() {
        assert_eq!(same_number(" 15 / qd-ubnd"), same_number("15/QĐ-UBND"));
    }

    fn cancelled(one: Recognition) -> Recognition {
        let cancellation = Cancellation {
            ground: CancellationGround::NotTheAuthors,
            reason: "Sao chép".into(),
            by: AccountId::fresh(),
            at: datetime!(2022-03-01 02:00 UTC),
            decision_number: None,
            decision_date: None,
        };
        Recognition { cancellation: Some(cancellation), ..one }
    }

    #[test]
    fn a_recognition_is_cancelled_once_and_the_provinces_before_the_units() {
        let base = recognition();
        let province = Recognition { level: InitiativeLevel::Province, ..recognition() };
        let both = [base.clone(), province.clone()];
        assert_eq!(check_cancelling(&province, &both, " Sao chép "), Ok("Sao chép".into()));
        assert_eq!(check_cancelling(&base, &both, "Sao chép"), Err(Fault::ProvinceStands));
        let fallen = [base.clone(), cancelled(province.clone())];
        assert_eq!(check_cancelling(&base, &fallen, "Sao chép"), Ok("Sao chép".into()));
        assert_eq!(check_cancelling(&fallen[1], &fallen, "Sao chép"), Err(Fault::CancelledAlready));
        assert_eq!(check_cancelling(&base, &fallen, " "), Err(Fault::BadCancellation));
    }

    #[test]
    fn a_recognition_serves_from_its_dated_decision_until_its_last_day() {
        let mut one = recognition();
        assert!(!one.is_valid_on(date!(2021 - 12 - 25)), "no date yet");
        one.decision_date = Some(date!(2021 - 12 - 22));
        for (day, is_valid) in [
            (date!(2021 - 12 - 21), false),
            (date!(2021 - 12 - 22), true),
            (date!(2024 - 12 - 20), true),
            (date!(2024 - 12 - 21), false),
        ] {
            assert_eq!(one.is_valid_on(day), is_valid, "{day}");
        }
        assert!(!cancelled(one).is_valid_on(date!(2022 - 01 - 01)));
    }

    #[test]
    fn a_share_serves_titles_from_the_parameter_on() {
        assert!(serves_titles(3_000, 30));
        assert!(!serves_titles(2_999, 30));
    }

    #[test]
    fn nobody_decides_twice_about_a_case_at_once() {
        let one = AskedDecision { review: ReviewId::fresh(), version: 1, verdict: Verdict::Recognise };
        assert_eq!(check_count(std::slice::from_ref(&one)), Ok(()));
        assert_eq!(check_count(&[one.clone(), one]), Err(Fault::BadCount));
        assert_eq!(check_count(&[]), Err(Fault::BadCount));
    }
}
