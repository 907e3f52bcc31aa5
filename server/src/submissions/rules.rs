//! What the calendar and the state of a sheet allow, what a line comes to, and what stands in the way
//! of submitting (DOMAIN 3.2 and INV-S1…S9). Time is an argument; a deadline's last second counts.

use rust_decimal::Decimal;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use unicode_normalization::UnicodeNormalization as _;

use super::model::{
    Citation, EvidenceLink, LineProblem, LineState, ScoreLine, SheetLine, StateCount, Statement, Submission, SubmissionProblem, SubmissionProblemCode,
    SubmissionState,
};
use crate::campaigns::{Campaign, PhaseKind, Stage};
use crate::criteria::{self, CriterionSpec, Facts, FlatFacts, ScoringContext};
use crate::shared::id::AccountId;
use crate::shared::json;
use crate::shared::points::Points;
use crate::units::UnitKind;

/// Most characters of a note, an explanation or a reason.
pub const LONGEST_TEXT: usize = 4000;
/// Most characters of each part of a citation.
pub const LONGEST_CITATION: usize = 500;

type Verdict = Result<(), SubmissionProblemCode>;

// ── calendar ──

/// When the unit has to be ready; `None` once the sheet has left it.
#[must_use]
pub fn due_at(sheet: &Submission, campaign: &Campaign) -> Option<OffsetDateTime> {
    deadline(sheet.state, sheet.is_completion(), campaign)
}

fn deadline(state: SubmissionState, is_completion: bool, campaign: &Campaign) -> Option<OffsetDateTime> {
    if state.has_left_unit() {
        return None;
    }
    let phase = if is_completion { PhaseKind::Appraisal1 } else { PhaseKind::SelfScoring };
    campaign.phase(phase).map(|phase| phase.closes_at)
}

/// The deadline has passed and the sheet is still with the unit: a flag, not a state.
#[must_use]
pub fn is_overdue(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> bool {
    due_at(sheet, campaign).is_some_and(|due| now > due)
}

/// The same for sheets that were counted together.
#[must_use]
pub fn are_overdue(sheets: &StateCount, campaign: &Campaign, now: OffsetDateTime) -> bool {
    deadline(sheets.state, sheets.is_completion, campaign).is_some_and(|due| now > due)
}

/// The unit works on its sheet while self-scoring is open; a returned sheet is completed while the
/// appraisal is open as well.
fn takes_work_of_unit(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    let is_open = campaign.is_open_at(PhaseKind::SelfScoring, now)
        || (sheet.is_completion() && campaign.is_open_at(PhaseKind::Appraisal1, now));
    if is_open { Ok(()) } else { Err(SubmissionProblemCode::CampaignClosed) }
}

fn in_state(sheet: &Submission, states: &[SubmissionState]) -> Verdict {
    if states.contains(&sheet.state) { Ok(()) } else { Err(SubmissionProblemCode::WrongState) }
}

// ── the way of a sheet ──

/// Lines may be filled in while the sheet is with the focal officer.
pub fn edit(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    if !sheet.state.is_open_to_unit() {
        return Err(SubmissionProblemCode::WrongState);
    }
    takes_work_of_unit(sheet, campaign, now)
}

/// A begun sheet goes to the leader.
pub fn request_sign_off(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::Draft, SubmissionState::Returned])?;
    takes_work_of_unit(sheet, campaign, now)
}

/// A sheet that waits for the leader goes back to be changed.
pub fn withdraw_sign_off_request(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::AwaitingSignoff])?;
    takes_work_of_unit(sheet, campaign, now)
}

/// The leader signs and submits; after the deadline only a completion is taken.
pub fn submit(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::AwaitingSignoff])?;
    takes_work_of_unit(sheet, campaign, now)
}

/// A submitted sheet is taken back until an appraiser opens it, as long as it could be submitted again.
pub fn recall(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    if matches!(sheet.state, SubmissionState::UnderAppraisal | SubmissionState::Appraised1) {
        return Err(SubmissionProblemCode::AlreadyOpened);
    }
    in_state(sheet, &[SubmissionState::Submitted])?;
    takes_work_of_unit(sheet, campaign, now)
}

/// The appraisal gives a sheet back to be completed, while there is time to complete it.
pub fn give_back(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::Submitted, SubmissionState::UnderAppraisal])?;
    let has_time =
        campaign.is_open_at(PhaseKind::SelfScoring, now) || campaign.is_open_at(PhaseKind::Appraisal1, now);
    if has_time { Ok(()) } else { Err(SubmissionProblemCode::CampaignClosed) }
}

/// An appraiser begins.
pub fn open(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::Submitted])?;
    if campaign.is_open_at(PhaseKind::Appraisal1, now) {
        Ok(())
    } else {
        Err(SubmissionProblemCode::CampaignClosed)
    }
}

/// Lines are appraised once the sheet has left its unit, while the appraisal is open; the first decision
/// opens the sheet.
#[must_use]
pub fn is_appraisable(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> bool {
    matches!(sheet.state, SubmissionState::Submitted | SubmissionState::UnderAppraisal)
        && campaign.is_open_at(PhaseKind::Appraisal1, now)
}

/// Round 1 of a sheet is concluded from the opening of the appraisal until the result is released.
#[must_use]
pub fn is_concludable(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> bool {
    sheet.state == SubmissionState::UnderAppraisal
        && campaign.stage == Stage::Published
        && campaign.phase(PhaseKind::Appraisal1).is_some_and(|phase| now >= phase.opens_at)
}

/// The sheet as it stands once submitted. Times are the server's (INV-S9).
#[must_use]
pub fn submitted(
    sheet: &Submission,
    campaign: &Campaign,
    by: AccountId,
    content_hash: String,
    now: OffsetDateTime,
) -> Submission {
    let is_first_after_deadline = !sheet.is_completion() && is_overdue(sheet, campaign, now);
    Submission {
        state: SubmissionState::Submitted,
        is_late: sheet.is_late || is_first_after_deadline,
        signed_off_at: Some(now),
        submitted_at: Some(now),
        submitted_by: Some(by),
        opened_at: None,
        content_hash: Some(content_hash),
        ..sheet.clone()
    }
}

/// The sheet as it stands once taken back: nothing of the submission remains but the audit trail.
#[must_use]
pub fn recalled(sheet: &Submission) -> Submission {
    Submission {
        state: SubmissionState::Draft,
        signed_off_at: None,
        submitted_at: None,
        submitted_by: None,
        content_hash: None,
        ..sheet.clone()
    }
}

/// The sheet as it stands once an appraiser has begun.
#[must_use]
pub fn opened(sheet: &Submission, now: OffsetDateTime) -> Submission {
    Submission { state: SubmissionState::UnderAppraisal, opened_at: Some(now), ..sheet.clone() }
}

/// The sheet as it stands once given back.
#[must_use]
pub fn returned(sheet: &Submission, reason: &str) -> Submission {
    Submission {
        state: SubmissionState::Returned,
        signed_off_at: None,
        opened_at: None,
        return_reason: Some(reason.to_owned()),
        ..sheet.clone()
    }
}

// ── lines ──

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
pub fn check_line(criterion: &CriterionSpec, line: &ScoreLine, evidence: usize) -> Verdict {
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

// ── totals and content ──

/// What the lines of a sheet add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of self scores.
    pub own: Points,
    /// Sum of the maxima of lines that apply.
    pub applicable_max: Points,
    /// Sum of round 1.
    pub appraised: Points,
    /// Lines with facts.
    pub filled: usize,
    /// All lines.
    pub count: usize,
}

impl Totals {
    /// Adds up lines with the maxima of their criteria.
    pub fn of<'a>(lines: impl IntoIterator<Item = (&'a ScoreLine, Points)>) -> Self {
        let mut totals = Self::default();
        for (line, max) in lines {
            totals.own += line.statement.self_score.unwrap_or_default();
            totals.appraised += line.r1_score.unwrap_or_default();
            totals.filled += usize::from(line.statement.facts.is_some());
            totals.count += 1;
            if !line.statement.is_not_applicable() {
                totals.applicable_max += max;
            }
        }
        totals
    }

    /// The self total on the scale of 100, over the lines that apply; `None` when none does.
    #[must_use]
    pub fn base(&self) -> Option<Points> {
        let share = self.own.to_decimal().checked_div(self.applicable_max.to_decimal())?;
        Some(Points::round_half_up(share * Decimal::ONE_HUNDRED))
    }
}

#[derive(Serialize)]
struct SealedLine<'a> {
    criterion: &'a str,
    facts: &'a Option<FlatFacts>,
    #[serde(rename = "selfScore")]
    self_score: Option<Points>,
    #[serde(rename = "selfNote")]
    self_note: &'a Option<String>,
    explanation: &'a Option<String>,
    evidence: Vec<SealedEvidence<'a>>,
}

#[derive(Serialize)]
struct SealedEvidence<'a> {
    sha256: &'a str,
    title: &'a Option<String>,
    #[serde(rename = "documentNumber")]
    document_number: &'a Option<String>,
    #[serde(rename = "documentDate")]
    document_date: Option<time::Date>,
    issuer: &'a Option<String>,
    section: &'a Option<String>,
    page: &'a Option<String>,
    note: &'a Option<String>,
}

/// A line as it is sealed: criterion code, the line, and its evidence with the hash of each file.
pub type Sealed<'a> = (&'a str, &'a ScoreLine, Vec<(&'a str, &'a EvidenceLink)>);

/// SHA-256 over the lines in the order given, as canonical JSON (INV-S2): the same content has the same
/// hash whenever and wherever it is computed.
#[must_use]
pub fn content_hash(campaign: &str, unit: &str, lines: &[Sealed<'_>]) -> String {
    let lines: Vec<SealedLine<'_>> = lines
        .iter()
        .map(|(criterion, line, evidence)| SealedLine {
            criterion,
            facts: &line.statement.facts,
            self_score: line.statement.self_score,
            self_note: &line.statement.self_note,
            explanation: &line.statement.explanation,
            evidence: evidence.iter().map(|(sha256, link)| sealed(sha256, link)).collect(),
        })
        .collect();
    hex::encode(Sha256::digest(json::to_text(&(campaign, unit, lines))))
}

fn sealed<'a>(sha256: &'a str, link: &'a EvidenceLink) -> SealedEvidence<'a> {
    let Citation { title, document_number, document_date, issuer, section, page, note } = &link.citation;
    SealedEvidence { sha256, title, document_number, document_date: *document_date, issuer, section, page, note }
}

#[cfg(test)]
mod tests;
