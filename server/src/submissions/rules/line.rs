//! Lines: facts in, points out; and what keeps a line from being submitted.

use time::OffsetDateTime;

use super::super::model::{
    Citation, EvidenceLink, LineProblem, LineState, ScoreLine, SheetLine, Statement, SubmissionProblem,
    SubmissionProblemCode,
};
use super::Verdict;
use crate::campaigns::Campaign;
use crate::criteria::{self, CriterionSpec, Facts, FlatFacts, ScoringContext};
use crate::shared::clean;
use crate::units::UnitKind;

/// Most characters of a note, an explanation or a reason.
pub const LONGEST_TEXT: usize = 4000;
/// Most characters of each part of a citation.
const LONGEST_CITATION: usize = 500;

/// What facts come to. Facts that were not entered at all give an empty line.
///
/// # Errors
/// The first thing that is missing or wrong, with its place below `facts`.
pub fn state(
    criterion: &CriterionSpec,
    kind: UnitKind,
    entered: Option<&FlatFacts>,
) -> Result<Statement, SubmissionProblem> {
    let Some(entered) = entered.filter(|facts| !facts.is_empty()) else { return Ok(Statement::default()) };
    let facts = Facts::from_flat(criterion, entered).map_err(refused)?;
    let scored = criteria::score(criterion, kind, &facts, ScoringContext::default()).map_err(refused)?;
    Ok(Statement {
        facts: Some(facts.to_flat()),
        self_score: scored.points(),
        scored: Some(scored),
        ..Statement::default()
    })
}

fn refused(problem: criteria::FactsProblem) -> SubmissionProblem {
    let path = std::iter::once("facts".to_owned()).chain(problem.path).collect();
    SubmissionProblem::at(problem.code.into(), path)
}

/// A line as the unit leaves it. A decision of the appraisal was about what stood there before, so it
/// is withdrawn; the adjustments that record it stay.
#[must_use]
pub fn restated(line: &ScoreLine, statement: Statement, now: OffsetDateTime) -> ScoreLine {
    ScoreLine {
        state: statement.state(),
        statement,
        r1_score: None,
        r1_reason: None,
        r1_by: None,
        r1_at: None,
        updated_at: now,
        ..line.clone()
    }
}

/// The state of a line for people who do not see its appraisal yet.
#[must_use]
pub fn state_before_appraisal(line: &ScoreLine) -> LineState {
    line.statement.state()
}

/// What the unit may change in a line.
pub fn edit_line(criterion: &CriterionSpec) -> Verdict {
    if criterion.self_scored { Ok(()) } else { Err(SubmissionProblemCode::NotSelfScored) }
}

/// What keeps a line from being submitted. Lines that the unit does not score itself never do.
fn check_line(criterion: &CriterionSpec, line: &ScoreLine, evidence: usize) -> Verdict {
    if !criterion.self_scored {
        return Ok(());
    }
    let facts = line.statement.facts.as_ref().ok_or(SubmissionProblemCode::MissingFacts)?;
    Facts::from_flat(criterion, facts).map_err(|problem| SubmissionProblemCode::from(problem.code))?;
    let has_source = evidence > 0 || line.statement.explanation.is_some();
    if has_source || line.statement.is_not_applicable() {
        Ok(())
    } else {
        Err(SubmissionProblemCode::NoEvidenceOrExplanation)
    }
}

/// The lines that would keep a sheet from being submitted.
#[must_use]
pub fn problems(lines: Vec<SheetLine>, evidence: &[EvidenceLink]) -> Vec<LineProblem> {
    let check = |line: SheetLine| {
        let cited = evidence.iter().filter(|link| link.line == line.line.id).count();
        let code = check_line(&line.criterion.spec, &line.line, cited).err()?;
        Some(LineProblem { line, code })
    };
    lines.into_iter().filter_map(check).collect()
}

/// Text of a person as it is kept, `None` when nothing remains.
pub fn text(entered: Option<&str>, longest: usize, path: &str) -> Result<Option<String>, SubmissionProblem> {
    let clean = clean::passage(entered.unwrap_or_default());
    if clean.chars().count() > longest {
        return Err(SubmissionProblem::at(SubmissionProblemCode::TextTooLong, vec![path.to_owned()]));
    }
    Ok((!clean.is_empty()).then_some(clean))
}

/// A citation with its texts cleaned.
pub fn citation(entered: &Citation) -> Result<Citation, SubmissionProblem> {
    let clean = |part: &Option<String>, path| text(part.as_deref(), LONGEST_CITATION, path);
    Ok(Citation {
        title: clean(&entered.title, "title")?,
        document_number: clean(&entered.document_number, "documentNumber")?,
        document_date: entered.document_date,
        issuer: clean(&entered.issuer, "issuer")?,
        section: clean(&entered.section, "section")?,
        page: clean(&entered.page, "page")?,
        note: text(entered.note.as_deref(), LONGEST_TEXT, "note")?,
    })
}

/// The document is dated outside the period judged: flagged, not refused (INV-S4).
#[must_use]
pub fn is_outside_period(citation: &Citation, campaign: &Campaign) -> bool {
    citation.document_date.is_some_and(|date| date < campaign.period_from || date > campaign.period_to)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::super::fixtures::{FILLING, criterion, line, sheet};
    use super::super::super::model::{Sheet, SubmissionState};
    use super::*;
    use crate::shared::id::{EvidenceLinkId, FileId, ScoreLineId};
    use crate::shared::points::Points;

    fn ratio(numerator: i64, denominator: i64) -> FlatFacts {
        FlatFacts { numerator: Some(numerator), denominator: Some(denominator), ..FlatFacts::default() }
    }

    fn stated(sheet: &Sheet, code: &str, facts: &FlatFacts) -> Statement {
        state(&criterion(sheet, code).spec, UnitKind::Commune, Some(facts)).expect("the facts fit")
    }

    fn link(to: ScoreLineId) -> EvidenceLink {
        EvidenceLink {
            id: EvidenceLinkId::fresh(),
            line: to,
            file: FileId::fresh(),
            citation: Citation::default(),
        }
    }

    #[test]
    fn facts_become_points() {
        let sheet = sheet(SubmissionState::Draft);
        let statement = stated(&sheet, "E2", &ratio(1187, 1204));
        assert_eq!(statement.self_score, Some(Points::from_hundredths(687)));
        assert_eq!(statement.state(), LineState::SelfScored);
        let nothing = state(&criterion(&sheet, "E2").spec, UnitKind::Commune, Some(&FlatFacts::default()));
        assert_eq!(nothing.expect("an empty line").state(), LineState::Empty);
    }

    #[test]
    fn wrong_facts_are_refused_with_their_place() {
        let sheet = sheet(SubmissionState::Draft);
        let refused = state(&criterion(&sheet, "E2").spec, UnitKind::Commune, Some(&ratio(5, 4)));
        let problem = refused.expect_err("more than all");
        assert_eq!(problem.code, SubmissionProblemCode::NumeratorAboveDenominator);
        assert_eq!(problem.path, ["facts", "numerator"]);
    }

    #[test]
    fn a_line_needs_facts_and_a_source() {
        let sheet = sheet(SubmissionState::Draft);
        let empty = line(&sheet, "E2", Statement::default());
        let bare = line(&sheet, "E2", stated(&sheet, "E2", &ratio(9, 10)));
        let explained = line(
            &sheet,
            "E2",
            Statement { explanation: Some("Theo báo cáo".into()), ..bare.line.statement.clone() },
        );
        let cited = line(&sheet, "E2", bare.line.statement.clone());
        let survey = line(&sheet, "E6", Statement::default());
        let found =
            problems(vec![empty, bare.clone(), explained, cited.clone(), survey], &[link(cited.line.id)]);
        let codes: Vec<_> = found.iter().map(|problem| problem.code).collect();
        assert_eq!(
            codes,
            [SubmissionProblemCode::MissingFacts, SubmissionProblemCode::NoEvidenceOrExplanation],
            "the survey is not the unit's to fill in"
        );
        assert_eq!(found[1].line.line.id, bare.line.id);
    }

    #[test]
    fn a_line_that_does_not_apply_needs_no_source() {
        let sheet = sheet(SubmissionState::Draft);
        let code = sheet
            .criteria
            .criteria
            .iter()
            .find(|criterion| {
                criterion.spec.self_scored
                    && criterion.spec.applies_to(UnitKind::Commune)
                    && criterion.spec.rule.kind().is_ratio()
                    && criterion.spec.zero_policy == Some(criteria::ZeroPolicy::NotApplicable)
            })
            .map(|criterion| criterion.spec.code.clone())
            .expect("the set has such a criterion");
        let statement = stated(&sheet, &code, &ratio(0, 0));
        assert_eq!(statement.state(), LineState::NotApplicable);
        assert!(problems(vec![line(&sheet, &code, statement)], &[]).is_empty());
    }

    #[test]
    fn a_changed_line_loses_its_decision_but_not_its_place() {
        let sheet = sheet(SubmissionState::Returned);
        let mut decided = ScoreLine::clone(&line(&sheet, "E2", stated(&sheet, "E2", &ratio(9, 10))).line);
        decided.state = LineState::Adjusted;
        decided.r1_score = Some(Points::ZERO);
        decided.r1_reason = Some("sai số liệu".into());
        let changed = restated(&decided, stated(&sheet, "E2", &ratio(10, 10)), FILLING);
        assert_eq!((changed.id, changed.state), (decided.id, LineState::SelfScored));
        assert_eq!((changed.r1_score, changed.r1_reason), (None, None));
        assert_eq!(state_before_appraisal(&decided), LineState::SelfScored, "what the unit still sees");
    }

    #[test]
    fn texts_are_composed_trimmed_and_bounded() {
        assert_eq!(text(Some("  Pho\u{31b}\u{301} "), 9, "x").expect("fits").as_deref(), Some("Phớ"));
        assert_eq!(text(Some("   "), 9, "x").expect("fits"), None);
        assert!(text(Some(&"đ".repeat(10)), 10, "x").is_ok());
        let problem = text(Some(&"đ".repeat(11)), 10, "x").expect_err("too long");
        assert_eq!((problem.code, problem.path), (SubmissionProblemCode::TextTooLong, vec!["x".to_owned()]));
    }

    #[test]
    fn evidence_outside_the_period_is_flagged() {
        let sheet = sheet(SubmissionState::Draft);
        let dated = |date| Citation { document_date: Some(date), ..Citation::default() };
        assert!(!is_outside_period(&Citation::default(), &sheet.campaign));
        assert!(!is_outside_period(&dated(date!(2021 - 12 - 15)), &sheet.campaign));
        assert!(is_outside_period(&dated(date!(2021 - 12 - 16)), &sheet.campaign));
        assert!(is_outside_period(&dated(date!(2020 - 12 - 31)), &sheet.campaign));
    }
}
