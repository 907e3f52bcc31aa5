//! Lines: facts in, points out; and what keeps a line from being submitted.

use time::OffsetDateTime;
use unicode_normalization::UnicodeNormalization as _;

use super::super::model::{
    Citation, EvidenceLink, LineProblem, LineState, ScoreLine, SheetLine, Statement, SubmissionProblem,
    SubmissionProblemCode,
};
use super::Verdict;
use crate::campaigns::Campaign;
use crate::criteria::{self, CriterionSpec, Facts, FlatFacts, ScoringContext};
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

/// Text of a person: composed Unicode, no white space around it, `None` when nothing remains.
pub fn text(entered: Option<&str>, longest: usize, path: &str) -> Result<Option<String>, SubmissionProblem> {
    let clean: String = entered.unwrap_or_default().nfc().collect::<String>().trim().to_owned();
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
