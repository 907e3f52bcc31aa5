//! The import format: a criteria set as JSON text, both ways.
//!
//! Reading collects the problems of all criteria at once. Groups may be declared in `groups` and named by code, or stand
//! in the criteria as "E Một cửa"; English group titles, classes, ranking policy, labels, Vietnamese evidence hints and
//! machine-readable penalties may be absent and get the customary values. `applicable_max_by_kind` is written for
//! readers and ignored on import, since it follows from the criteria.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use unicode_normalization::is_nfc;

use super::{
    model::{
        BonusItem, ClassBand, CriteriaProblem, CriteriaSet, CriterionSpec, Fault, GroupSpec, Label,
        ParamFault, PenaltyItem, PenaltyUnit, RankingPolicy, Rule, RuleKind, Shape, UnknownCode, ZeroPolicy,
    },
    rules::{self, ParamError},
};
use crate::{
    shared::{clean, import::Problems, points::Points},
    units::UnitKind,
};

const SCALE: &str = "100";
const ROUNDING: &str = "0.01 HALF_UP";

/// Reads and checks a criteria set.
///
/// # Errors
/// Every problem found; never an empty list. Parts that could not be read are left out of the later checks, so a broken
/// reference is reported only once everything can be read.
pub fn import(text: &str) -> Result<CriteriaSet, Problems<CriteriaProblem>> {
    let problem =
        |fault| Problems::from(vec![CriteriaProblem { fault, criterion_code: None, path: Vec::new() }]);
    if clean::is_unreadable(text) {
        return Err(problem(Fault::NotJson { detail: "the file is not UTF-8 (U+FFFD)".into() }));
    }
    let value: Value =
        serde_json::from_str(text).map_err(|error| problem(Fault::NotJson { detail: error.to_string() }))?;
    let Value::Object(root) = &value else {
        return Err(problem(Fault::BadField(Shape::Object)));
    };
    let mut reader = Reader::default();
    let set = reader.set(root);
    let mut problems = reader.problems;
    match set {
        Some(set) => {
            let is_whole = problems.is_empty();
            let follows = |fault: &Fault| {
                matches!(fault, Fault::UnknownGroup { .. } | Fault::Param(ParamFault::NoSuchReference))
            };
            problems.append(rules::validate(&set).retaining(|found| is_whole || !follows(&found.fault)));
            if problems.is_empty() { Ok(set) } else { Err(problems) }
        }
        None => Err(problems),
    }
}

/// Writes a criteria set as JSON text; reading it back gives an equal set.
#[must_use]
pub fn export(set: &CriteriaSet) -> String {
    let totals = rules::totals_by_kind(set);
    let value = json!({
        "set_code": set.code,
        "version": set.version,
        "title_vi": set.title.vi,
        "title_en": set.title.en,
        "scale": SCALE,
        "rounding": { "line": ROUNDING, "total": ROUNDING },
        "groups": set.groups.iter().map(group_value).collect::<Vec<_>>(),
        "criteria": set.criteria.iter().map(criterion_value).collect::<Vec<_>>(),
        "bonus": {
            "items": set.bonus_items.iter().map(bonus_value).collect::<Vec<_>>(),
            "total_cap": short(set.bonus_total_cap),
        },
        "penalties": set.penalties.iter().map(penalty_value).collect::<Vec<_>>(),
        "classes": set.classes.iter().map(class_value).collect::<Vec<_>>(),
        "ranking": json!(set.ranking),
        "applicable_max_by_kind": totals
            .iter()
            .map(|total| (total.kind.code().to_owned(), Value::from(short(total.max))))
            .collect::<Map<_, _>>(),
    });
    format!("{value:#}\n")
}

/// Reads fields and remembers every problem with its place.
#[derive(Default)]
struct Reader {
    path: Vec<String>,
    code: Option<String>,
    problems: Problems<CriteriaProblem>,
}

impl Reader {
    fn set(&mut self, root: &Map<String, Value>) -> Option<CriteriaSet> {
        self.supported(root);
        let code = self.need(root, "set_code", rules::text)?;
        let version = self.optional(root, "version", rules::whole).unwrap_or(1);
        let Some(version) = u32::try_from(version).ok().filter(|version| *version > 0) else {
            self.fault("version", Fault::BadField(Shape::Whole));
            return None;
        };
        let title_vi = self.optional(root, "title_vi", rules::text).unwrap_or_else(|| code.clone());
        let title_en = self.optional(root, "title_en", rules::text).unwrap_or_else(|| title_vi.clone());
        let declared = root.contains_key("groups");
        let mut groups = self.each(root, "groups", declared, Self::group);
        let criteria = self.each(root, "criteria", true, |reader, item| {
            let (group, title) = reader.group_of(item, declared)?;
            if let Some(title) = title
                && !groups.iter().any(|known| known.code == group)
            {
                groups.push(GroupSpec { code: group.clone(), title: Label { vi: title.clone(), en: title } });
            }
            reader.criterion(item, group)
        });
        let criteria: Vec<_> =
            (1_u32..).zip(criteria).map(|(position, spec)| CriterionSpec { position, ..spec }).collect();
        let (bonus_items, bonus_total_cap) = self.bonus(root);
        let penalties = self.each(root, "penalties", false, Self::penalty);
        let classes = match root.get("classes") {
            Some(_) => self.each(root, "classes", true, Self::class),
            None => CriteriaSet::CUSTOMARY_CLASSES.to_vec(),
        };
        let ranking = match root.get("ranking") {
            Some(_) => self.optional(root, "ranking", typed::<RankingPolicy>).unwrap_or_default(),
            None => RankingPolicy::customary(&groups, &criteria),
        };
        let title = Label { vi: title_vi, en: title_en };
        Some(CriteriaSet {
            code,
            version,
            title,
            groups,
            criteria,
            bonus_items,
            bonus_total_cap,
            penalties,
            classes,
            ranking,
        })
    }

    fn supported(&mut self, root: &Map<String, Value>) {
        if root.get("scale").is_some_and(|scale| scale != SCALE && scale != 100) {
            self.fault("scale", Fault::Unsupported);
        }
        let roundings = root.get("rounding").and_then(Value::as_object);
        if roundings.is_some_and(|roundings| roundings.values().any(|rounding| rounding != ROUNDING)) {
            self.fault("rounding", Fault::Unsupported);
        }
    }

    fn group(&mut self, item: &Map<String, Value>) -> Option<GroupSpec> {
        let code = self.need(item, "code", rules::text)?;
        Some(GroupSpec { code, title: self.title(item) })
    }

    /// The group's code, and its title where groups are not declared.
    fn group_of(&mut self, item: &Map<String, Value>, declared: bool) -> Option<(String, Option<String>)> {
        let text = self.need(item, "group", rules::text)?;
        if declared {
            return Some((text, None));
        }
        let (code, title) = text.split_once(char::is_whitespace).unwrap_or((&text, &text));
        Some((code.to_owned(), Some(title.trim().to_owned())))
    }

    fn criterion(&mut self, item: &Map<String, Value>, group: String) -> Option<CriterionSpec> {
        let code = self.need(item, "code", rules::text);
        let max = self.need(item, "max_points", rules::points);
        let kinds = self.kinds(item);
        let rule = self.rule(item);
        let zero_policy = self.optional(item, "zero_denominator", coded::<ZeroPolicy>);
        let self_scored = self.optional(item, "self_scored", boolean).unwrap_or(true);
        let evidence = self.evidence(item);
        let seed_item = self.optional(item, "seed_item", rules::text);
        let labels = self.optional(item, "labels", typed).unwrap_or_default();
        let prefill = self.optional(item, "prefill", typed);
        Some(CriterionSpec {
            code: code?,
            group,
            position: 0,
            title: self.title(item),
            max: max?,
            kinds: kinds?,
            rule: rule?,
            zero_policy,
            self_scored,
            evidence,
            seed_item,
            labels,
            prefill,
        })
    }

    /// No kinds at all is left to the checks of the whole set.
    fn kinds(&mut self, item: &Map<String, Value>) -> Option<Vec<UnitKind>> {
        let kind = |value: &Value| -> Result<UnitKind, ParamError> {
            let code = value.as_str().unwrap_or_default();
            code.parse().map_err(|_| ParamError::new(Fault::Param(ParamFault::UnknownUnitKind)))
        };
        let kinds = |value: &Value| -> Result<Vec<UnitKind>, ParamError> {
            let list = value.as_array().ok_or_else(|| ParamError::new(Fault::BadField(Shape::List)))?;
            list.iter()
                .enumerate()
                .map(|(index, value)| kind(value).map_err(|error| error.under(&index.to_string())))
                .collect()
        };
        match item.get("kinds") {
            None | Some(Value::Null) => Some(Vec::new()),
            Some(value) => self.keep("kinds", kinds(value)),
        }
    }

    fn rule(&mut self, item: &Map<String, Value>) -> Option<Rule> {
        let name = self.need(item, "rule", rules::text)?;
        let Ok(kind) = name.parse::<RuleKind>() else {
            self.fault("rule", Fault::UnknownRule { found: name });
            return None;
        };
        let params = item.get("params").unwrap_or(&Value::Null);
        self.keep("params", Rule::from_params(kind, params))
    }

    /// Titles may be absent here, and their letters not composed: the checks of the whole set name them together with
    /// the others.
    fn title(&mut self, item: &Map<String, Value>) -> Label {
        let kept = |text: &str| if is_nfc(text) { clean::line(text) } else { clean::plain_blanks(text) };
        let text = |key: &str| kept(item.get(key).and_then(Value::as_str).unwrap_or_default());
        Label { vi: text("title_vi"), en: text("title_en") }
    }

    fn evidence(&mut self, item: &Map<String, Value>) -> Label {
        let en = self.optional(item, "evidence", rules::text).unwrap_or_default();
        let vi = self.optional(item, "evidence_vi", rules::text).unwrap_or_else(|| en.clone());
        Label { vi, en }
    }

    fn bonus(&mut self, root: &Map<String, Value>) -> (Vec<BonusItem>, Points) {
        let empty = Map::new();
        let bonus = match root.get("bonus") {
            None | Some(Value::Null) => &empty,
            Some(Value::Object(bonus)) => bonus,
            Some(_) => {
                self.fault("bonus", Fault::BadField(Shape::Object));
                &empty
            }
        };
        self.path.push("bonus".to_owned());
        let items = self.each(bonus, "items", false, Self::bonus_item);
        let sum: Points = items.iter().map(|item| item.cap).sum();
        let total_cap = self.optional(bonus, "total_cap", rules::points).unwrap_or(sum);
        self.path.pop();
        (items, total_cap)
    }

    fn bonus_item(&mut self, item: &Map<String, Value>) -> Option<BonusItem> {
        let code = self.need(item, "code", rules::text)?;
        let evidence = self.evidence(item);
        match self.rule(item)? {
            Rule::Count { per_unit, cap } => {
                Some(BonusItem { code, title: self.title(item), per_unit, cap, evidence })
            }
            other => {
                self.fault("rule", Fault::UnknownRule { found: other.kind().code().to_owned() });
                None
            }
        }
    }

    fn penalty(&mut self, item: &Map<String, Value>) -> Option<PenaltyItem> {
        let code = self.need(item, "code", rules::text)?;
        let title = self.title(item);
        if let Some(words) = item.get("points").and_then(Value::as_str) {
            let title = Label { en: if title.en.is_empty() { title.vi.clone() } else { title.en }, ..title };
            let penalty = penalty_in_words(code, title, words);
            if penalty.is_none() {
                self.fault("points", Fault::Param(ParamFault::Shape(Shape::Points)));
            }
            return penalty;
        }
        Some(PenaltyItem {
            code,
            title,
            points_each: self.need(item, "points_each", rules::points)?,
            cap: self.optional(item, "cap", rules::points),
            per: self.optional(item, "per", coded::<PenaltyUnit>).unwrap_or(PenaltyUnit::Case),
            is_knock_out: self.optional(item, "knock_out", boolean).unwrap_or(false),
        })
    }

    fn class(&mut self, item: &Map<String, Value>) -> Option<ClassBand> {
        let grade = self.need(item, "grade", coded)?;
        Some(ClassBand { grade, min_total: self.need(item, "min", rules::points)? })
    }

    /// Reads every object of a list; objects with problems are left out.
    fn each<T>(
        &mut self,
        map: &Map<String, Value>,
        key: &str,
        is_required: bool,
        mut read: impl FnMut(&mut Self, &Map<String, Value>) -> Option<T>,
    ) -> Vec<T> {
        let items = match map.get(key) {
            Some(Value::Array(items)) => items,
            None | Some(Value::Null) if !is_required => return Vec::new(),
            None => {
                self.fault(key, Fault::MissingField);
                return Vec::new();
            }
            Some(_) => {
                self.fault(key, Fault::BadField(Shape::List));
                return Vec::new();
            }
        };
        let mut read_items = Vec::new();
        for (index, item) in items.iter().enumerate() {
            self.code = item.get("code").and_then(Value::as_str).map(str::to_owned);
            let name = self.code.clone().unwrap_or_else(|| index.to_string());
            self.path.extend([key.to_owned(), name]);
            match item.as_object() {
                Some(item) => read_items.extend(read(self, item)),
                None => self.fault("", Fault::BadField(Shape::Object)),
            }
            self.code = None;
            self.path.truncate(self.path.len() - 2);
        }
        read_items
    }

    fn need<T>(
        &mut self,
        map: &Map<String, Value>,
        key: &str,
        read: impl Fn(&Value) -> Result<T, ParamError>,
    ) -> Option<T> {
        match map.get(key) {
            None | Some(Value::Null) => {
                self.fault(key, Fault::MissingField);
                None
            }
            Some(value) => self.keep(key, read(value)),
        }
    }

    fn optional<T>(
        &mut self,
        map: &Map<String, Value>,
        key: &str,
        read: impl Fn(&Value) -> Result<T, ParamError>,
    ) -> Option<T> {
        match map.get(key) {
            None | Some(Value::Null) => None,
            Some(value) => self.keep(key, read(value)),
        }
    }

    fn keep<T>(&mut self, key: &str, read: Result<T, ParamError>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                let steps = Some(key.to_owned()).filter(|key| !key.is_empty()).into_iter().chain(error.path);
                let path = self.path.iter().cloned().chain(steps).collect();
                self.problems.push(CriteriaProblem {
                    fault: error.fault,
                    criterion_code: self.code.clone(),
                    path,
                });
                None
            }
        }
    }

    fn fault(&mut self, key: &str, fault: Fault) {
        self.keep::<()>(key, Err(ParamError::new(fault)));
    }
}

fn boolean(value: &Value) -> Result<bool, ParamError> {
    value.as_bool().ok_or_else(|| ParamError::new(Fault::BadField(Shape::Bool)))
}

fn coded<T: std::str::FromStr<Err = UnknownCode>>(value: &Value) -> Result<T, ParamError> {
    let code = value.as_str().unwrap_or_default();
    code.parse().map_err(|_| ParamError::new(Fault::BadField(Shape::Code)))
}

fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, ParamError> {
    T::deserialize(value).map_err(|error| ParamError::new(Fault::NotJson { detail: error.to_string() }))
}

/// A penalty as people write it: "-5 each", "-3 each + knock-out", "-1 per working day, max -3".
fn penalty_in_words(code: String, title: Label, words: &str) -> Option<PenaltyItem> {
    let amount = |text: &str| {
        let text = text.trim_start().trim_start_matches(['-', '−']);
        Points::parse(text.split([' ', ',', ';']).next().unwrap_or_default()).ok()
    };
    let cap = match words.split_once("max") {
        Some((_, rest)) => Some(amount(rest)?),
        None => None,
    };
    let per = if words.contains("working day") { PenaltyUnit::WorkingDay } else { PenaltyUnit::Case };
    let is_knock_out = words.contains("knock-out");
    Some(PenaltyItem { code, title, points_each: amount(words)?, cap, per, is_knock_out })
}

fn short(points: Points) -> String {
    points.to_decimal().normalize().to_string()
}

fn group_value(group: &GroupSpec) -> Value {
    json!({ "code": group.code, "title_vi": group.title.vi, "title_en": group.title.en })
}

/// A criterion as it stands in the import format.
pub(super) fn criterion_value(criterion: &CriterionSpec) -> Value {
    let mut value = json!({
        "code": criterion.code,
        "group": criterion.group,
        "title_vi": criterion.title.vi,
        "title_en": criterion.title.en,
        "max_points": short(criterion.max),
        "kinds": criterion.kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>(),
        "rule": criterion.rule.kind(),
        "params": criterion.rule.params(),
        "zero_denominator": criterion.zero_policy,
        "self_scored": criterion.self_scored,
        "evidence": criterion.evidence.en,
        "evidence_vi": criterion.evidence.vi,
        "seed_item": criterion.seed_item,
    });
    if !criterion.labels.is_empty() {
        value["labels"] = json!(criterion.labels);
    }
    if let Some(prefill) = &criterion.prefill {
        value["prefill"] = json!(prefill);
    }
    value
}

fn bonus_value(item: &BonusItem) -> Value {
    let rule = Rule::Count { per_unit: item.per_unit, cap: item.cap };
    json!({
        "code": item.code,
        "title_vi": item.title.vi,
        "title_en": item.title.en,
        "rule": rule.kind(),
        "params": rule.params(),
        "evidence": item.evidence.en,
        "evidence_vi": item.evidence.vi,
    })
}

fn penalty_value(item: &PenaltyItem) -> Value {
    json!({
        "code": item.code,
        "title_vi": item.title.vi,
        "title_en": item.title.en,
        "points_each": short(item.points_each),
        "cap": item.cap.map(short),
        "per": item.per,
        "knock_out": item.is_knock_out,
    })
}

fn class_value(class: &ClassBand) -> Value {
    json!({ "grade": class.grade, "min": short(class.min_total) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        criteria::model::{CriteriaProblemCode, Grade, TieBreaker},
        shared::locale::Locale,
    };

    const SET: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));

    /// The older form: groups inside criteria, penalties in words, no extras.
    const PLAIN: &str = r#"{
        "set_code": "OLD", "version": 1, "scale": "100", "rounding": {"line": "0.01 HALF_UP"},
        "criteria": [{
            "code": "E2", "group": "E Một cửa", "title_vi": "Đúng hạn", "title_en": "On time", "max_points": "8",
            "kinds": ["COMMUNE"], "rule": "PIECEWISE_LINEAR", "params": {"knots": [["0.90", 0], ["1.00", 8]]},
            "zero_denominator": "NOT_APPLICABLE", "self_scored": true, "evidence": "Export", "seed_item": "onestop"
        }],
        "bonus": {"items": [], "total_cap": "10"},
        "penalties": [
            {"code": "P1", "title_vi": "Kỷ luật", "points": "-5 each"},
            {"code": "P2", "title_vi": "Khai sai", "points": "-3 each + knock-out"},
            {"code": "P3", "title_vi": "Trễ hạn", "points": "-1 per working day, max -3"}
        ],
        "applicable_max_by_kind": {"COMMUNE": "8"}
    }"#;

    /// Problems of the plain set after a replacement in its text.
    fn problems(from: &str, to: &str) -> Problems<CriteriaProblem> {
        assert!(PLAIN.contains(from), "{from}");
        import(&PLAIN.replace(from, to)).expect_err("the change breaks the set")
    }

    fn codes(problems: &[CriteriaProblem]) -> Vec<CriteriaProblemCode> {
        problems.iter().map(CriteriaProblem::code).collect()
    }

    #[test]
    fn the_set_of_2021_is_in_canonical_form() {
        let set = import(SET).expect("the set is sound");
        assert_eq!(export(&set), SET);
        assert_eq!((set.groups.len(), set.criteria.len()), (8, 28));
        let maxima: Vec<_> =
            set.groups.iter().map(|group| set.group_max(&group.code).hundredths() / 100).collect();
        assert_eq!(maxima, [10, 14, 8, 15, 25, 12, 10, 6]);
        let prefilled: Vec<_> = set
            .criteria
            .iter()
            .filter(|spec| spec.prefill.is_some())
            .map(|spec| spec.code.as_str())
            .collect();
        assert_eq!(prefilled, ["E2", "E6", "F1", "G2"]);
    }

    #[test]
    fn the_older_form_gets_customary_values() {
        let set = import(PLAIN).expect("the older form is readable");
        assert_eq!(
            set.groups.first().map(|group| (group.code.as_str(), group.title.vi.as_str())),
            Some(("E", "Một cửa"))
        );
        assert_eq!(set.classes.first().map(|class| class.grade), Some(Grade::Excellent));
        assert_eq!(set.ranking.tie_breakers.get(1), Some(&TieBreaker::Ratio { criterion: "E2".to_owned() }));
        let penalties: Vec<_> = set
            .penalties
            .iter()
            .map(|item| {
                (item.points_each.hundredths(), item.cap.map(Points::hundredths), item.per, item.is_knock_out)
            })
            .collect();
        assert_eq!(
            penalties,
            [
                (500, None, PenaltyUnit::Case, false),
                (300, None, PenaltyUnit::Case, true),
                (100, Some(300), PenaltyUnit::WorkingDay, false),
            ]
        );
        assert_eq!(import(&export(&set)), Ok(set));
    }

    #[test]
    fn every_kind_of_problem_is_named() {
        use CriteriaProblemCode as Code;
        let cases = [
            ("PIECEWISE_LINEAR", "MAGIC", Code::UnknownRule),
            (r#"[["0.90", 0], ["1.00", 8]]"#, "[]", Code::EmptyTiers),
            (r#"["1.00", 8]"#, r#"["1.00", 9]"#, Code::PointsAboveMax),
            (r#"["1.00", 8]"#, r#"["0.80", 8]"#, Code::OverlappingBands),
            (r#"["1.00", 8]"#, r#"["1.01", 8]"#, Code::BadParams),
            (r#"["1.00", 8]"#, r#"["1.00", 7.5]"#, Code::BadParams),
            (r#"["1.00", 8]"#, r#"["1.00", "-8"]"#, Code::BadParams),
            (r#"{"knots":"#, r#"{"extra": 1, "knots":"#, Code::BadParams),
            (r#""zero_denominator": "NOT_APPLICABLE","#, "", Code::BadParams),
            (r#""max_points": "8""#, r#""max_points": "0""#, Code::BadMax),
            (r#"["COMMUNE"]"#, "[]", Code::NoKinds),
            (r#"["COMMUNE"]"#, r#"["VILLAGE"]"#, Code::BadParams),
            ("On time", " ", Code::MissingTitle),
            ("Đúng hạn", "Đu\u{301}ng hạn", Code::MissingTitle),
            (r#""code": "P2""#, r#""code": "E2""#, Code::DuplicateCode),
            (r#""criteria": ["#, r#""groups": [], "criteria": ["#, Code::UnknownGroup),
            (r#""scale": "100""#, r#""scale": "10""#, Code::BadJson),
            ("-5 each", "five", Code::BadParams),
            (r#""set_code""#, r#""code""#, Code::BadJson),
            ("}\n        ],\n        \"applicable", "}}\n        ],\n        \"applicable", Code::BadJson),
        ];
        for (from, to, code) in cases {
            let found = problems(from, to);
            assert!(codes(&found).contains(&code), "{to}: {found:?}");
            for problem in found {
                assert!(!problem.message(Locale::Vi).is_empty() && !problem.message(Locale::En).is_empty());
            }
        }
    }

    #[test]
    fn problems_name_the_criterion_and_the_place() {
        let found = problems(r#"["1.00", 8]"#, r#"["1.00", 7.5]"#);
        let problem = found.first().expect("there is a problem");
        assert_eq!(problem.criterion_code.as_deref(), Some("E2"));
        assert_eq!(problem.path, ["criteria", "E2", "params", "knots", "1", "1"]);
        assert_eq!(
            problem.message(Locale::Vi),
            "E2, params.knots.1.1: Số lẻ phải viết trong ngoặc kép, ví dụ \"0.5\"."
        );
    }

    #[test]
    fn all_criteria_are_looked_at() {
        let broken = SET.replacen("\"0.95\"", "\"0.85\"", 1).replace("\"BOOLEAN\"", "\"MAYBE\"");
        let found = import(&broken).expect_err("two criteria are broken");
        let named: Vec<_> = found.iter().filter_map(|problem| problem.criterion_code.as_deref()).collect();
        assert_eq!(named, ["A2", "D3"]);
        assert_eq!(codes(&found), [CriteriaProblemCode::UnknownRule, CriteriaProblemCode::OverlappingBands]);
    }

    #[test]
    fn text_that_is_not_a_set_is_refused() {
        for text in ["", "[]", "null", "{}", "{\"set_code\": \"X\"}"] {
            let found = import(text).expect_err("not a criteria set");
            assert!(codes(&found).contains(&CriteriaProblemCode::BadJson), "{text}");
        }
    }
}
