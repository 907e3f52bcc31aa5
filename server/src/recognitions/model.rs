//! A recognition, and the decisions that are asked for.

use std::collections::BTreeMap;

use time::{Date, OffsetDateTime};

use super::numbering::NumberFault;
use crate::councils::InitiativeLevel;
use crate::initiatives::{ClockFault, InitiativeKind, RefusalGround};
use crate::shared::codes::codes;
use crate::shared::id::{AccountId, InitiativeAuthorId, InitiativeId, RecognitionId, ReviewId, UnitId};

codes! {
    /// Why a recognition is cancelled.
    CancellationGround {
        /// Recognised contrary to the conditions.
        ContraryToConditions = "CONTRARY_TO_CONDITIONS",
        /// Copied, or its authors are not the real ones.
        NotTheAuthors = "NOT_THE_AUTHORS",
        /// An intellectual property right was granted to another earlier.
        EarlierIpRight = "EARLIER_IP_RIGHT",
    }
}

/// That a recognition was cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// On which ground.
    pub ground: CancellationGround,
    /// Why, in words.
    pub reason: String,
    /// Who decided.
    pub by: AccountId,
    /// When.
    pub at: OffsetDateTime,
    /// Number of the decision, once the clerk entered it.
    pub decision_number: Option<String>,
    /// Date of the decision, once the clerk entered it.
    pub decision_date: Option<Date>,
}

/// That an initiative is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// Id.
    pub id: RecognitionId,
    /// Which initiative.
    pub initiative: InitiativeId,
    /// On which review it rests.
    pub review: ReviewId,
    /// Which unit recognised it.
    pub unit: UnitId,
    /// At which level.
    pub level: InitiativeLevel,
    /// Who decided.
    pub decided_by: AccountId,
    /// When.
    pub decided_at: OffsetDateTime,
    /// Number of the decision, once the clerk entered it.
    pub decision_number: Option<String>,
    /// Date of the decision, once the clerk entered it.
    pub decision_date: Option<Date>,
    /// Last day on which titles and bonuses may rest on it.
    pub valid_until: Date,
    /// That it was cancelled.
    pub cancellation: Option<Cancellation>,
    /// Numbers of the certificates by author, as far as the clerk entered them; they bear the date of the decision.
    pub certificate_numbers: BTreeMap<InitiativeAuthorId, String>,
    /// Counts the changes.
    pub version: i32,
}

impl Recognition {
    /// That it was cancelled, as far as anybody may know: once the decision that did it has number and date, and so is an act
    /// of the State.
    #[must_use]
    pub fn public_cancellation(&self) -> Option<&Cancellation> {
        self.cancellation.as_ref().filter(|cancellation| cancellation.decision_number.is_some())
    }

    /// Whether titles and bonuses may rest on it on a day: its decision is numbered and in force, and was not cancelled.
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        let in_force = self.decision_date.is_some_and(|from| from <= day && day <= self.valid_until);
        in_force && self.cancellation.is_none()
    }
}

/// Which published recognitions are wanted: those whose decision is numbered.
#[derive(Clone, Debug, Default)]
pub struct RegisterFilter {
    /// Text in the name, the field, the authors' names or the name of the unit, folded.
    pub search: Option<String>,
    /// Only initiatives that this unit received.
    pub unit: Option<UnitId>,
    /// Only recognitions by these units.
    pub recognised_by: Option<Vec<UnitId>>,
    /// Only initiatives of which this person is an author.
    pub author: Option<AccountId>,
    /// Only those of this kind.
    pub kind: Option<InitiativeKind>,
    /// Only recognitions at this level.
    pub level: Option<InitiativeLevel>,
    /// Only those on which titles and bonuses may rest on this day.
    pub valid_on: Option<Date>,
    /// Only decisions from this day on.
    pub from: Option<Date>,
    /// Only decisions until this day.
    pub until: Option<Date>,
}

/// What is decided about a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is recognised.
    Recognise,
    /// It is refused.
    Refuse {
        /// On which ground.
        ground: RefusalGround,
        /// Why, in words.
        reason: String,
    },
}

/// A decision that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedDecision {
    /// On which review.
    pub review: ReviewId,
    /// The version that the person has before them.
    pub version: i32,
    /// What is decided.
    pub verdict: Verdict,
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecognitionFault {
    /// No decisions, too many at once, or two about one case.
    BadCount,
    /// Somebody else changed a case meanwhile.
    Stale {
        /// Which decision, from 0.
        at: usize,
    },
    /// The council has not voted on it, or it is decided already.
    NotDeliberated {
        /// Which decision, from 0.
        at: usize,
    },
    /// The council concluded that it is not to be recognised.
    CouncilRefused {
        /// Which decision, from 0.
        at: usize,
    },
    /// A refusal without a reason, or with one that is too long.
    BadReason {
        /// Which decision, from 0.
        at: usize,
    },
    /// A ground of refusal that a clock contradicts.
    GroundEarly {
        /// Which decision, from 0.
        at: usize,
        /// How.
        why: ClockFault,
    },
    /// Number or date of a decision.
    Number(NumberFault),
    /// The number of a certificate.
    CertificateNumber(NumberFault),
    /// Certificates are numbered once their decision is.
    DecisionUnnumbered,
    /// Somebody else changed the recognition meanwhile.
    NumberStale,
    /// The recognition was cancelled already.
    CancelledAlready,
    /// What the unit recognised stays while the province's recognition stands on it.
    ProvinceStands,
    /// No reason for cancelling, or one that is too long.
    BadCancellation,
    /// The recognition was not cancelled, so there is no such decision.
    NotCancelled,
}
