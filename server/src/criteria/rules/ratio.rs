//! Rules on a ratio: BANDS, PROPORTIONAL, PIECEWISE_LINEAR and LINEAR.
//!
//! Thresholds are compared by cross-multiplication and points come from one division, so no intermediate rounding
//! can move a value across a threshold or a half.

use rust_decimal::Decimal;

use super::trace::{Ask, Gap, NaReason, Scored, Step};
use crate::{
    criteria::model::{CriterionSpec, Rule, Threshold, ZeroPolicy},
    shared::points::Points,
};

/// A ratio that is never divided out; the denominator is above zero.
#[derive(Clone, Copy, Debug)]
struct Ratio {
    numerator: Decimal,
    denominator: Decimal,
}

impl Ratio {
    fn reaches(self, threshold: Decimal) -> bool {
        self.numerator >= threshold * self.denominator
    }

    /// `low + (high − low) × (ratio − from) ÷ (to − from)`, rounded once.
    fn interpolate(self, (from, low): (Decimal, Points), (to, high): (Decimal, Points)) -> Points {
        let (low, high) = (low.to_decimal(), high.to_decimal());
        let above = self.numerator - from * self.denominator;
        let width = (to - from) * self.denominator;
        Points::round_half_up((low * width + (high - low) * above) / width)
    }
}

/// Scores a numerator and a denominator by the criterion's ratio rule.
pub(super) fn score(criterion: &CriterionSpec, numerator: i64, denominator: i64) -> Scored {
    let max = criterion.max;
    if denominator <= 0 {
        let policy = criterion.zero_policy.unwrap_or(ZeroPolicy::NotApplicable);
        let steps = vec![Step::ZeroDenominator { policy }];
        return match policy {
            ZeroPolicy::NotApplicable => Scored::not_applicable(steps, NaReason::ZeroDenominator),
            ZeroPolicy::Full => Scored::points_after(steps, max, None),
            ZeroPolicy::Zero => Scored::points_after(steps, Points::ZERO, None),
        };
    }
    let mut steps = vec![Step::Ratio { numerator, denominator }];
    let points = evaluate(&criterion.rule, max, ratio(numerator, denominator), &mut steps);
    let next = next_gap(criterion, numerator, denominator, points);
    Scored::points_after(steps, points, next)
}

fn ratio(numerator: i64, denominator: i64) -> Ratio {
    Ratio { numerator: Decimal::from(numerator), denominator: Decimal::from(denominator) }
}

fn evaluate(rule: &Rule, max: Points, ratio: Ratio, steps: &mut Vec<Step>) -> Points {
    let points = match rule {
        Rule::Bands { bands, otherwise } => in_bands(bands, *otherwise, ratio, steps),
        Rule::Proportional { floor } => proportional(*floor, max, ratio, steps),
        Rule::PiecewiseLinear { knots } => piecewise(knots, ratio, steps),
        Rule::Linear { from, to } => linear(*from, *to, max, ratio, steps),
        _ => Points::ZERO,
    };
    points.clamp(Points::ZERO, max)
}

fn in_bands(bands: &[Threshold], otherwise: Points, ratio: Ratio, steps: &mut Vec<Step>) -> Points {
    if let Some(band) = bands.iter().find(|band| ratio.reaches(band.at)) {
        steps.push(Step::RatioBand { from: band.at, points: band.points });
        return band.points;
    }
    steps.extend(bands.last().map(|lowest| Step::BelowRatio { ratio: lowest.at }));
    otherwise
}

fn proportional(floor: Decimal, max: Points, ratio: Ratio, steps: &mut Vec<Step>) -> Points {
    if !ratio.reaches(floor) {
        steps.push(Step::BelowRatio { ratio: floor });
        return Points::ZERO;
    }
    steps.push(Step::TimesMax { max });
    Points::round_half_up(max.to_decimal() * ratio.numerator / ratio.denominator)
}

fn piecewise(knots: &[Threshold], ratio: Ratio, steps: &mut Vec<Step>) -> Points {
    let (Some(first), Some(last)) = (knots.first(), knots.last()) else {
        return Points::ZERO;
    };
    if ratio.reaches(last.at) {
        steps.push(Step::FromRatio { ratio: last.at });
        return last.points;
    }
    for pair in knots.windows(2) {
        if let [low, high] = pair
            && ratio.reaches(low.at)
            && !ratio.reaches(high.at)
        {
            steps.push(Step::Between {
                from: low.at,
                from_points: low.points,
                to: high.at,
                to_points: high.points,
            });
            return ratio.interpolate((low.at, low.points), (high.at, high.points));
        }
    }
    steps.push(Step::BelowRatio { ratio: first.at });
    first.points
}

fn linear(from: Decimal, to: Decimal, max: Points, ratio: Ratio, steps: &mut Vec<Step>) -> Points {
    let zero = (from, Points::ZERO);
    let full = (to, max);
    let (low, high) = if from < to { (zero, full) } else { (full, zero) };
    if !ratio.reaches(low.0) {
        steps.push(Step::UpToRatio { ratio: low.0 });
        low.1
    } else if ratio.reaches(high.0) {
        steps.push(Step::FromRatio { ratio: high.0 });
        high.1
    } else {
        steps.push(Step::Between { from: low.0, from_points: low.1, to: high.0, to_points: high.1 });
        ratio.interpolate(low, high)
    }
}

/// The nearest threshold above that brings more, the denominator staying as it is.
fn next_gap(criterion: &CriterionSpec, numerator: i64, denominator: i64, now: Points) -> Option<Gap> {
    let mut thresholds: Vec<Decimal> = match &criterion.rule {
        Rule::Bands { bands, .. } => bands.iter().map(|band| band.at).collect(),
        Rule::Proportional { floor } => vec![*floor, Decimal::ONE],
        Rule::PiecewiseLinear { knots } => knots.iter().map(|knot| knot.at).collect(),
        Rule::Linear { from, to } => vec![*from, *to],
        _ => return None,
    };
    thresholds.sort_unstable();
    thresholds.into_iter().find_map(|threshold| {
        let needed = i64::try_from((threshold * Decimal::from(denominator)).ceil()).ok()?;
        if needed <= numerator || needed > denominator {
            return None;
        }
        let to = evaluate(&criterion.rule, criterion.max, ratio(needed, denominator), &mut Vec::new());
        let label = criterion.labels.get("numerator").cloned();
        Gap::from(Ask::Numerator { by: needed - numerator, label }, now, to)
    })
}
