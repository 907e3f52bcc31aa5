//! Types of a ranking: what one unit brings, what it comes to, its place in the peer group; the ranking
//! as it is kept, the merits beside the sheets, and what can be wrong with one.

use std::collections::BTreeMap;

use async_graphql::Enum;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use crate::{
    campaigns::{Campaign, CampaignUnit},
    criteria::{BonusItem, Grade, Label, PenaltyItem, PenaltyUnit},
    shared::{
        id::{
            AccountId, CampaignId, CampaignUnitId, MeritEntryId, PeerGroupId, RankingId, RankingResultId,
            UnitId,
        },
        json,
        points::Points,
    },
    units::{Source, Unit},
};

/// A ratio that is never divided out, so that it compares exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExactRatio {
    /// Not below zero.
    pub numerator: i64,
    /// Above zero.
    pub denominator: i64,
}

/// One line of a sheet, as the ranking sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineInput {
    /// The criterion's code.
    pub criterion: String,
    /// The code of the criterion's group.
    pub group: String,
    /// The criterion's maximum.
    pub max: Points,
    /// The final points; `None` where the line is not applicable. A line without a score yet counts as zero.
    pub points: Option<Points>,
    /// The ratio that stands, for ratio criteria with a denominator above zero; none where the appraisal set other
    /// points than follow from the entered one.
    pub ratio: Option<ExactRatio>,
}

/// How often a bonus item was earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BonusCount<'a> {
    /// The item.
    pub item: &'a BonusItem,
    /// How often.
    pub count: u32,
}

/// How often a penalty was incurred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PenaltyCount<'a> {
    /// The penalty.
    pub item: &'a PenaltyItem,
    /// How often, in the penalty's unit: cases or working days.
    pub count: u32,
}

/// What one unit brings to the ranking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitInput<'a> {
    /// The lines of its sheet.
    pub lines: Vec<LineInput>,
    /// Bonuses earned.
    pub bonus: Vec<BonusCount<'a>>,
    /// Penalties incurred.
    pub penalties: Vec<PenaltyCount<'a>>,
}

/// What one unit comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Sum of the final points of applicable lines.
    pub raw: Points,
    /// Sum of the maxima of applicable lines.
    pub applicable_max: Points,
    /// 100 × raw ÷ applicable maximum.
    pub base: Points,
    /// Bonus after item caps and total cap.
    pub bonus: Points,
    /// Penalty after caps, as a positive number.
    pub penalty: Points,
    /// Base + bonus − penalty, not below zero; may exceed 100.
    pub total: Points,
    /// The class of the total, of at most 100.
    pub grade: Grade,
    /// Why the unit gets no award; empty when it may.
    pub knock_outs: Vec<KnockOut>,
    /// The values that decide ties, in the order of the policy.
    pub tie_values: Vec<TieValue>,
    /// Every step of the calculation.
    pub trace: TallyTrace,
}

/// The steps of a tally, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyTrace {
    /// The steps; the last ones are the class and the knock-outs.
    pub steps: Vec<TallyStep>,
}

/// A value that decides a tie; more is better, except for penalties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TieValue {
    /// Points in a group.
    GroupPoints {
        /// The group's code.
        group: String,
        /// The points.
        points: Points,
    },
    /// The ratio of a criterion; none ranks below any.
    Ratio {
        /// The criterion's code.
        criterion: String,
        /// The ratio.
        ratio: Option<ExactRatio>,
    },
    /// Penalty points; fewer is better.
    FewerPenalties {
        /// The penalty points.
        penalty: Points,
    },
}

/// Why a unit gets no award whatever its score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KnockOut {
    /// A ratio below the least that is good enough.
    LowRatio {
        /// The criterion's code.
        criterion: String,
        /// Its title.
        title: Label,
        /// The ratio.
        ratio: ExactRatio,
        /// The least that is good enough.
        #[serde(with = "rust_decimal::serde::str")]
        min: rust_decimal::Decimal,
    },
    /// A ratio that is asked for and cannot be told: a person decides. It is no pass, and no knock-out by itself.
    Untold {
        /// The criterion's code.
        criterion: String,
        /// Its title.
        title: Label,
        /// The least that is good enough.
        #[serde(with = "rust_decimal::serde::str")]
        min: rust_decimal::Decimal,
    },
    /// A total below the least that is good enough.
    LowTotal {
        /// The total.
        total: Points,
        /// The least that is good enough.
        min: Points,
    },
    /// A penalty that excludes.
    Penalty {
        /// The penalty's code.
        code: String,
        /// Its title.
        title: Label,
    },
    /// The self-score was never signed. Such units are not ranked any more; earlier results still say so.
    Unsigned,
}

/// What decided between two units with equal totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieBreak {
    /// The rank of the other unit.
    pub other_rank: usize,
    /// The value that decided, of the unit itself.
    pub own: TieValue,
    /// The same of the other unit.
    pub other: TieValue,
}

/// One step of a tally.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum TallyStep {
    /// The sum of applicable lines.
    Sum {
        /// Sum of points.
        raw: Points,
        /// Sum of maxima.
        max: Points,
        /// How many lines apply.
        lines: usize,
        /// Codes of the lines that do not.
        left_out: Vec<String>,
    },
    /// The sum brought to a scale of 100.
    Base {
        /// Sum of points.
        raw: Points,
        /// Sum of maxima.
        max: Points,
        /// The base.
        base: Points,
    },
    /// One bonus item.
    Bonus {
        /// The item's code.
        code: String,
        /// How often.
        count: u32,
        /// Points of each.
        each: Points,
        /// The item's cap.
        cap: Points,
        /// Points after the cap.
        points: Points,
    },
    /// All bonus items together.
    BonusTotal {
        /// The sum before the total cap.
        sum: Points,
        /// The total cap.
        cap: Points,
        /// Points after the cap.
        points: Points,
    },
    /// One penalty.
    Penalty {
        /// The penalty's code.
        code: String,
        /// How often.
        count: u32,
        /// What one is.
        per: PenaltyUnit,
        /// Points of each.
        each: Points,
        /// The penalty's cap.
        cap: Option<Points>,
        /// Points after the cap.
        points: Points,
    },
    /// The total.
    Total {
        /// The base.
        base: Points,
        /// The bonus.
        bonus: Points,
        /// The penalty.
        penalty: Points,
        /// The total, not below zero.
        total: Points,
    },
    /// The class.
    Class {
        /// The total, at most 100.
        counted: Points,
        /// The class.
        grade: Grade,
    },
    /// A reason to give no award.
    KnockedOut {
        /// The reason.
        reason: KnockOut,
    },
}

/// The place of a unit in its peer group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placing {
    /// The rank: 1, 2, 2, 4.
    pub rank: usize,
    /// Whether the rank is shared.
    pub is_tied: bool,
    /// How far the total is from the next better rank; none at the top.
    pub gap_to_next: Option<Points>,
}

/// The version of the calculation; it counts up when the same inputs come to other numbers than before.
const CALCULATION: u32 = 2;

/// Everything that a ranking is computed from, in the order of the campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// Code of the campaign.
    pub campaign: String,
    /// Code and version of its criteria set, which is frozen.
    pub criteria_set: (String, u32),
    /// The units with what each brings.
    pub units: Vec<UnitEntry>,
}

/// What one unit brings, before bonuses and penalties are looked up in the criteria set. Ids are left out
/// of the canonical form, so that the same campaign has the same hash in every database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitEntry {
    /// The unit as frozen for the campaign.
    #[serde(skip)]
    pub unit: CampaignUnitId,
    /// The unit itself.
    #[serde(skip)]
    pub unit_id: UnitId,
    /// Peer group.
    #[serde(skip)]
    pub peer_group: PeerGroupId,
    /// Code of the unit.
    pub code: String,
    /// Code of the peer group.
    pub group: String,
    /// The appraisal of its sheet is not concluded.
    pub is_provisional: bool,
    /// The self-score was never signed and submitted: the unit is not ranked.
    pub is_unsigned: bool,
    /// Working days between the deadline and a late submission.
    pub days_late: u32,
    /// The lines of its sheet, in the order of the criteria.
    pub lines: Vec<LineInput>,
    /// Recorded bonuses and penalties by code.
    pub merits: BTreeMap<String, u32>,
}

impl Inputs {
    /// SHA-256 over the canonical form: the same inputs have the same hash (INV-S7).
    #[must_use]
    pub fn hash(&self) -> String {
        let (code, version) = &self.criteria_set;
        hex::encode(Sha256::digest(json::to_text(&(CALCULATION, &self.campaign, code, version, &self.units))))
    }
}

/// One unit's place in a computation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computed {
    /// The unit as frozen for the campaign.
    pub unit: CampaignUnitId,
    /// The unit itself.
    pub unit_id: UnitId,
    /// Peer group.
    pub peer_group: PeerGroupId,
    /// What it comes to.
    pub tally: Tally,
    /// Its place in the peer group.
    pub placing: Placing,
    /// What decided against the units next to it with the same total.
    pub ties: Vec<TieBreak>,
    /// The appraisal of its sheet is not concluded.
    pub is_provisional: bool,
    /// Place in the list of all results, from 1: by peer group, then by rank.
    pub position: i32,
}

/// The ranking of a campaign as it was last computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// Id.
    pub id: RankingId,
    /// Campaign.
    pub campaign: CampaignId,
    /// Hash of everything it was computed from.
    pub inputs_hash: String,
    /// When it was computed.
    pub computed_at: OffsetDateTime,
    /// Who computed it.
    pub computed_by: AccountId,
    /// How many units it ranks.
    pub unit_count: i32,
    /// Of how many of them the appraisal was concluded at the computation.
    pub appraised_count: i32,
    /// When it was shown to the signed-in units.
    pub released_at: Option<OffsetDateTime>,
    /// When it was shown to everybody.
    pub published_at: Option<OffsetDateTime>,
}

impl Ranking {
    /// Whether the units see it.
    #[must_use]
    pub fn is_released(&self) -> bool {
        self.released_at.is_some()
    }

    /// Whether everybody sees it.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.published_at.is_some()
    }
}

/// What one unit came to, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitResult {
    /// Id.
    pub id: RankingResultId,
    /// The unit as frozen for the campaign.
    pub unit: CampaignUnitId,
    /// Peer group.
    pub peer_group: PeerGroupId,
    /// Sum of the points of applicable lines.
    pub raw: Points,
    /// Sum of the maxima of applicable lines.
    pub applicable_max: Points,
    /// 100 × raw ÷ applicable maximum.
    pub base: Points,
    /// Bonus.
    pub bonus: Points,
    /// Penalty, as a positive number.
    pub penalty: Points,
    /// Base + bonus − penalty.
    pub total: Points,
    /// The class of the total.
    pub grade: Grade,
    /// The rank: 1, 2, 2, 4.
    pub rank: i32,
    /// Whether the rank is shared.
    pub is_tied: bool,
    /// How far the total is from the next better rank.
    pub gap_to_next: Option<Points>,
    /// The appraisal of its sheet was not concluded at the computation.
    pub is_provisional: bool,
    /// Why the unit gets no award; empty when it may.
    pub knock_outs: Vec<KnockOut>,
    /// Every step of the calculation.
    pub trace: TallyTrace,
    /// What decided against the units next to it with the same total.
    pub ties: Vec<TieBreak>,
    /// Place in the list of all results.
    pub position: i32,
}

/// Whose result it is, as seen from a unit.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[graphql(name = "FamilyRelation")]
pub enum Relation {
    /// Its own.
    Own,
    /// That of a unit it came out of, through any number of steps.
    Predecessor,
    /// That of a unit that came out of it.
    Successor,
}

/// A result of a unit or of one of its line of descent.
#[derive(Clone, Debug)]
pub struct FamilyResult {
    /// Whose it is.
    pub relation: Relation,
    /// The campaign.
    pub campaign: Campaign,
    /// The unit as frozen for the campaign.
    pub unit: CampaignUnit,
    /// Whether the units see the ranking.
    pub is_released: bool,
    /// The result.
    pub result: UnitResult,
}

/// A total laid on the map of another day.
#[derive(Clone, Debug)]
pub struct RestatedResult {
    /// The unit on that day.
    pub unit: Unit,
    /// The mean of what went into it.
    pub total: Points,
    /// Whether it is anything else than the unit's own total.
    pub is_restated: bool,
    /// Whether it rests on parts of unknown size.
    pub is_estimated: bool,
    /// What went into it, as reported.
    pub sources: Vec<(Source, Points)>,
}

/// A unit's line in a published result: what everybody may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicPlace {
    /// The ranking.
    pub ranking: RankingId,
    /// The unit as frozen for the campaign.
    pub unit: CampaignUnitId,
    /// Peer group.
    pub peer_group: PeerGroupId,
    /// The rank.
    pub rank: i32,
    /// The total.
    pub total: Points,
    /// The class.
    pub grade: Grade,
    /// What decided against the units next to it with the same total.
    pub ties: Vec<TieBreak>,
}

/// A bonus earned or a penalty incurred by a unit, with the document it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeritEntry {
    /// Id.
    pub id: MeritEntryId,
    /// Campaign.
    pub campaign: CampaignId,
    /// The unit as frozen for the campaign.
    pub unit: CampaignUnitId,
    /// The unit itself.
    pub unit_id: UnitId,
    /// Code of the bonus or penalty item.
    pub item_code: String,
    /// How often.
    pub quantity: i32,
    /// The document it rests on.
    pub source: String,
    /// Who recorded it.
    pub recorded_by: AccountId,
    /// When.
    pub recorded_at: OffsetDateTime,
}

/// Fixed code of what is wrong with a bonus or penalty.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RankingProblemCode {
    /// The criteria set has no such bonus or penalty.
    UnknownItem,
    /// The item rests on a recognised initiative; initiatives come with their own register.
    HasOwnRegister,
    /// The item follows from the time of submission and is counted by itself.
    CountedAutomatically,
    /// The number of occurrences is out of range.
    QuantityOutOfRange,
    /// The document it rests on must be named.
    SourceRequired,
    /// A text is too long.
    TextTooLong,
    /// The campaign is not in the state that this needs.
    WrongState,
    /// Nobody rewards or punishes the own unit.
    OwnUnit,
}

/// Why a bonus or penalty is not recorded or not removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankingProblem {
    /// What is wrong.
    pub code: RankingProblemCode,
    /// Where in the input; empty when it concerns the whole.
    pub path: Vec<String>,
}

impl RankingProblem {
    /// A problem of one field.
    #[must_use]
    pub fn at(code: RankingProblemCode, field: &str) -> Self {
        Self { code, path: vec![field.to_owned()] }
    }

    /// A problem of the whole campaign.
    #[must_use]
    pub fn whole(code: RankingProblemCode) -> Self {
        Self { code, path: Vec::new() }
    }
}
