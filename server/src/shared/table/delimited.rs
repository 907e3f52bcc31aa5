//! Text with separators as records that know their line, one after the other.

use std::borrow::Cow;
use std::io::Cursor;

use csv::{ByteRecord, ReaderBuilder};

use super::text::{self, Encoding, Text};
use super::{Cell, Columns, Record, TableFault};

/// Separators, the most usual first.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Rows by which the separator is found.
const MOST_TITLES: usize = super::MOST_TITLES;

/// The records of a text with the line on which each begins.
pub struct Delimited<'a> {
    reader: csv::Reader<Cursor<Cow<'a, [u8]>>>,
    record: ByteRecord,
    /// What separates cells.
    pub separator: u8,
    /// How the text was written.
    pub encoding: Encoding,
    /// Lines before the first that is read.
    above: u64,
    /// How far lines were counted, and how many ended before.
    counted: usize,
    lines: u64,
}

impl<'a> Delimited<'a> {
    /// A text, its separator found by the line `sep=` or by the columns that its first rows name.
    pub fn open(text: Text<'a>, columns: &Columns) -> Self {
        let Text { bytes, encoding } = text;
        let (named, bytes, above) = without_separator_line(bytes);
        let separator = named.unwrap_or_else(|| {
            let named_by = |separator: &u8| {
                let head = Delimited::over(Cow::Borrowed(&*bytes), encoding, *separator, 0);
                most_named(head, columns)
            };
            // Of equals the last is taken, so the usual one stands at the end.
            SEPARATORS.into_iter().rev().max_by_key(named_by).unwrap_or(b',')
        });
        Self::over(bytes, encoding, separator, above)
    }

    /// The same text from its beginning.
    pub fn again(&self) -> Delimited<'a> {
        let bytes = self.reader.get_ref().get_ref().clone();
        Self::over(bytes, self.encoding, self.separator, self.above)
    }

    fn over(bytes: Cow<'a, [u8]>, encoding: Encoding, separator: u8, above: u64) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(Cursor::new(bytes));
        Self { reader, record: ByteRecord::new(), separator, encoding, above, counted: 0, lines: 0 }
    }

    /// The next record and its line.
    pub fn next_record(&mut self) -> Option<(u64, Record)> {
        // The reader's own line count is that of the blank lines before a record.
        let start = self.after_blank_lines(self.position());
        let line = self.line_at(start);
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Err(_) => Some((line, Err(TableFault::OpenQuote))),
            Ok(true) => {
                // A reader of CSV forgives an open quotation mark and swallows the rest of the file.
                let read = &self.bytes()[start..self.position()];
                let quotes = read.iter().filter(|byte| **byte == b'"').count();
                if quotes % 2 == 1 {
                    return Some((line, Err(TableFault::OpenQuote)));
                }
                Some((line, Ok(self.record.iter().map(cell).collect())))
            }
        }
    }

    fn bytes(&self) -> &[u8] {
        self.reader.get_ref().get_ref()
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.position().byte()).expect("a position inside bytes in memory")
    }

    fn after_blank_lines(&self, from: usize) -> usize {
        let blank = self.bytes()[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        from + blank
    }

    fn line_at(&mut self, at: usize) -> u64 {
        let ends = self.bytes()[self.counted..at].iter().filter(|byte| **byte == b'\n').count();
        self.lines += u64::try_from(ends).unwrap_or(u64::MAX);
        self.counted = at;
        self.above + self.lines + 1
    }
}

fn cell(bytes: &[u8]) -> Cell {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(text::not_utf8(bytes)),
    }
}

/// The most known columns that a row near the beginning names.
fn most_named(mut head: Delimited<'_>, columns: &Columns) -> usize {
    let mut most = 0;
    for _ in 0..MOST_TITLES {
        let Some((_, record)) = head.next_record() else { break };
        let cells: Vec<String> =
            record.unwrap_or_default().into_iter().map(Cell::unwrap_or_default).collect();
        most = most.max(columns.named_by(&cells));
    }
    most
}

/// The separator that a first line `sep=` names, and the text below that line.
fn without_separator_line(bytes: Cow<'_, [u8]>) -> (Option<u8>, Cow<'_, [u8]>, u64) {
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
    // A tab may be what it names, so only the line's end is cut off.
    let ends = bytes[..end].iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let line = &bytes[..end - ends];
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let named = match line {
        [s, e, p, b'=', separator] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => Some(*separator),
        _ => None,
    };
    let Some(separator) = named.filter(|one| SEPARATORS.contains(one) || *one == b'|') else {
        return (None, bytes, 0);
    };
    let below = match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[end..]),
        Cow::Owned(mut bytes) => Cow::Owned(bytes.split_off(end)),
    };
    (Some(separator), below, 1)
}
