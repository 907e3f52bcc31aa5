//! A file of rows as somebody fills it in: the one reader of every import, on the screens and on the command line.
//!
//! A file is CSV (commas, semicolons or tabs, with or without a line `sep=`; UTF-8 or UTF-16) or a workbook (XLSX).
//! What is not Unicode is refused by line, with the words that it would be on a Vietnamese Windows; who sees that they
//! are right asks for it to be read so. Titles above the header and empty rows are passed over; a row knows the line
//! on which it stands, which in a workbook is the row of the sheet.

mod cells;
mod columns;
mod delimited;
mod fault;
mod preview;
mod text;
mod workbook;

pub use cells::{Cells, Presence, parse_flag};
pub use columns::{Column, Columns, Header};
pub use fault::TableFault;
pub use preview::{Format, Preview};
pub use text::{Decoding, Encoding};

use self::delimited::Delimited;
use self::workbook::Workbook;
use super::clean;
use super::import::{Fault as _, Problems, RowProblem};

/// Rows among which the header is looked for: titles stand above it.
const MOST_TITLES: usize = 20;

/// Rows after which progress is told.
const PROGRESS: usize = 10_000;

/// A file of rows, and how to read it.
#[derive(Clone, Copy)]
pub struct TableFile<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// What bytes are taken for that are no Unicode.
    pub decoding: Decoding,
    /// The sheet of a workbook; the first that is visible when absent.
    pub sheet: Option<&'a str>,
    /// Is told now and then how many rows were read.
    pub progress: fn(usize),
}

impl<'a> From<&'a [u8]> for TableFile<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self { bytes, decoding: Decoding::Unicode, sheet: None, progress: |_| {} }
    }
}

impl<'a> From<&'a str> for TableFile<'a> {
    fn from(text: &'a str) -> Self {
        text.as_bytes().into()
    }
}

/// A file of rows that somebody handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableBytes {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What bytes are taken for that are no Unicode.
    pub decoding: Decoding,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
}

impl TableBytes {
    /// The file, to be read.
    #[must_use]
    pub fn file(&self) -> TableFile<'_> {
        TableFile {
            decoding: self.decoding,
            sheet: self.sheet.as_deref(),
            ..TableFile::from(self.bytes.as_slice())
        }
    }
}

impl From<String> for TableBytes {
    fn from(text: String) -> Self {
        Self { bytes: text.into_bytes(), ..Self::default() }
    }
}

/// A cell of a row, or what is wrong with it.
type Cell = Result<String, TableFault>;

/// The cells of a row, or why they cannot be told apart.
type Record = Result<Vec<Cell>, TableFault>;

/// The rows of a file with the line on which each begins, the header and what stands above it included.
enum Records<'a> {
    Delimited(Box<Delimited<'a>>),
    Workbook(Workbook),
}

impl Records<'_> {
    fn next_record(&mut self) -> Option<(u64, Record)> {
        match self {
            Self::Delimited(text) => text.next_record(),
            Self::Workbook(book) => book.next_record(),
        }
    }

    /// A sheet keeps no empty cells: rows get as many as the header has.
    fn widen(&mut self, width: usize) {
        if let Self::Workbook(book) = self {
            book.width = width;
        }
    }
}

/// The header of a file, and the rows below it.
pub struct Table<'a> {
    header: Header,
    /// Line of the header.
    line: u64,
    records: Records<'a>,
    progress: fn(usize),
}

/// What reading the rows of a file came to.
pub struct Rows {
    /// Rows below the header, those without the right shape included.
    pub count: usize,
    /// What is wrong with them.
    pub problems: Problems,
    /// Columns that were not read.
    pub remarks: Vec<RowProblem>,
}

/// One row.
pub struct TableRow {
    /// Line on which it begins; the first line of the file is 1.
    pub line: u64,
    cells: Vec<String>,
}

impl TableRow {
    /// The text of a cell, without the blanks around it.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

impl<'a> Table<'a> {
    /// Reads the header of a file; an unusable one is an error.
    pub fn open(file: &TableFile<'a>, columns: &Columns) -> Result<Self, Problems> {
        let whole = |fault: TableFault| Problems::from(vec![fault.of_row(1)]);
        let mut records = open(file, columns).map_err(whole)?;
        let Some((line, cells)) = header_of(&mut records, columns)? else {
            return Err(whole(TableFault::EmptyFile));
        };
        let header = Header::read(line, cells, columns)?;
        records.widen(header.width());
        Ok(Self { header, line, records, progress: file.progress })
    }

    /// The header, by which the cells of a row are found.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Reads the rows one after the other, so that a long file need not be held as a whole. Those that have the shape
    /// of the header go to `take`, with everything that was wrong so far.
    pub fn read(mut self, mut take: impl FnMut(&Header, &TableRow, &mut Problems)) -> Rows {
        let remarks = self.header.remarks(self.line);
        let mut rows = Rows { count: 0, problems: Problems::new(), remarks };
        let mut last = self.line;
        while let Some((line, record)) = self.records.next_record() {
            last = line;
            if let Some(row) = shaped(&self.header, line, record, &mut rows) {
                take(&self.header, &row, &mut rows.problems);
            }
            if rows.count > 0 && rows.count.is_multiple_of(PROGRESS) {
                (self.progress)(rows.count);
            }
        }
        if rows.count == 0 {
            rows.problems.push(TableFault::EmptyFile.of_row(last));
        }
        rows
    }
}

fn open<'a>(file: &TableFile<'a>, columns: &Columns) -> Result<Records<'a>, TableFault> {
    if let Some(book) = Workbook::open(file)? {
        return Ok(Records::Workbook(book));
    }
    let text = text::decoded(file.bytes, file.decoding)?;
    Ok(Records::Delimited(Box::new(Delimited::open(text, columns))))
}

/// The line and the cells of the header: of the first rows the one that names every required column, or else the
/// first that is not empty.
fn header_of(records: &mut Records<'_>, columns: &Columns) -> Result<Option<(u64, Vec<String>)>, Problems> {
    // What stands above is read twice, so that the reader is left below the header.
    let mut ahead = match records {
        Records::Delimited(text) => Records::Delimited(Box::new(text.again())),
        Records::Workbook(book) => Records::Workbook(book.head(MOST_TITLES)),
    };
    let mut first = None;
    let mut found = None;
    for _ in 0..MOST_TITLES {
        let Some((line, record)) = ahead.next_record() else { break };
        let cells = match record.and_then(|cells| cells.into_iter().collect::<Result<Vec<_>, _>>()) {
            Ok(cells) => cells,
            Err(fault) if first.is_none() => return Err(vec![fault.of_row(line)].into()),
            Err(_) => continue,
        };
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if columns.are_named_by(&cells) {
            found = Some((line, cells));
            break;
        }
        if first.is_none() {
            first = Some((line, cells));
        }
    }
    let header = found.or(first);
    if let Some((at, _)) = &header {
        while let Some((line, _)) = records.next_record() {
            if line >= *at {
                break;
            }
        }
    }
    Ok(header)
}

fn shaped(header: &Header, line: u64, record: Record, rows: &mut Rows) -> Option<TableRow> {
    let mut cells = match record {
        Ok(cells) => cells,
        Err(fault) => {
            rows.count += 1;
            rows.problems.push(fault.of_row(line));
            return None;
        }
    };
    // Spreadsheets leave rows of empty cells behind.
    let is_empty = |cell: &Cell| cell.as_ref().is_ok_and(|text| text.trim().is_empty());
    if cells.iter().all(is_empty) {
        return None;
    }
    rows.count += 1;
    let expected = header.width();
    // They also leave separators behind the last column.
    while cells.len() > expected && cells.last().is_some_and(is_empty) {
        cells.pop();
    }
    let found = cells.len();
    if found != expected {
        rows.problems.push(TableFault::CellCount { found, expected }.of_row(line));
        return None;
    }
    let mut texts = Vec::with_capacity(found);
    for (at, cell) in cells.into_iter().enumerate() {
        let text = match cell {
            Ok(text) => text,
            Err(fault) => {
                rows.problems.push(fault.at(line, header.heading(at)));
                continue;
            }
        };
        if let Some(found) = text.chars().find(|sign| is_broken(*sign)) {
            rows.problems.push(TableFault::BadCharacter { found }.at(line, header.heading(at)));
        } else if header.heading(at).is_empty() && !text.trim().is_empty() {
            rows.problems.push(TableFault::UnnamedColumn { position: at + 1 }.of_row(line));
        } else {
            texts.push(clean::plain_blanks(&text));
        }
    }
    (texts.len() == expected).then_some(TableRow { line, cells: texts })
}

/// Control characters that no text needs, and the mark of a character that was lost.
fn is_broken(sign: char) -> bool {
    sign == char::REPLACEMENT_CHARACTER || (sign.is_control() && !matches!(sign, '\t' | '\n' | '\r'))
}

/// A file as text, for what keeps the text of a file: CSV as it stands but in UTF-8, a workbook as CSV whose lines
/// are the rows of the sheet.
pub fn as_text(file: &TableFile<'_>) -> Result<String, Problems> {
    let whole = |fault: TableFault| Problems::from(vec![fault.of_row(1)]);
    let text = match Workbook::open(file).map_err(whole)? {
        Some(mut book) => book.as_csv()?,
        None => text::as_utf8(file.bytes, file.decoding)?,
    };
    let broken = |line: &str| line.chars().find(|sign| is_broken(*sign));
    let faults: Problems = (1..)
        .zip(text.split('\n'))
        .filter_map(|(line, text)| broken(text).map(|found| TableFault::BadCharacter { found }.of_row(line)))
        .collect();
    if faults.is_empty() { Ok(text) } else { Err(faults) }
}

#[cfg(test)]
mod tests;
