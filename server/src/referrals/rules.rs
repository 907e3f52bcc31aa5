//! Pure rules of referrals.

use super::model::{Referral, ReferralFault as Fault, ReferralState};
use crate::councils::InitiativeLevel;
use crate::initiatives::{InitiativeState as State, Move};
use crate::recognitions::Recognition;

/// Longest statement, in characters.
pub const LONGEST_STATEMENT: usize = 10_000;
/// Longest reason, in characters.
pub const LONGEST_NOTE: usize = 2_000;

/// Whether a statement can be kept as it is; it may be unfinished.
pub fn check_statement(statement: &str) -> Result<String, Fault> {
    within("statement", statement, LONGEST_STATEMENT)
}

/// A reason that must be given.
pub fn check_reason(reason: &str) -> Result<String, Fault> {
    let reason = within("reason", reason, LONGEST_NOTE)?;
    if reason.is_empty() { Err(Fault::Missing { field: "reason" }) } else { Ok(reason) }
}

/// A remark that need not be given.
pub fn check_note(note: Option<&str>) -> Result<Option<String>, Fault> {
    let note = within("note", note.unwrap_or_default(), LONGEST_NOTE)?;
    Ok(Some(note).filter(|note| !note.is_empty()))
}

fn within(field: &'static str, text: &str, most: usize) -> Result<String, Fault> {
    let text = text.trim();
    if text.chars().count() > most { Err(Fault::TooLong { field, most }) } else { Ok(text.to_owned()) }
}

/// The move by which an open referral is sent: for the first time, or completed.
pub fn sending(referral: &Referral, state: State) -> Result<Move, Fault> {
    match (referral.state, state) {
        (ReferralState::Prepared, State::RecognisedBase) => Ok(Move::Refer),
        (ReferralState::Sent, State::ReferralFix) => Ok(Move::Complete),
        (ReferralState::Prepared, other) => Err(Fault::WrongState(other)),
        _ => Err(Fault::NotOpen),
    }
}

/// The recognition by the unit on which a referral rests: it stands.
#[must_use]
pub fn base_of(recognitions: &[Recognition]) -> Option<&Recognition> {
    let stands = |one: &&Recognition| one.level == InitiativeLevel::Base && one.cancellation.is_none();
    recognitions.iter().rfind(stands)
}

/// Everything that is missing before it is sent (INV-I3): the numbered decision, the minutes that show the votes, and
/// what the unit says.
#[must_use]
pub fn missing_to_send(base: Option<&Recognition>, has_minutes: bool, statement: &str) -> Vec<Fault> {
    let mut missing = Vec::new();
    if base.is_none_or(|base| base.decision_number.is_none() || base.decision_date.is_none()) {
        missing.push(Fault::NoCertificate);
    }
    if !has_minutes {
        missing.push(Fault::NoMinutes);
    }
    if statement.trim().is_empty() {
        missing.push(Fault::Missing { field: "statement" });
    }
    missing
}

/// Whether enough units confirmed that they adopted the initiative.
pub fn check_adopters(confirmed: usize, needed: i32) -> Result<(), Fault> {
    let needed = usize::try_from(needed).unwrap_or(0);
    if confirmed < needed { Err(Fault::TooFewAdopters { confirmed, needed }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::recognitions::{Cancellation, CancellationGround};
    use crate::shared::id::{AccountId, InitiativeId, RecognitionId, ReferralId, ReviewId, UnitId};

    fn recognition(level: InitiativeLevel, is_numbered: bool) -> Recognition {
        Recognition {
            id: RecognitionId::fresh(),
            initiative: InitiativeId::fresh(),
            review: ReviewId::fresh(),
            unit: UnitId::fresh(),
            level,
            decided_by: AccountId::fresh(),
            decided_at: datetime!(2021-12-20 02:00 UTC),
            decision_number: is_numbered.then(|| "15/QĐ-UBND".into()),
            decision_date: is_numbered.then_some(date!(2021 - 12 - 20)),
            valid_until: date!(2024 - 12 - 19),
            cancellation: None,
            certificate_numbers: std::collections::BTreeMap::new(),
            version: 1,
        }
    }

    fn referral(state: ReferralState) -> Referral {
        Referral {
            id: ReferralId::fresh(),
            initiative: InitiativeId::fresh(),
            unit: UnitId::fresh(),
            statement: String::new(),
            state,
            prepared_by: AccountId::fresh(),
            prepared_at: datetime!(2021-12-20 20:00 UTC),
            sent: None,
            petition: None,
            version: 1,
        }
    }

    /// INV-I3: a province referral needs a base certificate and the minutes.
    #[test]
    fn a_referral_needs_certificate_minutes_and_what_the_unit_says() {
        let base = recognition(InitiativeLevel::Base, true);
        assert_eq!(missing_to_send(Some(&base), true, "Đã nhân rộng"), []);
        let unnumbered = recognition(InitiativeLevel::Base, false);
        assert_eq!(
            missing_to_send(Some(&unnumbered), false, " "),
            [Fault::NoCertificate, Fault::NoMinutes, Fault::Missing { field: "statement" }]
        );
        assert_eq!(missing_to_send(None, true, "Đã nhân rộng"), [Fault::NoCertificate]);
    }

    #[test]
    fn a_referral_rests_on_the_last_base_recognition_that_stands() {
        let base = recognition(InitiativeLevel::Base, true);
        let province = recognition(InitiativeLevel::Province, true);
        let cancellation = Cancellation {
            ground: CancellationGround::NotTheAuthors,
            reason: "Sao chép".into(),
            by: AccountId::fresh(),
            at: datetime!(2022-03-01 02:00 UTC),
            decision_number: None,
            decision_date: None,
        };
        let fallen =
            Recognition { cancellation: Some(cancellation), ..recognition(InitiativeLevel::Base, true) };
        assert_eq!(base_of(&[base.clone(), fallen.clone(), province]), Some(&base));
        assert_eq!(base_of(&[fallen]), None);
    }

    #[test]
    fn it_is_sent_once_and_again_when_it_was_to_be_completed() {
        let (prepared, sent) = (referral(ReferralState::Prepared), referral(ReferralState::Sent));
        assert_eq!(sending(&prepared, State::RecognisedBase), Ok(Move::Refer));
        assert_eq!(sending(&sent, State::ReferralFix), Ok(Move::Complete));
        assert_eq!(sending(&sent, State::Referred), Err(Fault::NotOpen));
        assert_eq!(sending(&prepared, State::Cancelled), Err(Fault::WrongState(State::Cancelled)));
        assert_eq!(sending(&referral(ReferralState::Ended), State::RecognisedBase), Err(Fault::NotOpen));
    }

    #[test]
    fn as_many_units_confirm_as_the_parameter_asks() {
        assert_eq!(check_adopters(2, 2), Ok(()));
        assert_eq!(check_adopters(1, 2), Err(Fault::TooFewAdopters { confirmed: 1, needed: 2 }));
    }
}
