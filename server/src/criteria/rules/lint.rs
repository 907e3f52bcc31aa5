//! What a criteria set allows though it is sound: points without work, lines that a unit can be rid of, thresholds that
//! nobody reaches. Nothing here keeps a set from being used; whoever makes it reads it first.

use std::collections::BTreeMap;

use super::validate::totals_by_kind;
use crate::criteria::model::{CriteriaSet, CriterionSpec, Rule, Transform, ZeroPolicy};
use crate::shared::points::Points;

/// What a set allows, or says otherwise than it seems to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weakness {
    /// No kind of unit comes to 100.
    SumNot100 {
        /// The kind that comes to most, and to how much.
        largest: Points,
    },
    /// The best that can be reached is less than the maximum says.
    TopBelowMax,
    /// A zero that the unit types itself drops the line; no imported figure stands against it.
    CanBeEmptied,
    /// A zero that the unit types itself brings the maximum; no imported figure stands against it.
    FullForNothing,
    /// The unit counts what is divided by; no imported figure stands against it.
    SelfCounted,
    /// The unit proposes its own points, or types a value that is measured elsewhere.
    SelfProposed,
    /// The unit reports its own faults.
    SelfReported,
    /// A survey that the unit scores itself: too small a sample drops the line.
    SelfScoredSurvey,
    /// A survey that no statistics bring in.
    SurveyNotImported,
    /// A ratio that keeps from awards cannot be told where the line does not apply.
    KnockOutCanBeUntold,
}

/// A weakness, with the criteria that have it in the order of the sheet; none when it is about the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What it is.
    pub weakness: Weakness,
    /// Codes of the criteria.
    pub criteria: Vec<String>,
}

/// Everything that whoever makes a set should have seen before it is used.
#[must_use]
pub fn lint(set: &CriteriaSet) -> Vec<Warning> {
    let mut found: BTreeMap<Weakness, Vec<String>> = BTreeMap::new();
    let totals = totals_by_kind(set);
    if !totals.iter().any(|total| total.max == Points::HUNDRED) {
        let largest = totals.iter().map(|total| total.max).max().unwrap_or_default();
        found.insert(Weakness::SumNot100 { largest }, Vec::new());
    }
    for criterion in &set.criteria {
        for weakness in weaknesses(set, criterion) {
            found.entry(weakness).or_default().push(criterion.code.clone());
        }
    }
    found.into_iter().map(|(weakness, criteria)| Warning { weakness, criteria }).collect()
}

fn weaknesses(set: &CriteriaSet, criterion: &CriterionSpec) -> impl Iterator<Item = Weakness> {
    let is_below = top(criterion).is_some_and(|top| top < criterion.max);
    let decides_awards = set.ranking.min_ratios.iter().any(|floor| floor.criterion == criterion.code);
    let can_be_untold = decides_awards && criterion.zero_policy == Some(ZeroPolicy::NotApplicable);
    [
        is_below.then_some(Weakness::TopBelowMax),
        left_to_the_unit(criterion),
        can_be_untold.then_some(Weakness::KnockOutCanBeUntold),
    ]
    .into_iter()
    .flatten()
}

/// What a unit can turn to its advantage, or what nobody fills in.
fn left_to_the_unit(criterion: &CriterionSpec) -> Option<Weakness> {
    let is_bare = criterion.prefill.is_none();
    match (&criterion.rule, criterion.self_scored) {
        (Rule::Survey { .. }, true) => Some(Weakness::SelfScoredSurvey),
        (Rule::Survey { .. }, false) => is_bare.then_some(Weakness::SurveyNotImported),
        (_, false) => None,
        (rule, true) if rule.kind().is_ratio() && is_bare => Some(match criterion.zero_policy {
            Some(ZeroPolicy::Full) => Weakness::FullForNothing,
            Some(ZeroPolicy::Zero) => Weakness::SelfCounted,
            Some(ZeroPolicy::NotApplicable) | None => Weakness::CanBeEmptied,
        }),
        (Rule::Deduction { .. }, true) => Some(Weakness::SelfReported),
        (Rule::Manual | Rule::External { .. } | Rule::RelativeToLeader { .. }, true) => {
            is_bare.then_some(Weakness::SelfProposed)
        }
        _ => None,
    }
}

/// The most points that the parameters of a rule can give; nothing where that is the maximum by the rule itself.
fn top(criterion: &CriterionSpec) -> Option<Points> {
    let best = |points: &mut dyn Iterator<Item = Points>| points.max();
    match &criterion.rule {
        Rule::Boolean { points } => Some(*points),
        Rule::Deadline { tiers, otherwise, .. } => {
            best(&mut tiers.iter().map(|tier| tier.points).chain([*otherwise]))
        }
        Rule::Bands { bands, otherwise } => {
            best(&mut bands.iter().map(|band| band.points).chain([*otherwise]))
        }
        Rule::PiecewiseLinear { knots } => best(&mut knots.iter().map(|knot| knot.points)),
        Rule::Deduction { start, .. } => Some(*start),
        Rule::Count { cap, .. } => Some(*cap),
        Rule::TieredCount { tiers } => best(&mut tiers.iter().map(|tier| tier.points)),
        Rule::Checklist { items } => Some(items.iter().map(|item| item.points).sum()),
        Rule::Choice { options } => best(&mut options.iter().map(|option| option.points)),
        Rule::External { transform: Transform::Bands { bands, otherwise }, .. } => {
            best(&mut bands.iter().map(|band| band.points).chain([*otherwise]))
        }
        Rule::External { .. }
        | Rule::Proportional { .. }
        | Rule::Linear { .. }
        | Rule::CountTarget { .. }
        | Rule::Survey { .. }
        | Rule::RelativeToLeader { .. }
        | Rule::Manual => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::model::RuleKind;
    use crate::criteria::rules::golden_tests::set_2021;
    use crate::shared::locale::Locale;

    fn codes(set: &CriteriaSet, weakness: Weakness) -> Vec<String> {
        let found = lint(set).into_iter().find(|warning| warning.weakness == weakness);
        found.map(|warning| warning.criteria).unwrap_or_default()
    }

    /// The set of 2021 with one criterion changed.
    fn with(code: &str, change: impl FnOnce(&mut CriterionSpec)) -> CriteriaSet {
        let mut set = set_2021();
        let criterion = set.criteria.iter_mut().find(|criterion| criterion.code == code);
        change(criterion.expect("the criterion exists"));
        set
    }

    #[test]
    fn the_set_of_2021_says_what_it_leaves_to_the_units() {
        let set = set_2021();
        assert_eq!(
            codes(&set, Weakness::CanBeEmptied),
            ["A3", "B2", "B4", "C1", "D1", "D3", "D4", "E1", "E4", "F3"]
        );
        assert_eq!(codes(&set, Weakness::FullForNothing), ["E3"]);
        assert_eq!(codes(&set, Weakness::SelfReported), ["C2", "D2", "G3", "H1", "H2"]);
        assert_eq!(codes(&set, Weakness::KnockOutCanBeUntold), ["E2"]);
        assert_eq!(lint(&set).len(), 4, "{:?}", lint(&set));
    }

    #[test]
    fn a_sum_that_no_kind_brings_to_100_is_told() {
        let set = with("A1", |a1| a1.max = Points::from_hundredths(500));
        let sum =
            lint(&set).into_iter().find(|warning| matches!(warning.weakness, Weakness::SumNot100 { .. }));
        let sum = sum.expect("101 is told");
        assert_eq!(sum.weakness, Weakness::SumNot100 { largest: Points::from_hundredths(10_100) });
        assert!(sum.text(Locale::Vi).contains("101"));
    }

    #[test]
    fn a_best_step_below_the_maximum_is_told() {
        let five = Points::from_hundredths(500);
        for code in ["A1", "A2", "B3", "D1", "E5", "G1", "H1", "A4", "E2"] {
            let set = with(code, |criterion| criterion.max += five);
            assert_eq!(codes(&set, Weakness::TopBelowMax), [code], "{code}");
        }
        assert_eq!(codes(&with("B2", |b2| b2.max = five), Weakness::TopBelowMax), Vec::<String>::new());
    }

    #[test]
    fn what_units_type_for_themselves_is_told() {
        let manual = |criterion: &mut CriterionSpec| {
            criterion.rule = Rule::parse(RuleKind::Manual, "{}").expect("readable");
        };
        assert_eq!(codes(&with("A2", manual), Weakness::SelfProposed), ["A2"]);
        let survey = with("E6", |e6| e6.self_scored = true);
        assert_eq!(codes(&survey, Weakness::SelfScoredSurvey), ["E6"]);
        let never = with("E6", |e6| e6.prefill = None);
        assert_eq!(codes(&never, Weakness::SurveyNotImported), ["E6"]);
        let zero = with("F1", |f1| {
            f1.prefill = None;
            f1.zero_policy = Some(ZeroPolicy::Zero);
        });
        assert_eq!(codes(&zero, Weakness::SelfCounted), ["F1"]);
        let appraised = with("F3", |f3| f3.self_scored = false);
        assert!(!codes(&appraised, Weakness::CanBeEmptied).contains(&"F3".to_owned()));
    }
}
