//! What the lines of a sheet add up to, and the seal on what was submitted.

use rust_decimal::Decimal;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::super::model::{Citation, EvidenceLink, ScoreLine};
use crate::criteria::FlatFacts;
use crate::shared::json;
use crate::shared::points::Points;

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
    SealedEvidence {
        sha256,
        title,
        document_number,
        document_date: *document_date,
        issuer,
        section,
        page,
        note,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures::{criterion, line, sheet};
    use super::super::super::model::{Statement, SubmissionState};
    use super::super::line::state;
    use super::*;
    use crate::shared::id::{EvidenceLinkId, FileId};
    use crate::units::UnitKind;

    fn worth(hundredths: i64) -> Statement {
        Statement {
            facts: Some(FlatFacts { done: Some(true), ..FlatFacts::default() }),
            self_score: Some(Points::from_hundredths(hundredths)),
            ..Statement::default()
        }
    }

    #[test]
    fn lines_add_up_and_the_base_is_on_the_scale_of_100() {
        let sheet = sheet(SubmissionState::Draft);
        let lines = [line(&sheet, "E2", worth(6840)).line, line(&sheet, "E2", Statement::default()).line];
        let totals = Totals::of([
            (&*lines[0], Points::from_hundredths(7000)),
            (&*lines[1], Points::from_hundredths(1000)),
        ]);
        assert_eq!((totals.filled, totals.count), (1, 2));
        assert_eq!(totals.applicable_max, Points::from_hundredths(8000));
        assert_eq!(totals.base(), Some(Points::from_hundredths(8550)), "68.40/80 is 85.50");
        assert_eq!(Totals::of([]).base(), None);
    }

    #[test]
    fn a_line_that_does_not_apply_leaves_the_base() {
        let sheet = sheet(SubmissionState::Draft);
        let survey = criterion(&sheet, "E6");
        let few = FlatFacts {
            value: Some(rust_decimal::Decimal::new(9, 1)),
            sample: Some(12),
            ..FlatFacts::default()
        };
        let statement = state(&survey.spec, UnitKind::Commune, Some(&few)).expect("the facts fit");
        let lines = [line(&sheet, "E2", worth(6408)).line, line(&sheet, "E6", statement).line];
        let totals = Totals::of([(&*lines[0], Points::from_hundredths(7500)), (&*lines[1], survey.spec.max)]);
        assert_eq!(totals.base(), Some(Points::from_hundredths(8544)), "64.08/75 is 85.44");
    }

    #[test]
    fn the_seal_follows_the_content_and_nothing_else() {
        let sheet = sheet(SubmissionState::Draft);
        let plain = ScoreLine::clone(&line(&sheet, "E2", worth(687)).line);
        let link = EvidenceLink {
            id: EvidenceLinkId::fresh(),
            line: plain.id,
            file: FileId::fresh(),
            citation: Citation { page: Some("3".into()), ..Citation::default() },
        };
        let hash = |line: &ScoreLine, link: &EvidenceLink, sha256: &str| {
            content_hash("KSTTHC-2021", "30337", &[("E2", line, vec![(sha256, link)])])
        };
        let first = hash(&plain, &link, "ab");
        let moved = ScoreLine { version: 9, ..plain.clone() };
        let same_link = EvidenceLink { id: EvidenceLinkId::fresh(), ..link.clone() };
        assert_eq!(hash(&moved, &same_link, "ab"), first, "versions and ids are no content");
        assert_ne!(hash(&plain, &link, "cd"), first, "another file");
        let other_page = EvidenceLink { citation: Citation::default(), ..link.clone() };
        assert_ne!(hash(&plain, &other_page, "ab"), first, "another page");
        let noted = ScoreLine {
            statement: Statement { self_note: Some("ghi chú".into()), ..plain.statement.clone() },
            ..plain.clone()
        };
        assert_ne!(hash(&noted, &link, "ab"), first, "another note");
    }
}
