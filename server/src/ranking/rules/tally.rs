//! Pure rules of the ranking: lines, bonuses and penalties become a total with its trace; totals become places.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::ties::compare;
use crate::ranking::model::{
    ExactRatio, KnockOut, Placing, Tally, TallyStep, TallyTrace, TieValue, UnitInput,
};
use crate::{
    criteria::{CriteriaSet, Grade, Label, PenaltyUnit, RatioFloor, TieBreaker},
    shared::{locale::Locale, points::Points},
};

/// Calculates what one unit comes to: sum of lines → base → + bonus → − penalties → total → class → knock-outs.
#[must_use]
pub fn tally(set: &CriteriaSet, input: &UnitInput<'_>) -> Tally {
    let mut steps = Vec::new();
    let (raw, applicable_max) = sum_of_lines(input, &mut steps);
    let base = base_of(raw, applicable_max);
    steps.push(TallyStep::Base { raw, max: applicable_max, base });
    let bonus = bonus_of(set, input, &mut steps);
    let penalty = penalty_of(input, &mut steps);
    let total = (base + bonus - penalty).max(Points::ZERO);
    steps.push(TallyStep::Total { base, bonus, penalty, total });
    let counted = total.min(Points::HUNDRED);
    let grade = grade_of(set, counted);
    steps.push(TallyStep::Class { counted, grade });
    let knock_outs = knock_outs(set, input, total);
    steps.extend(knock_outs.iter().cloned().map(|reason| TallyStep::KnockedOut { reason }));
    let tie_values =
        set.ranking.tie_breakers.iter().map(|breaker| tie_value(breaker, input, penalty)).collect();
    let trace = TallyTrace { steps };
    Tally { raw, applicable_max, base, bonus, penalty, total, grade, knock_outs, tie_values, trace }
}

/// Places the units of one peer group, in the order given: standard competition ranking on the total, then on the tie
/// values, then a shared rank.
#[must_use]
pub fn place(tallies: &[&Tally]) -> Vec<Placing> {
    let better = |one: &Tally, other: &Tally| compare(one, other) == Ordering::Greater;
    tallies
        .iter()
        .map(|own| {
            let above = tallies.iter().filter(|other| better(other, own));
            let next = above.clone().min_by(|one, other| compare(one, other));
            Placing {
                rank: above.count() + 1,
                is_tied: tallies.iter().filter(|other| compare(other, own) == Ordering::Equal).count() > 1,
                gap_to_next: next.map(|next| next.total - own.total),
            }
        })
        .collect()
}

/// 100 × raw ÷ applicable maximum, rounded half-up to 0.01; zero when nothing applies.
#[must_use]
pub fn base_of(raw: Points, applicable_max: Points) -> Points {
    let base = (Decimal::ONE_HUNDRED * raw.to_decimal()).checked_div(applicable_max.to_decimal());
    Points::round_half_up(base.unwrap_or_default())
}

fn sum_of_lines(input: &UnitInput<'_>, steps: &mut Vec<TallyStep>) -> (Points, Points) {
    let applicable: Vec<_> = input.lines.iter().filter_map(|line| Some((line.points?, line.max))).collect();
    let raw = applicable.iter().map(|(points, _)| *points).sum();
    let max = applicable.iter().map(|(_, max)| *max).sum();
    let left_out =
        input.lines.iter().filter(|line| line.points.is_none()).map(|line| line.criterion.clone()).collect();
    steps.push(TallyStep::Sum { raw, max, lines: applicable.len(), left_out });
    (raw, max)
}

fn bonus_of(set: &CriteriaSet, input: &UnitInput<'_>, steps: &mut Vec<TallyStep>) -> Points {
    let mut sum = Points::ZERO;
    for earned in input.bonus.iter().filter(|earned| earned.count > 0) {
        let (each, cap) = (earned.item.per_unit, earned.item.cap);
        let points = times(each, earned.count).min(cap);
        steps.push(TallyStep::Bonus {
            code: earned.item.code.clone(),
            count: earned.count,
            each,
            cap,
            points,
        });
        sum += points;
    }
    let points = sum.min(set.bonus_total_cap);
    if sum > Points::ZERO {
        steps.push(TallyStep::BonusTotal { sum, cap: set.bonus_total_cap, points });
    }
    points
}

fn penalty_of(input: &UnitInput<'_>, steps: &mut Vec<TallyStep>) -> Points {
    let mut sum = Points::ZERO;
    for incurred in input.penalties.iter().filter(|incurred| incurred.count > 0) {
        let (each, cap) = (incurred.item.points_each, incurred.item.cap);
        let points = times(each, incurred.count);
        let points = cap.map_or(points, |cap| points.min(cap));
        let (code, per) = (incurred.item.code.clone(), incurred.item.per);
        steps.push(TallyStep::Penalty { code, count: incurred.count, per, each, cap, points });
        sum += points;
    }
    sum
}

fn times(each: Points, count: u32) -> Points {
    Points::from_hundredths(each.hundredths() * i64::from(count))
}

fn grade_of(set: &CriteriaSet, counted: Points) -> Grade {
    let reached = set.classes.iter().find(|class| counted >= class.min_total);
    reached.map_or(Grade::Weak, |class| class.grade)
}

fn knock_outs(set: &CriteriaSet, input: &UnitInput<'_>, total: Points) -> Vec<KnockOut> {
    let ratios = set.ranking.min_ratios.iter().filter_map(|floor| ratio_below(set, input, floor));
    let low_total =
        set.ranking.min_total.filter(|min| total < *min).map(|min| KnockOut::LowTotal { total, min });
    let penalties =
        input.penalties.iter().filter(|incurred| incurred.count > 0 && incurred.item.is_knock_out);
    let penalties = penalties.map(|incurred| KnockOut::Penalty {
        code: incurred.item.code.clone(),
        title: incurred.item.title.clone(),
    });
    ratios.chain(low_total).chain(penalties).collect()
}

/// Whether a unit that has to meet the criterion stays below the ratio. Where there is no ratio to compare, since the
/// line does not apply or was appraised otherwise than it was entered, a person decides.
fn ratio_below(set: &CriteriaSet, input: &UnitInput<'_>, floor: &RatioFloor) -> Option<KnockOut> {
    let RatioFloor { criterion, min } = floor;
    input.lines.iter().find(|line| line.criterion == *criterion)?;
    let title =
        || set.criterion(criterion).map_or_else(|| Label::from_code(criterion), |spec| spec.title.clone());
    let Some(ratio) = ratio_of(input, criterion) else {
        return Some(KnockOut::Untold { criterion: criterion.clone(), title: title(), min: *min });
    };
    let is_low = Decimal::from(ratio.numerator) < *min * Decimal::from(ratio.denominator);
    is_low.then(|| KnockOut::LowRatio { criterion: criterion.clone(), title: title(), ratio, min: *min })
}

fn ratio_of(input: &UnitInput<'_>, criterion: &str) -> Option<ExactRatio> {
    let line = input.lines.iter().find(|line| line.criterion == criterion && line.points.is_some())?;
    line.ratio.filter(|ratio| ratio.denominator > 0)
}

fn tie_value(breaker: &TieBreaker, input: &UnitInput<'_>, penalty: Points) -> TieValue {
    match breaker {
        TieBreaker::GroupPoints { group } => {
            let lines = input.lines.iter().filter(|line| line.group == *group);
            TieValue::GroupPoints { group: group.clone(), points: lines.filter_map(|line| line.points).sum() }
        }
        TieBreaker::Ratio { criterion } => {
            TieValue::Ratio { criterion: criterion.clone(), ratio: ratio_of(input, criterion) }
        }
        TieBreaker::FewerPenalties => TieValue::FewerPenalties { penalty },
    }
}

impl Tally {
    /// Whether the unit keeps its rank but gets no award.
    #[must_use]
    pub fn is_knocked_out(&self) -> bool {
        KnockOut::excludes(&self.knock_outs)
    }
}

impl KnockOut {
    /// Whether one of them is a reason to give no award.
    #[must_use]
    pub fn excludes(knock_outs: &[Self]) -> bool {
        knock_outs.iter().any(|reason| !matches!(reason, Self::Untold { .. }))
    }

    /// Whether one of them waits for a person to decide.
    #[must_use]
    pub fn waits_for_a_person(knock_outs: &[Self]) -> bool {
        knock_outs.iter().any(|reason| matches!(reason, Self::Untold { .. }))
    }

    /// Why a unit gets no award, or what a person has to decide, in words; nothing when it may.
    #[must_use]
    pub fn reasons(knock_outs: &[Self], locale: Locale) -> Option<String> {
        let reasons: Vec<_> = knock_outs.iter().map(|reason| reason.text(locale)).collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// The reason in words.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::LowRatio { criterion, title, ratio, min } => {
                let ratio = Decimal::from(ratio.numerator).checked_div(Decimal::from(ratio.denominator));
                let (ratio, min) = (locale.percent(ratio.unwrap_or_default()), locale.percent(*min));
                let title = title.get(locale);
                locale.pick(
                    format!("{criterion} {title}: {ratio}, dưới mức {min}"),
                    format!("{criterion} {title}: {ratio}, below {min}"),
                )
            }
            Self::Untold { criterion, title, min } => {
                let (title, min) = (title.get(locale), locale.percent(*min));
                locale.pick(
                    format!("{criterion} {title}: không có tỷ lệ để so với mức {min}, cần người có thẩm quyền xem xét"),
                    format!("{criterion} {title}: no ratio to hold against {min}, a person has to decide"),
                )
            }
            Self::LowTotal { total, min } => {
                let (total, min) = (locale.points(*total), locale.points_short(*min));
                locale.pick(format!("tổng điểm {total}, dưới {min}"), format!("total {total}, below {min}"))
            }
            Self::Penalty { code, title } => format!("{code} {}", title.get(locale)),
            Self::Unsigned => locale
                .pick("phiếu tự chấm chưa được lãnh đạo ký", "the self-score was never signed by the leader")
                .to_owned(),
        }
    }
}

impl TallyTrace {
    /// Every step in words, one a line.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        self.steps.iter().map(|step| step.text(locale)).collect::<Vec<_>>().join("\n")
    }
}

impl TallyStep {
    fn text(&self, locale: Locale) -> String {
        let l = locale;
        let full = |points: &Points| l.points(*points);
        let short = |points: &Points| l.points_short(*points);
        match self {
            Self::Sum { raw, max, lines, left_out } => {
                let (raw, max) = (full(raw), full(max));
                let sum = l.pick(
                    format!("Tổng {lines} tiêu chí áp dụng: {raw}/{max}"),
                    format!("Sum of {lines} applicable criteria: {raw}/{max}"),
                );
                if left_out.is_empty() {
                    return sum;
                }
                let codes = left_out.join(", ");
                l.pick(format!("{sum} (không áp dụng: {codes})"), format!("{sum} (not applicable: {codes})"))
            }
            Self::Base { max: Points::ZERO, .. } => {
                l.pick("Không có tiêu chí nào áp dụng: 0,00", "No criterion applies: 0.00").to_owned()
            }
            Self::Base { raw, max, base } => {
                let (raw, max, base) = (full(raw), full(max), full(base));
                l.pick(
                    format!("Quy về thang 100: 100 × {raw} ÷ {max} = {base}"),
                    format!("On the scale of 100: 100 × {raw} ÷ {max} = {base}"),
                )
            }
            Self::Bonus { code, count, each, cap, points } => {
                let (each, cap, points) = (short(each), short(cap), full(points));
                l.pick(
                    format!("Điểm thưởng {code}: {count} × {each}, tối đa {cap} → {points}"),
                    format!("Bonus {code}: {count} × {each}, at most {cap} → {points}"),
                )
            }
            Self::BonusTotal { sum, cap, points } => {
                let (sum, cap, points) = (full(sum), short(cap), full(points));
                l.pick(
                    format!("Tổng điểm thưởng: {sum}, tối đa {cap} → {points}"),
                    format!("Bonus in all: {sum}, at most {cap} → {points}"),
                )
            }
            Self::Penalty { code, count, per, each, cap, points } => {
                let (each, points) = (short(each), full(points));
                let unit = match per {
                    PenaltyUnit::Case => l.pick("trường hợp", "case(s)"),
                    PenaltyUnit::WorkingDay => l.pick("ngày làm việc", "working day(s)"),
                };
                let cap = cap.as_ref().map(short);
                let cap = cap
                    .map(|cap| l.pick(format!(", tối đa {cap}"), format!(", at most {cap}")))
                    .unwrap_or_default();
                l.pick(
                    format!("Điểm trừ {code}: {count} {unit} × {each}{cap} → {points}"),
                    format!("Penalty {code}: {count} {unit} × {each}{cap} → {points}"),
                )
            }
            Self::Total { base, bonus, penalty, total } => {
                let is_held = *base + *bonus < *penalty;
                let held = if is_held { l.pick(" (không thấp hơn 0)", " (not below 0)") } else { "" };
                let (base, bonus, penalty, total) = (full(base), full(bonus), full(penalty), full(total));
                l.pick(
                    format!("Tổng điểm: {base} + {bonus} − {penalty} = {total}{held}"),
                    format!("Total: {base} + {bonus} − {penalty} = {total}{held}"),
                )
            }
            Self::Class { counted, grade } => {
                let (counted, grade) = (full(counted), grade.label(l));
                l.pick(format!("Xếp loại theo {counted}: {grade}"), format!("Class of {counted}: {grade}"))
            }
            Self::KnockedOut { reason: untold @ KnockOut::Untold { .. } } => {
                let reason = untold.text(l);
                l.pick(format!("Chưa kết luận: {reason}"), format!("Not concluded: {reason}"))
            }
            Self::KnockedOut { reason } => {
                let reason = reason.text(l);
                l.pick(format!("Không xét khen thưởng: {reason}"), format!("No award: {reason}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;
    use crate::{
        criteria,
        ranking::model::{BonusCount, LineInput, PenaltyCount},
    };

    const SET: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));
    const GOLDEN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/golden_scores.json"));

    #[derive(Deserialize)]
    struct Golden {
        totals: Vec<Total>,
        rankings: Vec<Ranking>,
    }

    #[derive(Deserialize)]
    struct Total {
        name: String,
        raw: Points,
        applicable_max: Points,
        bonus: Vec<Times>,
        penalties: Vec<Times>,
        expected: Expected,
    }

    #[derive(Deserialize)]
    struct Times {
        code: String,
        count: u32,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Expected {
        base: Points,
        bonus: Points,
        penalty: Points,
        total: Points,
        grade: Grade,
    }

    #[derive(Deserialize)]
    struct Ranking {
        totals: Vec<Points>,
        ranks: Vec<usize>,
    }

    fn golden() -> Golden {
        serde_json::from_str(GOLDEN).expect("the golden vectors are readable")
    }

    fn set() -> CriteriaSet {
        criteria::import(SET).expect("the criteria set of 2021 is sound")
    }

    fn points(text: &str) -> Points {
        Points::parse(text).expect("points")
    }

    fn line(criterion: &str, max: Points, points: Option<Points>) -> LineInput {
        let group = criterion.chars().take(1).collect();
        LineInput { criterion: criterion.to_owned(), group, max, points, ratio: None }
    }

    /// One line that makes the whole sheet, so that base = total points of it.
    fn unit<'a>(raw: Points, max: Points) -> UnitInput<'a> {
        UnitInput { lines: vec![line("A1", max, Some(raw))], ..UnitInput::default() }
    }

    fn penalty<'a>(set: &'a CriteriaSet, code: &str, count: u32) -> PenaltyCount<'a> {
        PenaltyCount { item: set.penalty(code).expect("the penalty exists"), count }
    }

    #[test]
    fn totals_are_golden() {
        let set = set();
        for case in golden().totals {
            let bonus = case.bonus.iter().map(|times| BonusCount {
                item: set.bonus_item(&times.code).expect("the bonus exists"),
                count: times.count,
            });
            let penalties = case.penalties.iter().map(|times| penalty(&set, &times.code, times.count));
            let input = UnitInput {
                bonus: bonus.collect(),
                penalties: penalties.collect(),
                ..unit(case.raw, case.applicable_max)
            };
            let Tally { base, bonus, penalty, total, grade, .. } = tally(&set, &input);
            assert_eq!(Expected { base, bonus, penalty, total, grade }, case.expected, "{}", case.name);
        }
    }

    #[test]
    fn ranks_are_golden() {
        let set = set();
        for case in golden().rankings {
            let tallies: Vec<_> =
                case.totals.iter().map(|total| tally(&set, &unit(*total, Points::HUNDRED))).collect();
            let places = place(&tallies.iter().collect::<Vec<_>>());
            assert_eq!(places.iter().map(|place| place.rank).collect::<Vec<_>>(), case.ranks);
            assert_eq!(
                places.iter().map(|place| place.is_tied).collect::<Vec<_>>(),
                [false, true, true, false]
            );
            let gaps: Vec<_> = places.iter().map(|place| place.gap_to_next.map(Points::hundredths)).collect();
            assert_eq!(gaps, [None, Some(300), Some(300), Some(200)]);
        }
    }

    #[test]
    fn ties_are_decided_in_order() {
        let set = set();
        let unit = |group_e: &str, on_time: (i64, i64), late: u32| {
            let e2 = LineInput {
                ratio: Some(ExactRatio { numerator: on_time.0, denominator: on_time.1 }),
                ..line("E2", points("40"), Some(points(group_e)))
            };
            // lateness is evened out by the other line, so that totals stay equal
            let rest = points("90") - points(group_e) + Points::from_hundredths(100 * i64::from(late));
            let lines = vec![e2, line("A1", points("60"), Some(rest))];
            tally(
                &set,
                &UnitInput { lines, penalties: vec![penalty(&set, "P3", late)], ..UnitInput::default() },
            )
        };
        let ranks = |units: &[Tally]| {
            let places = place(&units.iter().collect::<Vec<_>>());
            places.iter().map(|place| (place.rank, place.is_tied)).collect::<Vec<_>>()
        };
        assert_eq!(ranks(&[unit("38", (95, 100), 0), unit("39", (92, 100), 2)]), [(2, false), (1, false)]);
        assert_eq!(ranks(&[unit("38", (1, 1), 1), unit("38", (99, 100), 0)]), [(1, false), (2, false)]);
        assert_eq!(ranks(&[unit("38", (98, 100), 1), unit("38", (49, 50), 0)]), [(2, false), (1, false)]);
        assert_eq!(ranks(&[unit("38", (98, 100), 0), unit("38", (49, 50), 0)]), [(1, true), (1, true)]);
    }

    #[test]
    fn knocked_out_units_keep_their_rank_and_learn_why() {
        let set = set();
        let low = LineInput {
            ratio: Some(ExactRatio { numerator: 88, denominator: 100 }),
            ..line("E2", points("8"), Some(points("8")))
        };
        let input =
            UnitInput { lines: vec![low], penalties: vec![penalty(&set, "P2", 1)], ..UnitInput::default() };
        let first = tally(&set, &input);
        let second = tally(&set, &unit(points("79.50"), Points::HUNDRED));
        assert_eq!(place(&[&first, &second]).first().map(|place| place.rank), Some(1));
        assert!(first.is_knocked_out() && second.is_knocked_out());
        assert_eq!(
            KnockOut::reasons(&first.knock_outs, Locale::Vi).as_deref(),
            Some(
                "E2 Tỷ lệ hồ sơ giải quyết đúng hạn, trước hạn: 88 %, dưới mức 90 %; P2 Khai sai, giả mạo tài liệu kiểm chứng"
            )
        );
        assert_eq!(
            KnockOut::reasons(&second.knock_outs, Locale::En).as_deref(),
            Some("total 79.50, below 80")
        );
        assert!(!tally(&set, &unit(points("80"), Points::HUNDRED)).is_knocked_out());
    }

    /// A unit with one line E2 that has this ratio.
    fn on_time<'a>(ratio: Option<(i64, i64)>, points_of_e2: Option<Points>) -> UnitInput<'a> {
        let ratio = ratio.map(|(numerator, denominator)| ExactRatio { numerator, denominator });
        let e2 = LineInput { ratio, ..line("E2", points("8"), points_of_e2) };
        UnitInput { lines: vec![e2, line("A1", points("92"), Some(points("90")))], ..UnitInput::default() }
    }

    #[test]
    fn thresholds_met_exactly_are_met() {
        let set = set();
        for (total, grade) in [
            ("90", Grade::Excellent),
            ("89.99", Grade::Good),
            ("80", Grade::Good),
            ("79.99", Grade::Fair),
            ("70", Grade::Fair),
            ("69.99", Grade::Average),
            ("50", Grade::Average),
            ("49.99", Grade::Weak),
            ("0", Grade::Weak),
        ] {
            assert_eq!(tally(&set, &unit(points(total), Points::HUNDRED)).grade, grade, "{total}");
        }
        for (ratio, is_out) in
            [((9, 10), false), ((90, 100), false), ((899, 1000), true), ((8_999_999, 10_000_000), true)]
        {
            let result = tally(&set, &on_time(Some(ratio), Some(points("8"))));
            assert_eq!(result.is_knocked_out(), is_out, "{ratio:?}");
        }
        assert!(!tally(&set, &unit(points("80"), Points::HUNDRED)).is_knocked_out());
        assert!(tally(&set, &unit(points("79.99"), Points::HUNDRED)).is_knocked_out());
    }

    #[test]
    fn a_ratio_that_cannot_be_told_is_for_a_person() {
        let set = set();
        for untold in [on_time(None, None), on_time(None, Some(points("8"))), on_time(Some((1, 1)), None)] {
            let result = tally(&set, &untold);
            assert!(
                !result.is_knocked_out() && KnockOut::waits_for_a_person(&result.knock_outs),
                "{untold:?}"
            );
            assert_eq!(
                KnockOut::reasons(&result.knock_outs, Locale::Vi).as_deref(),
                Some(
                    "E2 Tỷ lệ hồ sơ giải quyết đúng hạn, trước hạn: không có tỷ lệ để so với mức 90 %, cần người có thẩm quyền xem xét"
                )
            );
            assert!(result.trace.text(Locale::Vi).contains("Chưa kết luận: E2"));
            let json = serde_json::to_string(&result).expect("a tally serialises");
            assert_eq!(serde_json::from_str::<Tally>(&json).expect("a tally reads back"), result);
        }
        let fraud = UnitInput { penalties: vec![penalty(&set, "P2", 1)], ..on_time(None, None) };
        let result = tally(&set, &fraud);
        assert!(result.is_knocked_out() && KnockOut::waits_for_a_person(&result.knock_outs), "both");
        assert!(
            tally(&set, &unit(points("90"), Points::HUNDRED)).knock_outs.is_empty(),
            "no such criterion for it"
        );
    }

    #[test]
    fn the_trace_lists_every_step() {
        let set = set();
        let lines = vec![line("A1", points("75"), Some(points("64.08"))), line("E6", points("5"), None)];
        let input = UnitInput {
            lines,
            bonus: ["I1", "I2"]
                .map(|code| BonusCount { item: set.bonus_item(code).expect("a bonus"), count: 1 })
                .to_vec(),
            penalties: vec![penalty(&set, "P3", 1)],
        };
        let expected = "Tổng 1 tiêu chí áp dụng: 64,08/75,00 (không áp dụng: E6)\n\
            Quy về thang 100: 100 × 64,08 ÷ 75,00 = 85,44\n\
            Điểm thưởng I1: 1 × 1, tối đa 2 → 1,00\n\
            Điểm thưởng I2: 1 × 3, tối đa 6 → 3,00\n\
            Tổng điểm thưởng: 4,00, tối đa 10 → 4,00\n\
            Điểm trừ P3: 1 ngày làm việc × 1, tối đa 3 → 1,00\n\
            Tổng điểm: 85,44 + 4,00 − 1,00 = 88,44\n\
            Xếp loại theo 88,44: Tốt";
        let result = tally(&set, &input);
        assert_eq!(result.trace.text(Locale::Vi), expected);
        let json = serde_json::to_string(&result).expect("a tally serialises");
        assert_eq!(serde_json::from_str::<Tally>(&json).expect("a tally reads back"), result);
    }

    #[test]
    fn totals_do_not_fall_below_zero_and_empty_sheets_count_zero() {
        let set = set();
        let empty = UnitInput { penalties: vec![penalty(&set, "P1", 9)], ..UnitInput::default() };
        let result = tally(&set, &empty);
        assert_eq!((result.base, result.penalty, result.total), (Points::ZERO, points("45"), Points::ZERO));
        assert_eq!(result.grade, Grade::Weak);
        assert!(result.trace.text(Locale::En).contains("(not below 0)"));
    }

    #[test]
    fn late_penalty_is_capped() {
        let set = set();
        let late =
            UnitInput { penalties: vec![penalty(&set, "P3", 7)], ..unit(points("90"), Points::HUNDRED) };
        assert_eq!(tally(&set, &late).total, points("87"));
    }

    proptest! {
        #[test]
        fn ranks_are_competition_ranks(totals in prop::collection::vec(0_i64..20, 1..12)) {
            let set = set();
            let tallies: Vec<_> = totals
                .iter()
                .map(|total| tally(&set, &unit(Points::from_hundredths(total * 100), Points::HUNDRED)))
                .collect();
            let places = place(&tallies.iter().collect::<Vec<_>>());
            for (own, place) in totals.iter().zip(&places) {
                prop_assert_eq!(place.rank, totals.iter().filter(|other| *other > own).count() + 1);
                prop_assert_eq!(place.is_tied, totals.iter().filter(|other| *other == own).count() > 1);
                prop_assert_eq!(place.gap_to_next.is_none(), place.rank == 1);
            }
        }

        #[test]
        fn base_stays_on_the_scale(max in 1_i64..100_000, share in 0_i64..=1000) {
            let raw = Points::from_hundredths(max * share / 1000);
            let base = base_of(raw, Points::from_hundredths(max));
            prop_assert!(base >= Points::ZERO && base <= Points::HUNDRED);
        }
    }
}
