//! Pure rules of adoptions.

use time::Date;

use super::model::{AdoptionAnswer, AdoptionFault as Fault};
use crate::initiatives::InitiativeState as State;

/// Longest text, in characters.
pub const LONGEST_TEXT: usize = 2_000;
/// Most units that are asked about one initiative.
pub const MOST: usize = 50;

/// Whether units may be asked while the initiative stands here: from its recognition until the province's council has
/// it.
pub fn check_asking(state: State) -> Result<(), Fault> {
    match state {
        State::RecognisedBase | State::Referred | State::ReferralFix | State::ProvChecked => Ok(()),
        other => Err(Fault::WrongState(other)),
    }
}

/// Whether a unit may answer, and answer anew: until the province's council has voted.
pub fn check_answering(state: State) -> Result<(), Fault> {
    match state {
        State::ProvAssigned | State::ProvScored => Ok(()),
        other => check_asking(other),
    }
}

/// Whether a remark is short enough.
pub fn check_note(note: &str) -> Result<String, Fault> {
    within("note", note)
}

/// An answer as it can be kept.
pub fn check_answer(
    answer: AdoptionAnswer,
    first_applied_on: Option<Date>,
    today: Date,
) -> Result<AdoptionAnswer, Fault> {
    match answer {
        AdoptionAnswer::Confirmed { applied_on, effect } => {
            let effect = written("effect", &effect)?;
            let is_early = first_applied_on.is_some_and(|first| applied_on < first);
            if applied_on > today || is_early {
                return Err(Fault::BadDay);
            }
            Ok(AdoptionAnswer::Confirmed { applied_on, effect })
        }
        AdoptionAnswer::Declined { reason } => {
            Ok(AdoptionAnswer::Declined { reason: written("reason", &reason)? })
        }
    }
}

fn written(field: &'static str, text: &str) -> Result<String, Fault> {
    let text = within(field, text)?;
    if text.is_empty() { Err(Fault::Missing { field }) } else { Ok(text) }
}

fn within(field: &'static str, text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.chars().count() > LONGEST_TEXT { Err(Fault::TooLong { field }) } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn units_are_asked_until_the_council_has_it_and_answer_until_it_has_voted() {
        let asked: Vec<_> = State::ALL.iter().filter(|state| check_asking(**state).is_ok()).collect();
        assert_eq!(
            asked,
            [&State::RecognisedBase, &State::Referred, &State::ReferralFix, &State::ProvChecked]
        );
        let answered: Vec<_> = State::ALL.iter().filter(|state| check_answering(**state).is_ok()).collect();
        assert_eq!(answered.len(), 6);
        assert_eq!(check_answering(State::ProvCouncil), Err(Fault::WrongState(State::ProvCouncil)));
    }

    #[test]
    fn an_adoption_begins_between_the_first_application_and_today() {
        let (first, today) = (date!(2021 - 03 - 01), date!(2021 - 12 - 14));
        let check = |applied_on, effect: &str| {
            let answer = AdoptionAnswer::Confirmed { applied_on, effect: effect.into() };
            check_answer(answer, Some(first), today).map(|_| ())
        };
        assert_eq!(check(first, "Giảm 2 ngày"), Ok(()));
        assert_eq!(check(today, "Giảm 2 ngày"), Ok(()));
        assert_eq!(check(date!(2021 - 02 - 28), "Giảm 2 ngày"), Err(Fault::BadDay));
        assert_eq!(check(date!(2021 - 12 - 15), "Giảm 2 ngày"), Err(Fault::BadDay));
        assert_eq!(check(today, " "), Err(Fault::Missing { field: "effect" }));
        let long = "ư".repeat(LONGEST_TEXT + 1);
        assert_eq!(check(today, &long), Err(Fault::TooLong { field: "effect" }));
        let declined = check_answer(AdoptionAnswer::Declined { reason: String::new() }, None, today);
        assert_eq!(declined, Err(Fault::Missing { field: "reason" }));
    }
}
