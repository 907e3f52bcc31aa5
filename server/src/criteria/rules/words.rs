//! Rules and problems in words, and the labels of what a rule asks for.

use rust_decimal::Decimal;

use super::lint::{Warning, Weakness};
use crate::{
    criteria::model::{
        CodePoints, CountTier, CriteriaProblem, CriteriaProblemCode, CriterionSpec, DelayTier, Fault,
        KindTarget, Label, ParamFault, Rule, Shape, Threshold, Transform, ZeroPolicy,
    },
    shared::{locale::Locale, points::Points},
    units::UnitKind,
};

/// A code or field a rule asks for, with its words and what it is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactKey {
    /// The code of an event, item or option, or the name of a field of the facts.
    pub code: String,
    /// Its words.
    pub label: Label,
    /// What it gives, or takes away in a deduction; zero for fields.
    pub points: Points,
}

/// The codes a rule knows: events, items or options with their points. Empty for the other rules.
#[must_use]
pub fn fact_keys(criterion: &CriterionSpec) -> Vec<FactKey> {
    let codes: &[CodePoints] = match &criterion.rule {
        Rule::Deduction { events, .. } => events,
        Rule::Checklist { items } => items,
        Rule::Choice { options } => options,
        _ => &[],
    };
    let key = |item: &CodePoints| FactKey {
        code: item.code.clone(),
        label: criterion.label(&item.code),
        points: item.points,
    };
    codes.iter().map(key).collect()
}

/// The fields of the facts a rule reads (`numerator`, `denominator` …) with words for the form.
#[must_use]
pub fn field_keys(criterion: &CriterionSpec) -> Vec<FactKey> {
    let fields: &[(&str, &str, &str)] = match &criterion.rule {
        Rule::Boolean { .. } => &[("done", "đã thực hiện", "done")],
        Rule::Deadline { .. } => &[("date", "ngày thực hiện", "date")],
        Rule::Bands { .. }
        | Rule::Proportional { .. }
        | Rule::PiecewiseLinear { .. }
        | Rule::Linear { .. } => {
            &[("numerator", "tử số", "numerator"), ("denominator", "mẫu số", "denominator")]
        }
        Rule::Count { .. } | Rule::TieredCount { .. } | Rule::CountTarget { .. } => {
            &[("count", "số lượng", "count")]
        }
        Rule::Deduction { .. } => &[("events", "số trường hợp bị trừ", "events")],
        Rule::Checklist { .. } => &[("items", "các mục đạt", "items met")],
        Rule::Choice { .. } => &[("option", "kết quả", "class")],
        Rule::Survey { .. } => {
            &[("value", "chỉ số", "index"), ("sample", "số phiếu hợp lệ", "valid answers")]
        }
        Rule::External { .. } | Rule::RelativeToLeader { .. } => &[("value", "giá trị", "value")],
        Rule::Manual => &[("value", "điểm đề nghị", "points proposed")],
    };
    let key = |(code, vi, en): &(&str, &str, &str)| FactKey {
        code: (*code).to_owned(),
        label: criterion.labels.get(*code).cloned().unwrap_or_else(|| label(vi, en)),
        points: Points::ZERO,
    };
    fields.iter().map(key).collect()
}

/// The rule in words, as it stands in the sheet.
#[must_use]
pub fn rule_sentence(criterion: &CriterionSpec, locale: Locale) -> String {
    let words = Words { locale, criterion };
    let mut sentence = words.rule();
    if criterion.rule.kind().is_ratio()
        && let Some(policy) = criterion.zero_policy
    {
        sentence.push(' ');
        sentence.push_str(zero_policy(policy, locale));
    }
    sentence
}

/// A kind of unit in words.
#[must_use]
pub fn kind_label(kind: UnitKind, locale: Locale) -> &'static str {
    match kind {
        UnitKind::Province => locale.pick("tỉnh", "province"),
        UnitKind::ProvDept => locale.pick("sở, ban, ngành tỉnh", "provincial department"),
        UnitKind::ProvOffice => locale.pick("văn phòng cấp tỉnh", "provincial office"),
        UnitKind::Vertical => locale.pick("cơ quan ngành dọc", "vertical agency"),
        UnitKind::District => locale.pick("cấp huyện", "district"),
        UnitKind::Commune => locale.pick("cấp xã", "commune"),
        UnitKind::SpecialZone => locale.pick("đặc khu", "special zone"),
        UnitKind::SubUnit => locale.pick("đơn vị trực thuộc", "subordinate unit"),
        UnitKind::ServiceUnit => locale.pick("đơn vị sự nghiệp", "public service unit"),
        UnitKind::Other => locale.pick("đơn vị khác", "other unit"),
    }
}

impl Warning {
    /// What may be wrong, in words.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let (vi, en) = match self.weakness {
            Weakness::SumNot100 { largest } => {
                let largest = locale.points_short(largest);
                return locale.pick(
                    format!("Không loại đơn vị nào có tổng điểm tối đa bằng 100; cao nhất là {largest}."),
                    format!("No kind of unit comes to 100 points; the most is {largest}."),
                );
            }
            Weakness::TopBelowMax => (
                "Mức điểm cao nhất của cách tính thấp hơn điểm tối đa: không đơn vị nào đạt được điểm tối đa.",
                "The best step of the rule is below the maximum: nobody can reach the maximum.",
            ),
            Weakness::CanBeEmptied => (
                "Đơn vị tự nhập mẫu số, không có số liệu thống kê đối chiếu: nhập 0 là tiêu chí được bỏ khỏi thang điểm.",
                "The unit types the denominator and no imported figure stands against it: a 0 drops the line.",
            ),
            Weakness::FullForNothing => (
                "Đơn vị tự nhập mẫu số, không có số liệu thống kê đối chiếu: nhập 0 là được điểm tối đa.",
                "The unit types the denominator and no imported figure stands against it: a 0 brings the maximum.",
            ),
            Weakness::SelfCounted => (
                "Đơn vị tự nhập mẫu số, không có số liệu thống kê đối chiếu.",
                "The unit types the denominator and no imported figure stands against it.",
            ),
            Weakness::SelfProposed => (
                "Đơn vị tự nhập điểm hoặc giá trị đo ở nơi khác, không có số liệu đối chiếu.",
                "The unit types its own points, or a value measured elsewhere, and nothing stands against it.",
            ),
            Weakness::SelfReported => (
                "Đơn vị tự khai lỗi của mình: không khai thì giữ nguyên điểm.",
                "The unit reports its own faults: what it does not report costs nothing.",
            ),
            Weakness::SelfScoredSurvey => (
                "Đơn vị tự nhập kết quả khảo sát: nhập ít phiếu là tiêu chí được bỏ khỏi thang điểm.",
                "The unit types the result of the survey: few answers drop the line.",
            ),
            Weakness::SurveyNotImported => (
                "Không có số liệu thống kê nào đưa kết quả khảo sát vào: tiêu chí sẽ không áp dụng cho mọi đơn vị.",
                "No statistics bring the result of the survey in: the line will apply to nobody.",
            ),
            Weakness::KnockOutCanBeUntold => (
                "Tỷ lệ làm điều kiện xét khen thưởng không tính được khi tiêu chí không áp dụng: khi đó phải có người xem xét.",
                "The ratio that awards ask for cannot be told where the line does not apply: a person decides then.",
            ),
        };
        locale.pick(vi, en).to_owned()
    }
}

fn label(vi: &str, en: &str) -> Label {
    Label { vi: vi.to_owned(), en: en.to_owned() }
}

fn zero_policy(policy: ZeroPolicy, locale: Locale) -> &'static str {
    match policy {
        ZeroPolicy::NotApplicable => {
            locale.pick("Mẫu số bằng 0: không áp dụng.", "Denominator 0: not applicable.")
        }
        ZeroPolicy::Full => locale.pick("Mẫu số bằng 0: điểm tối đa.", "Denominator 0: the maximum."),
        ZeroPolicy::Zero => locale.pick("Mẫu số bằng 0: 0 điểm.", "Denominator 0: no points."),
    }
}

/// Builds the sentence of one criterion in one language.
struct Words<'a> {
    locale: Locale,
    criterion: &'a CriterionSpec,
}

impl Words<'_> {
    fn rule(&self) -> String {
        let l = self.locale;
        let max = self.points(self.criterion.max);
        match &self.criterion.rule {
            Rule::Boolean { points } => {
                let points = self.points(*points);
                l.pick(
                    format!("Có thực hiện: {points}; không: 0 điểm."),
                    format!("Done: {points}; not done: 0 points."),
                )
            }
            Rule::Deadline { due, tiers, otherwise } => {
                let due = l.date(*due);
                let tiers = join(tiers, |tier| self.delay(*tier));
                let rest = self.points(*otherwise);
                l.pick(
                    format!("Hạn {due}. {tiers}; chậm hơn hoặc không có: {rest}."),
                    format!("Due {due}. {tiers}; later or never: {rest}."),
                )
            }
            Rule::Bands { bands, otherwise } => self.bands(bands, *otherwise, |ratio| l.percent(ratio)),
            Rule::Proportional { floor } => {
                if *floor == Decimal::ZERO {
                    return l.pick(format!("Tỷ lệ × {max}."), format!("Ratio × {max}."));
                }
                let floor = l.percent(*floor);
                l.pick(
                    format!("Tỷ lệ × {max}; dưới {floor}: 0 điểm."),
                    format!("Ratio × {max}; below {floor}: 0 points."),
                )
            }
            Rule::PiecewiseLinear { knots } => self.knots(knots),
            Rule::Linear { from, to } => {
                let (from, to) = (l.percent(*from), l.percent(*to));
                l.pick(
                    format!("Tăng đều từ 0 điểm (tỷ lệ {from}) đến {max} (tỷ lệ {to})."),
                    format!("Evenly from 0 points (ratio {from}) to {max} (ratio {to})."),
                )
            }
            Rule::Deduction { start, events, floor } => {
                let (start, floor) = (self.points(*start), l.points_short(*floor));
                let events = join(events, |event| self.deducted(event));
                l.pick(
                    format!("Bắt đầu từ {start}; mỗi trường hợp trừ: {events}; không thấp hơn {floor}."),
                    format!("Starts at {start}; taken away per case: {events}; not below {floor}."),
                )
            }
            Rule::Count { per_unit, cap } => {
                let (each, cap) = (self.points(*per_unit), self.points(*cap));
                l.pick(
                    format!("Mỗi trường hợp {each}, tối đa {cap}."),
                    format!("{each} each, at most {cap}."),
                )
            }
            Rule::TieredCount { tiers } => {
                let tiers = join(tiers, |tier| self.count_tier(*tier));
                l.pick(
                    format!("Số lượng {tiers}; ít hơn: 0 điểm."),
                    format!("Count {tiers}; fewer: 0 points."),
                )
            }
            Rule::CountTarget { targets } => {
                let targets = join(targets, |target| self.target(*target));
                l.pick(
                    format!("Số đạt được ÷ chỉ tiêu × {max}, không vượt điểm tối đa. Chỉ tiêu: {targets}."),
                    format!("Count ÷ target × {max}, never above the maximum. Targets: {targets}."),
                )
            }
            Rule::Checklist { items } => {
                let items = join(items, |item| self.worth(item));
                l.pick(format!("Cộng điểm các mục đạt: {items}."), format!("Sum of the items met: {items}."))
            }
            Rule::Choice { options } => {
                let options = join(options, |option| self.worth(option));
                l.pick(format!("Theo kết quả: {options}."), format!("By class: {options}."))
            }
            Rule::Survey { min_sample, .. } => l.pick(
                format!("Chỉ số khảo sát × {max}; dưới {min_sample} phiếu: không áp dụng."),
                format!("Survey index × {max}; fewer than {min_sample} answers: not applicable."),
            ),
            Rule::External { source, indicator, transform } => self.external(source, indicator, transform),
            Rule::RelativeToLeader { indicator } => l.pick(
                format!("{indicator}: giá trị của đơn vị ÷ giá trị cao nhất trong nhóm × {max}."),
                format!("{indicator}: the unit's value ÷ the best value of its group × {max}."),
            ),
            Rule::Manual => l.pick(
                format!("Người thẩm định cho điểm từ 0 đến {max}, có nêu lý do."),
                format!("The appraiser gives 0 to {max}, with a reason."),
            ),
        }
    }

    fn points(&self, points: Points) -> String {
        let number = self.locale.points_short(points);
        let unit = if points == Points::from_hundredths(100) { "point" } else { "points" };
        self.locale.pick(format!("{number} điểm"), format!("{number} {unit}"))
    }

    fn delay(&self, tier: DelayTier) -> String {
        let (days, points) = (tier.max_days_late, self.points(tier.points));
        if days == 0 {
            return self.locale.pick(format!("Đúng hạn: {points}"), format!("On time: {points}"));
        }
        self.locale
            .pick(format!("chậm đến {days} ngày: {points}"), format!("up to {days} days late: {points}"))
    }

    fn bands(&self, bands: &[Threshold], otherwise: Points, write: impl Fn(Decimal) -> String) -> String {
        let bands = join(bands, |band| {
            let (from, points) = (write(band.at), self.points(band.points));
            self.locale.pick(format!("từ {from}: {points}"), format!("from {from}: {points}"))
        });
        let rest = self.points(otherwise);
        capital(&self.locale.pick(format!("{bands}; thấp hơn: {rest}."), format!("{bands}; below: {rest}.")))
    }

    fn knots(&self, knots: &[Threshold]) -> String {
        let l = self.locale;
        let below = knots.first().map(|knot| {
            let (at, points) = (l.percent(knot.at), self.points(knot.points));
            l.pick(format!("Dưới {at}: {points}"), format!("Below {at}: {points}"))
        });
        let between = knots.windows(2).filter_map(|pair| {
            let [low, high] = pair else { return None };
            let (from, to) = (l.percent(low.at), l.percent(high.at));
            let (low, high) = (l.points_short(low.points), self.points(high.points));
            Some(l.pick(
                format!("từ {from} đến {to}: nội suy {low}–{high}"),
                format!("{from} to {to}: interpolated {low}–{high}"),
            ))
        });
        let above = knots.last().filter(|knot| knot.at < Decimal::ONE).map(|knot| {
            let (at, points) = (l.percent(knot.at), self.points(knot.points));
            l.pick(format!("trên {at}: {points}"), format!("above {at}: {points}"))
        });
        below.into_iter().chain(between).chain(above).collect::<Vec<_>>().join("; ") + "."
    }

    fn deducted(&self, event: &CodePoints) -> String {
        let points = self.locale.points_short(event.points);
        format!("−{points} {}", self.criterion.label(&event.code).get(self.locale))
    }

    fn worth(&self, item: &CodePoints) -> String {
        let label = self.criterion.label(&item.code);
        format!("{} {}", label.get(self.locale), self.locale.points_short(item.points))
    }

    fn count_tier(&self, tier: CountTier) -> String {
        let (at_least, points) = (tier.at_least, self.points(tier.points));
        self.locale.pick(format!("từ {at_least}: {points}"), format!("from {at_least}: {points}"))
    }

    fn target(&self, target: KindTarget) -> String {
        format!("{} {}", kind_label(target.kind, self.locale), target.target)
    }

    fn external(&self, source: &str, indicator: &str, transform: &Transform) -> String {
        let l = self.locale;
        let how = match transform {
            Transform::Scale { of } => {
                let (of, max) = (l.decimal(*of), self.points(self.criterion.max));
                l.pick(format!("Giá trị ÷ {of} × {max}."), format!("Value ÷ {of} × {max}."))
            }
            Transform::Bands { bands, otherwise } => self.bands(bands, *otherwise, |value| l.decimal(value)),
        };
        l.pick(format!("Lấy «{indicator}» từ {source}. {how}"), format!("“{indicator}” from {source}. {how}"))
    }
}

fn join<T>(items: &[T], write: impl Fn(&T) -> String) -> String {
    items.iter().map(write).collect::<Vec<_>>().join("; ")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl CriteriaProblem {
    /// The set is in use and can no longer change.
    #[must_use]
    pub const fn frozen() -> Self {
        Self { fault: Fault::Frozen, criterion_code: None, path: Vec::new() }
    }

    /// Somebody else changed the set meanwhile.
    #[must_use]
    pub const fn stale() -> Self {
        Self { fault: Fault::Stale, criterion_code: None, path: Vec::new() }
    }

    /// The fixed code, as in the API.
    #[must_use]
    pub const fn code(&self) -> CriteriaProblemCode {
        match &self.fault {
            Fault::Frozen => CriteriaProblemCode::Frozen,
            Fault::Stale => CriteriaProblemCode::Stale,
            Fault::NotJson { .. } | Fault::MissingField | Fault::BadField(_) | Fault::Unsupported => {
                CriteriaProblemCode::BadJson
            }
            Fault::UnknownRule { .. } => CriteriaProblemCode::UnknownRule,
            Fault::UnknownGroup { .. } => CriteriaProblemCode::UnknownGroup,
            Fault::Param(_) => CriteriaProblemCode::BadParams,
            Fault::OverlappingBands => CriteriaProblemCode::OverlappingBands,
            Fault::PointsAboveMax { .. } => CriteriaProblemCode::PointsAboveMax,
            Fault::EmptyTiers => CriteriaProblemCode::EmptyTiers,
            Fault::DuplicateCode => CriteriaProblemCode::DuplicateCode,
            Fault::MissingTitle | Fault::NotComposed => CriteriaProblemCode::MissingTitle,
            Fault::BadMax => CriteriaProblemCode::BadMax,
            Fault::NoKinds => CriteriaProblemCode::NoKinds,
        }
    }

    /// The reason in words, naming the criterion and the place: "E2, params.knots.1: …".
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        let reason = self.fault.reason(locale);
        let named = self.path.iter().position(|step| self.criterion_code.as_ref() == Some(step));
        let place = self
            .path
            .iter()
            .skip(named.map_or(0, |index| index + 1))
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(".");
        match (self.criterion_code.as_deref(), place.as_str()) {
            (None, "") => reason,
            (None, place) => format!("{place}: {reason}"),
            (Some(code), "") => format!("{code}: {reason}"),
            (Some(code), place) => format!("{code}, {place}: {reason}"),
        }
    }
}

impl Fault {
    fn reason(&self, locale: Locale) -> String {
        let l = locale;
        let fixed = |vi: &str, en: &str| l.pick(vi, en).to_owned();
        match self {
            Self::Frozen => fixed(
                "Bộ tiêu chí đã được sử dụng, không sửa được nữa; cần tạo phiên bản mới.",
                "The criteria set is in use and can no longer change; make a new version.",
            ),
            Self::Stale => fixed(
                "Bộ tiêu chí vừa được thay đổi ở nơi khác; cần tải lại.",
                "Somebody else has just changed the criteria set; load it again.",
            ),
            Self::NotJson { detail } => l.pick(
                format!("Nội dung không phải JSON hợp lệ ({detail})."),
                format!("Not valid JSON ({detail})."),
            ),
            Self::MissingField => fixed("Thiếu trường bắt buộc.", "A required field is missing."),
            Self::BadField(shape) | Self::Param(ParamFault::Shape(shape)) => {
                let expected = shape.words(l);
                l.pick(format!("Cần {expected}."), format!("Expected {expected}."))
            }
            Self::Unsupported => fixed(
                "Chỉ hỗ trợ thang 100 điểm và làm tròn 0,01 (nửa lên).",
                "Only a scale of 100 and rounding to 0.01 half-up are supported.",
            ),
            Self::UnknownRule { found } => l.pick(
                format!("Loại quy tắc «{found}» không tồn tại."),
                format!("There is no rule kind “{found}”."),
            ),
            Self::UnknownGroup { found } => l.pick(
                format!("Nhóm «{found}» chưa được khai báo."),
                format!("The group “{found}” is not declared."),
            ),
            Self::Param(fault) => fault.reason(l),
            Self::OverlappingBands => fixed(
                "Các mức chồng lên nhau hoặc sai thứ tự.",
                "Bands, tiers or knots overlap or are out of order.",
            ),
            Self::PointsAboveMax { points, max } => {
                let (points, max) = (l.points_short(*points), l.points_short(*max));
                l.pick(
                    format!("Cho {points} điểm, vượt mức tối đa {max}."),
                    format!("Gives {points} points, above the maximum {max}."),
                )
            }
            Self::EmptyTiers => fixed("Phải có ít nhất một mức.", "At least one entry is needed."),
            Self::DuplicateCode => fixed("Mã bị trùng.", "The code is used twice."),
            Self::MissingTitle => fixed("Thiếu tên gọi.", "The title is missing."),
            Self::NotComposed => {
                fixed("Chữ chưa ở dạng Unicode dựng sẵn (NFC).", "The text is not in composed Unicode (NFC).")
            }
            Self::BadMax => fixed(
                "Điểm phải lớn hơn 0 và không quá 1000.",
                "The points must be above 0 and not above 1000.",
            ),
            Self::NoKinds => {
                fixed("Phải áp dụng cho ít nhất một loại đơn vị.", "At least one kind of unit must be named.")
            }
        }
    }
}

impl ParamFault {
    fn reason(&self, locale: Locale) -> String {
        let text = match self {
            Self::NoTarget { kind } => {
                let name = kind_label(*kind, locale);
                return locale.pick(format!("Thiếu chỉ tiêu cho {name}."), format!("No target for: {name}."));
            }
            Self::Shape(shape) => return Fault::BadField(*shape).reason(locale),
            Self::Missing => locale.pick("Thiếu tham số bắt buộc.", "A required parameter is missing."),
            Self::UnknownKey => {
                locale.pick("Quy tắc không có tham số này.", "The rule has no such parameter.")
            }
            Self::FractionNotText => locale.pick(
                "Số lẻ phải viết trong ngoặc kép, ví dụ \"0.5\".",
                "A fraction must be written as text, for example \"0.5\".",
            ),
            Self::TooPrecise => locale.pick("Quá nhiều chữ số thập phân.", "Too many decimals."),
            Self::NotPositive => {
                locale.pick("Giá trị không được âm hoặc bằng 0.", "The value must be positive.")
            }
            Self::NotARatio => locale.pick("Tỷ lệ phải từ 0 đến 1.", "A ratio lies between 0 and 1."),
            Self::UnknownUnitKind => {
                locale.pick("Loại đơn vị không tồn tại.", "There is no such kind of unit.")
            }
            Self::WrongDirection => locale
                .pick("Điểm đi ngược với thứ tự các mức.", "The points run against the order of the tiers."),
            Self::SameEnds => locale.pick("Hai đầu mút phải khác nhau.", "The two ends must differ."),
            Self::ZeroPolicyMissing => locale.pick(
                "Phải khai báo cách tính khi mẫu số bằng 0.",
                "What a zero denominator means must be declared.",
            ),
            Self::PrefillMismatch => locale.pick(
                "Cột số liệu không tồn tại hoặc không phù hợp với quy tắc.",
                "The statistics do not exist or do not fit the rule.",
            ),
            Self::BadCode => locale.pick(
                "Mã chỉ gồm chữ không dấu, số và các dấu _ - .",
                "A code has only plain letters, digits and _ - .",
            ),
            Self::NoSuchReference => locale.pick(
                "Không có tiêu chí theo tỷ lệ hoặc nhóm này trong bộ tiêu chí.",
                "The set has no such ratio criterion or group.",
            ),
            Self::BadClasses => locale.pick(
                "Các mức xếp loại phải giảm dần và mức cuối bắt đầu từ 0.",
                "Classes must fall, and the last must begin at 0.",
            ),
        };
        text.to_owned()
    }
}

impl Shape {
    fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::Object => locale.pick("một đối tượng {…}", "an object {…}"),
            Self::List => locale.pick("một danh sách […]", "a list […]"),
            Self::Pair => locale.pick("một cặp [mức, điểm]", "a pair [threshold, points]"),
            Self::Text => locale.pick("một đoạn chữ không rỗng", "a text that is not empty"),
            Self::Bool => locale.pick("true hoặc false", "true or false"),
            Self::Whole => locale.pick("một số nguyên", "a whole number"),
            Self::Decimal => locale.pick("một số thập phân", "a decimal number"),
            Self::Points => {
                locale.pick("điểm có nhiều nhất hai chữ số thập phân", "points with at most two decimals")
            }
            Self::Date => locale.pick("ngày dạng 2021-03-05", "a date such as 2021-03-05"),
            Self::Code => locale.pick("một mã hợp lệ", "one of the known codes"),
        }
    }
}
