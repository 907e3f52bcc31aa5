//! Pure rules of decisions about initiatives.

use std::collections::HashSet;

use time::{Date, Month};

use super::model::{AskedDecision, Recognition, RecognitionFault as Fault, Verdict};
use crate::initiatives;
use crate::reviews::{Outcome, Review, ReviewState};
use crate::shared::clock::vietnam_date;

/// Most decisions at once.
pub const MOST: usize = 200;
/// Longest number of a decision, in characters.
pub const LONGEST_NUMBER: usize = 60;

/// Whether so many decisions can be taken at once.
pub fn check_count(asked: &[AskedDecision]) -> Result<(), Fault> {
    let reviews: HashSet<_> = asked.iter().map(|one| one.review).collect();
    if asked.is_empty() || asked.len() > MOST || reviews.len() < asked.len() {
        Err(Fault::BadCount)
    } else {
        Ok(())
    }
}

/// Whether a case can be decided so: the head recognises nothing that the council did not pass, and gives a reason for
/// every refusal.
pub fn check(review: &Review, asked: &AskedDecision, at: usize) -> Result<(), Fault> {
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
        Verdict::Refuse { reason, .. } => {
            initiatives::check_note(reason).map(|_| ()).map_err(|_| Fault::BadReason { at })
        }
    }
}

/// Whether the clerk may enter a number and a date.
pub fn check_number(held: &Recognition, number: &str, date: Date, today: Date) -> Result<(), Fault> {
    let length = number.trim().chars().count();
    if length == 0 || length > LONGEST_NUMBER {
        return Err(Fault::BadNumber);
    }
    if date < vietnam_date(held.decided_at) || date > today { Err(Fault::BadDate) } else { Ok(()) }
}

/// The last day on which titles and bonuses may rest on a recognition of a day; of 29 February the 28th.
#[must_use]
pub fn valid_until(recognised_on: Date, years: i32) -> Date {
    let year = recognised_on.year() + years;
    let day = if recognised_on.month() == Month::February {
        recognised_on.day().min(28)
    } else {
        recognised_on.day()
    };
    let anniversary = Date::from_calendar_date(year, recognised_on.month(), day).unwrap_or(recognised_on);
    anniversary.previous_day().unwrap_or(anniversary)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::councils::InitiativeLevel;
    use crate::shared::id::{AccountId, InitiativeId, RecognitionId, ReviewId, UnitId};

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
            version: 1,
        }
    }

    #[test]
    fn three_years_end_the_day_before() {
        assert_eq!(valid_until(date!(2021 - 12 - 21), 3), date!(2024 - 12 - 20));
        assert_eq!(valid_until(date!(2024 - 02 - 29), 1), date!(2025 - 02 - 27));
    }

    #[test]
    fn a_decision_is_dated_from_the_day_it_was_taken_to_today() {
        let (held, today) = (recognition(), date!(2021 - 12 - 25));
        let check = |number: &str, date| check_number(&held, number, date, today);
        assert_eq!(check("15/QĐ-UBND", date!(2021 - 12 - 21)), Ok(()), "the day in Viet Nam");
        assert_eq!(check("15/QĐ-UBND", date!(2021 - 12 - 20)), Err(Fault::BadDate));
        assert_eq!(check("15/QĐ-UBND", date!(2021 - 12 - 26)), Err(Fault::BadDate));
        assert_eq!(check(" ", today), Err(Fault::BadNumber));
        assert_eq!(check(&"1".repeat(61), today), Err(Fault::BadNumber));
    }

    #[test]
    fn nobody_decides_twice_about_a_case_at_once() {
        let one = AskedDecision { review: ReviewId::fresh(), version: 1, verdict: Verdict::Recognise };
        assert_eq!(check_count(std::slice::from_ref(&one)), Ok(()));
        assert_eq!(check_count(&[one.clone(), one]), Err(Fault::BadCount));
        assert_eq!(check_count(&[]), Err(Fault::BadCount));
    }
}
