//! Restating figures to another map: what belonged to units of one day, laid on the units of a later one, or back.
//!
//! Amounts follow the shares of the steps between the two days, and nothing is lost on the way: what no step takes
//! along stays with the unit. Parts of unknown size are taken as equal, and what rests on that is marked as an
//! estimate.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use time::Date;

use crate::shared::id::UnitId;
use crate::units::model::{Link, Restated, Share, Source, Succession};

/// How much of each unit of an earlier day lies in which unit of a later one; `steps` in any order.
#[must_use]
pub fn links(earlier: &[UnitId], steps: &[Succession], after: Date, until: Date) -> Vec<Link> {
    let mut by_day: BTreeMap<Date, BTreeMap<UnitId, Vec<&Succession>>> = BTreeMap::new();
    let between = |step: &&Succession| after < step.effective_date && step.effective_date <= until;
    for step in steps.iter().filter(between).filter(|step| step.successor != Some(step.predecessor)) {
        by_day.entry(step.effective_date).or_default().entry(step.predecessor).or_default().push(step);
    }
    let mut links = Vec::new();
    for unit in earlier {
        let mut held = BTreeMap::from([(*unit, (Decimal::ONE, false))]);
        for ways in by_day.values() {
            held = moved(held, ways);
        }
        links.extend(held.into_iter().map(|(to, (weight, is_estimated))| Link {
            from: *unit,
            to,
            weight,
            is_estimated,
        }));
    }
    links
}

type Held = BTreeMap<UnitId, (Decimal, bool)>;

/// Where what units hold lies after the steps of one day.
fn moved(held: Held, ways: &BTreeMap<UnitId, Vec<&Succession>>) -> Held {
    let mut after = Held::new();
    for (unit, (weight, was_estimated)) in held {
        let parts = ways
            .get(&unit)
            .map_or_else(|| vec![(unit, Share::WHOLE.millionths(), false)], |ways| parts(unit, ways));
        for (to, share, is_estimated) in parts {
            let place = after.entry(to).or_insert((Decimal::ZERO, false));
            place.0 += weight * Decimal::new(share, Share::DECIMALS);
            place.1 |= was_estimated || is_estimated;
        }
    }
    after
}

/// The parts of one unit on one day in millionths, the whole together, and whether their sizes are a guess.
fn parts(unit: UnitId, ways: &[&Succession]) -> Vec<(UnitId, i64, bool)> {
    let known: i64 = ways.iter().filter_map(|step| step.share).map(Share::millionths).sum();
    let unknown = ways.iter().filter(|step| step.share.is_none()).count();
    let rest = (Share::WHOLE.millionths() - known).max(0);
    let each = i64::try_from(unknown).ok().filter(|unknown| *unknown > 0).map_or(0, |unknown| rest / unknown);
    // What equal parts leave over goes with the main one, so that the whole stays whole.
    let main = ways.iter().position(|step| step.share.is_none() && step.is_main);
    let main = main.or_else(|| ways.iter().position(|step| step.share.is_none()));
    let mut left = rest;
    let mut parts = Vec::with_capacity(ways.len() + 1);
    for (nth, step) in ways.iter().enumerate() {
        let to = step.successor.unwrap_or(unit);
        match step.share {
            Some(share) => parts.push((to, share.millionths(), false)),
            None if Some(nth) == main => {}
            None => {
                left -= each;
                parts.push((to, each, unknown > 1));
            }
        }
    }
    match main {
        Some(nth) => parts.push((ways[nth].successor.unwrap_or(unit), left, unknown > 1)),
        None if left > 0 => parts.push((unit, left, false)),
        None => {}
    }
    parts
}

/// Amounts of earlier units, laid on the later ones: the total stays the same.
#[must_use]
pub fn restate_amounts(amounts: &BTreeMap<UnitId, Decimal>, links: &[Link]) -> BTreeMap<UnitId, Decimal> {
    let mut restated: BTreeMap<UnitId, Decimal> = BTreeMap::new();
    for link in links {
        if let Some(amount) = amounts.get(&link.from) {
            *restated.entry(link.to).or_default() += link.weight * amount;
        }
    }
    restated
}

/// Scores of units, laid on another map: each is the mean of the scores that went into it, by the shares that did.
/// Along `links` from earlier to later units; for the way back, turn them with [`Link::turned`].
#[must_use]
pub fn restate_means(scores: &BTreeMap<UnitId, Decimal>, links: &[Link]) -> BTreeMap<UnitId, Restated> {
    let ones = scores.keys().map(|unit| (*unit, Decimal::ONE)).collect();
    let weights = restate_amounts(&ones, links);
    let sums = restate_amounts(scores, links);
    let mut restated: BTreeMap<UnitId, Restated> = BTreeMap::new();
    for (unit, sum) in sums {
        let Some(mean) = weights.get(&unit).and_then(|weight| sum.checked_div(*weight)) else { continue };
        restated.insert(unit, Restated { mean, is_estimated: false, sources: Vec::new() });
    }
    for link in links.iter().filter(|link| scores.contains_key(&link.from)) {
        if let Some(unit) = restated.get_mut(&link.to) {
            unit.is_estimated |= link.is_estimated;
            unit.sources.push(Source { unit: link.from, weight: link.weight });
        }
    }
    restated
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;
    use crate::shared::id::{self, SuccessionId};
    use crate::units::model::SuccessionKind;

    const BEFORE: Date = date!(2025 - 06 - 30);
    const DAY: Date = date!(2025 - 07 - 01);
    const LATER: Date = date!(2026 - 01 - 01);

    fn unit(number: u128) -> UnitId {
        UnitId(uuid::Uuid::from_u128(number))
    }

    fn step(from: UnitId, to: Option<UnitId>, on: Date, share: Option<i64>, is_main: bool) -> Succession {
        Succession {
            id: SuccessionId(id::fresh()),
            predecessor: from,
            successor: to,
            effective_date: on,
            kind: SuccessionKind::Split,
            share: share.and_then(Share::from_millionths),
            is_main,
            legal_basis: "NQ".into(),
            note: None,
            reorganisation: None,
        }
    }

    fn amounts(of: &[(u128, i64)]) -> BTreeMap<UnitId, Decimal> {
        of.iter().map(|(number, amount)| (unit(*number), Decimal::from(*amount))).collect()
    }

    #[test]
    fn parts_of_unknown_size_are_equal_marked_and_whole_together() {
        let steps = [
            step(unit(1), Some(unit(11)), DAY, None, false),
            step(unit(1), Some(unit(12)), DAY, None, true),
            step(unit(1), Some(unit(13)), DAY, None, false),
        ];
        let links = links(&[unit(1)], &steps, BEFORE, DAY);
        let weights: Vec<_> = links.iter().map(|link| (link.weight.to_string(), link.is_estimated)).collect();
        assert_eq!(
            weights,
            [("0.333333".into(), true), ("0.333334".into(), true), ("0.333333".to_owned(), true)]
        );
    }

    #[test]
    fn the_only_part_takes_all_and_what_nobody_takes_stays() {
        let one = links(&[unit(1)], &[step(unit(1), Some(unit(2)), DAY, None, true)], BEFORE, DAY);
        assert_eq!((one[0].to, one[0].weight, one[0].is_estimated), (unit(2), Decimal::ONE, false));
        let some = links(&[unit(1)], &[step(unit(1), Some(unit(2)), DAY, Some(250_000), true)], BEFORE, DAY);
        assert_eq!(some.iter().map(|link| link.to).collect::<Vec<_>>(), [unit(1), unit(2)]);
        let gone = links(&[unit(1)], &[step(unit(1), None, DAY, Some(1_000_000), true)], BEFORE, DAY);
        assert_eq!((gone[0].to, gone[0].weight), (unit(1), Decimal::ONE));
    }

    #[test]
    fn a_score_is_the_mean_of_those_that_went_into_it() {
        let steps = [
            step(unit(1), Some(unit(9)), DAY, Some(1_000_000), true),
            step(unit(2), Some(unit(9)), DAY, Some(500_000), true),
            step(unit(2), Some(unit(8)), DAY, Some(500_000), false),
        ];
        let forth = links(&[unit(1), unit(2), unit(3)], &steps, BEFORE, DAY);
        let scores = amounts(&[(1, 90), (2, 60), (3, 75)]);
        let restated = restate_means(&scores, &forth);
        assert_eq!(restated[&unit(9)].mean, Decimal::from(80));
        assert_eq!(restated[&unit(8)].mean, Decimal::from(60));
        assert!(!restated[&unit(9)].is_as_reported(unit(9)));
        assert!(restated[&unit(3)].is_as_reported(unit(3)));
        let back: Vec<Link> = forth.iter().map(Link::turned).collect();
        let restated = restate_means(&amounts(&[(9, 80), (8, 60), (3, 75)]), &back);
        assert_eq!(restated[&unit(1)].mean, Decimal::from(80));
        assert_eq!(restated[&unit(2)].mean, Decimal::from(70));
    }

    /// Where communes go, as numbers of new ones with weights, and which province each new one stands in.
    fn divisions() -> impl Strategy<Value = Vec<(i64, Vec<(u8, u32)>)>> {
        let ways = prop::collection::vec((0..6u8, 1..1000u32), 1..4);
        prop::collection::vec((0..10_000i64, ways), 1..12)
    }

    /// The steps of a division; shares are exact and together the whole.
    fn steps_of(divisions: &[(i64, Vec<(u8, u32)>)], of_unknown_size: bool) -> Vec<Succession> {
        let mut steps = Vec::new();
        for (nth, (_, ways)) in divisions.iter().enumerate() {
            let mut to: BTreeMap<u8, i64> = BTreeMap::new();
            for (new, weight) in ways {
                *to.entry(*new).or_default() += i64::from(*weight);
            }
            let all: i64 = to.values().sum();
            let mut left = 1_000_000;
            let last = to.len() - 1;
            for (at, (new, weight)) in to.into_iter().enumerate() {
                let share = if at == last { left } else { (weight * 1_000_000 / all).max(1) };
                left -= share;
                let share = Some(share).filter(|_| !of_unknown_size);
                steps.push(step(unit(nth as u128), Some(unit(100 + u128::from(new))), DAY, share, at == 0));
            }
        }
        steps
    }

    proptest! {
        #[test]
        fn a_split_followed_by_a_merger_restores_the_total(
            amount in 0..1_000_000i64,
            ways in prop::collection::vec((0..6u8, 1..1000u32), 1..4),
            of_unknown_size: bool,
        ) {
            let mut steps = steps_of(&[(amount, ways)], of_unknown_size);
            let parts: Vec<UnitId> = steps.iter().filter_map(|step| step.successor).collect();
            steps.extend(parts.into_iter().map(|part| step(part, Some(unit(500)), LATER, Some(1_000_000), true)));
            let links = links(&[unit(0)], &steps, BEFORE, LATER);
            let restated = restate_amounts(&amounts(&[(0, amount)]), &links);
            prop_assert_eq!(restated, amounts(&[(500, amount)]));
        }

        #[test]
        fn a_restated_parent_is_the_sum_of_its_restated_children(
            divisions in divisions(),
            of_unknown_size: bool,
        ) {
            let parent = |number: u128| unit(1000 + number);
            let children = steps_of(&divisions, of_unknown_size);
            let mut of_children = BTreeMap::new();
            let mut of_parents: BTreeMap<UnitId, Decimal> = BTreeMap::new();
            for (nth, (amount, _)) in divisions.iter().enumerate() {
                of_children.insert(unit(nth as u128), Decimal::from(*amount));
                *of_parents.entry(parent(nth as u128 % 2)).or_default() += Decimal::from(*amount);
            }
            // Two provinces become one, and every commune stands in it afterwards.
            let provinces: Vec<UnitId> = of_parents.keys().copied().collect();
            let mergers: Vec<Succession> =
                provinces.iter().map(|old| step(*old, Some(unit(2000)), DAY, Some(1_000_000), true)).collect();
            let communes: Vec<UnitId> = of_children.keys().copied().collect();
            let restated_children = restate_amounts(&of_children, &links(&communes, &children, BEFORE, DAY));
            let restated_parent = restate_amounts(&of_parents, &links(&provinces, &mergers, BEFORE, DAY));
            prop_assert_eq!(restated_parent[&unit(2000)], restated_children.values().sum::<Decimal>());
        }

        #[test]
        fn nothing_is_restated_within_a_day(divisions in divisions()) {
            let steps = steps_of(&divisions, false);
            let of: BTreeMap<UnitId, Decimal> =
                divisions.iter().enumerate().map(|(nth, (amount, _))| (unit(nth as u128), Decimal::from(*amount))).collect();
            let units: Vec<UnitId> = of.keys().copied().collect();
            prop_assert_eq!(restate_amounts(&of, &links(&units, &steps, DAY, DAY)), of);
        }
    }
}
