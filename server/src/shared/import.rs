//! What every import reports: bad rows by line, column and reason, the first of them and the number of all; and
//! whether it only looks.

use std::ops::Deref;

use super::locale::Locale;
use super::words::{Words, shortened};

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
    pub problems: Problems,
    /// Rows that were taken otherwise than they stand, and how.
    pub remarks: Vec<RowProblem>,
}

impl ImportReport {
    /// The report of a file with bad rows, by line.
    #[must_use]
    pub fn refused(rows: usize, mut problems: Problems) -> Self {
        problems.sort();
        Self { rows, problems, ..Self::default() }
    }
}

/// So many problems of a file are told, and the others only counted: nobody reads more, and a file may have millions.
pub const MOST_TOLD: usize = 1000;

/// Characters of a reason, which may repeat what stands in the file.
const MOST_REASON: usize = 500;
/// Characters of a heading.
const MOST_COLUMN: usize = 100;

/// What is wrong with a file: the first problems found, and the number of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems<P = RowProblem> {
    told: Vec<P>,
    count: usize,
}

impl<P> Problems<P> {
    /// Nothing is wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Self { told: Vec::new(), count: 0 }
    }

    /// Adds one more; it is kept while there is room.
    pub fn push(&mut self, problem: P) {
        self.count += 1;
        if self.told.len() < MOST_TOLD {
            self.told.push(problem);
        }
    }

    /// Adds all of another file or step.
    pub fn append(&mut self, others: Self) {
        let untold = others.untold();
        self.extend(others.told);
        self.count += untold;
    }

    /// Those of the told that are to be kept, and the others as if they had never been found.
    #[must_use]
    pub fn retaining(mut self, keep: impl FnMut(&P) -> bool) -> Self {
        let untold = self.untold();
        self.told.retain(keep);
        self.count = self.told.len() + untold;
        self
    }

    /// The number of all, told or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The number of those that are not told.
    #[must_use]
    pub fn untold(&self) -> usize {
        self.count - self.told.len()
    }

    /// Whether as many were found as are told: rows need not be kept any more, since nothing comes of them.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.told.len() >= MOST_TOLD
    }
}

impl Problems {
    /// Puts them in the order of the file.
    pub fn sort(&mut self) {
        self.told.sort_by_key(|problem| problem.line);
    }
}

impl<P> Default for Problems<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P> Deref for Problems<P> {
    type Target = [P];

    fn deref(&self) -> &[P] {
        &self.told
    }
}

impl<P> IntoIterator for Problems<P> {
    type Item = P;
    type IntoIter = std::vec::IntoIter<P>;

    fn into_iter(self) -> Self::IntoIter {
        self.told.into_iter()
    }
}

impl<P> Extend<P> for Problems<P> {
    fn extend<I: IntoIterator<Item = P>>(&mut self, problems: I) {
        for problem in problems {
            self.push(problem);
        }
    }
}

impl<P> FromIterator<P> for Problems<P> {
    fn from_iter<I: IntoIterator<Item = P>>(problems: I) -> Self {
        let mut all = Self::new();
        all.extend(problems);
        all
    }
}

impl<P> From<Vec<P>> for Problems<P> {
    fn from(problems: Vec<P>) -> Self {
        problems.into_iter().collect()
    }
}

impl<P: PartialEq, const N: usize> PartialEq<[P; N]> for Problems<P> {
    fn eq(&self, other: &[P; N]) -> bool {
        self.untold() == 0 && self.told == other
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

/// Something that can be wrong with a row, in words of both languages.
pub trait Fault {
    /// Stable code.
    fn code(&self) -> &'static str;

    /// What is wrong, and what to do where that is not plain.
    fn words(&self) -> Words;

    /// The problem of one cell; the first line of a file is 1.
    fn at(&self, line: u64, column: &str) -> RowProblem {
        let Words { vi, en } = self.words();
        RowProblem {
            line,
            column: shortened(column, MOST_COLUMN),
            code: self.code(),
            reason_vi: shortened(&vi, MOST_REASON),
            reason_en: shortened(&en, MOST_REASON),
        }
    }

    /// The problem of a whole row.
    fn of_row(&self, line: u64) -> RowProblem {
        self.at(line, "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u64) -> RowProblem {
        let (reason_vi, reason_en) = ("sai".to_owned(), "wrong".to_owned());
        RowProblem { line, column: String::new(), code: "WRONG", reason_vi, reason_en }
    }

    #[test]
    fn the_first_are_told_and_all_are_counted() {
        let mut problems: Problems = (0..1_000_000).map(at).collect();
        assert_eq!((problems.len(), problems.count(), problems.untold()), (1000, 1_000_000, 999_000));
        assert!(problems.is_full());
        problems.append((0..5).map(at).collect());
        problems.append((0..2000).map(at).collect());
        assert_eq!((problems.len(), problems.count()), (1000, 1_002_005));
        let mut few: Problems = vec![at(3), at(1)].into();
        few.sort();
        assert_eq!(few, [at(1), at(3)]);
    }
}
