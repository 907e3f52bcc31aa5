//! What can be wrong with a decision of the appraisal, and what a deed on many lines or sheets came to.

use async_graphql::Enum;

use crate::shared::points::Points;
use crate::submissions::{NotAppraised, SheetLine};

/// Fixed code of what is wrong with a decision of the appraisal.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppraisalProblemCode {
    /// A reason of at least 10 characters must be given.
    ReasonRequired,
    /// A text is too long.
    TextTooLong,
    /// More points than the criterion gives.
    PointsOutOfRange,
    /// Points below 0.
    BadNumber,
    /// Somebody else changed it meanwhile.
    Stale,
    /// The state of the sheet or of the line does not allow it.
    WrongState,
    /// The appraisal is not open at this moment.
    PhaseClosed,
    /// Lines wait to be decided; the message lists them.
    LinesUndecided,
}

/// What exactly is wrong with a decision of the appraisal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppraisalFault {
    /// The score differs from the unit's, so a reason must be given.
    ReasonRequired,
    /// The reason is too long.
    ReasonTooLong,
    /// More points than the criterion gives.
    AboveMaximum {
        /// The criterion's maximum.
        max: Points,
    },
    /// Points below 0.
    BelowZero,
    /// Somebody else changed it meanwhile.
    Stale,
    /// The sheet is not with the appraisal.
    WrongState,
    /// The unit has no score that could be accepted.
    NothingToAccept,
    /// The appraisal is not open at this moment.
    PhaseClosed,
    /// Lines wait to be decided.
    LinesUndecided {
        /// Codes of their criteria, in the order of the sheet.
        codes: Vec<String>,
    },
    /// More lines at once than allowed.
    TooManyLines {
        /// The most lines at once.
        most: usize,
    },
}

impl AppraisalFault {
    /// The fixed code.
    #[must_use]
    pub fn code(&self) -> AppraisalProblemCode {
        match self {
            Self::ReasonRequired => AppraisalProblemCode::ReasonRequired,
            Self::ReasonTooLong => AppraisalProblemCode::TextTooLong,
            Self::AboveMaximum { .. } => AppraisalProblemCode::PointsOutOfRange,
            Self::BelowZero | Self::TooManyLines { .. } => AppraisalProblemCode::BadNumber,
            Self::Stale => AppraisalProblemCode::Stale,
            Self::WrongState | Self::NothingToAccept => AppraisalProblemCode::WrongState,
            Self::PhaseClosed => AppraisalProblemCode::PhaseClosed,
            Self::LinesUndecided { .. } => AppraisalProblemCode::LinesUndecided,
        }
    }

    /// The input field it is about; `None` when it is about the record.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::ReasonRequired | Self::ReasonTooLong => Some("reason"),
            Self::AboveMaximum { .. } | Self::BelowZero => Some("points"),
            Self::TooManyLines { .. } => Some("lines"),
            _ => None,
        }
    }
}

/// Why a line is not decided, or the appraisal of a sheet not concluded.
#[derive(Clone, Debug)]
pub struct AppraisalProblem {
    /// What is wrong.
    pub fault: AppraisalFault,
    /// The line as it is now, when somebody else changed it.
    pub current: Option<SheetLine>,
}

impl AppraisalProblem {
    /// The line changed meanwhile; this is how it stands now.
    #[must_use]
    pub fn stale(current: SheetLine) -> Self {
        Self { fault: AppraisalFault::Stale, current: Some(current) }
    }
}

impl From<NotAppraised> for AppraisalFault {
    fn from(reason: NotAppraised) -> Self {
        match reason {
            NotAppraised::PhaseClosed => Self::PhaseClosed,
            NotAppraised::WrongState => Self::WrongState,
        }
    }
}

impl From<AppraisalFault> for AppraisalProblem {
    fn from(fault: AppraisalFault) -> Self {
        Self { fault, current: None }
    }
}

/// What accepting many lines at once came to.
#[derive(Clone, Debug, Default)]
pub struct LinesAccepted {
    /// The lines accepted, as they are now.
    pub lines: Vec<SheetLine>,
    /// Lines left out because their unit is the appraiser's own.
    pub own_unit: usize,
    /// Lines left out because they or their sheets changed meanwhile, or were decided already.
    pub stale: usize,
    /// Lines left out because they have no score that could be accepted, or do not apply.
    pub unscored: usize,
    /// Lines left out because they differ from the imported statistics: each is looked at by itself.
    pub contradicting: usize,
}

/// What concluding all sheets of a peer group came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SheetsConcluded {
    /// Sheets concluded.
    pub concluded: usize,
    /// Sheets left open because lines wait to be decided.
    pub undecided: usize,
    /// Sheets left open because their unit is the viewer's own.
    pub own_unit: usize,
}
