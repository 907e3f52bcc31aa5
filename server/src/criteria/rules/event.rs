//! Rules on what happened or was chosen: BOOLEAN, DEADLINE, DEDUCTION, CHECKLIST and CHOICE.

use rust_decimal::Decimal;
use time::{Date, Duration};

use super::trace::{Ask, DeductedEvent, Gap, Scored, Step, TickedItem};
use crate::{
    criteria::{
        facts::EventCount,
        model::{CodePoints, CriterionSpec, DelayTier},
    },
    shared::points::Points,
};

/// Done or not done.
pub(super) fn score_boolean(criterion: &CriterionSpec, points: Points, done: bool) -> Scored {
    let worth = points.min(criterion.max);
    let points = if done { worth } else { Points::ZERO };
    Scored::points_after(vec![Step::Done { done }], points, Gap::from(Ask::Done, points, worth))
}

/// Points by days late; no date at all counts as later than every tier.
pub(super) fn score_deadline(
    criterion: &CriterionSpec,
    due: Date,
    tiers: &[DelayTier],
    otherwise: Points,
    date: Option<Date>,
) -> Scored {
    let days_late = date.map(|date| (date - due).whole_days());
    let mut steps = Vec::new();
    match (date, days_late) {
        (Some(date), Some(days_late)) => steps.push(Step::Dated { date, due, days_late }),
        _ => steps.push(Step::NoDate),
    }
    let reached = days_late.and_then(|days| tiers.iter().position(|tier| days <= tier.max_days_late));
    let tier = reached.and_then(|index| tiers.get(index));
    match tier {
        Some(tier) => steps.push(Step::WithinDelay { max_days_late: tier.max_days_late }),
        None if date.is_some() => {
            steps.extend(tiers.last().map(|tier| Step::BeyondDelay { max_days_late: tier.max_days_late }));
        }
        None => {}
    }
    let points = tier.map_or(otherwise, |tier| tier.points).min(criterion.max);
    let better = tiers.iter().take(reached.unwrap_or(tiers.len())).rev();
    let next = better.into_iter().find_map(|tier| {
        let latest = due.checked_add(Duration::days(tier.max_days_late))?;
        Gap::from(Ask::Date { latest }, points, tier.points.min(criterion.max))
    });
    Scored::points_after(steps, points, next)
}

/// A start value less points per event, held at a floor.
pub(super) fn score_deduction(
    criterion: &CriterionSpec,
    (start, floor): (Points, Points),
    worth: &[CodePoints],
    happened: &[EventCount],
) -> Scored {
    let (start, floor) = (start.min(criterion.max), floor.min(criterion.max));
    let events: Vec<_> = worth
        .iter()
        .filter_map(|event| {
            let count = happened.iter().find(|counted| counted.code == event.code)?.count;
            (count > 0).then(|| DeductedEvent {
                label: criterion.label(&event.code),
                count,
                each: event.points,
            })
        })
        .collect();
    let taken: Decimal =
        events.iter().map(|event| Decimal::from(event.count) * event.each.to_decimal()).sum();
    let remaining = start.to_decimal() - taken;
    let is_held = remaining < floor.to_decimal();
    let points = if is_held { floor } else { Points::round_half_up(remaining) };
    let next = fewer_events(&events, remaining, floor, points);
    let mut steps = vec![Step::Deduction { start, events }];
    if is_held {
        steps.push(Step::HeldAtFloor { floor });
    }
    Scored::points_after(steps, points, next)
}

/// The kind of event of which the fewest less would bring more than now; the first of equals.
fn fewer_events(events: &[DeductedEvent], remaining: Decimal, floor: Points, now: Points) -> Option<Gap> {
    let floor = floor.to_decimal();
    let gaps = events.iter().filter(|event| event.each > Points::ZERO).filter_map(|event| {
        let each = event.each.to_decimal();
        let short = (floor - remaining).max(Decimal::ZERO);
        let by = i64::try_from((short / each).floor()).ok()? + 1;
        if by > event.count {
            return None;
        }
        let to = Points::round_half_up(remaining + Decimal::from(by) * each);
        Some((by, Gap::from(Ask::Fewer { by, label: event.label.clone() }, now, to)?))
    });
    gaps.min_by_key(|(by, _)| *by).map(|(_, gap)| gap)
}

/// The sum of ticked items.
pub(super) fn score_checklist(criterion: &CriterionSpec, items: &[CodePoints], ticked: &[String]) -> Scored {
    let is_ticked = |item: &&CodePoints| ticked.contains(&item.code);
    let met: Vec<_> = items
        .iter()
        .filter(is_ticked)
        .map(|item| TickedItem { label: criterion.label(&item.code), points: item.points })
        .collect();
    let points = met.iter().map(|item| item.points).sum::<Points>().min(criterion.max);
    let next = items.iter().find(|item| !is_ticked(item)).and_then(|item| {
        let to = (points + item.points).min(criterion.max);
        Gap::from(Ask::Item { label: criterion.label(&item.code) }, points, to)
    });
    Scored::points_after(vec![Step::Ticked { items: met, of: items.len() }], points, next)
}

/// Points of the chosen class.
pub(super) fn score_choice(criterion: &CriterionSpec, options: &[CodePoints], chosen: &str) -> Scored {
    let worth = |option: &CodePoints| option.points.min(criterion.max);
    let points = options.iter().find(|option| option.code == chosen).map_or(Points::ZERO, worth);
    let better = options.iter().filter(|option| worth(option) > points).min_by_key(|option| option.points);
    let next = better.and_then(|option| {
        Gap::from(Ask::Option { label: criterion.label(&option.code) }, points, worth(option))
    });
    Scored::points_after(vec![Step::Chosen { label: criterion.label(chosen) }], points, next)
}
