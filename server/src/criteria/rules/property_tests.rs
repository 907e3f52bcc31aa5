//! Properties that hold for every rule and every input.

use proptest::prelude::*;
use rust_decimal::Decimal;
use time::{Date, Duration};

use super::{
    Outcome, Scored, ScoringContext, fact_keys, field_keys, golden_tests::set_2021, rule_sentence, score,
};
use crate::{
    criteria::{
        facts::{EventCount, Facts, FlatFacts},
        import::{export, import},
        model::{
            CodePoints, CountTier, CriterionSpec, DelayTier, KindTarget, Label, Labels, Rule, Threshold,
            Transform, ZeroPolicy,
        },
    },
    shared::{locale::Locale, points::Points},
    units::UnitKind,
};

const KIND: UnitKind = UnitKind::Commune;
const DUE: Date = time::macros::date!(2021 - 03 - 05);

fn criterion(max: Points, rule: Rule, zero_policy: ZeroPolicy) -> CriterionSpec {
    let title = Label { vi: "Tiêu chí".to_owned(), en: "Criterion".to_owned() };
    CriterionSpec {
        code: "X1".to_owned(),
        group: "X".to_owned(),
        position: 1,
        evidence: title.clone(),
        title,
        max,
        kinds: vec![KIND],
        rule,
        zero_policy: Some(zero_policy),
        self_scored: true,
        seed_item: None,
        labels: Labels::new(),
        prefill: None,
    }
}

fn points_up_to(max: Points) -> impl Strategy<Value = Points> {
    (0..=max.hundredths()).prop_map(Points::from_hundredths)
}

fn ratio() -> impl Strategy<Value = Decimal> {
    (0_i64..=10_000).prop_map(|parts| Decimal::new(parts, 4))
}

/// Distinct ratios in rising order, with rising points.
fn rising(max: Points) -> impl Strategy<Value = Vec<Threshold>> {
    (prop::collection::btree_set(ratio(), 1..5), prop::collection::vec(points_up_to(max), 5)).prop_map(
        |(ratios, mut points)| {
            points.sort_unstable();
            ratios.into_iter().zip(points).map(|(at, points)| Threshold { at, points }).collect()
        },
    )
}

fn falling(max: Points) -> impl Strategy<Value = Vec<Threshold>> {
    rising(max).prop_map(|mut steps| {
        steps.reverse();
        steps
    })
}

fn codes(max: Points) -> impl Strategy<Value = Vec<CodePoints>> {
    prop::collection::vec(points_up_to(max), 1..4).prop_map(|points| {
        points
            .into_iter()
            .enumerate()
            .map(|(index, points)| CodePoints { code: format!("C{index}"), points })
            .collect()
    })
}

/// Code points that add up to at most the maximum.
fn shares(max: Points) -> impl Strategy<Value = Vec<CodePoints>> {
    codes(Points::from_hundredths(max.hundredths() / 4))
}

fn delays(max: Points) -> impl Strategy<Value = Vec<DelayTier>> {
    (prop::collection::btree_set(0_i64..60, 1..4), prop::collection::vec(points_up_to(max), 4)).prop_map(
        |(days, mut points)| {
            points.sort_unstable_by(|one, other| other.cmp(one));
            days.into_iter()
                .zip(points)
                .map(|(max_days_late, points)| DelayTier { max_days_late, points })
                .collect()
        },
    )
}

fn count_tiers(max: Points) -> impl Strategy<Value = Vec<CountTier>> {
    (prop::collection::btree_set(0_i64..60, 1..4), prop::collection::vec(points_up_to(max), 4)).prop_map(
        |(counts, mut points)| {
            points.sort_unstable();
            counts.into_iter().zip(points).map(|(at_least, points)| CountTier { at_least, points }).collect()
        },
    )
}

/// A sound rule of any kind.
fn rule(max: Points) -> BoxedStrategy<Rule> {
    prop_oneof![
        points_up_to(max).prop_map(|points| Rule::Boolean { points }),
        delays(max).prop_map(|tiers| Rule::Deadline { due: DUE, tiers, otherwise: Points::ZERO }),
        falling(max).prop_map(|bands| Rule::Bands { bands, otherwise: Points::ZERO }),
        ratio().prop_map(|floor| Rule::Proportional { floor }),
        rising(max).prop_map(|knots| Rule::PiecewiseLinear { knots }),
        (0_i64..5000, 5000_i64..=10_000)
            .prop_map(|(from, to)| Rule::Linear { from: Decimal::new(from, 4), to: Decimal::new(to, 4) }),
        (codes(max), points_up_to(max)).prop_map(move |(events, floor)| Rule::Deduction {
            start: max,
            events,
            floor
        }),
        (1_i64..500, points_up_to(max)).prop_filter_map("cap above zero", |(each, cap)| {
            Some(Rule::Count { per_unit: Points::from_hundredths(each), cap })
        }),
        count_tiers(max).prop_map(|tiers| Rule::TieredCount { tiers }),
        (1_i64..100)
            .prop_map(|target| Rule::CountTarget { targets: vec![KindTarget { kind: KIND, target }] }),
        shares(max).prop_map(|items| Rule::Checklist { items }),
        codes(max).prop_map(|options| Rule::Choice { options }),
        (0_i64..100, prop::option::of("[A-Z]{1,8}"))
            .prop_map(|(min_sample, instrument)| Rule::Survey { min_sample, instrument }),
        (1_i64..1000).prop_map(|of| Rule::External {
            source: "766".to_owned(),
            indicator: "INDEX".to_owned(),
            transform: Transform::Scale { of: Decimal::from(of) },
        }),
        falling(max).prop_map(|bands| Rule::External {
            source: "766".to_owned(),
            indicator: "INDEX".to_owned(),
            transform: Transform::Bands { bands, otherwise: Points::ZERO },
        }),
        Just(Rule::RelativeToLeader { indicator: "INDEX".to_owned() }),
        Just(Rule::Manual),
    ]
    .boxed()
}

fn sound_criterion() -> impl Strategy<Value = CriterionSpec> {
    let policy = prop::sample::select(ZeroPolicy::ALL);
    (1_i64..2000, policy).prop_flat_map(|(max, policy)| {
        let max = Points::from_hundredths(max);
        rule(max).prop_map(move |rule| criterion(max, rule, policy))
    })
}

/// Flat facts that carry something for every rule, within the criterion's bounds.
fn flat_facts() -> impl Strategy<Value = FlatFacts> {
    let ratio_facts = (0_i64..=2000).prop_flat_map(|denominator| (0..=denominator, Just(denominator)));
    let code = || prop::sample::select(vec!["C0".to_owned()]);
    let event = (code(), 0_i64..50).prop_map(|(code, count)| EventCount { code, count });
    (
        any::<bool>(),
        prop::option::of(-30_i64..90),
        ratio_facts,
        0_i64..200,
        prop::collection::vec(event, 0..3),
        prop::collection::vec(code(), 0..2),
        (0_i64..=100, 0_i64..200),
    )
        .prop_map(|(done, days, (numerator, denominator), count, events, items, (value, sample))| {
            FlatFacts {
                done: Some(done),
                date: days.map(|days| DUE + Duration::days(days)),
                no_date: days.is_none().then_some(true),
                numerator: Some(numerator),
                denominator: Some(denominator),
                count: Some(count),
                events: Some(events),
                items: Some(items),
                option: Some("C0".to_owned()),
                value: Some(Decimal::new(value, 2)),
                sample: Some(sample),
            }
        })
}

fn scored(criterion: &CriterionSpec, flat: &FlatFacts) -> Option<Scored> {
    let facts = Facts::from_flat(criterion, flat).ok()?;
    Some(
        score(criterion, KIND, &facts, ScoringContext::default())
            .expect("the facts were read by the same rule"),
    )
}

fn points(criterion: &CriterionSpec, flat: &FlatFacts) -> Points {
    scored(criterion, flat).and_then(|scored| scored.points()).expect("the line applies")
}

proptest! {
    #[test]
    fn points_lie_between_zero_and_the_maximum(criterion in sound_criterion(), flat in flat_facts()) {
        if let Some(scored) = scored(&criterion, &flat) {
            if let Outcome::Points(points) = scored.outcome {
                prop_assert!(points >= Points::ZERO && points <= criterion.max, "{points}");
                if let Some(gap) = &scored.next {
                    prop_assert!(gap.to <= criterion.max && gap.gain > Points::ZERO && points + gap.gain == gap.to);
                }
            } else {
                prop_assert!(scored.next.is_none());
            }
        }
    }

    #[test]
    fn the_same_facts_give_the_same_trace_even_when_stored(criterion in sound_criterion(), flat in flat_facts()) {
        if let Ok(facts) = Facts::from_flat(&criterion, &flat) {
            let first = scored(&criterion, &flat);
            prop_assert_eq!(&first, &scored(&criterion, &facts.to_flat()));
            prop_assert_eq!(Facts::from_flat(&criterion, &facts.to_flat()), Ok(facts));
            let json = serde_json::to_string(&first).expect("a scored line serialises");
            prop_assert_eq!(&first, &serde_json::from_str::<Option<Scored>>(&json).expect("a scored line reads back"));
            let first = first.expect("the facts fit");
            for locale in [Locale::Vi, Locale::En] {
                prop_assert!(!first.text(locale).is_empty());
            }
        }
    }

    #[test]
    fn more_is_never_worse(criterion in sound_criterion(), flat in flat_facts(), more in 0_i64..100) {
        let better = match &criterion.rule {
            Rule::Bands { .. } | Rule::Proportional { .. } | Rule::PiecewiseLinear { .. } | Rule::Linear { .. } => {
                prop_assume!(flat.denominator.is_some_and(|denominator| denominator > 0));
                let numerator = flat.numerator.map(|numerator| numerator + more).min(flat.denominator);
                FlatFacts { numerator, ..flat.clone() }
            }
            Rule::Count { .. } | Rule::TieredCount { .. } | Rule::CountTarget { .. } => {
                FlatFacts { count: flat.count.map(|count| count + more), ..flat.clone() }
            }
            Rule::Deadline { .. } => {
                FlatFacts { date: flat.date.map(|date| date - Duration::days(more)), ..flat.clone() }
            }
            Rule::Deduction { .. } => FlatFacts { events: Some(Vec::new()), ..flat.clone() },
            _ => return Ok(()),
        };
        prop_assert!(points(&criterion, &better) >= points(&criterion, &flat));
    }

    #[test]
    fn the_gap_is_true(criterion in sound_criterion(), flat in flat_facts()) {
        use super::Ask;
        if let Some(gap) = scored(&criterion, &flat).and_then(|scored| scored.next) {
            let then = match gap.ask {
                Ask::Numerator { by, .. } => FlatFacts { numerator: flat.numerator.map(|n| n + by), ..flat },
                Ask::Count { by, .. } => FlatFacts { count: flat.count.map(|n| n + by), ..flat },
                Ask::Done => FlatFacts { done: Some(true), ..flat },
                Ask::Date { latest } => FlatFacts { date: Some(latest), no_date: None, ..flat },
                _ => return Ok(()),
            };
            prop_assert_eq!(points(&criterion, &then), gap.to);
        }
    }

    #[test]
    fn rules_round_trip_and_speak(criterion in sound_criterion()) {
        let params = criterion.rule.params();
        prop_assert_eq!(Rule::from_params(criterion.rule.kind(), &params), Ok(criterion.rule.clone()));
        prop_assert_eq!(Rule::parse(criterion.rule.kind(), &params.to_string()), Ok(criterion.rule.clone()));
        for locale in [Locale::Vi, Locale::En] {
            prop_assert!(!rule_sentence(&criterion, locale).is_empty());
        }
        prop_assert!(!field_keys(&criterion).is_empty());
        prop_assert!(fact_keys(&criterion).iter().all(|key| !key.label.vi.is_empty()));
    }

    #[test]
    fn sound_criteria_have_no_problems_and_survive_export(criterion in sound_criterion()) {
        let mut set = set_2021();
        let group = set.groups.first().expect("the set has groups").code.clone();
        let position = u32::try_from(set.criteria.len()).expect("a short list") + 1;
        set.criteria.push(CriterionSpec { group, position, ..criterion });
        prop_assert_eq!(import(&export(&set)), Ok(set));
    }
}
