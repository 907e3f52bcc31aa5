//! The columns of a kind of file, and the header of a file as it names them.

use super::TableFault;
use crate::shared::import::{Fault as _, Problems, RowProblem};

/// A column of a kind of file.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Whether the header must name it.
    pub is_required: bool,
    /// What stands in it, for those who fill in the template.
    pub about: &'static str,
}

impl Column {
    /// A column that the header must name.
    #[must_use]
    pub const fn required(name: &'static str, about: &'static str) -> Self {
        Self { name, is_required: true, about }
    }

    /// A column that may be left out.
    #[must_use]
    pub const fn optional(name: &'static str, about: &'static str) -> Self {
        Self { name, is_required: false, about }
    }
}

/// The columns of a kind of file.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// Those that are read, in the order of the template.
    pub known: &'static [Column],
    /// Other names for one of them, taken where it does not stand itself: the other name, then ours.
    pub aliases: &'static [(&'static str, &'static str)],
    /// Columns of public lists that nobody reads, and nobody need be told of.
    pub passed_over: &'static [&'static str],
    /// Whether every other column is read too.
    pub takes_others: bool,
}

impl Columns {
    /// Columns of which nothing else is to be said.
    #[must_use]
    pub const fn of(known: &'static [Column]) -> Self {
        Self { known, aliases: &[], passed_over: &[], takes_others: false }
    }

    /// An empty file with the header only, to be filled in; it opens in a spreadsheet with its marks intact.
    #[must_use]
    pub fn template(&self) -> String {
        let names: Vec<&str> = self.known.iter().map(|column| column.name).collect();
        format!("\u{feff}{}\r\n", names.join(","))
    }

    /// Whether a row names every column that must be named.
    pub(super) fn are_named_by(&self, cells: &[String]) -> bool {
        let names = self.names(cells);
        self.known.iter().filter(|column| column.is_required).all(|one| names.iter().any(|n| n == one.name))
    }

    /// How many known columns a row names.
    pub(super) fn named_by(&self, cells: &[String]) -> usize {
        let names = self.names(cells);
        self.known.iter().filter(|column| names.iter().any(|name| name == column.name)).count()
    }

    /// The cells of a header by our names, others as they stand.
    fn names(&self, cells: &[String]) -> Vec<String> {
        let folded: Vec<String> = cells.iter().map(|cell| fold(cell)).collect();
        let known = |name: &str| self.known.iter().find(|column| column.name == name);
        let name = |(cell, folded_cell): (&String, &String)| {
            if let Some(column) = known(folded_cell) {
                return column.name.to_owned();
            }
            let alias = self.aliases.iter().find(|(other, _)| other == folded_cell);
            match alias {
                Some((_, ours)) if !folded.iter().any(|one| one == ours) => (*ours).to_owned(),
                _ => cell.trim().to_owned(),
            }
        };
        cells.iter().zip(&folded).map(name).collect()
    }
}

/// A heading without what is easily written otherwise.
fn fold(heading: &str) -> String {
    heading.trim().to_lowercase().replace([' ', '-'], "_")
}

/// The header of a file.
#[derive(Clone, Debug)]
pub struct Header {
    /// As they stand in the file.
    headings: Vec<String>,
    /// By our names, in the same order.
    names: Vec<String>,
    /// Columns that nobody reads.
    unknown: Vec<String>,
}

impl Header {
    pub(super) fn read(line: u64, mut cells: Vec<String>, columns: &Columns) -> Result<Self, Problems> {
        // Separators behind the last heading.
        while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        let names = columns.names(&cells);
        let headings: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
        let missing = columns
            .known
            .iter()
            .filter(|column| column.is_required && !names.iter().any(|name| name == column.name))
            .map(|column| TableFault::MissingColumn.at(line, column.name));
        let repeated = names
            .iter()
            .enumerate()
            .filter(|(at, name)| !name.is_empty() && names[..*at].contains(name))
            .map(|(at, _)| TableFault::RepeatedColumn.at(line, &headings[at]));
        let problems: Problems = missing.chain(repeated).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let is_read = |name: &str| {
            columns.takes_others
                || name.is_empty()
                || columns.known.iter().any(|column| column.name == name)
                || columns.passed_over.contains(&name)
        };
        let unknown = names.iter().filter(|name| !is_read(name)).cloned().collect();
        Ok(Self { headings, names, unknown })
    }

    /// Position of a column, if the header names it.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|column| column == name)
    }

    /// Every column with its position.
    pub fn columns(&self) -> impl Iterator<Item = (usize, &str)> {
        self.names.iter().map(String::as_str).enumerate()
    }

    /// How a column is called in the file: what is wrong with it is told under that name.
    #[must_use]
    pub fn called(&self, name: &str) -> String {
        self.column(name).map_or_else(|| name.to_owned(), |at| self.headings[at].clone())
    }

    pub(super) fn width(&self) -> usize {
        self.headings.len()
    }

    pub(super) fn heading(&self, at: usize) -> &str {
        self.headings.get(at).map_or("", String::as_str)
    }

    pub(super) fn headings(&self) -> &[String] {
        &self.headings
    }

    pub(super) fn remarks(&self, line: u64) -> Vec<RowProblem> {
        self.unknown.iter().map(|name| TableFault::UnknownColumn.at(line, name)).collect()
    }
}
