//! Rules as JSON parameters, both ways, without loss.
//!
//! Whole numbers may be JSON numbers or texts; fractions must be texts ("0.5"), because a JSON fraction would pass
//! through binary floating point. Unknown parameters are refused: a misspelt one must not be dropped in silence.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use time::{Date, format_description::BorrowedFormatItem, macros::format_description};

use crate::{
    criteria::model::{
        CodePoints, CountTier, DelayTier, Fault, KindTarget, ParamFault, Rule, RuleKind, Shape, Threshold,
        Transform,
    },
    shared::{
        clean,
        points::{Points, PointsError},
    },
    units::UnitKind,
};

/// Decimals kept of ratios and scales.
const DECIMALS: u32 = 6;
/// The largest scale, sample or target.
const LARGEST: i64 = 1_000_000_000;
const ISO_DATE: &[BorrowedFormatItem<'static>] = format_description!("[year]-[month]-[day]");

/// What is wrong with parameters, and where inside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamError {
    /// Parameter names and indexes, outermost first.
    pub path: Vec<String>,
    /// What is wrong.
    pub fault: Fault,
}

type Parsed<T> = Result<T, ParamError>;

impl ParamError {
    /// An error at the place being read.
    pub(in crate::criteria) const fn new(fault: Fault) -> Self {
        Self { path: Vec::new(), fault }
    }

    fn here(fault: ParamFault) -> Self {
        Self::new(Fault::Param(fault))
    }

    fn shape(shape: Shape) -> Self {
        Self::here(ParamFault::Shape(shape))
    }

    /// The same error seen from one level further out.
    pub(in crate::criteria) fn under(mut self, step: &str) -> Self {
        self.path.insert(0, step.to_owned());
        self
    }
}

impl Rule {
    /// A rule from its kind and the text of its parameters.
    ///
    /// # Errors
    /// When the text is not JSON or does not fit the kind.
    pub fn parse(kind: RuleKind, params: &str) -> Result<Self, ParamError> {
        let value = serde_json::from_str(params).map_err(|error| ParamError {
            path: Vec::new(),
            fault: Fault::NotJson { detail: error.to_string() },
        })?;
        Self::from_params(kind, &value)
    }

    /// A rule from its kind and its parameters.
    ///
    /// # Errors
    /// The first parameter that does not fit the kind.
    pub fn from_params(kind: RuleKind, params: &Value) -> Result<Self, ParamError> {
        let nothing = Map::new();
        let map = match params {
            Value::Null => &nothing,
            Value::Object(map) => map,
            _ => return Err(ParamError::shape(Shape::Object)),
        };
        let fields = |known: &[&str]| Fields::new(map, known);
        match kind {
            RuleKind::Boolean => Ok(Self::Boolean { points: fields(&["points"])?.need("points", points)? }),
            RuleKind::Deadline => {
                let fields = fields(&["due", "tiers", "else"])?;
                Ok(Self::Deadline {
                    due: fields.need("due", date)?,
                    tiers: fields.need("tiers", |value| {
                        pairs(value, whole, points, |max_days_late, points| DelayTier {
                            max_days_late,
                            points,
                        })
                    })?,
                    otherwise: fields.optional("else", points)?.unwrap_or_default(),
                })
            }
            RuleKind::Bands => {
                let fields = fields(&["bands", "else"])?;
                Ok(Self::Bands {
                    bands: fields.need("bands", thresholds)?,
                    otherwise: fields.optional("else", points)?.unwrap_or_default(),
                })
            }
            RuleKind::Proportional => Ok(Self::Proportional {
                floor: fields(&["floor"])?.optional("floor", decimal)?.unwrap_or_default(),
            }),
            RuleKind::PiecewiseLinear => {
                Ok(Self::PiecewiseLinear { knots: fields(&["knots"])?.need("knots", thresholds)? })
            }
            RuleKind::Linear => {
                let fields = fields(&["from", "to"])?;
                Ok(Self::Linear { from: fields.need("from", decimal)?, to: fields.need("to", decimal)? })
            }
            RuleKind::Deduction => {
                let fields = fields(&["start", "events", "floor"])?;
                Ok(Self::Deduction {
                    start: fields.need("start", points)?,
                    events: fields.need("events", code_points)?,
                    floor: fields.optional("floor", points)?.unwrap_or_default(),
                })
            }
            RuleKind::Count => {
                let fields = fields(&["per_unit", "cap"])?;
                Ok(Self::Count {
                    per_unit: fields.need("per_unit", points)?,
                    cap: fields.need("cap", points)?,
                })
            }
            RuleKind::TieredCount => Ok(Self::TieredCount {
                tiers: fields(&["tiers"])?.need("tiers", |value| {
                    pairs(value, whole, points, |at_least, points| CountTier { at_least, points })
                })?,
            }),
            RuleKind::CountTarget => {
                Ok(Self::CountTarget { targets: fields(&["target"])?.need("target", targets)? })
            }
            RuleKind::Checklist => {
                Ok(Self::Checklist { items: fields(&["items"])?.need("items", code_points)? })
            }
            RuleKind::Choice => {
                Ok(Self::Choice { options: fields(&["options"])?.need("options", code_points)? })
            }
            RuleKind::Survey => {
                let fields = fields(&["instrument", "min_sample"])?;
                Ok(Self::Survey {
                    min_sample: fields.need("min_sample", whole)?,
                    instrument: fields.optional("instrument", text)?,
                })
            }
            RuleKind::External => {
                let fields = fields(&["source", "indicator", "transform"])?;
                Ok(Self::External {
                    source: fields.need("source", text)?,
                    indicator: fields.need("indicator", text)?,
                    transform: fields.need("transform", transform)?,
                })
            }
            RuleKind::RelativeToLeader => {
                Ok(Self::RelativeToLeader { indicator: fields(&["indicator"])?.need("indicator", text)? })
            }
            RuleKind::Manual => fields(&[]).map(|_| Self::Manual),
        }
    }

    /// The parameters as in the import format; reading them back gives an equal rule.
    #[must_use]
    pub fn params(&self) -> Value {
        match self {
            Self::Boolean { points } => json!({ "points": points_value(*points) }),
            Self::Deadline { due, tiers, otherwise } => json!({
                "due": date_value(*due),
                "tiers": list(tiers, |tier| json!([tier.max_days_late, points_value(tier.points)])),
                "else": points_value(*otherwise),
            }),
            Self::Bands { bands, otherwise } => {
                json!({ "bands": list(bands, threshold_value), "else": points_value(*otherwise) })
            }
            Self::Proportional { floor } => json!({ "floor": floor.to_string() }),
            Self::PiecewiseLinear { knots } => json!({ "knots": list(knots, threshold_value) }),
            Self::Linear { from, to } => json!({ "from": from.to_string(), "to": to.to_string() }),
            Self::Deduction { start, events, floor } => json!({
                "start": points_value(*start),
                "events": code_points_value(events),
                "floor": points_value(*floor),
            }),
            Self::Count { per_unit, cap } => {
                json!({ "per_unit": points_value(*per_unit), "cap": points_value(*cap) })
            }
            Self::TieredCount { tiers } => {
                json!({ "tiers": list(tiers, |tier| json!([tier.at_least, points_value(tier.points)])) })
            }
            Self::CountTarget { targets } => {
                let targets =
                    targets.iter().map(|target| (target.kind.code().to_owned(), target.target.into()));
                json!({ "target": Value::Object(targets.collect()) })
            }
            Self::Checklist { items } => json!({ "items": code_points_value(items) }),
            Self::Choice { options } => json!({ "options": code_points_value(options) }),
            Self::Survey { min_sample, instrument: None } => json!({ "min_sample": min_sample }),
            Self::Survey { min_sample, instrument } => {
                json!({ "instrument": instrument, "min_sample": min_sample })
            }
            Self::External { source, indicator, transform } => json!({
                "source": source,
                "indicator": indicator,
                "transform": transform_value(transform),
            }),
            Self::RelativeToLeader { indicator } => json!({ "indicator": indicator }),
            Self::Manual => json!({}),
        }
    }
}

/// The named parameters of one rule.
struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    fn new(map: &'a Map<String, Value>, known: &[&str]) -> Parsed<Self> {
        match map.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(ParamError::here(ParamFault::UnknownKey).under(key)),
            None => Ok(Self(map)),
        }
    }

    fn need<T>(&self, key: &str, read: impl Fn(&Value) -> Parsed<T>) -> Parsed<T> {
        self.optional(key, read)?.ok_or_else(|| ParamError::here(ParamFault::Missing).under(key))
    }

    fn optional<T>(&self, key: &str, read: impl Fn(&Value) -> Parsed<T>) -> Parsed<Option<T>> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value).map(Some).map_err(|error| error.under(key)),
        }
    }
}

/// Points: a whole number, or a text with at most two decimals.
pub(in crate::criteria) fn points(value: &Value) -> Parsed<Points> {
    let text = number_text(value, Shape::Points)?;
    Points::parse(&text).map_err(|error| match error {
        PointsError::TooPrecise => ParamError::here(ParamFault::TooPrecise),
        PointsError::NotANumber | PointsError::TooLarge => ParamError::shape(Shape::Points),
    })
}

/// A decimal: a whole number, or a text with at most six decimals.
fn decimal(value: &Value) -> Parsed<Decimal> {
    let text = number_text(value, Shape::Decimal)?.replace(',', ".");
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let number = Decimal::from_str_exact(&text)
        .ok()
        .filter(|number| is_plain && number.abs() <= Decimal::from(LARGEST));
    let number = number.ok_or_else(|| ParamError::shape(Shape::Decimal))?;
    if number.normalize().scale() > DECIMALS {
        return Err(ParamError::here(ParamFault::TooPrecise));
    }
    Ok(number)
}

/// A text that is not empty.
pub(in crate::criteria) fn text(value: &Value) -> Parsed<String> {
    match value.as_str().map(clean::passage) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(ParamError::shape(Shape::Text)),
    }
}

/// Points as they are written: whole ones as numbers, others as text without needless zeros.
fn points_value(points: Points) -> Value {
    if points.hundredths() % 100 == 0 {
        Value::from(points.hundredths() / 100)
    } else {
        Value::from(points.to_decimal().normalize().to_string())
    }
}

fn number_text(value: &Value, shape: Shape) -> Parsed<String> {
    match value {
        Value::String(text) => Ok(text.trim().to_owned()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Ok(number.to_string()),
        Value::Number(_) => Err(ParamError::here(ParamFault::FractionNotText)),
        _ => Err(ParamError::shape(shape)),
    }
}

/// A whole number, written as a number or as text.
pub(in crate::criteria) fn whole(value: &Value) -> Parsed<i64> {
    let number = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.abs() <= LARGEST).ok_or_else(|| ParamError::shape(Shape::Whole))
}

fn date(value: &Value) -> Parsed<Date> {
    let text = value.as_str().unwrap_or_default();
    Date::parse(text, &ISO_DATE).map_err(|_| ParamError::shape(Shape::Date))
}

fn pairs<A, B, T>(
    value: &Value,
    first: impl Fn(&Value) -> Parsed<A>,
    second: impl Fn(&Value) -> Parsed<B>,
    join: impl Fn(A, B) -> T,
) -> Parsed<Vec<T>> {
    let items = value.as_array().ok_or_else(|| ParamError::shape(Shape::List))?;
    let read = |item: &Value| match item.as_array().map(Vec::as_slice) {
        Some([left, right]) => {
            let left = first(left).map_err(|error| error.under("0"))?;
            Ok(join(left, second(right).map_err(|error| error.under("1"))?))
        }
        _ => Err(ParamError::shape(Shape::Pair)),
    };
    items
        .iter()
        .enumerate()
        .map(|(index, item)| read(item).map_err(|error| error.under(&index.to_string())))
        .collect()
}

fn thresholds(value: &Value) -> Parsed<Vec<Threshold>> {
    pairs(value, decimal, points, |at, points| Threshold { at, points })
}

fn entries<T>(value: &Value, read: impl Fn(&str, &Value) -> Parsed<T>) -> Parsed<Vec<T>> {
    let map = value.as_object().ok_or_else(|| ParamError::shape(Shape::Object))?;
    map.iter().map(|(key, value)| read(key, value).map_err(|error| error.under(key))).collect()
}

fn code_points(value: &Value) -> Parsed<Vec<CodePoints>> {
    entries(value, |code, value| Ok(CodePoints { code: code.to_owned(), points: points(value)? }))
}

fn targets(value: &Value) -> Parsed<Vec<KindTarget>> {
    entries(value, |code, value| {
        let kind: UnitKind = code.parse().map_err(|_| ParamError::here(ParamFault::UnknownUnitKind))?;
        Ok(KindTarget { kind, target: whole(value)? })
    })
}

fn transform(value: &Value) -> Parsed<Transform> {
    let map = value.as_object().ok_or_else(|| ParamError::shape(Shape::Object))?;
    if map.contains_key("scale") {
        return Ok(Transform::Scale { of: Fields::new(map, &["scale"])?.need("scale", decimal)? });
    }
    let fields = Fields::new(map, &["bands", "else"])?;
    Ok(Transform::Bands {
        bands: fields.need("bands", thresholds)?,
        otherwise: fields.optional("else", points)?.unwrap_or_default(),
    })
}

fn list<T>(items: &[T], write: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(write).collect())
}

fn threshold_value(threshold: &Threshold) -> Value {
    json!([threshold.at.to_string(), points_value(threshold.points)])
}

fn code_points_value(items: &[CodePoints]) -> Value {
    Value::Object(items.iter().map(|item| (item.code.clone(), points_value(item.points))).collect())
}

fn transform_value(transform: &Transform) -> Value {
    match transform {
        Transform::Scale { of } => json!({ "scale": of.to_string() }),
        Transform::Bands { bands, otherwise } => {
            json!({ "bands": list(bands, threshold_value), "else": points_value(*otherwise) })
        }
    }
}

fn date_value(date: Date) -> Value {
    let month = u8::from(date.month());
    Value::from(format!("{:04}-{month:02}-{:02}", date.year(), date.day()))
}
