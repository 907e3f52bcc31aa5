//! A unit's score sheet in a campaign, its lines and their evidence.

use std::str::FromStr;

use async_graphql::Enum;
use time::{Date, OffsetDateTime};

use crate::campaigns::CampaignUnit;
use crate::criteria::{Facts, Trace};
use crate::shared::id::{
    AccountId, AdjustmentId, CampaignId, CriterionId, EvidenceLinkId, FileId, ScoreLineId, SubmissionId,
    UnitId,
};
use crate::shared::points::Points;

/// State of a score sheet (DOMAIN 3.2).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubmissionState {
    /// Nobody has entered anything.
    NotStarted,
    /// Being filled in.
    Draft,
    /// Waits for the leader's signature.
    AwaitingSignoff,
    /// Signed and submitted; may be recalled until an appraiser opens it.
    Submitted,
    /// Given back by the appraisal with a reason.
    Returned,
    /// Opened by an appraiser.
    UnderAppraisal,
    /// Round 1 concluded.
    #[graphql(name = "APPRAISED_1")]
    Appraised1,
    /// Result released; nothing changes any more.
    Final,
}

impl SubmissionState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::NotStarted,
        Self::Draft,
        Self::AwaitingSignoff,
        Self::Submitted,
        Self::Returned,
        Self::UnderAppraisal,
        Self::Appraised1,
        Self::Final,
    ];

    /// The code in the database and in GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "NOT_STARTED",
            Self::Draft => "DRAFT",
            Self::AwaitingSignoff => "AWAITING_SIGNOFF",
            Self::Submitted => "SUBMITTED",
            Self::Returned => "RETURNED",
            Self::UnderAppraisal => "UNDER_APPRAISAL",
            Self::Appraised1 => "APPRAISED_1",
            Self::Final => "FINAL",
        }
    }

    /// The unit may change lines.
    #[must_use]
    pub fn is_open_to_unit(self) -> bool {
        matches!(self, Self::NotStarted | Self::Draft | Self::Returned)
    }

    /// The sheet has left the unit: appraisers may see it.
    #[must_use]
    pub fn has_left_unit(self) -> bool {
        matches!(self, Self::Submitted | Self::UnderAppraisal | Self::Appraised1 | Self::Final)
    }
}

impl FromStr for SubmissionState {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or(())
    }
}

/// State of a line.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineState {
    /// No facts yet.
    Empty,
    /// Facts entered, score computed.
    SelfScored,
    /// Does not apply to this unit: zero denominator, survey below its sample, by the criterion's policy.
    NotApplicable,
    /// The appraiser agrees with the self score.
    Accepted,
    /// The appraiser set another score, with a reason.
    Adjusted,
    /// Result released.
    Final,
}

impl LineState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Empty, Self::SelfScored, Self::NotApplicable, Self::Accepted, Self::Adjusted, Self::Final];

    /// The code in the database and in GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "EMPTY",
            Self::SelfScored => "SELF_SCORED",
            Self::NotApplicable => "NOT_APPLICABLE",
            Self::Accepted => "ACCEPTED",
            Self::Adjusted => "ADJUSTED",
            Self::Final => "FINAL",
        }
    }
}

impl FromStr for LineState {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or(())
    }
}

/// A score sheet.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Id.
    pub id: SubmissionId,
    /// Campaign.
    pub campaign: CampaignId,
    /// The unit as frozen for the campaign.
    pub unit: CampaignUnit,
    /// State.
    pub state: SubmissionState,
    /// Optimistic lock of the sheet (state changes); lines have their own.
    pub version: i32,
    /// Submitted after the deadline.
    pub is_late: bool,
    /// When the leader signed.
    pub signed_off_at: Option<OffsetDateTime>,
    /// When it was submitted, server time.
    pub submitted_at: Option<OffsetDateTime>,
    /// Who submitted it.
    pub submitted_by: Option<AccountId>,
    /// When an appraiser first opened it; from then on it cannot be recalled.
    pub opened_at: Option<OffsetDateTime>,
    /// SHA-256 of the submitted content (INV-S2).
    pub content_hash: Option<String>,
    /// Why it was returned.
    pub return_reason: Option<String>,
    /// Last change.
    pub updated_at: OffsetDateTime,
}

/// One line of a score sheet. The four score columns are kept for ever and never overwritten.
#[derive(Clone, Debug)]
pub struct ScoreLine {
    /// Id.
    pub id: ScoreLineId,
    /// Sheet.
    pub submission: SubmissionId,
    /// Campaign.
    pub campaign: CampaignId,
    /// Unit.
    pub unit: UnitId,
    /// Criterion.
    pub criterion: CriterionId,
    /// Optimistic lock.
    pub version: i32,
    /// State.
    pub state: LineState,
    /// Facts entered; `None` when nothing was.
    pub facts: Option<Facts>,
    /// The facts came from statistics and nobody has confirmed them yet.
    pub is_prefilled: bool,
    /// Score computed from the facts; `None` when there are none or the line does not apply.
    pub self_score: Option<Points>,
    /// How the self score came about.
    pub self_trace: Option<Trace>,
    /// Note of the unit.
    pub self_note: Option<String>,
    /// Why there is no evidence.
    pub explanation: Option<String>,
    /// Score of round 1.
    pub r1_score: Option<Points>,
    /// Reason of round 1, mandatory when it differs.
    pub r1_reason: Option<String>,
    /// Appraiser of round 1.
    pub r1_by: Option<AccountId>,
    /// When round 1 was decided.
    pub r1_at: Option<OffsetDateTime>,
    /// Final score.
    pub final_score: Option<Points>,
    /// Last change.
    pub updated_at: OffsetDateTime,
}

/// A file attached to a line, with the place in it that proves the point.
#[derive(Clone, Debug)]
pub struct EvidenceLink {
    /// Id.
    pub id: EvidenceLinkId,
    /// Line.
    pub line: ScoreLineId,
    /// File; one file may serve many lines.
    pub file: FileId,
    /// Title of the document.
    pub title: Option<String>,
    /// Number and symbol of the document, as text.
    pub document_number: Option<String>,
    /// Date of the document.
    pub document_date: Option<Date>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Section that proves the point.
    pub section: Option<String>,
    /// Page that proves the point.
    pub page: Option<String>,
    /// Note.
    pub note: Option<String>,
}

/// A change of a score by an appraiser; kept for ever.
#[derive(Clone, Debug)]
pub struct Adjustment {
    /// Id.
    pub id: AdjustmentId,
    /// Line.
    pub line: ScoreLineId,
    /// Round of appraisal.
    pub round: i32,
    /// Score before; `None` when the unit had none.
    pub from: Option<Points>,
    /// Score after.
    pub to: Points,
    /// Reason; `None` when the self score was accepted.
    pub reason: Option<String>,
    /// Appraiser.
    pub by: AccountId,
    /// When.
    pub at: OffsetDateTime,
}
