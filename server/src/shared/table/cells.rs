//! Cells of a row as codes, names, dates and flags; what is wrong with each is told at its place.

use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use unicode_normalization::is_nfc;

use super::{Header, TableFault, TableRow};
use crate::shared::clean;
use crate::shared::import::{Fault, RowProblem};
use crate::shared::visible::has_invisible;

const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const MAX_CODE: usize = 64;

/// Whether a cell may be empty.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must hold something.
    Required,
    /// It may.
    Optional,
}

/// The cells of one row, and what is wrong with them.
pub struct Cells<'a> {
    header: &'a Header,
    row: &'a TableRow,
    /// What is wrong with them.
    pub problems: Vec<RowProblem>,
}

impl<'a> Cells<'a> {
    /// The cells of a row below a header.
    #[must_use]
    pub fn of(header: &'a Header, row: &'a TableRow) -> Self {
        Self { header, row, problems: Vec::new() }
    }

    /// Reports what is wrong with one cell.
    pub fn report(&mut self, column: &str, fault: &impl Fault) {
        self.problems.push(fault.at(self.row.line, &self.header.called(column)));
    }

    /// The text of a cell, if it has any and may have it.
    pub fn cell(&mut self, column: &str, presence: Presence) -> Option<&'a str> {
        let text = self.header.column(column).map_or("", |at| self.row.cell(at));
        if text.is_empty() {
            if presence == Presence::Required {
                self.report(column, &TableFault::MissingValue);
            }
            return None;
        }
        Some(text)
    }

    /// A text in composed letters.
    pub fn text(&mut self, column: &str, presence: Presence) -> Option<String> {
        let text = self.cell(column, presence)?;
        if !is_nfc(text) {
            self.report(column, &TableFault::NotNfc);
        }
        let kept = clean::passage(text);
        if has_invisible(&text.replace(['\n', '\r'], "")) || kept.is_empty() {
            self.report(column, &TableFault::Invisible);
        }
        Some(kept)
    }

    /// A code of the catalogue.
    pub fn code(&mut self, column: &str, presence: Presence) -> Option<String> {
        let code = self.cell(column, presence)?;
        if !is_code(code) {
            self.report(column, &TableFault::BadCode { found: code.to_owned() });
        }
        Some(code.to_owned())
    }

    /// A date.
    pub fn date(&mut self, column: &str, presence: Presence) -> Option<Date> {
        let found = self.cell(column, presence)?;
        let date = parse_date(found);
        if date.is_none() {
            self.report(column, &TableFault::BadDate { found: found.to_owned() });
        }
        date
    }

    /// Yes or no; an empty cell is no.
    pub fn flag(&mut self, column: &str) -> bool {
        let Some(found) = self.cell(column, Presence::Optional) else { return false };
        parse_flag(found).unwrap_or_else(|| {
            self.report(column, &TableFault::BadFlag { found: found.to_owned() });
            false
        })
    }
}

/// Reads 1 or Y, 0 or N.
pub fn parse_flag(text: &str) -> Option<bool> {
    match text {
        "1" | "Y" | "y" => Some(true),
        "0" | "N" | "n" => Some(false),
        _ => None,
    }
}

/// A path is made of codes, so a code holds nothing that sorts or separates paths.
fn is_code(text: &str) -> bool {
    text.len() <= MAX_CODE
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn parse_date(text: &str) -> Option<Date> {
    (text.len() == "2021-12-31".len()).then(|| Date::parse(text, DATE).ok()).flatten()
}
