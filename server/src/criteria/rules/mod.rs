//! Pure rules of the criteria slice: facts become points with a trace, and a criteria set is checked before use.

mod count;
mod event;
mod lint;
mod params;
mod ratio;
mod trace;
mod validate;
mod value;
mod words;

#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod property_tests;

use rust_decimal::Decimal;

pub use lint::{Warning, lint};
pub use params::ParamError;
pub(in crate::criteria) use params::{points, text, whole};
pub use trace::{Ask, DeductedEvent, Gap, NaReason, Outcome, Scored, Step, TickedItem, Trace};
pub use validate::{totals_by_kind, validate};
pub use words::{FactKey, fact_keys, field_keys, kind_label, rule_sentence};

use super::{
    facts::{Facts, FactsProblem},
    model::{CriterionSpec, Rule},
};
use crate::units::UnitKind;

/// What a rule needs to know beyond the unit's own facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScoringContext {
    /// The best value of the peer group for a criterion relative to the leader.
    pub leader_value: Option<Decimal>,
}

/// Scores facts by a criterion for a kind of unit. The same input gives the same outcome and the same trace.
///
/// # Errors
/// MISSING_FACTS when the facts were checked against another rule than the criterion's.
pub fn score(
    criterion: &CriterionSpec,
    kind: UnitKind,
    facts: &Facts,
    context: ScoringContext,
) -> Result<Scored, FactsProblem> {
    if !criterion.applies_to(kind) {
        return Ok(not_for_kind());
    }
    let scored = match (&criterion.rule, facts) {
        (Rule::Boolean { points }, Facts::Done(done)) => event::score_boolean(criterion, *points, *done),
        (Rule::Deadline { due, tiers, otherwise }, Facts::Date(date)) => {
            event::score_deadline(criterion, *due, tiers, *otherwise, *date)
        }
        (
            Rule::Bands { .. }
            | Rule::Proportional { .. }
            | Rule::PiecewiseLinear { .. }
            | Rule::Linear { .. },
            Facts::Ratio { numerator, denominator },
        ) => ratio::score(criterion, *numerator, *denominator),
        (Rule::Deduction { start, events, floor }, Facts::Events(happened)) => {
            event::score_deduction(criterion, (*start, *floor), events, happened)
        }
        (Rule::Count { per_unit, cap }, Facts::Count(count)) => {
            count::score_count(criterion, *per_unit, *cap, *count)
        }
        (Rule::TieredCount { tiers }, Facts::Count(count)) => count::score_tiers(criterion, tiers, *count),
        (Rule::CountTarget { targets }, Facts::Count(count)) => {
            count::score_target(criterion, targets, kind, *count)
        }
        (Rule::Checklist { items }, Facts::Items(ticked)) => event::score_checklist(criterion, items, ticked),
        (Rule::Choice { options }, Facts::Option(chosen)) => event::score_choice(criterion, options, chosen),
        (Rule::Survey { min_sample, .. }, Facts::Survey { index, sample }) => {
            value::score_survey(criterion, *min_sample, *index, *sample)
        }
        (Rule::External { source, indicator, transform }, Facts::Value(value)) => {
            value::score_external(criterion, (source, indicator), transform, *value)
        }
        (Rule::RelativeToLeader { .. }, Facts::Value(own)) => {
            value::score_relative(criterion, context.leader_value, *own)
        }
        (Rule::Manual, Facts::Value(proposed)) => value::score_manual(criterion, *proposed),
        _ => return Err(FactsProblem::missing("facts")),
    };
    Ok(scored)
}

/// What a line comes to that nobody entered anything for and nobody will: a survey that the unit does not score itself
/// and of which no result was imported. Nothing for every other criterion.
#[must_use]
pub fn score_unasked(criterion: &CriterionSpec) -> Option<Scored> {
    let is_survey = matches!(criterion.rule, Rule::Survey { .. });
    (is_survey && !criterion.self_scored).then(|| value::score_no_survey(criterion))
}

/// The outcome of a line whose criterion is not for the unit's kind; needs no facts.
#[must_use]
pub fn not_for_kind() -> Scored {
    Scored::not_applicable(vec![Step::NotForKind], NaReason::UnitKind)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::{
        criteria::{
            facts::FlatFacts,
            model::{RuleKind, ZeroPolicy},
            rules::golden_tests::set_2021,
        },
        shared::{locale::Locale, points::Points},
    };

    fn criterion(code: &str) -> CriterionSpec {
        set_2021().criterion(code).expect("the criterion exists").clone()
    }

    fn scored(criterion: &CriterionSpec, json: &str) -> Scored {
        let flat: FlatFacts = serde_json::from_str(json).expect("the flat form");
        let facts = Facts::from_flat(criterion, &flat).expect("the facts fit");
        score(criterion, UnitKind::ProvDept, &facts, ScoringContext::default()).expect("the facts fit")
    }

    #[test]
    fn kinds_without_the_criterion_are_left_out() {
        let c1 = criterion("C1");
        let facts = Facts::Ratio { numerator: 1, denominator: 2 };
        let scored = score(&c1, UnitKind::Commune, &facts, ScoringContext::default()).expect("the facts fit");
        assert_eq!(scored.outcome, Outcome::NotApplicable(NaReason::UnitKind));
        assert_eq!(scored, not_for_kind());
    }

    #[test]
    fn a_survey_without_a_result_is_no_nought() {
        let e6 = criterion("E6");
        let text = |spec: &CriterionSpec| score_unasked(spec).map(|scored| scored.text(Locale::Vi));
        let scored = score_unasked(&e6).expect("a survey");
        assert_eq!(scored.outcome, Outcome::NotApplicable(NaReason::NoSurvey));
        assert_eq!(scored.text(Locale::Vi), "chưa có kết quả khảo sát → không áp dụng");
        // As the migration of earlier sheets writes it.
        let kept = r#"{"outcome":{"not_applicable":"NO_SURVEY"},"trace":{"steps":[{"step":"no_survey","policy":"NOT_APPLICABLE"},{"step":"not_applicable"}]},"next":null}"#;
        assert_eq!(serde_json::to_string(&scored).ok().as_deref(), Some(kept));
        let by = |policy| CriterionSpec { zero_policy: policy, ..e6.clone() };
        assert_eq!(text(&by(None)).as_deref(), Some("chưa có kết quả khảo sát → không áp dụng"));
        assert_eq!(
            text(&by(Some(ZeroPolicy::Zero))).as_deref(),
            Some("chưa có kết quả khảo sát: 0 điểm → 0,00")
        );
        let full = score_unasked(&by(Some(ZeroPolicy::Full))).expect("a survey");
        assert_eq!(full.points(), Some(e6.max));
        assert_eq!(score_unasked(&CriterionSpec { self_scored: true, ..e6 }), None, "the unit's own affair");
        assert_eq!(score_unasked(&criterion("E2")), None);
    }

    #[test]
    fn a_survey_counts_from_its_least_sample_on() {
        let e6 = criterion("E6");
        let at = |sample: i64| scored(&e6, &format!(r#"{{"value":"0.8645","sample":{sample}}}"#)).outcome;
        assert_eq!(at(29), Outcome::NotApplicable(NaReason::SmallSample));
        assert_eq!(at(30), Outcome::Points(Points::from_hundredths(432)), "met exactly");
    }

    #[test]
    fn facts_of_another_rule_are_refused() {
        let refused =
            score(&criterion("A2"), UnitKind::ProvDept, &Facts::Count(1), ScoringContext::default());
        assert!(refused.is_err());
    }

    #[test]
    fn gaps_say_what_is_needed() {
        let cases = [
            (
                "B2",
                r#"{"numerator":22,"denominator":45}"#,
                Some("Thêm 1 TTHC đã hoàn thành rà soát → 2,56 (+2,56)"),
            ),
            ("E2", r#"{"numerator":1204,"denominator":1204}"#, None),
            (
                "G2",
                r#"{"numerator":17,"denominator":20}"#,
                Some("Thêm 1 phản ánh, kiến nghị được xử lý đúng hạn → 4,00 (+2,00)"),
            ),
            ("A1", r#"{"date":"2021-03-25"}"#, Some("Chậm nhất ngày 20/03/2021 → 2,00 (+2,00)")),
            ("A1", r#"{"date":"2021-03-20"}"#, Some("Chậm nhất ngày 05/03/2021 → 4,00 (+2,00)")),
            ("A2", r#"{"done":false}"#, Some("Khi đã thực hiện → 2,00 (+2,00)")),
            (
                "A4",
                r#"{"count":1}"#,
                Some("Thêm 1 cuộc tự kiểm tra hoặc sản phẩm truyền thông → 1,00 (+0,50)"),
            ),
            ("A4", r#"{"count":2}"#, None),
            ("B3", r#"{"count":0}"#, Some("Thêm 1 phương án đơn giản hóa được thông qua → 2,00 (+2,00)")),
            ("E5", r#"{"option":"KHA"}"#, Some("Đạt mức «Tốt» → 2,00 (+1,00)")),
            (
                "G1",
                r#"{"items":["ON_PORTAL"]}"#,
                Some("Thêm mục «Niêm yết tại nơi tiếp nhận» → 1,00 (+0,50)"),
            ),
            (
                "D2",
                r#"{"events":[{"code":"MISSING_PROCEDURE","count":30}]}"#,
                Some("Bớt 11 trường hợp «TTHC chưa niêm yết, công khai» → 0,25 (+0,25)"),
            ),
            ("D2", r#"{"events":[]}"#, None),
        ];
        for (code, facts, gap) in cases {
            assert_eq!(
                scored(&criterion(code), facts).gap_text(Locale::Vi).as_deref(),
                gap,
                "{code} {facts}"
            );
        }
    }

    #[test]
    fn a_ratio_just_below_a_threshold_does_not_look_like_it() {
        let scored = scored(&criterion("G2"), r#"{"numerator":99999,"denominator":100000}"#);
        assert_eq!(scored.text(Locale::Vi), "99999/100000 = 99,999 % → mức từ 90 % (4) → 4,00");
    }

    #[test]
    fn halves_are_not_lost_by_dividing_first() {
        let half = CriterionSpec { max: Points::from_hundredths(3), ..criterion("B4") };
        assert_eq!(
            scored(&half, r#"{"numerator":1,"denominator":6}"#).points(),
            Some(Points::from_hundredths(1))
        );
    }

    #[test]
    fn the_leader_of_the_group_sets_the_scale() {
        let rule =
            Rule::parse(RuleKind::RelativeToLeader, r#"{"indicator":"Số mô hình"}"#).expect("readable");
        let relative = CriterionSpec { rule, zero_policy: None, ..criterion("B2") };
        let by = |own: i64, leader: Option<i64>| {
            let context = ScoringContext { leader_value: leader.map(Decimal::from) };
            score(&relative, UnitKind::ProvDept, &Facts::Value(Decimal::from(own)), context)
                .expect("the facts fit")
        };
        assert_eq!(
            by(40, Some(50)).text(Locale::Vi),
            "40 so với cao nhất nhóm 50 = 80 % → nhân điểm tối đa 5 → 4,00"
        );
        assert_eq!(by(40, None).points(), Some(Points::from_hundredths(500)));
        assert_eq!(by(0, Some(0)).points(), Some(Points::ZERO));
    }

    #[test]
    fn external_values_scale_or_fall_into_bands() {
        let with = |params: &str| CriterionSpec {
            rule: Rule::parse(RuleKind::External, params).expect("readable"),
            ..criterion("B2")
        };
        let scale = with(r#"{"source":"766","indicator":"Tổng điểm","transform":{"scale":100}}"#);
        let text = scored(&scale, r#"{"value":"82.08"}"#).text(Locale::Vi);
        assert_eq!(text, "766, Tổng điểm: 82,08 → 82,08/100 = 82,08 % → nhân điểm tối đa 5 → 4,10");
        let bands = with(r#"{"source":"766","indicator":"Tổng điểm","transform":{"bands":[[90,5],[80,3]]}}"#);
        let in_band = scored(&bands, r#"{"value":"82.08"}"#);
        assert_eq!(in_band.points(), Some(Points::from_hundredths(300)));
        assert_eq!(in_band.gap_text(Locale::En).as_deref(), Some("A value of at least 90 → 5.00 (+2.00)"));
    }

    #[test]
    fn rules_speak_both_languages() {
        let cases = [
            (
                "A1",
                "Hạn 05/03/2021. Đúng hạn: 4 điểm; chậm đến 15 ngày: 2 điểm; chậm hơn hoặc không có: 0 điểm.",
            ),
            ("A4", "Mỗi trường hợp 0,5 điểm, tối đa 1 điểm."),
            ("B2", "Tỷ lệ × 5 điểm; dưới 50 %: 0 điểm. Mẫu số bằng 0: không áp dụng."),
            ("B3", "Số lượng từ 1: 2 điểm; từ 2: 3 điểm; từ 3: 4 điểm; ít hơn: 0 điểm."),
            (
                "E2",
                "Dưới 90 %: 0 điểm; từ 90 % đến 95 %: nội suy 0–4 điểm; từ 95 % đến 100 %: nội suy 4–8 điểm. Mẫu số bằng 0: không áp dụng.",
            ),
            (
                "G2",
                "Từ 100 %: 5 điểm; từ 90 %: 4 điểm; từ 80 %: 2 điểm; thấp hơn: 0 điểm. Mẫu số bằng 0: điểm tối đa.",
            ),
            (
                "H1",
                "Bắt đầu từ 4 điểm; mỗi trường hợp trừ: −1 báo cáo gửi chậm; −2 báo cáo không gửi; không thấp hơn 0.",
            ),
        ];
        for (code, sentence) in cases {
            assert_eq!(rule_sentence(&criterion(code), Locale::Vi), sentence);
        }
        assert_eq!(rule_sentence(&criterion("A2"), Locale::En), "Done: 2 points; not done: 0 points.");
    }

    #[test]
    fn every_code_and_field_of_2021_has_words_of_its_own() {
        for spec in set_2021().criteria {
            for key in fact_keys(&spec) {
                assert!(spec.labels.contains_key(&key.code), "{} {}", spec.code, key.code);
            }
        }
        let label = field_keys(&criterion("E2")).into_iter().next().map(|key| key.label.vi);
        assert_eq!(label.as_deref(), Some("hồ sơ giải quyết đúng hạn, trước hạn"));
    }
}
