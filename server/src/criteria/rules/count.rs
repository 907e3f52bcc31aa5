//! Rules on a count: COUNT, TIERED_COUNT and COUNT_TARGET.

use rust_decimal::Decimal;

use super::trace::{Ask, Gap, NaReason, Scored, Step};
use crate::{
    criteria::model::{CountTier, CriterionSpec, KindTarget},
    shared::points::Points,
    units::UnitKind,
};

/// So many points each, up to a cap.
pub(super) fn score_count(criterion: &CriterionSpec, per_unit: Points, cap: Points, count: i64) -> Scored {
    let worth = |count: i64| Points::round_half_up(Decimal::from(count) * per_unit.to_decimal());
    let points = worth(count);
    let mut steps = vec![Step::Times { count, each: per_unit }];
    let limit = cap.min(criterion.max);
    if points > limit {
        steps.push(Step::Capped { cap: limit });
    }
    let points = points.min(limit);
    let next = gap(criterion, 1, points, worth(count.saturating_add(1)).min(limit));
    Scored::points_after(steps, points, next)
}

/// Points of the highest step reached.
pub(super) fn score_tiers(criterion: &CriterionSpec, tiers: &[CountTier], count: i64) -> Scored {
    let reached = tiers.iter().rev().find(|tier| count >= tier.at_least);
    let mut steps = vec![Step::Counted { count }];
    match reached {
        Some(tier) => steps.push(Step::CountTier { at_least: tier.at_least, points: tier.points }),
        None => steps.extend(tiers.first().map(|tier| Step::BelowCount { at_least: tier.at_least })),
    }
    let points = reached.map_or(Points::ZERO, |tier| tier.points.min(criterion.max));
    let next = tiers
        .iter()
        .filter(|tier| tier.at_least > count)
        .find_map(|tier| gap(criterion, tier.at_least - count, points, tier.points.min(criterion.max)));
    Scored::points_after(steps, points, next)
}

/// The share of the target of the unit's kind, at most the maximum.
pub(super) fn score_target(
    criterion: &CriterionSpec,
    targets: &[KindTarget],
    kind: UnitKind,
    count: i64,
) -> Scored {
    let Some(target) = targets.iter().find(|target| target.kind == kind && target.target > 0) else {
        return Scored::not_applicable(vec![Step::NotForKind], NaReason::UnitKind);
    };
    let (max, target) = (criterion.max, target.target);
    let mut steps = vec![Step::OfTarget { count, target }];
    if count >= target {
        steps.push(Step::Capped { cap: max });
        return Scored::points_after(steps, max, None);
    }
    steps.push(Step::TimesMax { max });
    let points = Points::round_half_up(max.to_decimal() * Decimal::from(count) / Decimal::from(target));
    Scored::points_after(steps, points, gap(criterion, target - count, points, max))
}

fn gap(criterion: &CriterionSpec, by: i64, now: Points, to: Points) -> Option<Gap> {
    Gap::from(Ask::Count { by, label: criterion.labels.get("count").cloned() }, now, to)
}
