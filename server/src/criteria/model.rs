//! Types of the criteria slice: a versioned criteria set, its criteria with typed rules, and what can be wrong with it.

use std::{collections::BTreeMap, fmt, str::FromStr};

use async_graphql::Enum;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    shared::{locale::Locale, points::Points},
    units::UnitKind,
};

/// A text is none of the codes of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown code {0:?}")]
pub struct UnknownCode(pub String);

/// Declares an enumeration whose variants have fixed codes, used in files, in the database and in the API.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $code)] $variant),+
        }

        impl $name {
            /// Every value, in the order of the glossary.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The fixed code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.code() == text).ok_or_else(|| UnknownCode(text.to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.code())
            }
        }
    };
}

coded! {
    /// The kind of a scoring rule.
    RuleKind {
        /// Done or not done.
        Boolean = "BOOLEAN",
        /// Points by days late.
        Deadline = "DEADLINE",
        /// Points of the highest band a ratio reaches.
        Bands = "BANDS",
        /// Maximum × ratio, nothing below a floor.
        Proportional = "PROPORTIONAL",
        /// Interpolation between knots.
        PiecewiseLinear = "PIECEWISE_LINEAR",
        /// Nothing at one ratio, the maximum at another, evenly between.
        Linear = "LINEAR",
        /// A start value less points per event.
        Deduction = "DEDUCTION",
        /// Points per occurrence up to a cap.
        Count = "COUNT",
        /// Points by steps of a count.
        TieredCount = "TIERED_COUNT",
        /// Share of a target count.
        CountTarget = "COUNT_TARGET",
        /// Sum of ticked items.
        Checklist = "CHECKLIST",
        /// Points of a class.
        Choice = "CHOICE",
        /// Maximum × index of a survey.
        Survey = "SURVEY",
        /// A value from another system.
        External = "EXTERNAL",
        /// Maximum × own value ÷ best value of the peer group.
        RelativeToLeader = "RELATIVE_TO_LEADER",
        /// The appraiser's judgement.
        Manual = "MANUAL",
    }
}

coded! {
    /// What a ratio counts for when its denominator is zero.
    ZeroPolicy {
        /// The line is dropped and the total re-normalised.
        NotApplicable = "NOT_APPLICABLE",
        /// Nothing bad happened: the maximum.
        Full = "FULL",
        /// No points.
        Zero = "ZERO",
    }
}

coded! {
    /// The class of a total.
    Grade {
        /// Xuất sắc.
        Excellent = "EXCELLENT",
        /// Tốt.
        Good = "GOOD",
        /// Khá.
        Fair = "FAIR",
        /// Trung bình.
        Average = "AVERAGE",
        /// Yếu.
        Weak = "WEAK",
    }
}

coded! {
    /// What one occurrence of a penalty is.
    PenaltyUnit {
        /// One case.
        Case = "CASE",
        /// One working day of delay.
        WorkingDay = "WORKING_DAY",
    }
}

coded! {
    /// Why a criteria set or a change to it is refused.
    CriteriaProblemCode {
        /// The set is in use and can no longer change.
        Frozen = "FROZEN",
        /// Somebody else changed the set meanwhile.
        Stale = "STALE",
        /// A rule kind that does not exist.
        UnknownRule = "UNKNOWN_RULE",
        /// The parameters do not fit the rule.
        BadParams = "BAD_PARAMS",
        /// Bands, tiers or knots overlap or are out of order.
        OverlappingBands = "OVERLAPPING_BANDS",
        /// A rule can give more than the maximum.
        PointsAboveMax = "POINTS_ABOVE_MAX",
        /// A rule without any band, tier, knot, item, option, event or target.
        EmptyTiers = "EMPTY_TIERS",
        /// Two things carry the same code.
        DuplicateCode = "DUPLICATE_CODE",
        /// A title is empty or not in composed Unicode.
        MissingTitle = "MISSING_TITLE",
        /// A maximum, cap or value that is not positive.
        BadMax = "BAD_MAX",
        /// A criterion that no kind of unit has to meet.
        NoKinds = "NO_KINDS",
        /// The text is not in the import format.
        BadJson = "BAD_JSON",
        /// A criterion names a group that is not declared.
        UnknownGroup = "UNKNOWN_GROUP",
    }
}

impl Grade {
    /// The class in words.
    #[must_use]
    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::Excellent => locale.pick("Xuất sắc", "Excellent"),
            Self::Good => locale.pick("Tốt", "Good"),
            Self::Fair => locale.pick("Khá", "Fair"),
            Self::Average => locale.pick("Trung bình", "Average"),
            Self::Weak => locale.pick("Yếu", "Weak"),
        }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Label {
    /// The same words in both languages, made readable from a code: `LATE_REPORT` becomes "Late report".
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let words = code.replace(['_', '-'], " ").to_lowercase();
        let mut letters = words.chars();
        let text =
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        Self { vi: text.clone(), en: text }
    }

    /// The text in one language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        locale.pick(&self.vi, &self.en)
    }
}

/// Words for the codes and fields of one criterion's facts.
pub type Labels = BTreeMap<String, Label>;

/// A code worth points: an event, an item or an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePoints {
    /// The code.
    pub code: String,
    /// What it gives, or takes away in a deduction.
    pub points: Points,
}

/// Points for being at most so many days late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DelayTier {
    /// The most days late, inclusive; 0 is on time.
    pub max_days_late: i64,
    /// What it gives.
    pub points: Points,
}

/// Points from a threshold up: a band's lower bound (inclusive), or a knot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The ratio or value.
    pub at: Decimal,
    /// What it gives.
    pub points: Points,
}

/// Points from a count up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountTier {
    /// The least count, inclusive.
    pub at_least: i64,
    /// What it gives.
    pub points: Points,
}

/// The target count of one kind of unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindTarget {
    /// The kind of unit.
    pub kind: UnitKind,
    /// Its target.
    pub target: i64,
}

/// How a value from another system becomes points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transform {
    /// Maximum × value ÷ `of`.
    Scale {
        /// The top of the other system's scale.
        of: Decimal,
    },
    /// Points of the highest band the value reaches.
    Bands {
        /// Lower bounds in falling order.
        bands: Vec<Threshold>,
        /// Points below the lowest band.
        otherwise: Points,
    },
}

/// A scoring rule with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Done or not done.
    Boolean {
        /// What being done gives.
        points: Points,
    },
    /// Points by days late.
    Deadline {
        /// The day it is due.
        due: Date,
        /// Tiers in rising order of days late.
        tiers: Vec<DelayTier>,
        /// Points when later than every tier, or never.
        otherwise: Points,
    },
    /// Points of the highest band a ratio reaches.
    Bands {
        /// Lower bounds in falling order.
        bands: Vec<Threshold>,
        /// Points below the lowest band.
        otherwise: Points,
    },
    /// Maximum × ratio.
    Proportional {
        /// Ratios below it give nothing.
        floor: Decimal,
    },
    /// Interpolation between knots; flat outside them.
    PiecewiseLinear {
        /// Knots in rising order of ratio.
        knots: Vec<Threshold>,
    },
    /// Nothing at `from`, the maximum at `to`, evenly between.
    Linear {
        /// The ratio that gives nothing.
        from: Decimal,
        /// The ratio that gives the maximum.
        to: Decimal,
    },
    /// A start value less points per event.
    Deduction {
        /// Points without any event.
        start: Points,
        /// What each event takes away.
        events: Vec<CodePoints>,
        /// The least that remains.
        floor: Points,
    },
    /// Points per occurrence up to a cap.
    Count {
        /// What one occurrence gives.
        per_unit: Points,
        /// The most that all give.
        cap: Points,
    },
    /// Points by steps of a count.
    TieredCount {
        /// Tiers in rising order.
        tiers: Vec<CountTier>,
    },
    /// Maximum × count ÷ target, at most the maximum.
    CountTarget {
        /// The target of each kind of unit.
        targets: Vec<KindTarget>,
    },
    /// Sum of ticked items.
    Checklist {
        /// The items.
        items: Vec<CodePoints>,
    },
    /// Points of a class.
    Choice {
        /// The classes.
        options: Vec<CodePoints>,
    },
    /// Maximum × index of a survey.
    Survey {
        /// Fewer answers make the line not applicable.
        min_sample: i64,
        /// The questionnaire.
        instrument: Option<String>,
    },
    /// A value from another system.
    External {
        /// The other system.
        source: String,
        /// What is read there.
        indicator: String,
        /// How it becomes points.
        transform: Transform,
    },
    /// Maximum × own value ÷ best value of the peer group.
    RelativeToLeader {
        /// What is compared.
        indicator: String,
    },
    /// The appraiser's judgement.
    Manual,
}

impl Rule {
    /// The kind of the rule.
    #[must_use]
    pub const fn kind(&self) -> RuleKind {
        match self {
            Self::Boolean { .. } => RuleKind::Boolean,
            Self::Deadline { .. } => RuleKind::Deadline,
            Self::Bands { .. } => RuleKind::Bands,
            Self::Proportional { .. } => RuleKind::Proportional,
            Self::PiecewiseLinear { .. } => RuleKind::PiecewiseLinear,
            Self::Linear { .. } => RuleKind::Linear,
            Self::Deduction { .. } => RuleKind::Deduction,
            Self::Count { .. } => RuleKind::Count,
            Self::TieredCount { .. } => RuleKind::TieredCount,
            Self::CountTarget { .. } => RuleKind::CountTarget,
            Self::Checklist { .. } => RuleKind::Checklist,
            Self::Choice { .. } => RuleKind::Choice,
            Self::Survey { .. } => RuleKind::Survey,
            Self::External { .. } => RuleKind::External,
            Self::RelativeToLeader { .. } => RuleKind::RelativeToLeader,
            Self::Manual => RuleKind::Manual,
        }
    }
}

impl RuleKind {
    /// Whether the facts are a numerator and a denominator, so that a zero policy must be declared.
    #[must_use]
    pub const fn is_ratio(self) -> bool {
        matches!(self, Self::Bands | Self::Proportional | Self::PiecewiseLinear | Self::Linear)
    }
}

/// How a criterion's facts come from the yearly statistics: columns summed over the campaign's period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Prefill {
    /// For the ratio rules.
    Ratio {
        /// Columns of the numerator.
        numerator: Vec<String>,
        /// Columns of the denominator.
        denominator: Vec<String>,
    },
    /// For the counting rules.
    Count {
        /// Columns of the count.
        count: Vec<String>,
    },
    /// For a survey.
    Survey {
        /// Columns of satisfied answers.
        satisfied: Vec<String>,
        /// Columns of all answers.
        sample: Vec<String>,
    },
}

impl Prefill {
    /// The columns of the monthly statistics that add up over a period.
    pub const COLUMNS: &'static [&'static str] = &[
        "received",
        "received_direct",
        "received_postal",
        "received_online_l3",
        "received_online_l4",
        "withdrawn",
        "resolved_early",
        "resolved_on_time",
        "resolved_late",
        "feedback_received",
        "feedback_answered_on_time",
        "feedback_answered_late",
        "survey_responses",
        "survey_satisfied",
    ];

    /// Every column used.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let (first, second): (&[String], &[String]) = match self {
            Self::Ratio { numerator, denominator } => (numerator, denominator),
            Self::Count { count } => (count, &[]),
            Self::Survey { satisfied, sample } => (satisfied, sample),
        };
        first.iter().chain(second).map(String::as_str)
    }
}

/// One criterion: the leaf that carries points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionSpec {
    /// The stable code: `E2`.
    pub code: String,
    /// The code of its group: `E`.
    pub group: String,
    /// Place in the sheet, from 1.
    pub position: u32,
    /// The title in both languages.
    pub title: Label,
    /// The most points it gives.
    pub max: Points,
    /// The kinds of unit that have to meet it.
    pub kinds: Vec<UnitKind>,
    /// How facts become points.
    pub rule: Rule,
    /// What a zero denominator means; declared for every ratio rule.
    pub zero_policy: Option<ZeroPolicy>,
    /// Whether the unit enters the facts itself.
    pub self_scored: bool,
    /// What to attach as evidence, in both languages.
    pub evidence: Label,
    /// The item of the campaign's announcement it comes from.
    pub seed_item: Option<String>,
    /// Words for codes and fields of its facts.
    pub labels: Labels,
    /// How its facts come from the yearly statistics.
    pub prefill: Option<Prefill>,
}

impl CriterionSpec {
    /// Whether units of this kind have to meet it.
    #[must_use]
    pub fn applies_to(&self, kind: UnitKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// The words for a code or a field, or the code made readable.
    #[must_use]
    pub fn label(&self, code: &str) -> Label {
        self.labels.get(code).cloned().unwrap_or_else(|| Label::from_code(code))
    }
}

/// A group (field) of criteria.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSpec {
    /// The stable code: `E`.
    pub code: String,
    /// The title in both languages.
    pub title: Label,
}

/// A bonus outside the 100 points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BonusItem {
    /// The stable code: `I1`.
    pub code: String,
    /// The title in both languages.
    pub title: Label,
    /// What one occurrence gives.
    pub per_unit: Points,
    /// The most that all occurrences give.
    pub cap: Points,
    /// What to attach as evidence, in both languages.
    pub evidence: Label,
}

/// A penalty outside the 100 points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PenaltyItem {
    /// The stable code: `P1`.
    pub code: String,
    /// The title in both languages.
    pub title: Label,
    /// What one occurrence takes away, as a positive number.
    pub points_each: Points,
    /// The most that all occurrences take away.
    pub cap: Option<Points>,
    /// What one occurrence is.
    pub per: PenaltyUnit,
    /// Whether one occurrence excludes from awards.
    pub is_knock_out: bool,
}

/// The least total of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassBand {
    /// The class.
    pub grade: Grade,
    /// The least total, inclusive.
    pub min_total: Points,
}

/// What decides between equal totals, in the order of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum TieBreaker {
    /// More points in a group.
    GroupPoints {
        /// The group's code.
        group: String,
    },
    /// A higher ratio in a criterion.
    Ratio {
        /// The criterion's code.
        criterion: String,
    },
    /// Fewer penalty points.
    FewerPenalties,
}

/// A ratio below which a unit gets no award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatioFloor {
    /// The criterion's code.
    pub criterion: String,
    /// The least ratio that is still good enough.
    #[serde(with = "rust_decimal::serde::str")]
    pub min: Decimal,
}

/// How a ranking decides ties and who is kept from awards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RankingPolicy {
    /// What decides between equal totals, in order.
    pub tie_breakers: Vec<TieBreaker>,
    /// The least total that may be proposed for an award.
    pub min_total: Option<Points>,
    /// Ratios a unit must reach to be proposed.
    pub min_ratios: Vec<RatioFloor>,
}

impl RankingPolicy {
    /// The customary policy, as far as the set has the criteria for it: group E, then the on-time ratio E2, then fewer
    /// penalties; no award below 90 % on time or below a total of 80.
    #[must_use]
    pub fn customary(groups: &[GroupSpec], criteria: &[CriterionSpec]) -> Self {
        let mut tie_breakers = Vec::new();
        let mut min_ratios = Vec::new();
        if groups.iter().any(|group| group.code == "E") {
            tie_breakers.push(TieBreaker::GroupPoints { group: "E".to_owned() });
        }
        if criteria.iter().any(|criterion| criterion.code == "E2" && criterion.rule.kind().is_ratio()) {
            tie_breakers.push(TieBreaker::Ratio { criterion: "E2".to_owned() });
            min_ratios.push(RatioFloor { criterion: "E2".to_owned(), min: Decimal::new(90, 2) });
        }
        tie_breakers.push(TieBreaker::FewerPenalties);
        Self { tie_breakers, min_total: Some(Points::from_hundredths(80_00)), min_ratios }
    }
}

/// A versioned criteria set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaSet {
    /// The stable code: `KSTTHC-2021`.
    pub code: String,
    /// The version, from 1.
    pub version: u32,
    /// The title in both languages.
    pub title: Label,
    /// Groups in the order of the sheet.
    pub groups: Vec<GroupSpec>,
    /// Criteria in the order of the sheet.
    pub criteria: Vec<CriterionSpec>,
    /// Bonus items.
    pub bonus_items: Vec<BonusItem>,
    /// The most bonus of all items together.
    pub bonus_total_cap: Points,
    /// Penalty items.
    pub penalties: Vec<PenaltyItem>,
    /// Classes from the highest down; the last one begins at 0.
    pub classes: Vec<ClassBand>,
    /// Ties and exclusions.
    pub ranking: RankingPolicy,
}

impl CriteriaSet {
    /// The customary classes: 90, 80, 70, 50 and the rest.
    pub const CUSTOMARY_CLASSES: [ClassBand; 5] = [
        ClassBand { grade: Grade::Excellent, min_total: Points::from_hundredths(90_00) },
        ClassBand { grade: Grade::Good, min_total: Points::from_hundredths(80_00) },
        ClassBand { grade: Grade::Fair, min_total: Points::from_hundredths(70_00) },
        ClassBand { grade: Grade::Average, min_total: Points::from_hundredths(50_00) },
        ClassBand { grade: Grade::Weak, min_total: Points::ZERO },
    ];

    /// The criterion with this code.
    #[must_use]
    pub fn criterion(&self, code: &str) -> Option<&CriterionSpec> {
        self.criteria.iter().find(|criterion| criterion.code == code)
    }

    /// The bonus item with this code.
    #[must_use]
    pub fn bonus_item(&self, code: &str) -> Option<&BonusItem> {
        self.bonus_items.iter().find(|item| item.code == code)
    }

    /// The penalty with this code.
    #[must_use]
    pub fn penalty(&self, code: &str) -> Option<&PenaltyItem> {
        self.penalties.iter().find(|item| item.code == code)
    }

    /// Sum of the maxima of a group's criteria, whatever kinds they apply to.
    #[must_use]
    pub fn group_max(&self, group: &str) -> Points {
        self.criteria.iter().filter(|criterion| criterion.group == group).map(|criterion| criterion.max).sum()
    }
}

/// The applicable maximum of one kind of unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindTotal {
    /// The kind of unit.
    pub kind: UnitKind,
    /// Sum of the maxima of its criteria.
    pub max: Points,
    /// How many criteria it has to meet.
    pub criterion_count: usize,
}

/// What is wrong with the parameters of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParamFault {
    /// A required parameter is absent.
    Missing,
    /// The rule has no such parameter.
    UnknownKey,
    /// Something of another shape was expected here.
    Shape(Shape),
    /// A fraction written as a bare number, which cannot be read exactly.
    FractionNotText,
    /// More decimals than are kept.
    TooPrecise,
    /// Below zero, or zero where something is needed.
    NotPositive,
    /// Not between 0 and 1.
    NotARatio,
    /// An unknown kind of unit.
    UnknownUnitKind,
    /// An applicable kind of unit has no target.
    NoTarget {
        /// The kind of unit.
        kind: UnitKind,
    },
    /// Points move against the order of the tiers.
    WrongDirection,
    /// Both ends are the same.
    SameEnds,
    /// A ratio rule does not say what a zero denominator means.
    ZeroPolicyMissing,
    /// Statistics of a kind the rule cannot use, or an unknown column.
    PrefillMismatch,
    /// A code is empty or has spaces.
    BadCode,
    /// A reference to something that does not exist in the set.
    NoSuchReference,
    /// Classes do not fall, or do not reach down to 0.
    BadClasses,
}

/// The shape of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An object.
    Object,
    /// A list.
    List,
    /// A list of two.
    Pair,
    /// A text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Whole,
    /// A decimal number: a whole number, or a text such as "0.5".
    Decimal,
    /// Points with at most two decimals.
    Points,
    /// A date such as "2021-03-05".
    Date,
    /// One of the codes of an enumeration.
    Code,
}

/// What exactly is wrong with a criteria set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The set is in use and can no longer change.
    Frozen,
    /// Somebody else changed the set meanwhile.
    Stale,
    /// The text is not JSON.
    NotJson {
        /// What the reader said.
        detail: String,
    },
    /// A required field is absent.
    MissingField,
    /// A field has another shape.
    BadField(Shape),
    /// A scale or rounding other than the one supported.
    Unsupported,
    /// A rule kind that does not exist.
    UnknownRule {
        /// What was found.
        found: String,
    },
    /// A group that is not declared.
    UnknownGroup {
        /// What was found.
        found: String,
    },
    /// The parameters do not fit the rule.
    Param(ParamFault),
    /// Bands, tiers or knots overlap or are out of order.
    OverlappingBands,
    /// The rule can give more than the maximum.
    PointsAboveMax {
        /// What the rule can give.
        points: Points,
        /// The maximum.
        max: Points,
    },
    /// Nothing to choose from.
    EmptyTiers,
    /// Two things carry the same code.
    DuplicateCode,
    /// A title is empty.
    MissingTitle,
    /// A text is not in composed Unicode (NFC).
    NotComposed,
    /// A maximum, cap or value that is not positive.
    BadMax,
    /// No kind of unit has to meet it.
    NoKinds,
}

/// Why a criteria set or a change to it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaProblem {
    /// What is wrong.
    pub fault: Fault,
    /// The code of the criterion, bonus item or penalty concerned.
    pub criterion_code: Option<String>,
    /// Where: field names and indexes, outermost first.
    pub path: Vec<String>,
}
