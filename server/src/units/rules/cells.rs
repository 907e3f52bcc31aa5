//! Cells of a row as codes, names, dates and flags; what is wrong with each is told at its place.

use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use unicode_normalization::is_nfc;

use crate::shared::clean;
use crate::shared::import::RowProblem;
use crate::shared::visible::has_invisible;
use crate::units::defect::Defect;
use crate::units::sheet::{Sheet, SheetRow};

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
    sheet: &'a Sheet,
    row: &'a SheetRow,
    /// What is wrong with them.
    pub problems: Vec<RowProblem>,
}

impl<'a> Cells<'a> {
    /// The cells of a row of a sheet.
    #[must_use]
    pub fn of(sheet: &'a Sheet, row: &'a SheetRow) -> Self {
        Self { sheet, row, problems: Vec::new() }
    }

    /// Reports a defect of one cell.
    pub fn report(&mut self, column: &str, defect: &Defect) {
        self.problems.push(defect.at(self.row.line, column));
    }

    /// The text of a cell, if it has any and may have it.
    pub fn cell(&mut self, column: &str, presence: Presence) -> Option<&'a str> {
        let text = self.sheet.column(column).map_or("", |at| self.row.cell(at));
        if text.is_empty() {
            if presence == Presence::Required {
                self.report(column, &Defect::MissingValue);
            }
            return None;
        }
        Some(text)
    }

    /// A text in composed letters.
    pub fn text(&mut self, column: &str, presence: Presence) -> Option<String> {
        let text = self.cell(column, presence)?;
        if !is_nfc(text) {
            self.report(column, &Defect::NotNfc);
        }
        let kept = clean::passage(text);
        if has_invisible(&text.replace(['\n', '\r'], "")) || kept.is_empty() {
            self.report(column, &Defect::Invisible);
        }
        Some(kept)
    }

    /// A code of the catalogue.
    pub fn code(&mut self, column: &str, presence: Presence) -> Option<String> {
        let code = self.cell(column, presence)?;
        if !is_code(code) {
            self.report(column, &Defect::BadCode { found: code.to_owned() });
        }
        Some(code.to_owned())
    }

    /// A date.
    pub fn date(&mut self, column: &str, presence: Presence) -> Option<Date> {
        let found = self.cell(column, presence)?;
        let date = parse_date(found);
        if date.is_none() {
            self.report(column, &Defect::BadDate { found: found.to_owned() });
        }
        date
    }

    /// Yes or no; an empty cell is no.
    pub fn flag(&mut self, column: &str) -> bool {
        let Some(found) = self.cell(column, Presence::Optional) else { return false };
        parse_flag(found).unwrap_or_else(|| {
            self.report(column, &Defect::BadFlag { found: found.to_owned() });
            false
        })
    }

    /// Legal basis and remarks together.
    pub fn note(&mut self) -> Option<String> {
        let parts: Vec<String> = ["legal_basis", "note"]
            .into_iter()
            .filter_map(|column| self.text(column, Presence::Optional))
            .collect();
        (!parts.is_empty()).then(|| parts.join("; "))
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
