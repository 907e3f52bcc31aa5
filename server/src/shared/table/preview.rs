//! The first rows of a file as they were understood: who chose the file sees whether its words are right.

use super::text::{Decoding, Encoding};
use super::{Columns, Records, Table, TableFile};
use crate::shared::words::shortened;

/// Rows that are shown.
const MOST_ROWS: usize = 5;
/// Columns that are shown.
const MOST_COLUMNS: usize = 12;
/// Characters of a cell.
const MOST_CHARACTERS: usize = 80;

/// What a file was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with commas.
    Comma,
    /// Text with semicolons.
    Semicolon,
    /// Text with tabs.
    Tab,
    /// Text with another separator, which the file names.
    Other,
    /// A workbook.
    Workbook,
}

/// The first rows of a file as they were understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// What the file was taken for.
    pub format: Format,
    /// How its signs are written, or would be if they are no Unicode.
    pub encoding: Encoding,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// Every sheet that is visible.
    pub sheets: Vec<String>,
    /// The headings.
    pub headings: Vec<String>,
    /// The first rows below them.
    pub rows: Vec<Vec<String>>,
}

impl Preview {
    /// The first rows of a file; `None` when it has no header that can be read. Bytes that are no Unicode are shown
    /// as a Vietnamese Windows has them, whether or not they would be taken so.
    #[must_use]
    pub fn of(file: &TableFile<'_>, columns: &Columns) -> Option<Self> {
        let file = TableFile { decoding: Decoding::Windows1258, ..*file };
        let Table { header, mut records, .. } = Table::open(&file, columns).ok()?;
        let (format, encoding, sheet, sheets) = match &records {
            Records::Delimited(text) => {
                let format = match text.separator {
                    b',' => Format::Comma,
                    b';' => Format::Semicolon,
                    b'\t' => Format::Tab,
                    _ => Format::Other,
                };
                (format, text.encoding, None, Vec::new())
            }
            Records::Workbook(book) => {
                (Format::Workbook, Encoding::Utf8, Some(book.sheet.clone()), book.sheets.clone())
            }
        };
        let short = |text: &String| shortened(text.trim(), MOST_CHARACTERS);
        let mut rows = Vec::new();
        while let Some((_, record)) = records.next_record() {
            let cells: Vec<String> =
                record.unwrap_or_default().into_iter().map(Result::unwrap_or_default).collect();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push(cells.iter().take(MOST_COLUMNS.min(header.width())).map(short).collect());
            }
            if rows.len() == MOST_ROWS {
                break;
            }
        }
        let headings = header.headings().iter().take(MOST_COLUMNS).map(short).collect();
        Some(Self { format, encoding, sheet, sheets, headings, rows })
    }
}
