//! What clients send.

use async_graphql::{ID, InputObject};
use time::Date;

use super::super::commands::SaveScoreLine;
use super::super::model::Citation;
use crate::criteria::{EventCount, FlatFacts};
use crate::graphql::scalars::Decimal;
use crate::shared::error::Refusal;
use crate::shared::id::{ScoreLineId, SubmissionId};

/// A deed on a score sheet.
#[derive(InputObject)]
pub struct SubmissionDeedInput {
    /// The sheet.
    pub id: ID,
    /// Its version, as last seen.
    pub version: i32,
}

impl SubmissionDeedInput {
    /// The sheet and its version.
    pub fn parts(&self) -> Result<(SubmissionId, i32), Refusal> {
        Ok((SubmissionId::parse(&self.id)?, self.version))
    }
}

/// Giving a score sheet back.
#[derive(InputObject)]
pub struct ReturnSubmissionInput {
    /// The sheet.
    pub id: ID,
    /// Its version, as last seen.
    pub version: i32,
    /// What has to be completed.
    pub reason: String,
}

/// Lines to be delegated, or to be taken back.
#[derive(InputObject)]
pub struct DelegateLinesInput {
    /// The lines, 1 to 100.
    pub line_ids: Vec<ID>,
    /// The colleague; absent takes the lines back.
    pub account_id: Option<ID>,
}

/// How often an event happened.
#[derive(InputObject)]
pub struct EventCountInput {
    /// Code of the event.
    pub code: String,
    /// How often.
    pub count: i64,
}

/// Facts of a line; which ones a criterion needs is told by its rule.
#[derive(InputObject)]
pub struct FactsInput {
    /// Whether it was done (BOOLEAN).
    pub done: Option<bool>,
    /// The day it was done (DEADLINE).
    pub date: Option<Date>,
    /// There is no such document (DEADLINE).
    pub no_date: Option<bool>,
    /// Cases that count (ratio rules).
    pub numerator: Option<i64>,
    /// All cases (ratio rules).
    pub denominator: Option<i64>,
    /// How many (counting rules).
    pub count: Option<i64>,
    /// How many of each event (DEDUCTION); an empty list says that nothing happened.
    pub events: Option<Vec<EventCountInput>>,
    /// Codes of the items that are met (CHECKLIST); an empty list says that none is.
    pub items: Option<Vec<String>>,
    /// Code of the class (CHOICE).
    pub option: Option<String>,
    /// Index, value or points (SURVEY, EXTERNAL, RELATIVE_TO_LEADER, MANUAL).
    pub value: Option<Decimal>,
    /// Number of valid answers (SURVEY).
    pub sample: Option<i64>,
}

impl From<FactsInput> for FlatFacts {
    fn from(input: FactsInput) -> Self {
        let event = |event: EventCountInput| EventCount { code: event.code, count: event.count };
        Self {
            done: input.done,
            date: input.date,
            no_date: input.no_date,
            numerator: input.numerator,
            denominator: input.denominator,
            count: input.count,
            events: input.events.map(|events| events.into_iter().map(event).collect()),
            items: input.items,
            option: input.option,
            value: input.value.map(|value| value.0),
            sample: input.sample,
        }
    }
}

/// A line as the unit states it, whole: what is absent is cleared.
#[derive(InputObject)]
pub struct SaveScoreLineInput {
    /// The line.
    pub line_id: ID,
    /// Its version, as last seen.
    pub version: i32,
    /// Facts; absent when nothing is stated yet.
    pub facts: Option<FactsInput>,
    /// Note; at most 4000 characters.
    pub self_note: Option<String>,
    /// Why there is no evidence; at most 4000 characters.
    pub explanation: Option<String>,
}

impl TryFrom<SaveScoreLineInput> for SaveScoreLine {
    type Error = Refusal;

    fn try_from(input: SaveScoreLineInput) -> Result<Self, Refusal> {
        Ok(Self {
            line: ScoreLineId::parse(&input.line_id)?,
            version: input.version,
            facts: input.facts.map(FlatFacts::from),
            self_note: input.self_note,
            explanation: input.explanation,
        })
    }
}

/// A file cited as evidence of a line, with the place in it that proves the point.
#[derive(InputObject)]
pub struct AttachEvidenceInput {
    /// The line.
    pub line_id: ID,
    /// A file of the unit's library.
    pub file_id: ID,
    /// Title of the document.
    pub title: Option<String>,
    /// Number and symbol of the document.
    pub document_number: Option<String>,
    /// Date of the document.
    pub document_date: Option<Date>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Section that proves the point.
    pub section: Option<String>,
    /// Page that proves the point.
    pub page: Option<String>,
    /// Note.
    pub note: Option<String>,
}

impl From<AttachEvidenceInput> for Citation {
    fn from(input: AttachEvidenceInput) -> Self {
        Self {
            title: input.title,
            document_number: input.document_number,
            document_date: input.document_date,
            issuer: input.issuer,
            section: input.section,
            page: input.page,
            note: input.note,
        }
    }
}

/// A citation to be taken off its line.
#[derive(InputObject)]
pub struct DetachEvidenceInput {
    /// The citation.
    pub evidence_id: ID,
}
