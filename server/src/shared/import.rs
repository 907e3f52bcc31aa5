//! What every import reports: each bad row by line, column and reason; and whether it only looks.

use super::locale::Locale;

/// Whether an import may change anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportMode {
    /// Only report.
    ValidateOnly,
    /// Change, if nothing is wrong.
    Apply,
}

/// What an import found and did.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// Rows in the file, without the heading.
    pub rows: usize,
    /// Records made (or that would be made).
    pub created: usize,
    /// Records corrected or replaced (or that would be).
    pub changed: usize,
    /// Rows that say what is known already.
    pub unchanged: usize,
    /// Everything that is wrong; when there is anything, nothing was changed.
    pub problems: Vec<RowProblem>,
    /// Rows that were taken otherwise than they stand, and how.
    pub remarks: Vec<RowProblem>,
}

impl ImportReport {
    /// The report of a file with bad rows, by line.
    #[must_use]
    pub fn refused(rows: usize, mut problems: Vec<RowProblem>) -> Self {
        problems.sort_by_key(|problem| problem.line);
        Self { rows, problems, ..Self::default() }
    }
}

/// Something wrong in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Line of the file, from 1, the heading included.
    pub line: u64,
    /// Column by its heading; empty when the row as a whole is meant.
    pub column: String,
    /// Stable code, for example `UNKNOWN_PARENT`.
    pub code: &'static str,
    /// Reason in Vietnamese.
    pub reason_vi: String,
    /// Reason in English.
    pub reason_en: String,
}

impl RowProblem {
    /// The reason in a language.
    #[must_use]
    pub fn reason(&self, locale: Locale) -> &str {
        locale.pick(self.reason_vi.as_str(), self.reason_en.as_str())
    }
}
