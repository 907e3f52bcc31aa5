//! Rules on a measured value: SURVEY, EXTERNAL, RELATIVE_TO_LEADER and MANUAL.

use rust_decimal::Decimal;

use super::trace::{Ask, Gap, NaReason, Scored, Step};
use crate::{
    criteria::model::{CriterionSpec, Threshold, Transform, ZeroPolicy},
    shared::points::Points,
};

/// Maximum × index; not applicable below the minimum sample.
pub(super) fn score_survey(
    criterion: &CriterionSpec,
    min_sample: i64,
    index: Decimal,
    sample: i64,
) -> Scored {
    let max = criterion.max;
    let mut steps = vec![Step::Index { index, sample }];
    if sample < min_sample {
        steps.push(Step::SmallSample { min: min_sample });
        return Scored::not_applicable(steps, NaReason::SmallSample);
    }
    steps.push(Step::TimesMax { max });
    let points = Points::round_half_up(max.to_decimal() * index).clamp(Points::ZERO, max);
    Scored::points_after(steps, points, None)
}

/// What a survey without any result comes to, by the policy that the criterion declares for nothing to divide by;
/// without one it is not applicable, since nobody was asked.
pub(super) fn score_no_survey(criterion: &CriterionSpec) -> Scored {
    let policy = criterion.zero_policy.unwrap_or(ZeroPolicy::NotApplicable);
    let steps = vec![Step::NoSurvey { policy }];
    match policy {
        ZeroPolicy::NotApplicable => Scored::not_applicable(steps, NaReason::NoSurvey),
        ZeroPolicy::Full => Scored::points_after(steps, criterion.max, None),
        ZeroPolicy::Zero => Scored::points_after(steps, Points::ZERO, None),
    }
}

/// A value read from another system.
pub(super) fn score_external(
    criterion: &CriterionSpec,
    (source, indicator): (&str, &str),
    transform: &Transform,
    value: Decimal,
) -> Scored {
    let max = criterion.max;
    let mut steps = vec![Step::Reading { source: source.to_owned(), indicator: indicator.to_owned(), value }];
    match transform {
        Transform::Scale { of } => {
            let points =
                Points::round_half_up((max.to_decimal() * value).checked_div(*of).unwrap_or_default());
            steps.extend([Step::OfScale { value, of: *of }, Step::TimesMax { max }]);
            Scored::points_after(steps, points.clamp(Points::ZERO, max), None)
        }
        Transform::Bands { bands, otherwise } => {
            let points = in_bands(bands, *otherwise, value, &mut steps).min(max);
            let better = bands.iter().rev().filter(|band| band.at > value);
            let next = better
                .into_iter()
                .find_map(|band| Gap::from(Ask::Value { at_least: band.at }, points, band.points.min(max)));
            Scored::points_after(steps, points, next)
        }
    }
}

fn in_bands(bands: &[Threshold], otherwise: Points, value: Decimal, steps: &mut Vec<Step>) -> Points {
    if let Some(band) = bands.iter().find(|band| value >= band.at) {
        steps.push(Step::ValueBand { from: band.at, points: band.points });
        return band.points;
    }
    steps.extend(bands.last().map(|lowest| Step::BelowValue { from: lowest.at }));
    otherwise
}

/// Maximum × own value ÷ best value of the peer group. The own value is part of the group, so the best is never below it;
/// while nobody else is known, the unit is its own leader.
pub(super) fn score_relative(criterion: &CriterionSpec, leader: Option<Decimal>, own: Decimal) -> Scored {
    let max = criterion.max;
    let best = leader.map_or(own, |leader| leader.max(own));
    if best <= Decimal::ZERO {
        let steps = vec![Step::NoLeader];
        return match criterion.zero_policy.unwrap_or(ZeroPolicy::Zero) {
            ZeroPolicy::NotApplicable => Scored::not_applicable(steps, NaReason::ZeroDenominator),
            ZeroPolicy::Full => Scored::points_after(steps, max, None),
            ZeroPolicy::Zero => Scored::points_after(steps, Points::ZERO, None),
        };
    }
    let points = Points::round_half_up(max.to_decimal() * own / best).clamp(Points::ZERO, max);
    let next = Gap::from(Ask::Value { at_least: best }, points, max);
    Scored::points_after(vec![Step::OfLeader { own, best }, Step::TimesMax { max }], points, next)
}

/// Points proposed by a person.
pub(super) fn score_manual(criterion: &CriterionSpec, proposed: Decimal) -> Scored {
    let points = Points::round_half_up(proposed).clamp(Points::ZERO, criterion.max);
    Scored::points_after(vec![Step::Proposed], points, None)
}
