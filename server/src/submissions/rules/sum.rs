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
