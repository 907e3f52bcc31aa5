//! A recognition, and the decisions that are asked for.

use time::{Date, OffsetDateTime};

use crate::councils::InitiativeLevel;
use crate::initiatives::RefusalGround;
use crate::shared::id::{AccountId, InitiativeId, RecognitionId, ReviewId, UnitId};

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
    /// Counts the changes.
    pub version: i32,
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
    /// No number of a decision, or one that is too long.
    BadNumber,
    /// A decision dated before the council voted, or in the future.
    BadDate,
    /// Somebody else changed the recognition meanwhile.
    NumberStale,
}
