//! What decides between equal totals, and how that is told to those it concerns.

use std::cmp::Ordering;

use crate::ranking::model::{ExactRatio, Placing, Tally, TieBreak, TieValue};
use crate::shared::locale::Locale;

/// Which of two units stands before the other: greater is better.
#[must_use]
pub fn compare(one: &Tally, other: &Tally) -> Ordering {
    let tie = deciding(one, other).map_or(Ordering::Equal, |(one, other)| compare_values(one, other));
    one.total.cmp(&other.total).then(tie)
}

/// The first values that differ between two units.
fn deciding<'a>(one: &'a Tally, other: &'a Tally) -> Option<(&'a TieValue, &'a TieValue)> {
    let mut pairs = one.tie_values.iter().zip(&other.tie_values);
    pairs.find(|(one, other)| compare_values(one, other) != Ordering::Equal)
}

fn compare_values(one: &TieValue, other: &TieValue) -> Ordering {
    match (one, other) {
        (TieValue::GroupPoints { points: one, .. }, TieValue::GroupPoints { points: other, .. }) => {
            one.cmp(other)
        }
        (TieValue::Ratio { ratio: one, .. }, TieValue::Ratio { ratio: other, .. }) => match (one, other) {
            (Some(one), Some(other)) => compare_ratio(*one, *other),
            _ => one.is_some().cmp(&other.is_some()),
        },
        (TieValue::FewerPenalties { penalty: one }, TieValue::FewerPenalties { penalty: other }) => {
            other.cmp(one)
        }
        _ => Ordering::Equal,
    }
}

fn compare_ratio(one: ExactRatio, other: ExactRatio) -> Ordering {
    let cross = |top: i64, bottom: i64| i128::from(top) * i128::from(bottom);
    cross(one.numerator, other.denominator).cmp(&cross(other.numerator, one.denominator))
}

/// What decided against the nearest units above and below that have the same total and another rank, for each unit of
/// one peer group in the order given.
#[must_use]
pub fn tie_breaks(tallies: &[&Tally], placings: &[Placing]) -> Vec<Vec<TieBreak>> {
    let members: Vec<_> = tallies.iter().zip(placings).collect();
    let breaks = |(own, place): &(&&Tally, &Placing)| {
        let equal = |(other, _): &&(&&Tally, &Placing)| other.total == own.total;
        let above = members.iter().filter(equal).filter(|(_, other)| other.rank < place.rank);
        let below = members.iter().filter(equal).filter(|(_, other)| other.rank > place.rank);
        let nearest = [above.max_by_key(|(_, other)| other.rank), below.min_by_key(|(_, other)| other.rank)];
        let told = nearest.into_iter().flatten().filter_map(|(other, other_place)| {
            let (own, other) = deciding(own, other)?;
            Some(TieBreak { other_rank: other_place.rank, own: own.clone(), other: other.clone() })
        });
        told.collect()
    };
    members.iter().map(breaks).collect()
}

impl TieBreak {
    /// Why a unit stands before or behind others with the same total, one sentence each; nothing when nobody has it.
    #[must_use]
    pub fn reasons(breaks: &[Self], locale: Locale) -> Option<String> {
        let sentences: Vec<_> = breaks.iter().map(|one| one.text(locale)).collect();
        (!sentences.is_empty()).then(|| sentences.join("\n"))
    }

    fn text(&self, locale: Locale) -> String {
        let l = locale;
        let is_before = compare_values(&self.own, &self.other) == Ordering::Greater;
        let (place_vi, place_en) =
            if is_before { ("xếp trước", "before it") } else { ("xếp sau", "behind it") };
        let what = self.own.what(l);
        let (rank, own, other) = (self.other_rank, self.own.amount(l), self.other.amount(l));
        l.pick(
            format!("Bằng tổng điểm với đơn vị hạng {rank}, {place_vi} theo tiêu chí phụ {what}: {own} so với {other}"),
            format!("Same total as rank {rank}, {place_en} by {what}: {own} against {other}"),
        )
    }
}

impl TieValue {
    fn what(&self, locale: Locale) -> String {
        match self {
            Self::GroupPoints { group, .. } => {
                locale.pick(format!("điểm nhóm {group}"), format!("points of group {group}"))
            }
            Self::Ratio { criterion, .. } => {
                locale.pick(format!("tỷ lệ {criterion}"), format!("ratio of {criterion}"))
            }
            Self::FewerPenalties { .. } => locale.pick("điểm trừ ít hơn", "fewer penalty points").to_owned(),
        }
    }

    fn amount(&self, locale: Locale) -> String {
        match self {
            Self::GroupPoints { points, .. } | Self::FewerPenalties { penalty: points } => {
                locale.points(*points)
            }
            Self::Ratio { ratio: Some(ratio), .. } => format!("{}/{}", ratio.numerator, ratio.denominator),
            Self::Ratio { ratio: None, .. } => locale.pick("không có", "none").to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tally::place;
    use super::*;
    use crate::criteria::Grade;
    use crate::ranking::model::TallyTrace;
    use crate::shared::points::Points;

    fn points(text: &str) -> Points {
        Points::parse(text).expect("points")
    }

    fn tally(total: &str, group: &str, ratio: Option<(i64, i64)>, penalty: &str) -> Tally {
        Tally {
            raw: Points::ZERO,
            applicable_max: Points::ZERO,
            base: Points::ZERO,
            bonus: Points::ZERO,
            penalty: points(penalty),
            total: points(total),
            grade: Grade::Good,
            knock_outs: Vec::new(),
            tie_values: vec![
                TieValue::GroupPoints { group: "E".into(), points: points(group) },
                TieValue::Ratio {
                    criterion: "E2".into(),
                    ratio: ratio.map(|(numerator, denominator)| ExactRatio { numerator, denominator }),
                },
                TieValue::FewerPenalties { penalty: points(penalty) },
            ],
            trace: TallyTrace { steps: Vec::new() },
        }
    }

    fn told(tallies: &[Tally], locale: Locale) -> Vec<Option<String>> {
        let tallies: Vec<_> = tallies.iter().collect();
        let breaks = tie_breaks(&tallies, &place(&tallies));
        breaks.iter().map(|breaks| TieBreak::reasons(breaks, locale)).collect()
    }

    #[test]
    fn both_ends_of_a_broken_tie_are_told_what_decided() {
        let units = [
            tally("89.93", "20.11", Some((9, 10)), "0"),
            tally("89.93", "19.03", Some((9, 10)), "0"),
            tally("89.92", "25", None, "0"),
        ];
        assert_eq!(
            told(&units, Locale::Vi),
            [
                Some("Bằng tổng điểm với đơn vị hạng 2, xếp trước theo tiêu chí phụ điểm nhóm E: 20,11 so với 19,03".to_owned()),
                Some("Bằng tổng điểm với đơn vị hạng 1, xếp sau theo tiêu chí phụ điểm nhóm E: 19,03 so với 20,11".to_owned()),
                None,
            ]
        );
    }

    #[test]
    fn the_second_and_the_last_tie_breaker_are_named_too() {
        let units = [
            tally("90", "20", Some((98, 100)), "1"),
            tally("90", "20", Some((49, 50)), "0"),
            tally("90", "20", None, "0"),
        ];
        let told = told(&units, Locale::En);
        assert_eq!(
            told[0].as_deref(),
            Some(
                "Same total as rank 1, behind it by fewer penalty points: 1.00 against 0.00\n\
                 Same total as rank 3, before it by ratio of E2: 98/100 against none"
            )
        );
        assert_eq!(
            told[1].as_deref(),
            Some("Same total as rank 2, before it by fewer penalty points: 0.00 against 1.00")
        );
    }

    #[test]
    fn a_shared_rank_has_nothing_to_tell() {
        let unit = tally("90", "20", None, "0");
        assert_eq!(told(&[unit.clone(), unit], Locale::Vi), [None, None]);
    }
}
