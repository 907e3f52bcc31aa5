//! A campaign, its calendar, peer groups, frozen units and appraisers; and what can be wrong with one.

use std::str::FromStr;

use async_graphql::Enum;
use time::{Date, OffsetDateTime};

use crate::shared::id::{
    AccountId, AppraiserAssignmentId, CampaignId, CampaignUnitId, CriteriaSetId, CriterionId, PeerGroupId,
    UnitId,
};
use crate::shared::points::Points;
use crate::units::UnitKind;

/// What has been decided about a campaign; stored. Where it stands by the clock is [`CampaignState`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Being prepared; everything may change.
    Draft,
    /// Plan issued; criteria, units and peer groups are frozen.
    Published,
    /// Result shown to the signed-in units.
    ResultReleased,
    /// Result shown to everybody.
    ResultPublished,
}

impl Stage {
    /// The code in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Published => "PUBLISHED",
            Self::ResultReleased => "RESULT_RELEASED",
            Self::ResultPublished => "RESULT_PUBLISHED",
        }
    }
}

impl FromStr for Stage {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Draft, Self::Published, Self::ResultReleased, Self::ResultPublished]
            .into_iter()
            .find(|stage| stage.code() == code)
            .ok_or(())
    }
}

/// Where a campaign stands: decided steps, and between them the phase by the clock.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CampaignState {
    /// Being prepared.
    Draft,
    /// Plan issued, self-scoring not open yet, or between phases.
    Published,
    /// Units score themselves.
    SelfScoring,
    /// Appraisers check (round 1); self-scoring is closed.
    #[graphql(name = "APPRAISAL_1")]
    Appraisal1,
    /// Result shown to the units.
    ResultReleased,
    /// Result shown to everybody.
    ResultPublished,
}

/// A phase of the calendar.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PhaseKind {
    /// Units score themselves and submit.
    SelfScoring,
    /// Appraisers check, round 1.
    #[graphql(name = "APPRAISAL_1")]
    Appraisal1,
    /// Ranking, release and publication.
    Result,
}

impl PhaseKind {
    /// Every phase, in the order of the calendar.
    pub const ALL: [Self; 3] = [Self::SelfScoring, Self::Appraisal1, Self::Result];

    /// The code in the database and in GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SelfScoring => "SELF_SCORING",
            Self::Appraisal1 => "APPRAISAL_1",
            Self::Result => "RESULT",
        }
    }
}

impl FromStr for PhaseKind {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// Opening and closing of a phase, both moments included (the deadline's last second counts).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Which phase.
    pub kind: PhaseKind,
    /// First second.
    pub opens_at: OffsetDateTime,
    /// Last second.
    pub closes_at: OffsetDateTime,
}

impl Phase {
    /// Whether the phase is open at a moment.
    #[must_use]
    pub fn is_open_at(&self, now: OffsetDateTime) -> bool {
        self.opens_at <= now && now <= self.closes_at
    }
}

/// More time for a phase, as a person asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Which phase.
    pub kind: PhaseKind,
    /// Its new last second.
    pub until: OffsetDateTime,
    /// Why; never empty.
    pub reason: String,
}

/// More time that a phase was given (INV-S9): who, why, until when. It is never taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseExtension {
    /// Campaign.
    pub campaign: CampaignId,
    /// Which phase.
    pub kind: PhaseKind,
    /// Its last second until then.
    pub closed_at: OffsetDateTime,
    /// Its last second since then.
    pub until: OffsetDateTime,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub extended_by: AccountId,
    /// When it was decided.
    pub extended_at: OffsetDateTime,
}

/// Units of like kind that are ranked against each other (khối).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerGroup {
    /// Id.
    pub id: PeerGroupId,
    /// Short code, unique in the campaign.
    pub code: String,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// Scoring kinds of the units that belong to it.
    pub scoring_kinds: Vec<UnitKind>,
    /// Place in the order.
    pub position: i32,
}

/// What becomes of a score sheet that is not submitted when its unit ends (INV-U3).
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DissolutionPolicy {
    /// It is closed and counts as it stands on the last day.
    #[default]
    CloseAtDissolution,
    /// The main successor completes and submits it; where there is none it is closed.
    InheritBySuccessor,
    /// It leaves the campaign.
    Exempt,
}

impl DissolutionPolicy {
    const ALL: [Self; 3] = [Self::CloseAtDissolution, Self::InheritBySuccessor, Self::Exempt];

    /// The code in the database and GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CloseAtDissolution => "CLOSE_AT_DISSOLUTION",
            Self::InheritBySuccessor => "INHERIT_BY_SUCCESSOR",
            Self::Exempt => "EXEMPT",
        }
    }
}

impl FromStr for DissolutionPolicy {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|policy| policy.code() == code).ok_or(())
    }
}

/// A campaign with its calendar and peer groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Id.
    pub id: CampaignId,
    /// Code, unique: "KSTTHC-2021".
    pub code: String,
    /// Vietnamese title.
    pub title_vi: String,
    /// English title.
    pub title_en: String,
    /// Unit that runs it.
    pub owner_unit: UnitId,
    /// Criteria set in one version.
    pub criteria_set: CriteriaSetId,
    /// Number of the signed plan, as text ("309/KH-UBND"); entered by a person, never made up.
    pub plan_number: Option<String>,
    /// Date of the signed plan.
    pub plan_date: Option<Date>,
    /// First day judged.
    pub period_from: Date,
    /// Last day judged.
    pub period_to: Date,
    /// Kind of unit for which the leaves must sum to 100.
    pub reference_kind: UnitKind,
    /// What has been decided.
    pub stage: Stage,
    /// Optimistic lock.
    pub version: i32,
    /// Belongs to the sample data.
    pub is_sample: bool,
    /// When the plan was published in the product.
    pub published_at: Option<OffsetDateTime>,
    /// What becomes of open sheets whose unit ends.
    pub dissolution_policy: DissolutionPolicy,
    /// Calendar, in order.
    pub phases: Vec<Phase>,
    /// Peer groups, in order.
    pub peer_groups: Vec<PeerGroup>,
}

impl Campaign {
    /// The phase of a kind, when the calendar has it.
    #[must_use]
    pub fn phase(&self, kind: PhaseKind) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.kind == kind)
    }

    /// Whether a phase is open at a moment, in a published campaign whose result is not released.
    #[must_use]
    pub fn is_open_at(&self, kind: PhaseKind, now: OffsetDateTime) -> bool {
        self.stage == Stage::Published && self.phase(kind).is_some_and(|phase| phase.is_open_at(now))
    }

    /// The peer group with this id.
    #[must_use]
    pub fn peer_group(&self, id: PeerGroupId) -> Option<&PeerGroup> {
        self.peer_groups.iter().find(|group| group.id == id)
    }
}

/// A unit as frozen at publication (INV-U2): reports of this campaign print it so for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignUnit {
    /// Id of the snapshot.
    pub id: CampaignUnitId,
    /// Campaign.
    pub campaign: CampaignId,
    /// The unit itself.
    pub unit: UnitId,
    /// Peer group.
    pub peer_group: PeerGroupId,
    /// Code on that day.
    pub code: String,
    /// Legal kind on that day.
    pub kind: UnitKind,
    /// Kind by which it is scored.
    pub scoring_kind: UnitKind,
    /// Vietnamese name on that day.
    pub name_vi: String,
    /// English name on that day.
    pub name_en: String,
    /// Name of the district on that day, for communes.
    pub parent_name_vi: Option<String>,
    /// Place in the tree on that day: codes from the root, each followed by `/`.
    pub path: String,
    /// Place in the order of the campaign.
    pub position: i32,
}

impl CampaignUnit {
    /// The name that tells equal names apart: "Xã Phước Hưng, Huyện An Phú".
    #[must_use]
    pub fn qualified_name(&self) -> String {
        match &self.parent_name_vi {
            Some(parent) => format!("{}, {parent}", self.name_vi),
            None => self.name_vi.clone(),
        }
    }
}

/// Which units of a campaign are wanted.
#[derive(Clone, Debug, Default)]
pub struct CampaignUnitFilter {
    /// Only this peer group.
    pub peer_group: Option<PeerGroupId>,
    /// Text in the name or in the district's name, folded (marks, case and đ do not count), or a code.
    pub search: Option<String>,
}

/// Who appraises what: one criterion, over one peer group or all units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppraiserAssignment {
    /// Id.
    pub id: AppraiserAssignmentId,
    /// Campaign.
    pub campaign: CampaignId,
    /// Appraiser.
    pub account: AccountId,
    /// Criterion.
    pub criterion: CriterionId,
    /// Peer group; `None` covers all units.
    pub peer_group: Option<PeerGroupId>,
}

impl AppraiserAssignment {
    /// Whether the assignment covers a criterion of a unit in a peer group.
    #[must_use]
    pub fn covers(&self, criterion: CriterionId, peer_group: PeerGroupId) -> bool {
        self.criterion == criterion && self.peer_group.is_none_or(|own| own == peer_group)
    }
}

/// What a person enters about a peer group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerGroupForm {
    /// Short code, unique in the campaign.
    pub code: String,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// Scoring kinds of the units that belong to it.
    pub scoring_kinds: Vec<UnitKind>,
}

/// What a person enters about a campaign, and may change until it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignForm {
    /// Vietnamese title.
    pub title_vi: String,
    /// English title.
    pub title_en: String,
    /// Criteria set in one version.
    pub criteria_set: CriteriaSetId,
    /// Number of the signed plan.
    pub plan_number: Option<String>,
    /// Date of the signed plan.
    pub plan_date: Option<Date>,
    /// First day judged.
    pub period_from: Date,
    /// Last day judged.
    pub period_to: Date,
    /// Calendar.
    pub phases: Vec<Phase>,
    /// Peer groups, in order.
    pub peer_groups: Vec<PeerGroupForm>,
    /// What becomes of open sheets whose unit ends; `None` leaves it as it is.
    pub dissolution_policy: Option<DissolutionPolicy>,
}

/// What a person enters about a new campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCampaign {
    /// Code, unique.
    pub code: String,
    /// Unit that runs it.
    pub owner_unit: UnitId,
    /// Kind of unit for which the leaves must sum to 100.
    pub reference_kind: UnitKind,
    /// Everything that may still change.
    pub form: CampaignForm,
}

/// Fixed code of what is wrong with a campaign or a deed on it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CampaignProblemCode {
    /// The campaign is published; what was asked is possible in preparation only.
    NotDraft,
    /// Somebody else changed the campaign meanwhile.
    Stale,
    /// A code or a kind of unit is used twice.
    CodeTaken,
    /// The maxima of the reference kind do not sum to 100.
    #[graphql(name = "SUM_NOT_100")]
    SumNot100,
    /// A criterion has no appraiser for some peer group.
    CriterionWithoutAppraiser,
    /// The calendar leaves time between two phases.
    CalendarGap,
    /// Phases are out of order, or one closes before it opens.
    PhaseOrder,
    /// Number or date of the signed plan is missing.
    MissingPlan,
    /// The calendar lacks a phase.
    NoPeriod,
    /// No unit takes part.
    NoUnits,
    /// No unit belongs to a peer group.
    EmptyPeerGroup,
    /// A compulsory field is empty.
    MissingField,
    /// The judged period ends before it begins.
    PeriodOrder,
    /// The plan, the judged period and the calendar cannot be of one campaign.
    Implausible,
    /// The campaign is not in the state that the deed needs.
    WrongState,
    /// Some units are not appraised yet.
    NotAllAppraised,
    /// Nothing has been computed yet.
    NoRanking,
    /// What the ranking was computed from has changed since.
    RankingOutdated,
    /// The account does not hold the role of a sector appraiser.
    AppraiserRoleMissing,
    /// An extension must end later than the phase does, and later than now.
    NotLater,
    /// The phase is over, and the one that follows has begun.
    PhaseOver,
    /// A text is longer than allowed.
    TooLong,
}

/// What exactly is wrong with a campaign or a deed on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CampaignFault {
    /// The campaign is published.
    NotDraft,
    /// Somebody else changed the campaign meanwhile.
    Stale,
    /// Another campaign or peer group has this code.
    CodeTaken {
        /// The code.
        code: String,
    },
    /// Two peer groups claim the same kind of unit.
    KindTaken {
        /// The kind.
        kind: UnitKind,
        /// Code of the group that has it.
        group: String,
    },
    /// The maxima of the reference kind do not sum to 100.
    SumNot100 {
        /// The reference kind.
        kind: UnitKind,
        /// What they sum to.
        sum: Points,
    },
    /// A criterion has no appraiser for these peer groups.
    CriterionWithoutAppraiser {
        /// Code of the criterion.
        criterion: String,
        /// Codes of the peer groups.
        groups: Vec<String>,
    },
    /// The calendar leaves time between two phases.
    CalendarGap {
        /// The phase that closes too early.
        before: PhaseKind,
        /// The phase that opens too late.
        after: PhaseKind,
    },
    /// A phase opens or closes before the one before it, or stands twice in the calendar.
    PhaseOrder {
        /// The phase.
        phase: PhaseKind,
    },
    /// A phase closes before it opens.
    ClosesBeforeOpening {
        /// The phase.
        phase: PhaseKind,
    },
    /// Number or date of the signed plan is missing.
    MissingPlan,
    /// The calendar lacks a phase.
    NoPeriod {
        /// The phase.
        phase: PhaseKind,
    },
    /// No unit takes part.
    NoUnits,
    /// No unit belongs to a peer group.
    EmptyPeerGroup {
        /// Code of the group.
        group: String,
    },
    /// A compulsory field is empty.
    MissingField,
    /// The judged period ends before it begins.
    PeriodOrder,
    /// The judged period is longer than a campaign can be.
    PeriodTooLong {
        /// The most days.
        most: i64,
    },
    /// The plan is dated after today.
    PlanInFuture,
    /// The plan is dated after the judged period has ended.
    PlanAfterPeriod,
    /// The plan is dated so long before the judged period that it is another's.
    PlanTooEarly,
    /// A phase opens before the judged period begins.
    BeforePeriod {
        /// The phase.
        phase: PhaseKind,
    },
    /// A phase opens so long after the judged period that it is another's.
    FarFromPeriod {
        /// The phase.
        phase: PhaseKind,
    },
    /// The campaign is not in the state that the deed needs.
    WrongState,
    /// Some units are not appraised yet.
    NotAllAppraised {
        /// Units appraised.
        appraised: u64,
        /// All units.
        total: u64,
    },
    /// Nothing has been computed yet.
    NoRanking,
    /// What the ranking was computed from has changed since.
    RankingOutdated,
    /// The account does not hold the role of a sector appraiser.
    AppraiserRoleMissing,
    /// An extension must end later than the phase does, and later than now.
    NotLater,
    /// The phase is over, and the one that follows has begun.
    PhaseOver {
        /// The phase that follows.
        next: PhaseKind,
    },
    /// An extension would end after the phase that follows.
    ExtendsPast {
        /// The phase that follows.
        next: PhaseKind,
    },
    /// A text is longer than allowed.
    TooLong {
        /// Most characters that are taken.
        most: usize,
    },
}

/// Why a campaign cannot be stored as entered, or a deed on it cannot be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignProblem {
    /// What is wrong.
    pub fault: CampaignFault,
    /// Where: names of input fields and indexes, outermost first; empty when it concerns the whole.
    pub path: Vec<String>,
}

impl CampaignProblem {
    /// A problem of the whole campaign.
    #[must_use]
    pub fn whole(fault: CampaignFault) -> Self {
        Self { fault, path: Vec::new() }
    }

    /// A problem of one field.
    #[must_use]
    pub fn at<const N: usize>(path: [&str; N], fault: CampaignFault) -> Self {
        Self { fault, path: path.map(str::to_owned).into() }
    }

    /// The fixed code.
    #[must_use]
    pub fn code(&self) -> CampaignProblemCode {
        match &self.fault {
            CampaignFault::NotDraft => CampaignProblemCode::NotDraft,
            CampaignFault::Stale => CampaignProblemCode::Stale,
            CampaignFault::CodeTaken { .. } | CampaignFault::KindTaken { .. } => {
                CampaignProblemCode::CodeTaken
            }
            CampaignFault::SumNot100 { .. } => CampaignProblemCode::SumNot100,
            CampaignFault::CriterionWithoutAppraiser { .. } => CampaignProblemCode::CriterionWithoutAppraiser,
            CampaignFault::CalendarGap { .. } => CampaignProblemCode::CalendarGap,
            CampaignFault::PhaseOrder { .. }
            | CampaignFault::ClosesBeforeOpening { .. }
            | CampaignFault::ExtendsPast { .. } => CampaignProblemCode::PhaseOrder,
            CampaignFault::MissingPlan => CampaignProblemCode::MissingPlan,
            CampaignFault::NoPeriod { .. } => CampaignProblemCode::NoPeriod,
            CampaignFault::NoUnits => CampaignProblemCode::NoUnits,
            CampaignFault::EmptyPeerGroup { .. } => CampaignProblemCode::EmptyPeerGroup,
            CampaignFault::MissingField => CampaignProblemCode::MissingField,
            CampaignFault::PeriodOrder => CampaignProblemCode::PeriodOrder,
            CampaignFault::PeriodTooLong { .. }
            | CampaignFault::PlanInFuture
            | CampaignFault::PlanAfterPeriod
            | CampaignFault::PlanTooEarly
            | CampaignFault::BeforePeriod { .. }
            | CampaignFault::FarFromPeriod { .. } => CampaignProblemCode::Implausible,
            CampaignFault::WrongState => CampaignProblemCode::WrongState,
            CampaignFault::NotAllAppraised { .. } => CampaignProblemCode::NotAllAppraised,
            CampaignFault::NoRanking => CampaignProblemCode::NoRanking,
            CampaignFault::RankingOutdated => CampaignProblemCode::RankingOutdated,
            CampaignFault::AppraiserRoleMissing => CampaignProblemCode::AppraiserRoleMissing,
            CampaignFault::NotLater => CampaignProblemCode::NotLater,
            CampaignFault::PhaseOver { .. } => CampaignProblemCode::PhaseOver,
            CampaignFault::TooLong { .. } => CampaignProblemCode::TooLong,
        }
    }
}
