//! Pure rules of the ranking: lines, bonuses and penalties become a total with its trace; totals become places.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::model::{
    ExactRatio, KnockOut, Placing, Tally, TallyStep, TallyTrace, TieValue, UnitInput,
};
use crate::{
    criteria::{CriteriaSet, Grade, Label, PenaltyUnit, TieBreaker},
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
    let tie_values = set.ranking.tie_breakers.iter().map(|breaker| tie_value(breaker, input, penalty)).collect();
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
    let left_out = input.lines.iter().filter(|line| line.points.is_none()).map(|line| line.criterion.clone()).collect();
    steps.push(TallyStep::Sum { raw, max, lines: applicable.len(), left_out });
    (raw, max)
}

fn bonus_of(set: &CriteriaSet, input: &UnitInput<'_>, steps: &mut Vec<TallyStep>) -> Points {
    let mut sum = Points::ZERO;
    for earned in input.bonus.iter().filter(|earned| earned.count > 0) {
        let (each, cap) = (earned.item.per_unit, earned.item.cap);
        let points = times(each, earned.count).min(cap);
        steps.push(TallyStep::Bonus { code: earned.item.code.clone(), count: earned.count, each, cap, points });
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
    let low_ratios = set.ranking.min_ratios.iter().filter_map(|floor| {
        let ratio = ratio_of(input, &floor.criterion)?;
        let is_low = Decimal::from(ratio.numerator) < floor.min * Decimal::from(ratio.denominator);
        is_low.then(|| KnockOut::LowRatio {
            criterion: floor.criterion.clone(),
            title: set.criterion(&floor.criterion).map_or_else(|| Label::from_code(&floor.criterion), |spec| spec.title.clone()),
            ratio,
            min: floor.min,
        })
    });
    let low_total = set.ranking.min_total.filter(|min| total < *min).map(|min| KnockOut::LowTotal { total, min });
    let penalties = input.penalties.iter().filter(|incurred| incurred.count > 0 && incurred.item.is_knock_out);
    let penalties = penalties.map(|incurred| KnockOut::Penalty {
        code: incurred.item.code.clone(),
        title: incurred.item.title.clone(),
    });
    let unsigned = input.is_unsigned.then_some(KnockOut::Unsigned);
    low_ratios.chain(low_total).chain(penalties).chain(unsigned).collect()
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

fn compare(one: &Tally, other: &Tally) -> Ordering {
    let ties = one.tie_values.iter().zip(&other.tie_values);
    let tie = ties.map(|(one, other)| compare_tie(one, other)).find(|order| *order != Ordering::Equal);
    one.total.cmp(&other.total).then(tie.unwrap_or(Ordering::Equal))
}

fn compare_tie(one: &TieValue, other: &TieValue) -> Ordering {
    match (one, other) {
        (TieValue::GroupPoints { points: one, .. }, TieValue::GroupPoints { points: other, .. }) => one.cmp(other),
        (TieValue::Ratio { ratio: one, .. }, TieValue::Ratio { ratio: other, .. }) => match (one, other) {
            (Some(one), Some(other)) => compare_ratio(*one, *other),
            _ => one.is_some().cmp(&other.is_some()),
        },
        (TieValue::FewerPenalties { penalty: one }, TieValue::FewerPenalties { penalty: other }) => other.cmp(one),
        _ => Ordering::Equal,
    }
}

fn compare_ratio(one: ExactRatio, other: ExactRatio) -> Ordering {
    let cross = |top: i64, bottom: i64| i128::from(top) * i128::from(bottom);
    cross(one.numerator, other.denominator).cmp(&cross(other.numerator, one.denominator))
}

impl Tally {
    /// Whether the unit keeps its rank but gets no award.
    #[must_use]
    pub fn is_knocked_out(&self) -> bool {
        !self.knock_outs.is_empty()
    }

    /// Why the unit gets no award, in words.
    #[must_use]
    pub fn knock_out_reason(&self, locale: Locale) -> Option<String> {
        let reasons: Vec<_> = self.knock_outs.iter().map(|reason| reason.text(locale)).collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }
}

impl KnockOut {
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
                let cap = cap.map(|cap| l.pick(format!(", tối đa {cap}"), format!(", at most {cap}"))).unwrap_or_default();
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
            Self::KnockedOut { reason } => {
                let reason = reason.text(l);
                l.pick(format!("Không xét khen thưởng: {reason}"), format!("No award: {reason}"))
            }
        }
    }
}
