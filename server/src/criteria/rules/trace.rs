//! The trace of a score: structured steps that read as one sentence in either language, and the gap to the next step.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    criteria::model::{Label, ZeroPolicy},
    shared::{locale::Locale, points::Points},
};

/// Why a line does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NaReason {
    /// Units of this kind do not have to meet the criterion.
    UnitKind,
    /// There was nothing to count.
    ZeroDenominator,
    /// The survey has too few answers.
    SmallSample,
    /// No result of the survey was ever imported.
    NoSurvey,
}

/// What a line comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Points, between zero and the maximum.
    Points(Points),
    /// The line is dropped and the total re-normalised.
    NotApplicable(NaReason),
}

/// A scored line: what it comes to, why, and what would bring more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// What the line comes to.
    pub outcome: Outcome,
    /// The steps that led there.
    pub trace: Trace,
    /// What is needed for the next step; absent at the top.
    pub next: Option<Gap>,
}

/// The steps that led to an outcome, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The steps; the last one is the outcome.
    pub steps: Vec<Step>,
}

/// An event that takes points away, and how often it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeductedEvent {
    /// What happened.
    pub label: Label,
    /// How often.
    pub count: i64,
    /// Points per occurrence.
    pub each: Points,
}

/// A ticked item and its points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TickedItem {
    /// The item.
    pub label: Label,
    /// Its points.
    pub points: Points,
}

/// One step of a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Done, or not.
    Done {
        /// Whether it was done.
        done: bool,
    },
    /// Done on a day, against a due day.
    Dated {
        /// The day.
        date: Date,
        /// The due day.
        due: Date,
        /// Days late; zero or less is on time.
        days_late: i64,
    },
    /// There is no date.
    NoDate,
    /// Within a tier of days late.
    WithinDelay {
        /// The most days late of the tier.
        max_days_late: i64,
    },
    /// Later than every tier.
    BeyondDelay {
        /// The most days late of the last tier.
        max_days_late: i64,
    },
    /// A numerator over a denominator.
    Ratio {
        /// The numerator.
        numerator: i64,
        /// The denominator, above zero.
        denominator: i64,
    },
    /// The denominator is zero, and what that counts for.
    ZeroDenominator {
        /// The declared policy.
        policy: ZeroPolicy,
    },
    /// At or above the lower bound of a ratio band.
    RatioBand {
        /// The lower bound.
        from: Decimal,
        /// The band's points.
        points: Points,
    },
    /// Below a ratio.
    BelowRatio {
        /// The ratio not reached.
        ratio: Decimal,
    },
    /// At or above a ratio beyond which nothing changes.
    FromRatio {
        /// The ratio reached.
        ratio: Decimal,
    },
    /// At or below a ratio beneath which nothing changes.
    UpToRatio {
        /// The ratio not passed.
        ratio: Decimal,
    },
    /// Between two ratios with their points.
    Between {
        /// The lower ratio.
        from: Decimal,
        /// Its points.
        from_points: Points,
        /// The upper ratio.
        to: Decimal,
        /// Its points.
        to_points: Points,
    },
    /// Times the maximum.
    TimesMax {
        /// The maximum.
        max: Points,
    },
    /// A start value less events.
    Deduction {
        /// The start value.
        start: Points,
        /// The events that happened.
        events: Vec<DeductedEvent>,
    },
    /// Held at the least value.
    HeldAtFloor {
        /// The least value.
        floor: Points,
    },
    /// A count times the points of each.
    Times {
        /// How many.
        count: i64,
        /// Points of each.
        each: Points,
    },
    /// Held at the most points.
    Capped {
        /// The cap.
        cap: Points,
    },
    /// A count.
    Counted {
        /// How many.
        count: i64,
    },
    /// At or above a step of the count.
    CountTier {
        /// The least count of the step.
        at_least: i64,
        /// The step's points.
        points: Points,
    },
    /// Below the first step of the count.
    BelowCount {
        /// The least count of the first step.
        at_least: i64,
    },
    /// A count against a target.
    OfTarget {
        /// How many.
        count: i64,
        /// The target.
        target: i64,
    },
    /// Ticked items of a checklist.
    Ticked {
        /// The ticked items.
        items: Vec<TickedItem>,
        /// How many items there are.
        of: usize,
    },
    /// A class was chosen.
    Chosen {
        /// The class.
        label: Label,
    },
    /// The index of a survey.
    Index {
        /// The index.
        index: Decimal,
        /// Valid answers.
        sample: i64,
    },
    /// Too few answers.
    SmallSample {
        /// The least number of answers.
        min: i64,
    },
    /// No result of the survey was ever imported, and what that counts for.
    NoSurvey {
        /// The declared policy.
        policy: ZeroPolicy,
    },
    /// A value read from another system.
    Reading {
        /// The other system.
        source: String,
        /// What was read.
        indicator: String,
        /// The value.
        value: Decimal,
    },
    /// A share of another system's scale.
    OfScale {
        /// The value.
        value: Decimal,
        /// The top of the scale.
        of: Decimal,
    },
    /// At or above the lower bound of a value band.
    ValueBand {
        /// The lower bound.
        from: Decimal,
        /// The band's points.
        points: Points,
    },
    /// Below every value band.
    BelowValue {
        /// The lowest bound.
        from: Decimal,
    },
    /// The own value against the best of the peer group.
    OfLeader {
        /// The own value.
        own: Decimal,
        /// The best value, not below the own.
        best: Decimal,
    },
    /// Nobody in the peer group has a value above zero.
    NoLeader,
    /// Proposed by a person.
    Proposed,
    /// Units of this kind do not have to meet the criterion.
    NotForKind,
    /// The line is dropped.
    NotApplicable,
    /// The points, rounded to two decimals.
    Points {
        /// The points.
        points: Points,
    },
}

/// What is needed for the next step, and what it brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// What is needed.
    pub ask: Ask,
    /// The points then.
    pub to: Points,
    /// The points gained.
    pub gain: Points,
}

/// What is needed for the next step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// More in the numerator, the denominator staying as it is.
    Numerator {
        /// How many more.
        by: i64,
        /// What is counted, when the criterion has a word for it.
        label: Option<Label>,
    },
    /// More of what is counted.
    Count {
        /// How many more.
        by: i64,
        /// What is counted, when the criterion has a word for it.
        label: Option<Label>,
    },
    /// Doing it.
    Done,
    /// An earlier day.
    Date {
        /// The latest day.
        latest: Date,
    },
    /// One more item.
    Item {
        /// The item.
        label: Label,
    },
    /// A better class.
    Option {
        /// The class.
        label: Label,
    },
    /// Fewer events.
    Fewer {
        /// How many fewer.
        by: i64,
        /// The event.
        label: Label,
    },
    /// A higher value.
    Value {
        /// The least value.
        at_least: Decimal,
    },
}

impl Scored {
    /// The trace as one sentence: "1187/1204 = 98,59 % → giữa 95 % (4) và 100 % (8) → 6,87".
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        self.trace.text(locale)
    }

    /// The gap in words: "Thêm 17 hồ sơ đúng hạn → 8,00 (+1,13)".
    #[must_use]
    pub fn gap_text(&self, locale: Locale) -> Option<String> {
        self.next.as_ref().map(|gap| gap.text(locale))
    }

    /// The points, or nothing where the line does not count.
    #[must_use]
    pub const fn points(&self) -> Option<Points> {
        match self.outcome {
            Outcome::Points(points) => Some(points),
            Outcome::NotApplicable(_) => None,
        }
    }

    /// Whether the line is dropped from the total.
    #[must_use]
    pub const fn is_not_applicable(&self) -> bool {
        matches!(self.outcome, Outcome::NotApplicable(_))
    }

    pub(super) fn points_after(mut steps: Vec<Step>, points: Points, next: Option<Gap>) -> Self {
        steps.push(Step::Points { points });
        Self { outcome: Outcome::Points(points), trace: Trace { steps }, next }
    }

    pub(super) fn not_applicable(mut steps: Vec<Step>, reason: NaReason) -> Self {
        steps.push(Step::NotApplicable);
        Self { outcome: Outcome::NotApplicable(reason), trace: Trace { steps }, next: None }
    }
}

impl Gap {
    /// A gap, if it brings anything.
    pub(super) fn from(ask: Ask, now: Points, to: Points) -> Option<Self> {
        (to > now).then(|| Self { ask, to, gain: to - now })
    }

    /// The gap in words.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        format!("{} → {} (+{})", self.ask.text(locale), locale.points(self.to), locale.points(self.gain))
    }
}

impl Ask {
    fn text(&self, locale: Locale) -> String {
        let l = locale;
        match self {
            Self::Numerator { by, label } => match label {
                Some(label) => l.pick(format!("Thêm {by} {}", label.vi), format!("{by} more {}", label.en)),
                None => l.pick(format!("Thêm {by} ở tử số"), format!("{by} more in the numerator")),
            },
            Self::Count { by, label } => match label {
                Some(label) => l.pick(format!("Thêm {by} {}", label.vi), format!("{by} more {}", label.en)),
                None => l.pick(format!("Thêm {by}"), format!("{by} more")),
            },
            Self::Done => l.pick("Khi đã thực hiện".to_owned(), "Once done".to_owned()),
            Self::Date { latest } => {
                let day = l.date(*latest);
                l.pick(format!("Chậm nhất ngày {day}"), format!("On or before {day}"))
            }
            Self::Item { label } => {
                l.pick(format!("Thêm mục «{}»", label.vi), format!("One more item: {}", label.en))
            }
            Self::Option { label } => {
                l.pick(format!("Đạt mức «{}»", label.vi), format!("Class “{}”", label.en))
            }
            Self::Fewer { by, label } => {
                l.pick(format!("Bớt {by} trường hợp «{}»", label.vi), format!("{by} fewer: {}", label.en))
            }
            Self::Value { at_least } => {
                let value = l.decimal(*at_least);
                l.pick(format!("Giá trị từ {value} trở lên"), format!("A value of at least {value}"))
            }
        }
    }
}

impl Trace {
    /// The steps as one sentence.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        self.steps.iter().map(|step| step.text(locale)).collect::<Vec<_>>().join(" → ")
    }
}

impl Step {
    fn text(&self, locale: Locale) -> String {
        let l = locale;
        let short = |points: &Points| l.points_short(*points);
        let percent = |ratio: &Decimal| l.percent(*ratio);
        match self {
            Self::Done { done: true } => l.pick("đã thực hiện".to_owned(), "done".to_owned()),
            Self::Done { done: false } => l.pick("chưa thực hiện".to_owned(), "not done".to_owned()),
            Self::Dated { date, due, days_late } => dated(l, *date, *due, *days_late),
            Self::NoDate => l.pick("không có ngày thực hiện".to_owned(), "no date".to_owned()),
            Self::WithinDelay { max_days_late: 0 } => l.pick("đúng hạn".to_owned(), "on time".to_owned()),
            Self::WithinDelay { max_days_late: days } => {
                l.pick(format!("chậm không quá {days} ngày"), format!("at most {days} days late"))
            }
            Self::BeyondDelay { max_days_late: 0 } => {
                l.pick("quá hạn".to_owned(), "after the due date".to_owned())
            }
            Self::BeyondDelay { max_days_late: days } => {
                l.pick(format!("chậm quá {days} ngày"), format!("more than {days} days late"))
            }
            Self::Ratio { numerator, denominator } => {
                let share = share(l, Decimal::from(*numerator), Decimal::from(*denominator));
                format!("{numerator}/{denominator} = {share}")
            }
            Self::ZeroDenominator { policy } => zero_denominator(l, *policy),
            Self::RatioBand { from, points } => {
                let (from, points) = (percent(from), short(points));
                l.pick(format!("mức từ {from} ({points})"), format!("band from {from} ({points})"))
            }
            Self::BelowRatio { ratio } => {
                l.pick(format!("dưới {}", percent(ratio)), format!("below {}", percent(ratio)))
            }
            Self::FromRatio { ratio } => {
                l.pick(format!("từ {} trở lên", percent(ratio)), format!("{} or more", percent(ratio)))
            }
            Self::UpToRatio { ratio } => {
                l.pick(format!("không quá {}", percent(ratio)), format!("{} or less", percent(ratio)))
            }
            Self::Between { from, from_points, to, to_points } => {
                let (from, to) = (percent(from), percent(to));
                let (low, high) = (short(from_points), short(to_points));
                l.pick(
                    format!("giữa {from} ({low}) và {to} ({high})"),
                    format!("between {from} ({low}) and {to} ({high})"),
                )
            }
            Self::TimesMax { max } => l.pick(
                format!("nhân điểm tối đa {}", short(max)),
                format!("times the maximum {}", short(max)),
            ),
            Self::Deduction { start, events } => deduction(l, *start, events),
            Self::HeldAtFloor { floor } => {
                l.pick(format!("không thấp hơn {}", short(floor)), format!("not below {}", short(floor)))
            }
            Self::Times { count, each } => {
                let product = l.decimal(Decimal::from(*count) * each.to_decimal());
                format!("{count} × {} = {product}", short(each))
            }
            Self::Capped { cap } => {
                l.pick(format!("tối đa {}", short(cap)), format!("at most {}", short(cap)))
            }
            Self::Counted { count } => l.pick(format!("số lượng {count}"), format!("count {count}")),
            Self::CountTier { at_least, points } => l.pick(
                format!("mức từ {at_least} ({})", short(points)),
                format!("step from {at_least} ({})", short(points)),
            ),
            Self::BelowCount { at_least } => {
                l.pick(format!("dưới {at_least}"), format!("fewer than {at_least}"))
            }
            Self::OfTarget { count, target } => {
                let share = share(l, Decimal::from(*count), Decimal::from(*target));
                l.pick(
                    format!("{count}/{target} chỉ tiêu = {share}"),
                    format!("{count}/{target} of target = {share}"),
                )
            }
            Self::Ticked { items, of } => ticked(l, items, *of),
            Self::Chosen { label } => l.pick(format!("mức «{}»", label.vi), format!("class “{}”", label.en)),
            Self::Index { index, sample } => {
                let index = percent(index);
                l.pick(format!("chỉ số {index}, {sample} phiếu"), format!("index {index}, {sample} answers"))
            }
            Self::SmallSample { min } => {
                l.pick(format!("ít hơn {min} phiếu"), format!("fewer than {min} answers"))
            }
            Self::NoSurvey { policy } => no_survey(l, *policy),
            Self::Reading { source, indicator, value } => {
                format!("{source}, {indicator}: {}", l.decimal(*value))
            }
            Self::OfScale { value, of } => {
                format!("{}/{} = {}", l.decimal(*value), l.decimal(*of), share(l, *value, *of))
            }
            Self::ValueBand { from, points } => {
                let (from, points) = (l.decimal(*from), short(points));
                l.pick(format!("mức từ {from} ({points})"), format!("band from {from} ({points})"))
            }
            Self::BelowValue { from } => {
                l.pick(format!("dưới {}", l.decimal(*from)), format!("below {}", l.decimal(*from)))
            }
            Self::OfLeader { own, best } => {
                let share = share(l, *own, *best);
                let (own, best) = (l.decimal(*own), l.decimal(*best));
                l.pick(
                    format!("{own} so với cao nhất nhóm {best} = {share}"),
                    format!("{own} against the group's best {best} = {share}"),
                )
            }
            Self::NoLeader => l.pick(
                "chưa đơn vị nào trong nhóm có giá trị lớn hơn 0".to_owned(),
                "no unit of the group has a value above 0".to_owned(),
            ),
            Self::Proposed => {
                l.pick("điểm do người chấm đề nghị".to_owned(), "proposed by the scorer".to_owned())
            }
            Self::NotForKind => l.pick(
                "tiêu chí không áp dụng cho loại đơn vị này".to_owned(),
                "the criterion is not for this kind of unit".to_owned(),
            ),
            Self::NotApplicable => l.pick("không áp dụng".to_owned(), "not applicable".to_owned()),
            Self::Points { points } => l.points(*points),
        }
    }
}

fn share(locale: Locale, part: Decimal, whole: Decimal) -> String {
    locale.percent(part.checked_div(whole).unwrap_or_default())
}

fn dated(locale: Locale, date: Date, due: Date, days_late: i64) -> String {
    let (day, due) = (locale.date(date), locale.date(due));
    if days_late <= 0 {
        return locale.pick(format!("ngày {day}, hạn {due}"), format!("{day}, due {due}"));
    }
    let days = if days_late == 1 { "day" } else { "days" };
    locale.pick(
        format!("ngày {day}, hạn {due}, chậm {days_late} ngày"),
        format!("{day}, due {due}, {days_late} {days} late"),
    )
}

fn zero_denominator(locale: Locale, policy: ZeroPolicy) -> String {
    let text = match policy {
        ZeroPolicy::NotApplicable => locale.pick("mẫu số bằng 0", "the denominator is 0"),
        ZeroPolicy::Full => locale.pick("mẫu số bằng 0: điểm tối đa", "the denominator is 0: the maximum"),
        ZeroPolicy::Zero => locale.pick("mẫu số bằng 0: 0 điểm", "the denominator is 0: no points"),
    };
    text.to_owned()
}

fn no_survey(locale: Locale, policy: ZeroPolicy) -> String {
    let none = locale.pick("chưa có kết quả khảo sát", "no survey result was imported");
    match policy {
        ZeroPolicy::NotApplicable => none.to_owned(),
        ZeroPolicy::Full => locale.pick(format!("{none}: điểm tối đa"), format!("{none}: the maximum")),
        ZeroPolicy::Zero => locale.pick(format!("{none}: 0 điểm"), format!("{none}: no points")),
    }
}

fn deduction(locale: Locale, start: Points, events: &[DeductedEvent]) -> String {
    let start = locale.points_short(start);
    if events.is_empty() {
        return locale
            .pick(format!("{start}, không có trường hợp bị trừ"), format!("{start}, nothing to deduct"));
    }
    let parts = events.iter().map(|event| {
        format!(" − {} × {} ({})", event.count, locale.points_short(event.each), event.label.get(locale))
    });
    start + &parts.collect::<String>()
}

fn ticked(locale: Locale, items: &[TickedItem], of: usize) -> String {
    let count = items.len();
    let met = locale.pick(format!("đạt {count}/{of} mục"), format!("{count} of {of} items"));
    if items.is_empty() {
        return met;
    }
    let parts: Vec<_> = items
        .iter()
        .map(|item| format!("{} ({})", locale.points_short(item.points), item.label.get(locale)))
        .collect();
    format!("{met}: {}", parts.join(" + "))
}
