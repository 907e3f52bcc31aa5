//! Pure edits of a draft: a changed set comes out only if the whole set is still in order.

use super::model::{
    CriteriaProblem, CriteriaSet, CriterionSpec, Fault, Label, Labels, Rule, RuleKind, ZeroPolicy,
};
use super::rules::{fact_keys, field_keys, validate};
use crate::shared::locale::Locale;
use crate::shared::points::Points;
use crate::units::UnitKind;

/// What a person enters about a criterion.
#[derive(Clone, Debug)]
pub struct CriterionForm {
    /// Title in both languages.
    pub title: Label,
    /// The most points it gives.
    pub max: Points,
    /// The kinds of unit that have to meet it.
    pub kinds: Vec<UnitKind>,
    /// Kind of the rule.
    pub rule_kind: RuleKind,
    /// Parameters of the rule, as JSON text.
    pub rule_params: String,
    /// What a zero denominator means.
    pub zero_policy: Option<ZeroPolicy>,
    /// Whether the unit enters the facts itself.
    pub self_scored: bool,
    /// What to attach as evidence, in the language of the form.
    pub evidence: String,
    /// Words for the codes of its facts; without them those there are stay.
    pub key_labels: Option<Labels>,
    /// The language of the form.
    pub locale: Locale,
}

/// A draft in which one criterion reads as in the form. What the form does not show stays: the
/// evidence in the other language, the words for fields, and prefilled figures while they fit the rule.
pub fn revise(
    mut set: CriteriaSet,
    code: &str,
    form: &CriterionForm,
) -> Result<CriteriaSet, CriteriaProblem> {
    let rule = rule(code, form)?;
    if let Some(criterion) = set.criteria.iter_mut().find(|criterion| criterion.code == code) {
        let keeps_figures = criterion.rule.kind() == rule.kind()
            || (criterion.rule.kind().is_ratio() && rule.kind().is_ratio());
        if !keeps_figures {
            criterion.prefill = None;
        }
        match form.locale {
            Locale::Vi => criterion.evidence.vi = form.evidence.trim().to_owned(),
            Locale::En => criterion.evidence.en = form.evidence.trim().to_owned(),
        }
        criterion.title = trimmed(&form.title);
        criterion.max = form.max;
        criterion.kinds = form.kinds.clone();
        criterion.rule = rule;
        criterion.zero_policy = form.zero_policy;
        criterion.self_scored = form.self_scored;
        word_keys(criterion, form.key_labels.as_ref());
    }
    checked(set, Some(code))
}

/// A draft with a new criterion at the end of a group.
pub fn add(
    mut set: CriteriaSet,
    group: &str,
    code: &str,
    form: &CriterionForm,
) -> Result<CriteriaSet, CriteriaProblem> {
    let code = code.trim();
    let rule = rule(code, form)?;
    let index = end_of_group(&set, group);
    let evidence = form.evidence.trim().to_owned();
    let mut criterion = CriterionSpec {
        code: code.to_owned(),
        group: group.to_owned(),
        position: 0,
        title: trimmed(&form.title),
        max: form.max,
        kinds: form.kinds.clone(),
        rule,
        zero_policy: form.zero_policy,
        self_scored: form.self_scored,
        evidence: Label { vi: evidence.clone(), en: evidence },
        seed_item: None,
        labels: Labels::new(),
        prefill: None,
    };
    word_keys(&mut criterion, form.key_labels.as_ref());
    set.criteria.insert(index, criterion);
    checked(numbered(set), Some(code))
}

/// Words the codes that the rule asks for; fields keep their words, and codes that are gone lose theirs.
fn word_keys(criterion: &mut CriterionSpec, words: Option<&Labels>) {
    let Some(words) = words else { return };
    let fields = field_keys(criterion);
    criterion.labels.retain(|code, _| fields.iter().any(|field| field.code == *code));
    for key in fact_keys(criterion) {
        if let Some(label) = words.get(&key.code).map(trimmed)
            && !(label.vi.is_empty() && label.en.is_empty())
        {
            criterion.labels.insert(key.code, label);
        }
    }
}

/// A draft without one criterion. A criterion that the ranking policy names stays.
pub fn remove(mut set: CriteriaSet, code: &str) -> Result<CriteriaSet, CriteriaProblem> {
    set.criteria.retain(|criterion| criterion.code != code);
    checked(numbered(set), None)
}

/// Where a new last criterion of a group goes: behind the criteria of the group and of all before it.
fn end_of_group(set: &CriteriaSet, group: &str) -> usize {
    let rank = |code: &str| set.groups.iter().position(|known| known.code == code);
    let own = rank(group);
    set.criteria.iter().rposition(|criterion| rank(&criterion.group) <= own).map_or(0, |index| index + 1)
}

fn numbered(mut set: CriteriaSet) -> CriteriaSet {
    for (position, criterion) in (1..).zip(&mut set.criteria) {
        criterion.position = position;
    }
    set
}

fn trimmed(title: &Label) -> Label {
    Label { vi: title.vi.trim().to_owned(), en: title.en.trim().to_owned() }
}

fn rule(code: &str, form: &CriterionForm) -> Result<Rule, CriteriaProblem> {
    Rule::parse(form.rule_kind, &form.rule_params).map_err(|error| CriteriaProblem {
        fault: error.fault,
        criterion_code: Some(code.to_owned()),
        path: [field("params").to_owned()].into_iter().chain(error.path).collect(),
    })
}

/// The set, or the first problem of the edited criterion, or else the first problem at all.
fn checked(set: CriteriaSet, edited: Option<&str>) -> Result<CriteriaSet, CriteriaProblem> {
    let problems = validate(&set);
    let at_edited = |problem: &CriteriaProblem| {
        edited.is_some_and(|code| problem.path.starts_with(&["criteria".to_owned(), code.to_owned()]))
    };
    let (own, others): (Vec<_>, Vec<_>) = problems.into_iter().partition(at_edited);
    match own.into_iter().map(at_form).chain(others).next() {
        Some(problem) => Err(problem),
        None => Ok(set),
    }
}

/// The same problem, with the path of the form instead of the path in the import format.
fn at_form(problem: CriteriaProblem) -> CriteriaProblem {
    let mut steps = problem.path.into_iter().skip(2);
    let first = steps.next().map(|step| field(&step).to_owned());
    CriteriaProblem { path: first.into_iter().chain(steps).collect(), ..problem }
}

/// The name of a field in the form, from its name in the import format.
fn field(name: &str) -> &str {
    match name {
        "title_vi" => "titleVi",
        "title_en" => "titleEn",
        "max_points" => "maxPoints",
        "params" => "ruleParams",
        "zero_denominator" => "zeroPolicy",
        "evidence" => "evidenceHint",
        "labels" => "keyLabels",
        other => other,
    }
}

/// The problem of a code that is already taken by another set or version.
pub fn code_taken() -> CriteriaProblem {
    CriteriaProblem { fault: Fault::DuplicateCode, criterion_code: None, path: vec!["version".to_owned()] }
}

#[cfg(test)]
mod tests {
    use super::super::import::import;
    use super::super::model::CriteriaProblemCode;
    use super::*;

    fn set() -> CriteriaSet {
        import(
            r#"{"set_code":"T","groups":[{"code":"A","title_vi":"Một","title_en":"One"},
            {"code":"B","title_vi":"Hai","title_en":"Two"},{"code":"C","title_vi":"Ba","title_en":"Three"}],
            "criteria":[
            {"code":"A1","group":"A","title_vi":"a","title_en":"a","max_points":60,"kinds":["COMMUNE"],
             "rule":"PROPORTIONAL","params":{},"zero_denominator":"FULL","evidence":"in English","evidence_vi":"tiếng Việt",
             "prefill":{"numerator":["resolved_early"],"denominator":["received"]}},
            {"code":"C1","group":"C","title_vi":"c","title_en":"c","max_points":40,"kinds":["COMMUNE"],
             "rule":"BOOLEAN","params":{"points":40}}],
            "ranking":{"tie_breakers":[{"kind":"RATIO","criterion":"A1"}]}}"#,
        )
        .expect("a correct set")
    }

    fn form() -> CriterionForm {
        CriterionForm {
            title: Label { vi: " Mới ".into(), en: "New".into() },
            max: Points::from_hundredths(5_00),
            kinds: vec![UnitKind::Commune],
            rule_kind: RuleKind::Boolean,
            rule_params: r#"{"points":5}"#.into(),
            zero_policy: None,
            self_scored: true,
            evidence: "văn bản".into(),
            key_labels: None,
            locale: Locale::Vi,
        }
    }

    fn codes(set: &CriteriaSet) -> Vec<(u32, &str)> {
        set.criteria.iter().map(|criterion| (criterion.position, criterion.code.as_str())).collect()
    }

    #[test]
    fn a_new_criterion_stands_at_the_end_of_its_group() {
        let in_b = add(set(), "B", "B1", &form()).expect("correct");
        assert_eq!(codes(&in_b), [(1, "A1"), (2, "B1"), (3, "C1")]);
        let in_a = add(in_b, "A", "A2", &form()).expect("correct");
        assert_eq!(codes(&in_a), [(1, "A1"), (2, "A2"), (3, "B1"), (4, "C1")]);
        assert_eq!(codes(&remove(in_a, "B1").expect("correct")), [(1, "A1"), (2, "A2"), (3, "C1")]);
    }

    #[test]
    fn a_bad_rule_is_refused_with_the_code_and_the_field_of_the_form() {
        let cases = [
            (r#"{"points":6}"#, CriteriaProblemCode::PointsAboveMax, vec!["ruleParams", "points"]),
            (r#"{"point":5}"#, CriteriaProblemCode::BadParams, vec!["ruleParams", "point"]),
            ("{", CriteriaProblemCode::BadJson, vec!["ruleParams"]),
        ];
        for (params, code, path) in cases {
            let bad = CriterionForm { rule_params: params.into(), ..form() };
            let problem = revise(set(), "C1", &bad).expect_err(params);
            assert_eq!((problem.code(), problem.criterion_code.as_deref()), (code, Some("C1")), "{params}");
            assert_eq!(problem.path, path, "{params}");
        }
        let untitled = CriterionForm { title: Label { vi: " ".into(), en: "x".into() }, ..form() };
        let problem = revise(set(), "C1", &untitled).expect_err("no title");
        assert_eq!(
            (problem.code(), problem.path),
            (CriteriaProblemCode::MissingTitle, vec!["titleVi".to_owned()])
        );
        let taken = add(set(), "A", "C1", &form()).expect_err("taken");
        assert_eq!(taken.code(), CriteriaProblemCode::DuplicateCode);
    }

    #[test]
    fn what_the_form_does_not_show_stays() {
        let ratio = CriterionForm {
            rule_kind: RuleKind::Linear,
            rule_params: r#"{"from":"0.1","to":"0.5"}"#.into(),
            zero_policy: Some(ZeroPolicy::Zero),
            ..form()
        };
        let revised = revise(set(), "A1", &ratio).expect("correct");
        let criterion = revised.criterion("A1").expect("still there");
        assert_eq!(criterion.title.vi, "Mới");
        assert_eq!(
            (criterion.evidence.vi.as_str(), criterion.evidence.en.as_str()),
            ("văn bản", "in English")
        );
        assert!(criterion.prefill.is_some(), "a ratio stays a ratio");
    }

    #[test]
    fn codes_are_worded_in_both_languages_and_forgotten_with_their_rule() {
        let word = |vi: &str, en: &str| Label { vi: vi.into(), en: en.into() };
        let words = Labels::from([
            ("LATE".to_owned(), word(" báo cáo trễ ", "late report")),
            ("MISSING".to_owned(), word("", "")),
            ("GONE".to_owned(), word("không còn", "gone")),
        ]);
        let deduction = CriterionForm {
            rule_kind: RuleKind::Deduction,
            rule_params: r#"{"start":5,"floor":0,"events":{"LATE":1,"MISSING":2}}"#.into(),
            key_labels: Some(words),
            ..form()
        };
        let labels = |set: &CriteriaSet| set.criterion("C1").expect("still there").labels.clone();
        let worded = revise(set(), "C1", &deduction).expect("correct");
        assert_eq!(labels(&worded), Labels::from([("LATE".to_owned(), word("báo cáo trễ", "late report"))]));

        let silent = CriterionForm { key_labels: None, ..deduction.clone() };
        assert_eq!(labels(&revise(worded.clone(), "C1", &silent).expect("correct")), labels(&worded));
        let other = CriterionForm { key_labels: Some(Labels::new()), ..form() };
        assert_eq!(labels(&revise(worded, "C1", &other).expect("correct")), Labels::new());

        let half = Labels::from([("LATE".to_owned(), word("báo cáo trễ", ""))]);
        let problem = revise(set(), "C1", &CriterionForm { key_labels: Some(half), ..deduction })
            .expect_err("one language only");
        assert_eq!(
            (problem.code(), problem.path),
            (CriteriaProblemCode::MissingTitle, vec!["keyLabels".to_owned(), "LATE".to_owned()])
        );
    }

    #[test]
    fn a_criterion_that_decides_ties_cannot_be_removed() {
        assert_eq!(remove(set(), "A1").expect_err("named").code(), CriteriaProblemCode::BadParams);
        assert!(remove(set(), "C1").is_ok());
    }
}
