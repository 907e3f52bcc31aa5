//! Types of a ranking: what one unit brings, what it comes to, and its place in the peer group.

use serde::{Deserialize, Serialize};

use crate::{
    criteria::{BonusItem, Grade, Label, PenaltyItem, PenaltyUnit},
    shared::points::Points,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineInput {
    /// The criterion's code.
    pub criterion: String,
    /// The code of the criterion's group.
    pub group: String,
    /// The criterion's maximum.
    pub max: Points,
    /// The final points; `None` where the line is not applicable. A line without a score yet counts as zero.
    pub points: Option<Points>,
    /// The entered ratio, for ratio criteria with a denominator above zero.
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
    /// Whether the unit's leader never signed the self-score.
    pub is_unsigned: bool,
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
    /// The self-score was never signed.
    Unsigned,
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
