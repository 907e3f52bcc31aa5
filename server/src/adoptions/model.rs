//! An adoption, and what stands in the way of asking for one or answering.

use time::{Date, OffsetDateTime};

use crate::initiatives::InitiativeState;
use crate::shared::codes::codes;
use crate::shared::id::{AccountId, AdoptionId, InitiativeId, UnitId};

codes! {
    /// Where an adoption stands.
    AdoptionState {
        /// The unit was asked, and has not answered.
        Asked = "ASKED",
        /// The unit confirmed that it applies the initiative.
        Confirmed = "CONFIRMED",
        /// The unit does not apply it.
        Declined = "DECLINED",
    }
}

/// What the adopting unit answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdoptionAnswer {
    /// The unit applies it.
    Confirmed {
        /// From which day on.
        applied_on: Date,
        /// With what effect.
        effect: String,
    },
    /// The unit does not.
    Declined {
        /// Why.
        reason: String,
    },
}

/// That another unit was asked whether it took an initiative over, with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adoption {
    /// Id.
    pub id: AdoptionId,
    /// Which initiative.
    pub initiative: InitiativeId,
    /// The unit that was asked.
    pub unit: UnitId,
    /// What it took over, as the asking unit says; empty when it said nothing.
    pub note: String,
    /// Who asked.
    pub asked_by: AccountId,
    /// When.
    pub asked_at: OffsetDateTime,
    /// The answer, with who gave it and when.
    pub answer: Option<(AdoptionAnswer, AccountId, OffsetDateTime)>,
    /// Counts the changes.
    pub version: i32,
}

impl Adoption {
    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> AdoptionState {
        match &self.answer {
            None => AdoptionState::Asked,
            Some((AdoptionAnswer::Confirmed { .. }, ..)) => AdoptionState::Confirmed,
            Some((AdoptionAnswer::Declined { .. }, ..)) => AdoptionState::Declined,
        }
    }
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdoptionFault {
    /// Somebody else changed it meanwhile.
    Stale,
    /// Not possible while the initiative stands here.
    WrongState(InitiativeState),
    /// A unit that does not stand today, or the initiative's own.
    BadUnit,
    /// The unit was asked already.
    AskedAlready,
    /// As many units were asked as can be.
    TooMany,
    /// The unit has answered, so the question stays.
    AnsweredStays,
    /// A text is missing.
    Missing {
        /// Path of the field.
        field: &'static str,
    },
    /// A text is too long.
    TooLong {
        /// Path of the field.
        field: &'static str,
    },
    /// Applied from a day that lies in the future, or before the first application of the initiative.
    BadDay,
}
