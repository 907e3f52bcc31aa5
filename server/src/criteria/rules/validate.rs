//! Checks of a criteria set before it is used, and its totals by kind of unit.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use unicode_normalization::is_nfc;

use crate::{
    criteria::model::{
        BonusItem, CodePoints, CriteriaProblem, CriteriaSet, CriterionSpec, Fault, KindTotal, Label,
        ParamFault, PenaltyItem, Prefill, Rule, Threshold, TieBreaker, Transform,
    },
    shared::{import::Problems, points::Points},
    units::UnitKind,
};

/// The most points a criterion, cap or penalty may carry.
const LARGEST_MAX: Points = Points::from_hundredths(100_000);

/// The applicable maximum of every kind of unit the set names, in order of first appearance.
#[must_use]
pub fn totals_by_kind(set: &CriteriaSet) -> Vec<KindTotal> {
    let mut kinds: Vec<UnitKind> = Vec::new();
    for kind in set.criteria.iter().flat_map(|criterion| &criterion.kinds) {
        if !kinds.contains(kind) {
            kinds.push(*kind);
        }
    }
    let total = |kind| {
        let applicable = || set.criteria.iter().filter(move |criterion| criterion.applies_to(kind));
        KindTotal {
            kind,
            max: applicable().map(|criterion| criterion.max).sum(),
            criterion_count: applicable().count(),
        }
    };
    kinds.into_iter().map(total).collect()
}

/// Everything that is wrong with a criteria set; empty when it can be used.
#[must_use]
pub fn validate(set: &CriteriaSet) -> Problems<CriteriaProblem> {
    let mut check = Check::default();
    check.code(&set.code);
    check.title(&set.title);
    let mut group_codes = BTreeSet::new();
    for group in &set.groups {
        check.within(Some(&group.code), &["groups", &group.code], |check| {
            check.code(&group.code);
            check.unique(&mut group_codes, &group.code);
            check.title(&group.title);
        });
    }
    let mut codes = BTreeSet::new();
    for criterion in &set.criteria {
        check.within(Some(&criterion.code), &["criteria", &criterion.code], |check| {
            check.unique(&mut codes, &criterion.code);
            if !group_codes.contains(criterion.group.as_str()) {
                check.at("group", Fault::UnknownGroup { found: criterion.group.clone() });
            }
            check.criterion(criterion);
        });
    }
    for item in &set.bonus_items {
        check.within(Some(&item.code), &["bonus", "items", &item.code], |check| {
            check.unique(&mut codes, &item.code);
            check.bonus(item);
        });
    }
    check.within(None, &["bonus"], |check| {
        check.amount("total_cap", set.bonus_total_cap, set.bonus_items.is_empty());
    });
    for item in &set.penalties {
        check.within(Some(&item.code), &["penalties", &item.code], |check| {
            check.unique(&mut codes, &item.code);
            check.penalty(item);
        });
    }
    check.classes(set);
    check.ranking(set);
    check.problems
}

/// Collects problems at the place being looked at.
#[derive(Default)]
struct Check {
    path: Vec<String>,
    criterion: Option<String>,
    problems: Problems<CriteriaProblem>,
}

impl Check {
    fn within(&mut self, code: Option<&str>, steps: &[&str], look: impl FnOnce(&mut Self)) {
        let depth = self.path.len();
        let outer = self.criterion.clone();
        self.path.extend(steps.iter().map(|step| (*step).to_owned()));
        self.criterion = code.map(str::to_owned).or_else(|| outer.clone());
        look(self);
        self.path.truncate(depth);
        self.criterion = outer;
    }

    fn at(&mut self, field: &str, fault: Fault) {
        let path = self.path.iter().cloned().chain([field.to_owned()]).collect();
        self.problems.push(CriteriaProblem { fault, criterion_code: self.criterion.clone(), path });
    }

    fn at_key(&mut self, field: &str, key: &str, fault: Fault) {
        self.within(None, &[field], |check| check.at(key, fault));
    }

    fn param(&mut self, field: &str, fault: ParamFault) {
        self.at(field, Fault::Param(fault));
    }

    fn code(&mut self, code: &str) {
        if !is_code(code) {
            self.param("code", ParamFault::BadCode);
        }
    }

    fn unique<'a>(&mut self, seen: &mut BTreeSet<&'a str>, code: &'a str) {
        if !seen.insert(code) {
            self.at("code", Fault::DuplicateCode);
        }
    }

    fn title(&mut self, title: &Label) {
        for (field, text) in [("title_vi", &title.vi), ("title_en", &title.en)] {
            if text.trim().is_empty() {
                self.at(field, Fault::MissingTitle);
            } else if !is_nfc(text) {
                self.at(field, Fault::NotComposed);
            }
        }
    }

    fn composed(&mut self, field: &str, text: &Label) {
        if !is_nfc(&text.vi) || !is_nfc(&text.en) {
            self.at(field, Fault::NotComposed);
        }
    }

    fn amount(&mut self, field: &str, points: Points, may_be_zero: bool) {
        let least = Points::from_hundredths(i64::from(!may_be_zero));
        if points < least || points > LARGEST_MAX {
            self.at(field, Fault::BadMax);
        }
    }

    fn bonus(&mut self, item: &BonusItem) {
        self.code(&item.code);
        self.title(&item.title);
        self.composed("evidence", &item.evidence);
        self.within(None, &["params"], |check| {
            check.amount("per_unit", item.per_unit, false);
            check.amount("cap", item.cap, false);
        });
    }

    fn penalty(&mut self, item: &PenaltyItem) {
        self.code(&item.code);
        self.title(&item.title);
        self.amount("points_each", item.points_each, item.is_knock_out);
        if let Some(cap) = item.cap {
            self.amount("cap", cap, false);
        }
    }

    fn criterion(&mut self, criterion: &CriterionSpec) {
        self.code(&criterion.code);
        self.title(&criterion.title);
        self.composed("evidence", &criterion.evidence);
        self.amount("max_points", criterion.max, false);
        if criterion.kinds.is_empty() {
            self.at("kinds", Fault::NoKinds);
        }
        for (index, kind) in criterion.kinds.iter().enumerate() {
            if criterion.kinds.iter().take(index).any(|earlier| earlier == kind) {
                self.at_key("kinds", &index.to_string(), Fault::DuplicateCode);
            }
        }
        for (code, label) in &criterion.labels {
            if label.vi.trim().is_empty() || label.en.trim().is_empty() {
                self.at_key("labels", code, Fault::MissingTitle);
            } else if !is_nfc(&label.vi) || !is_nfc(&label.en) {
                self.at_key("labels", code, Fault::NotComposed);
            }
        }
        self.within(None, &["params"], |check| check.rule(criterion));
        if criterion.rule.kind().is_ratio() && criterion.zero_policy.is_none() {
            self.param("zero_denominator", ParamFault::ZeroPolicyMissing);
        }
        if criterion.prefill.as_ref().is_some_and(|prefill| !prefill_fits(&criterion.rule, prefill)) {
            self.param("prefill", ParamFault::PrefillMismatch);
        }
    }

    fn rule(&mut self, criterion: &CriterionSpec) {
        let max = criterion.max;
        match &criterion.rule {
            Rule::Boolean { points } => self.points("points", *points, max),
            Rule::Deadline { tiers, otherwise, .. } => {
                self.steps("tiers", tiers, |tier| tier.points, max);
                self.order("tiers", tiers, |low, high| low.max_days_late < high.max_days_late);
                if tiers.iter().any(|tier| tier.max_days_late < 0) {
                    self.param("tiers", ParamFault::NotPositive);
                }
                let all: Vec<_> = tiers.iter().map(|tier| tier.points).chain([*otherwise]).collect();
                if !all.is_sorted_by(|early, late| early >= late) {
                    self.param("tiers", ParamFault::WrongDirection);
                }
                self.points("else", *otherwise, max);
            }
            Rule::Bands { bands, otherwise } => {
                self.bands("bands", bands, max);
                self.ratios("bands", bands);
                self.points("else", *otherwise, max);
            }
            Rule::Proportional { floor } => self.ratio("floor", *floor),
            Rule::PiecewiseLinear { knots } => {
                self.steps("knots", knots, |knot| knot.points, max);
                self.order("knots", knots, |low, high| low.at < high.at);
                self.ratios("knots", knots);
            }
            Rule::Linear { from, to } => {
                self.ratio("from", *from);
                self.ratio("to", *to);
                if from == to {
                    self.param("to", ParamFault::SameEnds);
                }
            }
            Rule::Deduction { start, events, floor } => {
                self.points("start", *start, max);
                self.codes("events", events, None);
                self.points("floor", *floor, *start);
            }
            Rule::Count { per_unit, cap } => {
                self.points("per_unit", *per_unit, LARGEST_MAX);
                if *per_unit == Points::ZERO {
                    self.param("per_unit", ParamFault::NotPositive);
                }
                self.points("cap", *cap, max);
            }
            Rule::TieredCount { tiers } => {
                self.steps("tiers", tiers, |tier| tier.points, max);
                self.order("tiers", tiers, |low, high| low.at_least < high.at_least);
                if tiers.iter().any(|tier| tier.at_least < 0) {
                    self.param("tiers", ParamFault::NotPositive);
                }
                if !tiers.is_sorted_by_key(|tier| tier.points) {
                    self.param("tiers", ParamFault::WrongDirection);
                }
            }
            Rule::CountTarget { targets } => {
                if targets.is_empty() {
                    self.at("target", Fault::EmptyTiers);
                }
                for target in targets.iter().filter(|target| target.target <= 0) {
                    self.at_key("target", target.kind.code(), Fault::Param(ParamFault::NotPositive));
                }
                for kind in &criterion.kinds {
                    if !targets.is_empty() && !targets.iter().any(|target| target.kind == *kind) {
                        self.param("target", ParamFault::NoTarget { kind: *kind });
                    }
                }
            }
            Rule::Checklist { items } => {
                self.codes("items", items, Some(max));
                let sum: Points = items.iter().map(|item| item.points).sum();
                if sum > max && items.iter().all(|item| item.points <= max) {
                    self.at("items", Fault::PointsAboveMax { points: sum, max });
                }
            }
            Rule::Choice { options } => self.codes("options", options, Some(max)),
            Rule::Survey { min_sample, .. } => {
                if *min_sample < 0 {
                    self.param("min_sample", ParamFault::NotPositive);
                }
            }
            Rule::External { transform, .. } => self.within(None, &["transform"], |check| match transform {
                Transform::Scale { of } => {
                    if *of <= Decimal::ZERO {
                        check.param("scale", ParamFault::NotPositive);
                    }
                }
                Transform::Bands { bands, otherwise } => {
                    check.bands("bands", bands, max);
                    if bands.iter().any(|band| band.at < Decimal::ZERO) {
                        check.param("bands", ParamFault::NotPositive);
                    }
                    check.points("else", *otherwise, max);
                }
            }),
            Rule::RelativeToLeader { .. } | Rule::Manual => {}
        }
    }

    fn points(&mut self, field: &str, points: Points, max: Points) {
        if points < Points::ZERO {
            self.param(field, ParamFault::NotPositive);
        } else if points > max {
            self.at(field, Fault::PointsAboveMax { points, max });
        }
    }

    fn ratio(&mut self, field: &str, ratio: Decimal) {
        if ratio < Decimal::ZERO || ratio > Decimal::ONE {
            self.param(field, ParamFault::NotARatio);
        }
    }

    fn ratios(&mut self, field: &str, thresholds: &[Threshold]) {
        for (index, threshold) in thresholds.iter().enumerate() {
            self.within(None, &[field], |check| check.ratio(&index.to_string(), threshold.at));
        }
    }

    fn bands(&mut self, field: &str, bands: &[Threshold], max: Points) {
        self.steps(field, bands, |band| band.points, max);
        self.order(field, bands, |high, low| high.at > low.at);
    }

    fn steps<T>(&mut self, field: &str, steps: &[T], points: impl Fn(&T) -> Points, max: Points) {
        if steps.is_empty() {
            self.at(field, Fault::EmptyTiers);
        }
        for (index, step) in steps.iter().enumerate() {
            self.within(None, &[field], |check| check.points(&index.to_string(), points(step), max));
        }
    }

    fn order<T>(&mut self, field: &str, steps: &[T], follows: impl Fn(&T, &T) -> bool) {
        let broken =
            steps.windows(2).position(|pair| matches!(pair, [before, after] if !follows(before, after)));
        if let Some(index) = broken {
            self.at_key(field, &(index + 1).to_string(), Fault::OverlappingBands);
        }
    }

    fn codes(&mut self, field: &str, items: &[CodePoints], max: Option<Points>) {
        if items.is_empty() {
            self.at(field, Fault::EmptyTiers);
        }
        let mut seen = BTreeSet::new();
        for item in items {
            self.within(None, &[field], |check| {
                if !is_code(&item.code) {
                    check.param(&item.code, ParamFault::BadCode);
                } else if !seen.insert(&item.code) {
                    check.at(&item.code, Fault::DuplicateCode);
                }
                check.points(&item.code, item.points, max.unwrap_or(LARGEST_MAX));
            });
        }
    }

    fn classes(&mut self, set: &CriteriaSet) {
        let falls =
            set.classes.is_sorted_by(|high, low| high.min_total > low.min_total && high.grade < low.grade);
        let reaches_zero = set.classes.last().is_some_and(|last| last.min_total == Points::ZERO);
        if !falls || !reaches_zero {
            self.param("classes", ParamFault::BadClasses);
        }
    }

    fn ranking(&mut self, set: &CriteriaSet) {
        let has_ratio =
            |code: &str| set.criterion(code).is_some_and(|criterion| criterion.rule.kind().is_ratio());
        self.within(None, &["ranking"], |check| {
            for (index, breaker) in set.ranking.tie_breakers.iter().enumerate() {
                let is_known = match breaker {
                    TieBreaker::GroupPoints { group } => set.groups.iter().any(|known| known.code == *group),
                    TieBreaker::Ratio { criterion } => has_ratio(criterion),
                    TieBreaker::FewerPenalties => true,
                };
                if !is_known {
                    check.at_key(
                        "tie_breakers",
                        &index.to_string(),
                        Fault::Param(ParamFault::NoSuchReference),
                    );
                }
            }
            for (index, floor) in set.ranking.min_ratios.iter().enumerate() {
                if !has_ratio(&floor.criterion) {
                    check.at_key("min_ratios", &index.to_string(), Fault::Param(ParamFault::NoSuchReference));
                }
                check
                    .within(None, &["min_ratios", &index.to_string()], |check| check.ratio("min", floor.min));
            }
            if let Some(least) = set.ranking.min_total {
                check.amount("min_total", least, true);
            }
        });
    }
}

fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.len() <= 64
        && code.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter))
}

fn prefill_fits(rule: &Rule, prefill: &Prefill) -> bool {
    let is_known = prefill.columns().all(|column| Prefill::COLUMNS.contains(&column));
    let fits = match prefill {
        Prefill::Ratio { .. } => rule.kind().is_ratio(),
        Prefill::Count { .. } => {
            matches!(rule, Rule::Count { .. } | Rule::TieredCount { .. } | Rule::CountTarget { .. })
        }
        Prefill::Survey { .. } => matches!(rule, Rule::Survey { .. }),
    };
    is_known && fits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::{model::CriteriaProblemCode, rules::golden_tests::set_2021};

    /// Codes of the problems after a criterion of the 2021 set is changed.
    fn after(code: &str, change: impl FnOnce(&mut CriterionSpec)) -> Vec<CriteriaProblemCode> {
        let mut set = set_2021();
        change(set.criteria.iter_mut().find(|spec| spec.code == code).expect("the criterion exists"));
        let problems = validate(&set);
        assert!(
            problems.iter().all(|problem| problem.criterion_code.as_deref() == Some(code)),
            "{problems:?}"
        );
        problems.iter().map(CriteriaProblem::code).collect()
    }

    fn rule(kind: &str, params: &str) -> Rule {
        Rule::parse(kind.parse().expect("a rule kind"), params).expect("readable parameters")
    }

    #[test]
    fn totals_of_2021() {
        let totals: Vec<_> = totals_by_kind(&set_2021())
            .iter()
            .map(|total| (total.kind.code(), total.max.hundredths() / 100, total.criterion_count))
            .collect();
        assert_eq!(
            totals,
            [("PROV_DEPT", 100, 28), ("VERTICAL", 83, 22), ("DISTRICT", 90, 25), ("COMMUNE", 80, 22)]
        );
    }

    #[test]
    fn unsound_rules_are_named() {
        use CriteriaProblemCode as Code;
        let cases = [
            ("BOOLEAN", r#"{"points": 9}"#, Code::PointsAboveMax),
            ("DEADLINE", r#"{"due": "2021-03-05", "tiers": []}"#, Code::EmptyTiers),
            ("DEADLINE", r#"{"due": "2021-03-05", "tiers": [[5, 2], [0, 3]]}"#, Code::OverlappingBands),
            ("DEADLINE", r#"{"due": "2021-03-05", "tiers": [[0, 2], [5, 3]]}"#, Code::BadParams),
            ("BANDS", r#"{"bands": [["0.9", 4], ["0.9", 2]]}"#, Code::OverlappingBands),
            ("BANDS", r#"{"bands": [["0.8", 2], ["0.9", 4]]}"#, Code::OverlappingBands),
            ("BANDS", r#"{"bands": [["0.8", 2]], "else": 9}"#, Code::PointsAboveMax),
            ("PROPORTIONAL", r#"{"floor": "1.5"}"#, Code::BadParams),
            ("LINEAR", r#"{"from": "0.5", "to": "0.5"}"#, Code::BadParams),
            ("DEDUCTION", r#"{"start": 4, "events": {}}"#, Code::EmptyTiers),
            ("DEDUCTION", r#"{"start": 4, "events": {"late report": 1}}"#, Code::BadParams),
            ("COUNT", r#"{"per_unit": 0, "cap": 1}"#, Code::BadParams),
            ("TIERED_COUNT", r#"{"tiers": [[2, 1], [2, 2]]}"#, Code::OverlappingBands),
            ("COUNT_TARGET", r#"{"target": {"COMMUNE": 10}}"#, Code::BadParams),
            ("COUNT_TARGET", r#"{"target": {}}"#, Code::EmptyTiers),
            ("CHECKLIST", r#"{"items": {"A": 3, "B": 3}}"#, Code::PointsAboveMax),
            ("CHOICE", r#"{"options": {"A": "-1"}}"#, Code::BadParams),
            (
                "EXTERNAL",
                r#"{"source": "766", "indicator": "x", "transform": {"scale": 0}}"#,
                Code::BadParams,
            ),
        ];
        for (kind, params, code) in cases {
            let found = after("D3", |spec| spec.rule = rule(kind, params));
            assert!(found.contains(&code), "{kind} {params}: {found:?}");
        }
    }

    #[test]
    fn statistics_must_fit_the_rule() {
        let unknown = Prefill::Count { count: vec!["received".to_owned()] };
        assert_eq!(after("E2", |spec| spec.prefill = Some(unknown)), [CriteriaProblemCode::BadParams]);
        let column = Prefill::Ratio {
            numerator: vec!["resolved_early".to_owned()],
            denominator: vec!["x".to_owned()],
        };
        assert_eq!(after("E2", |spec| spec.prefill = Some(column)), [CriteriaProblemCode::BadParams]);
    }

    #[test]
    fn classes_and_policy_are_checked() {
        let mut set = set_2021();
        set.classes.pop();
        set.ranking.tie_breakers.push(TieBreaker::Ratio { criterion: "A1".to_owned() });
        let paths: Vec<_> = validate(&set).into_iter().map(|problem| problem.path.join(".")).collect();
        assert_eq!(paths, ["classes", "ranking.tie_breakers.3"]);
    }
}
