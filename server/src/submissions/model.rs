//! A unit's score sheet in a campaign, its lines and their evidence.

use std::str::FromStr;
use std::sync::Arc;

use async_graphql::Enum;
use time::{Date, OffsetDateTime};

use super::loader::Contents;
use crate::campaigns::{Campaign, CampaignUnit};
use crate::criteria::{Criterion, FactsProblemCode, FlatFacts, NaReason, Outcome, Scored, StoredSet};
use crate::shared::id::{
    AccountId, AdjustmentId, CampaignId, CampaignUnitId, CriterionId, EvidenceLinkId, FileId, PeerGroupId,
    ScoreLineId, SubmissionId, UnitId,
};
use crate::shared::points::Points;

/// State of a score sheet.
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

    /// States in which the sheet has left the unit: appraisers may see it.
    pub const LEFT_UNIT: [Self; 4] = [Self::Submitted, Self::UnderAppraisal, Self::Appraised1, Self::Final];

    /// The unit may change lines.
    #[must_use]
    pub fn is_open_to_unit(self) -> bool {
        matches!(self, Self::NotStarted | Self::Draft | Self::Returned)
    }

    /// The sheet has left the unit.
    #[must_use]
    pub fn has_left_unit(self) -> bool {
        Self::LEFT_UNIT.contains(&self)
    }

    /// The unit has submitted the sheet, even if it was given back to be completed.
    #[must_use]
    pub fn is_submitted(self) -> bool {
        self.has_left_unit() || self == Self::Returned
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
    /// The unit's own figures say that the criterion does not apply to it; the appraisal decides whether it does.
    ClaimedNotApplicable,
    /// Does not apply to this unit: the appraiser found so, or the survey brought no sufficient result.
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
    pub const ALL: [Self; 7] = [
        Self::Empty,
        Self::SelfScored,
        Self::ClaimedNotApplicable,
        Self::NotApplicable,
        Self::Accepted,
        Self::Adjusted,
        Self::Final,
    ];

    /// States in which the appraisal still has to decide.
    pub const UNDECIDED: [Self; 3] = [Self::Empty, Self::SelfScored, Self::ClaimedNotApplicable];

    /// The line is dropped from the sum and the total re-normalised.
    #[must_use]
    pub fn is_left_out(self) -> bool {
        matches!(self, Self::ClaimedNotApplicable | Self::NotApplicable)
    }

    /// The code in the database and in GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "EMPTY",
            Self::SelfScored => "SELF_SCORED",
            Self::ClaimedNotApplicable => "CLAIMED_NOT_APPLICABLE",
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
    pub campaign_unit: CampaignUnitId,
    /// The unit itself.
    pub unit: UnitId,
    /// Peer group of the unit.
    pub peer_group: PeerGroupId,
    /// Place of the unit in the order of the campaign.
    pub position: i32,
    /// State.
    pub state: SubmissionState,
    /// Optimistic lock of the sheet (state changes); lines have their own.
    pub version: i32,
    /// When it was first submitted; a recall before an appraiser opened it takes that back, a completion
    /// keeps it. The penalty for lateness counts to here.
    pub first_submitted_at: Option<OffsetDateTime>,
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
    /// Why it was last returned. Kept when it is submitted again: from then on the sheet is a completion.
    pub return_reason: Option<String>,
    /// Last change of state.
    pub updated_at: OffsetDateTime,
    /// What became of it when its unit ended before it was submitted.
    pub dissolution: Option<Dissolution>,
}

/// What became of a sheet when its unit ended before it was submitted (INV-U3).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dissolution {
    /// Closed, and counted as it stood.
    Closed,
    /// Handed to the main successor.
    Inherited,
    /// Out of the campaign.
    Exempt,
}

impl Dissolution {
    const ALL: [Self; 3] = [Self::Closed, Self::Inherited, Self::Exempt];

    /// The code in the database and GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Closed => "CLOSED",
            Self::Inherited => "INHERITED",
            Self::Exempt => "EXEMPT",
        }
    }
}

impl FromStr for Dissolution {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|mark| mark.code() == code).ok_or(())
    }
}

impl Submission {
    /// The sheet was returned before: the unit may complete it while the appraisal is open.
    #[must_use]
    pub fn is_completion(&self) -> bool {
        self.return_reason.is_some()
    }
}

/// What a unit states in one line, and what it comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// Facts entered; `None` when nothing was.
    pub facts: Option<FlatFacts>,
    /// The facts came from statistics and nobody has confirmed them yet.
    pub is_prefilled: bool,
    /// Score computed from the facts; `None` when there are none or the line does not apply.
    pub self_score: Option<Points>,
    /// How the self score came about, and what would bring more.
    pub scored: Option<Scored>,
    /// Note of the unit.
    pub self_note: Option<String>,
    /// Why there is no evidence.
    pub explanation: Option<String>,
}

impl Statement {
    /// The line does not apply to this unit, by its facts.
    #[must_use]
    pub fn is_not_applicable(&self) -> bool {
        self.scored.as_ref().is_some_and(Scored::is_not_applicable)
    }

    /// The line does not apply by figures that a unit could have typed to be rid of it: a zero denominator, whoever
    /// entered it, or a sample of its own that is too small. Whether that holds is for the appraisal to decide.
    #[must_use]
    pub fn claims_not_applicable(&self) -> bool {
        match self.scored.as_ref().map(|scored| scored.outcome) {
            Some(Outcome::NotApplicable(NaReason::ZeroDenominator)) => true,
            Some(Outcome::NotApplicable(NaReason::SmallSample)) => !self.is_prefilled,
            _ => false,
        }
    }

    /// The state of a line with this statement, before any appraisal.
    #[must_use]
    pub fn state(&self) -> LineState {
        if self.claims_not_applicable() {
            LineState::ClaimedNotApplicable
        } else if self.is_not_applicable() {
            LineState::NotApplicable
        } else if self.facts.is_none() && self.self_score.is_none() {
            LineState::Empty
        } else {
            LineState::SelfScored
        }
    }
}

/// One line of a score sheet. The score of each round is kept beside the self score, never over it.
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
    /// How often the appraisal decided it. Its unit is not told, so this is counted apart.
    pub r1_version: i32,
    /// State.
    pub state: LineState,
    /// What the unit states.
    pub statement: Statement,
    /// The facts that the imported statistics give, the latest as long as the sheet is not concluded; kept whatever the
    /// unit states.
    pub imported: Option<FlatFacts>,
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
    /// The colleague to whom the unit delegated the line.
    pub delegate: Option<AccountId>,
    /// Last change.
    pub updated_at: OffsetDateTime,
}

impl ScoreLine {
    /// What the unit states is not what the imported statistics say.
    #[must_use]
    pub fn contradicts_import(&self) -> bool {
        match (&self.statement.facts, &self.imported) {
            (Some(stated), Some(imported)) => stated != imported,
            // A survey whose result came in after the sheet had been signed without one.
            (None, Some(_)) => self.statement.scored.is_some(),
            (_, None) => false,
        }
    }
}

/// Which place in which document proves the point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
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

/// A file attached to a line, with the place in it that proves the point.
#[derive(Clone, Debug)]
pub struct EvidenceLink {
    /// Id.
    pub id: EvidenceLinkId,
    /// Line.
    pub line: ScoreLineId,
    /// File; one file may serve many lines.
    pub file: FileId,
    /// Which place in it.
    pub citation: Citation,
}

/// A decision of an appraiser on a score; kept for ever.
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

/// A decision of round 1 on a line, before it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundOne {
    /// `Accepted` or `Adjusted`.
    pub state: LineState,
    /// Score.
    pub score: Option<Points>,
    /// Reason, mandatory when it differs.
    pub reason: Option<String>,
    /// Appraiser.
    pub by: AccountId,
    /// When.
    pub at: OffsetDateTime,
}

/// What a line comes to, as far as the ranking needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineOutcome {
    /// Sheet.
    pub submission: SubmissionId,
    /// The unit as frozen for the campaign.
    pub campaign_unit: CampaignUnitId,
    /// State of the sheet.
    pub sheet_state: SubmissionState,
    /// Criterion.
    pub criterion: CriterionId,
    /// State of the line.
    pub state: LineState,
    /// The entered ratio, for ratio criteria: numerator and denominator.
    pub ratio: Option<(i64, i64)>,
    /// Self score.
    pub self_score: Option<Points>,
    /// Score of round 1.
    pub r1_score: Option<Points>,
}

impl LineOutcome {
    /// The score that stands: of round 1 once decided, else the unit's own; `None` where the line does not
    /// apply or has no score.
    #[must_use]
    pub fn points(&self) -> Option<Points> {
        self.r1_score.or(self.self_score).filter(|_| !self.state.is_left_out())
    }

    /// The ratio that stands: the one the unit entered, unless the appraisal set other points than follow from it.
    #[must_use]
    pub fn standing_ratio(&self) -> Option<(i64, i64)> {
        self.ratio.filter(|_| self.state != LineState::Adjusted)
    }
}

/// How many lines of one criterion in one peer group the appraisal has decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Criterion.
    pub criterion: CriterionId,
    /// Peer group.
    pub peer_group: PeerGroupId,
    /// Lines decided.
    pub decided: i64,
    /// Lines of sheets that have left their unit.
    pub total: i64,
}

/// Some of the lines of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Every line.
    All,
    /// The lines of these criteria.
    Only(Vec<CriterionId>),
    /// No line.
    Nothing,
}

impl Seen {
    /// Whether the line of a criterion is among them.
    #[must_use]
    pub fn covers(&self, criterion: CriterionId) -> bool {
        match self {
            Self::All => true,
            Self::Only(criteria) => criteria.contains(&criterion),
            Self::Nothing => false,
        }
    }
}

/// What one person sees of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Lines that exist for this person.
    pub lines: Seen,
    /// Lines whose appraisal is shown; hidden from the unit until the result is released (INV-R5).
    pub appraisal: Seen,
}

/// A score sheet as one person sees it, with all that its fields and rights are answered from.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The sheet.
    pub submission: Submission,
    /// The unit as frozen for the campaign.
    pub unit: CampaignUnit,
    /// The campaign.
    pub campaign: Arc<Campaign>,
    /// The criteria of the campaign.
    pub criteria: Arc<StoredSet>,
    /// Criteria of this unit that this person is assigned to appraise.
    pub assigned: Vec<CriterionId>,
    /// What this person sees.
    pub view: View,
    /// What hangs on the sheet, shared with the sheets that were read with it.
    pub contents: Arc<Contents>,
}

impl Sheet {
    /// The lines that this person sees, in the order of the criteria.
    #[must_use]
    pub fn visible<'a>(&self, lines: &'a [Arc<ScoreLine>]) -> Vec<(&'a Arc<ScoreLine>, &Arc<Criterion>)> {
        self.criteria
            .criteria
            .iter()
            .filter(|criterion| self.view.lines.covers(criterion.id))
            .filter_map(|criterion| {
                lines.iter().find(|line| line.criterion == criterion.id).map(|line| (line, criterion))
            })
            .collect()
    }
}

/// A line of a sheet as one person sees it.
#[derive(Clone, Debug)]
pub struct SheetLine {
    /// The sheet.
    pub sheet: Arc<Sheet>,
    /// The line.
    pub line: Arc<ScoreLine>,
    /// Its criterion.
    pub criterion: Arc<Criterion>,
}

impl ScoreLine {
    /// Counts the changes by the unit and by the appraisal, for those who see both.
    #[must_use]
    pub fn whole_version(&self) -> i32 {
        self.version + self.r1_version
    }
}

impl SheetLine {
    /// The line as it is once delegated.
    #[must_use]
    pub fn delegated(self, to: Option<AccountId>) -> Self {
        let line = Arc::new(ScoreLine { delegate: to, ..ScoreLine::clone(&self.line) });
        Self { line, ..self }
    }

    /// The visible lines of a sheet, in the order of the criteria.
    #[must_use]
    pub fn all_of(sheet: &Arc<Sheet>, lines: &[Arc<ScoreLine>]) -> Vec<Self> {
        let join = |(line, criterion): (&Arc<ScoreLine>, &Arc<Criterion>)| Self {
            sheet: Arc::clone(sheet),
            line: Arc::clone(line),
            criterion: Arc::clone(criterion),
        };
        sheet.visible(lines).into_iter().map(join).collect()
    }

    /// Whether this person sees how the line was appraised.
    #[must_use]
    pub fn shows_appraisal(&self) -> bool {
        self.sheet.view.appraisal.covers(self.line.criterion)
    }
}

/// Which sheets are wanted.
#[derive(Clone, Debug, Default)]
pub struct SubmissionFilter {
    /// Only this peer group.
    pub peer_group: Option<PeerGroupId>,
    /// Only this state.
    pub state: Option<SubmissionState>,
    /// Only sheets that are overdue, or only those that are not.
    pub overdue: Option<bool>,
    /// Text in the unit's name or code, folded.
    pub search: Option<String>,
}

/// Which lines of one criterion are wanted.
#[derive(Clone, Debug, Default)]
pub struct ColumnFilter {
    /// Only this peer group.
    pub peer_group: Option<PeerGroupId>,
    /// Only lines that the appraisal has not decided.
    pub undecided_only: bool,
    /// Text in the unit's name or code, folded.
    pub search: Option<String>,
}

/// Number of sheets of one peer group in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateCount {
    /// Peer group.
    pub peer_group: PeerGroupId,
    /// State.
    pub state: SubmissionState,
    /// Whether these sheets were returned before.
    pub is_completion: bool,
    /// How many.
    pub count: i64,
}

/// Why something cannot be done to a sheet or a line.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubmissionProblemCode {
    /// The campaign does not take this at this moment.
    CampaignClosed,
    /// The state of the sheet does not allow it.
    WrongState,
    /// Its unit has ended: the sheet is closed, or out of the campaign.
    UnitDissolved,
    /// Somebody else changed it meanwhile.
    Stale,
    /// Facts that the rule needs are missing.
    MissingFacts,
    /// A line has neither evidence nor an explanation.
    NoEvidenceOrExplanation,
    /// The facts differ from the imported statistics and nothing explains why.
    ContradictsImport,
    /// A page is not given as numbers.
    BadPage,
    /// More cases counted than there are.
    NumeratorAboveDenominator,
    /// A number below zero.
    NegativeNumber,
    /// A choice that the criterion does not have.
    UnknownOption,
    /// A date that cannot be.
    BadDate,
    /// A day that has not come: only what was done is stated.
    DateInFuture,
    /// A day so long before the period judged that it belongs to another one.
    DateTooEarly,
    /// A number that is too large, too precise, or outside the scale.
    BadNumber,
    /// Lines stand in the way; they are listed.
    LinesRefused,
    /// An appraiser has opened the sheet: it can only be returned.
    AlreadyOpened,
    /// The unit does not score this criterion itself.
    NotSelfScored,
    /// A text is too long.
    TextTooLong,
    /// A reason must be given.
    ReasonRequired,
    /// There is no such file in the library of the unit.
    FileNotFound,
    /// Lines are delegated to open accounts that hold the role of a contributor in the unit.
    NotAContributor,
}

impl From<FactsProblemCode> for SubmissionProblemCode {
    fn from(code: FactsProblemCode) -> Self {
        match code {
            FactsProblemCode::NumeratorAboveDenominator => Self::NumeratorAboveDenominator,
            FactsProblemCode::NegativeNumber => Self::NegativeNumber,
            FactsProblemCode::UnknownOption => Self::UnknownOption,
            FactsProblemCode::BadDate => Self::BadDate,
            FactsProblemCode::BadNumber => Self::BadNumber,
            FactsProblemCode::MissingFacts => Self::MissingFacts,
        }
    }
}

/// Why nothing is appraised at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAppraised {
    /// The appraisal is not open.
    PhaseClosed,
    /// The sheet is not with the appraisal.
    WrongState,
}

/// A line that stands in the way of submitting.
#[derive(Clone, Debug)]
pub struct LineProblem {
    /// The line.
    pub line: SheetLine,
    /// What is wrong with it.
    pub code: SubmissionProblemCode,
}

/// Why something was not done to a sheet or a line.
#[derive(Clone, Debug)]
pub struct SubmissionProblem {
    /// What is wrong.
    pub code: SubmissionProblemCode,
    /// Where in the input.
    pub path: Vec<String>,
    /// Lines that stand in the way.
    pub lines: Vec<LineProblem>,
    /// The line as it is now, when somebody else changed it.
    pub current: Option<Box<SheetLine>>,
}

impl SubmissionProblem {
    /// A problem at a place in the input.
    #[must_use]
    pub fn at(code: SubmissionProblemCode, path: Vec<String>) -> Self {
        Self { code, path, lines: Vec::new(), current: None }
    }

    /// The line changed meanwhile; this is how it stands now.
    #[must_use]
    pub fn stale(current: SheetLine) -> Self {
        Self { current: Some(Box::new(current)), ..Self::from(SubmissionProblemCode::Stale) }
    }

    /// Lines stand in the way.
    #[must_use]
    pub fn refused(lines: Vec<LineProblem>) -> Self {
        Self { lines, ..Self::from(SubmissionProblemCode::LinesRefused) }
    }
}

impl From<SubmissionProblemCode> for SubmissionProblem {
    fn from(code: SubmissionProblemCode) -> Self {
        Self::at(code, Vec::new())
    }
}
