//! Facts: what a unit enters for a criterion, from which points are computed; never the points themselves.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::Date;

use super::model::{CodePoints, CriterionSpec, Prefill, Rule, Transform};
use crate::shared::{locale::Locale, points::Points};

/// The largest count or value that can be entered.
const LARGEST: i64 = 1_000_000_000_000;
/// Decimals kept of an entered value.
const DECIMALS: u32 = 6;
/// Decimals of a survey index computed from answers.
const INDEX_DECIMALS: u32 = 4;
/// Years in which an entered date may lie.
const YEARS: std::ops::RangeInclusive<i32> = 1945..=2999;

/// Facts checked against a criterion's rule: events and items are in the rule's order, without repetitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facts {
    /// Whether it was done.
    Done(bool),
    /// The day it was done; `None` is the unit's statement that there is none.
    Date(Option<Date>),
    /// A numerator and a denominator.
    Ratio {
        /// Not above the denominator.
        numerator: i64,
        /// May be zero: the zero policy decides.
        denominator: i64,
    },
    /// How many.
    Count(i64),
    /// How many of each event; events that did not happen are left out.
    Events(Vec<EventCount>),
    /// Ticked items.
    Items(Vec<String>),
    /// The chosen class.
    Option(String),
    /// The index of a survey and its number of answers.
    Survey {
        /// Between 0 and 1.
        index: Decimal,
        /// Valid answers.
        sample: i64,
    },
    /// A measured value, or points proposed for a manual criterion.
    Value(Decimal),
}

/// How often an event happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventCount {
    /// The event's code.
    pub code: String,
    /// How often.
    pub count: i64,
}

/// Facts as they travel and are stored: one flat object for all rules, absent where nothing was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FlatFacts {
    /// For BOOLEAN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
    /// For DEADLINE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// For DEADLINE: there is no such document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_date: Option<bool>,
    /// For the ratio rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numerator: Option<i64>,
    /// For the ratio rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denominator: Option<i64>,
    /// For the counting rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// For DEDUCTION; an empty list says that nothing happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<EventCount>>,
    /// For CHECKLIST; an empty list says that no item is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<String>>,
    /// For CHOICE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// For SURVEY (the index, 0 to 1), EXTERNAL, RELATIVE_TO_LEADER and MANUAL (points).
    #[serde(skip_serializing_if = "Option::is_none", with = "rust_decimal::serde::str_option")]
    pub value: Option<Decimal>,
    /// For SURVEY.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<i64>,
}

impl FlatFacts {
    /// Whether nothing at all was entered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What is wrong with entered facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactsProblemCode {
    /// More cases counted than there are.
    NumeratorAboveDenominator,
    /// Below zero.
    NegativeNumber,
    /// A code the rule does not know.
    UnknownOption,
    /// A date and "no date" together, or a year out of reach.
    BadDate,
    /// Too large, too precise, or outside the scale.
    BadNumber,
    /// Something the rule needs was not entered.
    MissingFacts,
}

impl FactsProblemCode {
    /// The fixed code, as in the API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NumeratorAboveDenominator => "NUMERATOR_ABOVE_DENOMINATOR",
            Self::NegativeNumber => "NEGATIVE_NUMBER",
            Self::UnknownOption => "UNKNOWN_OPTION",
            Self::BadDate => "BAD_DATE",
            Self::BadNumber => "BAD_NUMBER",
            Self::MissingFacts => "MISSING_FACTS",
        }
    }
}

/// Why entered facts cannot be scored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Locale::En))]
pub struct FactsProblem {
    /// What is wrong.
    pub code: FactsProblemCode,
    /// Where in the flat facts: `["numerator"]`, `["events", "0", "count"]`.
    pub path: Vec<String>,
}

impl FactsProblem {
    fn at(code: FactsProblemCode, field: &str) -> Self {
        Self { code, path: vec![field.to_owned()] }
    }

    pub(super) fn missing(field: &str) -> Self {
        Self::at(FactsProblemCode::MissingFacts, field)
    }

    fn inside(code: FactsProblemCode, list: &str, index: usize, field: Option<&str>) -> Self {
        let path = [list.to_owned(), index.to_string()].into_iter().chain(field.map(str::to_owned)).collect();
        Self { code, path }
    }

    /// The reason in words.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        let text = match self.code {
            FactsProblemCode::NumeratorAboveDenominator => {
                locale.pick("Tử số lớn hơn mẫu số.", "The numerator is greater than the denominator.")
            }
            FactsProblemCode::NegativeNumber => {
                locale.pick("Số liệu không được nhỏ hơn 0.", "The number must not be below 0.")
            }
            FactsProblemCode::UnknownOption => {
                locale.pick("Lựa chọn không có trong tiêu chí.", "The criterion has no such choice.")
            }
            FactsProblemCode::BadDate => locale.pick(
                "Ngày không hợp lệ, hoặc vừa nhập ngày vừa chọn «không có».",
                "The date is not valid, or a date was entered together with “none”.",
            ),
            FactsProblemCode::BadNumber => locale.pick(
                "Số không hợp lệ hoặc vượt ngoài thang đo của tiêu chí.",
                "The number is not valid or lies outside the criterion's scale.",
            ),
            FactsProblemCode::MissingFacts => {
                locale.pick("Chưa nhập đủ số liệu của tiêu chí.", "Facts of the criterion are missing.")
            }
        };
        text.to_owned()
    }
}

impl Facts {
    /// Checks what was entered against a criterion's rule. Fields of other rules are ignored.
    ///
    /// # Errors
    /// The first thing that is missing or wrong, with its place.
    pub fn from_flat(criterion: &CriterionSpec, flat: &FlatFacts) -> Result<Self, FactsProblem> {
        match &criterion.rule {
            Rule::Boolean { .. } => flat.done.map(Self::Done).ok_or_else(|| FactsProblem::missing("done")),
            Rule::Deadline { .. } => date(flat),
            Rule::Bands { .. }
            | Rule::Proportional { .. }
            | Rule::PiecewiseLinear { .. }
            | Rule::Linear { .. } => ratio(flat),
            Rule::Deduction { events, .. } => counted_events(events, flat),
            Rule::Count { .. } | Rule::TieredCount { .. } | Rule::CountTarget { .. } => {
                Ok(Self::Count(whole("count", flat.count)?))
            }
            Rule::Checklist { items } => ticked_items(items, flat),
            Rule::Choice { options } => {
                let chosen = flat.option.as_ref().ok_or_else(|| FactsProblem::missing("option"))?;
                if options.iter().any(|option| option.code == *chosen) {
                    Ok(Self::Option(chosen.clone()))
                } else {
                    Err(FactsProblem::at(FactsProblemCode::UnknownOption, "option"))
                }
            }
            Rule::Survey { .. } => {
                let index = value(flat, Some(Decimal::ONE))?;
                Ok(Self::Survey { index, sample: whole("sample", flat.sample)? })
            }
            Rule::External { transform, .. } => {
                let largest = match transform {
                    Transform::Scale { of } => Some(*of),
                    Transform::Bands { .. } => None,
                };
                value(flat, largest).map(Self::Value)
            }
            Rule::RelativeToLeader { .. } => value(flat, None).map(Self::Value),
            Rule::Manual => {
                let points = value(flat, Some(criterion.max.to_decimal()))?;
                if Points::round_half_up(points).to_decimal() == points {
                    Ok(Self::Value(points))
                } else {
                    Err(FactsProblem::at(FactsProblemCode::BadNumber, "value"))
                }
            }
        }
    }

    /// The facts in the flat form, in canonical order.
    #[must_use]
    pub fn to_flat(&self) -> FlatFacts {
        let empty = FlatFacts::default();
        match self.clone() {
            Self::Done(done) => FlatFacts { done: Some(done), ..empty },
            Self::Date(Some(date)) => FlatFacts { date: Some(date), ..empty },
            Self::Date(None) => FlatFacts { no_date: Some(true), ..empty },
            Self::Ratio { numerator, denominator } => {
                FlatFacts { numerator: Some(numerator), denominator: Some(denominator), ..empty }
            }
            Self::Count(count) => FlatFacts { count: Some(count), ..empty },
            Self::Events(events) => FlatFacts { events: Some(events), ..empty },
            Self::Items(items) => FlatFacts { items: Some(items), ..empty },
            Self::Option(option) => FlatFacts { option: Some(option), ..empty },
            Self::Survey { index, sample } => FlatFacts { value: Some(index), sample: Some(sample), ..empty },
            Self::Value(value) => FlatFacts { value: Some(value), ..empty },
        }
    }
}

impl Prefill {
    /// Facts from statistics; `sum` gives the sum of a column over the campaign's period. A survey index is rounded to
    /// four decimals, as survey reports print it.
    pub fn facts(&self, sum: impl Fn(&str) -> i64) -> FlatFacts {
        let total = |columns: &[String]| columns.iter().map(|column| sum(column)).sum::<i64>();
        match self {
            Self::Ratio { numerator, denominator } => FlatFacts {
                numerator: Some(total(numerator)),
                denominator: Some(total(denominator)),
                ..FlatFacts::default()
            },
            Self::Count { count } => FlatFacts { count: Some(total(count)), ..FlatFacts::default() },
            Self::Survey { satisfied, sample } => {
                let answers = total(sample);
                let index =
                    Decimal::from(total(satisfied)).checked_div(Decimal::from(answers)).unwrap_or_default();
                let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
                let index = index.round_dp_with_strategy(INDEX_DECIMALS, half_up);
                FlatFacts { value: Some(index), sample: Some(answers), ..FlatFacts::default() }
            }
        }
    }
}

fn date(flat: &FlatFacts) -> Result<Facts, FactsProblem> {
    match (flat.date, flat.no_date.unwrap_or(false)) {
        (Some(date), false) if YEARS.contains(&date.year()) => Ok(Facts::Date(Some(date))),
        (Some(_), _) => Err(FactsProblem::at(FactsProblemCode::BadDate, "date")),
        (None, true) => Ok(Facts::Date(None)),
        (None, false) => Err(FactsProblem::missing("date")),
    }
}

fn ratio(flat: &FlatFacts) -> Result<Facts, FactsProblem> {
    let numerator = whole("numerator", flat.numerator)?;
    let denominator = whole("denominator", flat.denominator)?;
    if numerator > denominator {
        return Err(FactsProblem::at(FactsProblemCode::NumeratorAboveDenominator, "numerator"));
    }
    Ok(Facts::Ratio { numerator, denominator })
}

fn counted_events(known: &[CodePoints], flat: &FlatFacts) -> Result<Facts, FactsProblem> {
    let entered = flat.events.as_ref().ok_or_else(|| FactsProblem::missing("events"))?;
    for (index, event) in entered.iter().enumerate() {
        if !known.iter().any(|known| known.code == event.code) {
            return Err(FactsProblem::inside(FactsProblemCode::UnknownOption, "events", index, Some("code")));
        }
        check_whole(event.count)
            .map_err(|code| FactsProblem::inside(code, "events", index, Some("count")))?;
    }
    let counted = known.iter().map(|known| EventCount {
        code: known.code.clone(),
        count: entered
            .iter()
            .filter(|event| event.code == known.code)
            .map(|event| event.count)
            .fold(0, i64::saturating_add),
    });
    Ok(Facts::Events(counted.filter(|event| event.count > 0).collect()))
}

fn ticked_items(known: &[CodePoints], flat: &FlatFacts) -> Result<Facts, FactsProblem> {
    let entered = flat.items.as_ref().ok_or_else(|| FactsProblem::missing("items"))?;
    if let Some(index) = entered.iter().position(|code| !known.iter().any(|known| known.code == *code)) {
        return Err(FactsProblem::inside(FactsProblemCode::UnknownOption, "items", index, None));
    }
    let ticked = known.iter().map(|known| &known.code).filter(|code| entered.contains(code));
    Ok(Facts::Items(ticked.cloned().collect()))
}

fn whole(field: &str, entered: Option<i64>) -> Result<i64, FactsProblem> {
    let number = entered.ok_or_else(|| FactsProblem::missing(field))?;
    check_whole(number).map_err(|code| FactsProblem::at(code, field))?;
    Ok(number)
}

fn check_whole(number: i64) -> Result<(), FactsProblemCode> {
    match number {
        ..0 => Err(FactsProblemCode::NegativeNumber),
        0..=LARGEST => Ok(()),
        _ => Err(FactsProblemCode::BadNumber),
    }
}

fn value(flat: &FlatFacts, largest: Option<Decimal>) -> Result<Decimal, FactsProblem> {
    let value = flat.value.ok_or_else(|| FactsProblem::missing("value"))?;
    if value < Decimal::ZERO {
        return Err(FactsProblem::at(FactsProblemCode::NegativeNumber, "value"));
    }
    let value = value.normalize();
    if value > largest.unwrap_or_else(|| Decimal::from(LARGEST)) || value.scale() > DECIMALS {
        return Err(FactsProblem::at(FactsProblemCode::BadNumber, "value"));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::macros::date;

    use super::*;
    use crate::criteria::import::import;

    const SET: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));

    fn read(criterion: &str, flat: serde_json::Value) -> Result<Facts, FactsProblem> {
        let set = import(SET).expect("the criteria set of 2021 is sound");
        let flat: FlatFacts = serde_json::from_value(flat).expect("the flat form");
        Facts::from_flat(set.criterion(criterion).expect("the criterion exists"), &flat)
    }

    fn problem(criterion: &str, flat: serde_json::Value) -> (FactsProblemCode, String) {
        let problem = read(criterion, flat).expect_err("the facts are wrong");
        assert!(!problem.message(Locale::Vi).is_empty() && !problem.to_string().is_empty());
        (problem.code, problem.path.join("."))
    }

    #[test]
    fn no_date_is_a_statement_and_nothing_is_not() {
        assert_eq!(read("A1", json!({ "noDate": true })), Ok(Facts::Date(None)));
        assert_eq!(read("A1", json!({ "date": "2021-03-05" })), Ok(Facts::Date(Some(date!(2021 - 03 - 05)))));
        assert_eq!(problem("A1", json!({})), (FactsProblemCode::MissingFacts, "date".to_owned()));
        assert_eq!(problem("A1", json!({ "noDate": false })).0, FactsProblemCode::MissingFacts);
        assert_eq!(
            problem("A1", json!({ "date": "2021-03-05", "noDate": true })).0,
            FactsProblemCode::BadDate
        );
        assert_eq!(problem("A1", json!({ "date": "0021-03-05" })).0, FactsProblemCode::BadDate);
    }

    #[test]
    fn wrong_facts_are_named_with_their_place() {
        use FactsProblemCode as Code;
        let cases = [
            ("E2", json!({ "numerator": 5, "denominator": 4 }), Code::NumeratorAboveDenominator, "numerator"),
            ("E2", json!({ "numerator": -1, "denominator": 4 }), Code::NegativeNumber, "numerator"),
            ("E2", json!({ "numerator": 1 }), Code::MissingFacts, "denominator"),
            ("F2", json!({ "count": 2_000_000_000_000_i64 }), Code::BadNumber, "count"),
            ("E5", json!({ "option": "SIEU" }), Code::UnknownOption, "option"),
            ("G1", json!({ "items": ["LOGBOOK", "X"] }), Code::UnknownOption, "items.1"),
            ("H1", json!({ "events": [{ "code": "X", "count": 1 }] }), Code::UnknownOption, "events.0.code"),
            (
                "H1",
                json!({ "events": [{ "code": "LATE_REPORT", "count": -1 }] }),
                Code::NegativeNumber,
                "events.0.count",
            ),
            ("E6", json!({ "value": "1.2", "sample": 40 }), Code::BadNumber, "value"),
            ("E6", json!({ "value": "-0.2", "sample": 40 }), Code::NegativeNumber, "value"),
            ("E6", json!({ "value": "0.8" }), Code::MissingFacts, "sample"),
            ("A2", json!({ "count": 1 }), Code::MissingFacts, "done"),
        ];
        for (criterion, flat, code, path) in cases {
            assert_eq!(problem(criterion, flat), (code, path.to_owned()));
        }
    }

    #[test]
    fn facts_become_canonical() {
        let events = json!({ "events": [
            { "code": "MISSING_REPORT", "count": 1 }, { "code": "LATE_REPORT", "count": 0 },
            { "code": "MISSING_REPORT", "count": 2 },
        ] });
        let expected = Facts::Events(vec![EventCount { code: "MISSING_REPORT".to_owned(), count: 3 }]);
        assert_eq!(read("H1", events), Ok(expected));
        let items = read("G1", json!({ "items": ["LOGBOOK", "ON_PORTAL", "LOGBOOK"] })).expect("known items");
        assert_eq!(items, Facts::Items(vec!["ON_PORTAL".to_owned(), "LOGBOOK".to_owned()]));
        assert_eq!(
            serde_json::to_value(items.to_flat()).ok(),
            Some(json!({ "items": ["ON_PORTAL", "LOGBOOK"] }))
        );
    }

    #[test]
    fn nothing_entered_is_empty() {
        assert!(FlatFacts::default().is_empty());
        assert!(!FlatFacts { items: Some(Vec::new()), ..FlatFacts::default() }.is_empty());
    }

    #[test]
    fn statistics_prefill_facts() {
        let set = import(SET).expect("the criteria set of 2021 is sound");
        let sum = |column: &str| match column {
            "resolved_early" => 900,
            "resolved_on_time" => 287,
            "resolved_late" => 17,
            "survey_satisfied" => 2,
            "survey_responses" => 3,
            _ => 0,
        };
        let flat = |code: &str| {
            set.criterion(code).and_then(|spec| spec.prefill.as_ref()).map(|prefill| prefill.facts(sum))
        };
        let json = |code: &str| serde_json::to_value(flat(code)).expect("facts serialise");
        assert_eq!(json("E2"), json!({ "numerator": 1187, "denominator": 1204 }));
        assert_eq!(json("E6"), json!({ "value": "0.6667", "sample": 3 }));
        assert_eq!(json("G2"), json!({ "numerator": 0, "denominator": 0 }));
    }
}
