//! A CSV file as rows that know their line, one after the other: UTF-8 with or without a byte order mark, commas, any line end.

use csv::{ByteRecord, ReaderBuilder};

use super::defect::Defect;
use crate::shared::clean;
use crate::shared::import::Problems;

/// The header of a file.
pub struct Sheet {
    columns: Vec<String>,
}

/// What reading the rows of a file came to.
pub struct Rows {
    /// Rows below the header, those without the right shape included.
    pub count: usize,
    /// What is wrong with them.
    pub problems: Problems,
}

/// One row.
pub struct SheetRow {
    /// Line on which it begins; the first line of the file is 1.
    pub line: u64,
    cells: Vec<String>,
}

impl SheetRow {
    /// The text of a cell, without the blanks around it.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells[column].trim()
    }
}

impl Sheet {
    /// Reads the header of a file, which must name the `required` columns; an unusable one is an error.
    pub fn open<'a>(bytes: &'a [u8], required: &[&str]) -> Result<(Self, Records<'a>), Problems> {
        let mut records = Records::of(bytes);
        let Some((line, header)) = records.next_record() else {
            return Err(vec![Defect::EmptyFile.of_row(1)].into());
        };
        let columns = columns(line, header, required)?;
        Ok((Self { columns }, records))
    }

    /// Reads the rows one after the other, so that a long file need not be held as a whole. Those that have the shape
    /// of the header go to `take`, with everything that was wrong so far.
    pub fn read(&self, mut records: Records<'_>, mut take: impl FnMut(&SheetRow, &mut Problems)) -> Rows {
        let mut rows = Rows { count: 0, problems: Problems::new() };
        let mut last = 1;
        while let Some((line, record)) = records.next_record() {
            last = line;
            if let Some(row) = self.shaped(line, record, &mut rows) {
                take(&row, &mut rows.problems);
            }
        }
        if rows.count == 0 {
            rows.problems.push(Defect::EmptyFile.of_row(last));
        }
        rows
    }

    /// Position of a column, if the header names it.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Position of a column that [`Sheet::open`] was told to require.
    #[must_use]
    pub fn required(&self, name: &str) -> usize {
        self.column(name).expect("a sheet without a required column is not read")
    }

    /// Every column with its position.
    pub fn columns(&self) -> impl Iterator<Item = (usize, &str)> {
        self.columns.iter().map(String::as_str).enumerate()
    }

    fn shaped(&self, line: u64, record: Record, rows: &mut Rows) -> Option<SheetRow> {
        let cells = match record {
            Ok(cells) => cells,
            Err(defect) => {
                rows.count += 1;
                rows.problems.push(defect.of_row(line));
                return None;
            }
        };
        // Spreadsheets leave rows of empty cells behind.
        if cells.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return None;
        }
        rows.count += 1;
        let (found, expected) = (cells.len(), self.columns.len());
        if found != expected {
            rows.problems.push(Defect::CellCount { found, expected }.of_row(line));
            return None;
        }
        let mut texts = Vec::with_capacity(found);
        for (cell, column) in cells.into_iter().zip(&self.columns) {
            match String::from_utf8(cell) {
                Ok(text) if !clean::is_unreadable(&text) => texts.push(clean::plain_blanks(&text)),
                Ok(_) | Err(_) => rows.problems.push(Defect::NotUtf8.at(line, column)),
            }
        }
        (texts.len() == expected).then_some(SheetRow { line, cells: texts })
    }
}

fn columns(line: u64, header: Record, required: &[&str]) -> Result<Vec<String>, Problems> {
    let whole = |defect: Defect| Problems::from(vec![defect.of_row(line)]);
    let mut columns = Vec::new();
    for name in header.map_err(whole)? {
        let name = String::from_utf8(name).map_err(|_| whole(Defect::NotUtf8))?;
        columns.push(name.trim().to_owned());
    }
    if let [only] = columns.as_slice()
        && let Some(separator) = only.chars().find(|c| matches!(c, ';' | '\t'))
    {
        return Err(whole(Defect::NotCommaSeparated { separator }));
    }
    let missing = required
        .iter()
        .filter(|name| !columns.iter().any(|column| column == *name))
        .map(|name| Defect::MissingColumn.at(line, name));
    let repeated = columns
        .iter()
        .enumerate()
        .filter(|(at, name)| !name.is_empty() && columns[..*at].contains(name))
        .map(|(_, name)| Defect::RepeatedColumn.at(line, name));
    let problems: Problems = missing.chain(repeated).collect();
    if problems.is_empty() { Ok(columns) } else { Err(problems) }
}

/// The cells of a record, or why they cannot be told apart.
type Record = Result<Vec<Vec<u8>>, Defect>;

/// The records of a file with the line on which each begins.
pub struct Records<'a> {
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    record: ByteRecord,
    /// How far lines were counted, and how many ended before.
    counted: usize,
    lines: u64,
}

impl<'a> Records<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        Self { bytes, reader, record: ByteRecord::new(), counted: 0, lines: 0 }
    }

    /// The next record and its line.
    fn next_record(&mut self) -> Option<(u64, Record)> {
        // The reader's own line count is that of the blank lines before a record.
        let start = self.after_blank_lines(self.position());
        let line = self.line_at(start);
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Err(_) => Some((line, Err(Defect::OpenQuote))),
            Ok(true) => {
                // A reader of CSV forgives an open quotation mark and swallows the rest of the file.
                let quotes = self.bytes[start..self.position()].iter().filter(|byte| **byte == b'"').count();
                let cells = self.record.iter().map(<[u8]>::to_vec).collect();
                Some((line, if quotes % 2 == 0 { Ok(cells) } else { Err(Defect::OpenQuote) }))
            }
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.position().byte()).expect("a position inside a slice in memory")
    }

    fn after_blank_lines(&self, from: usize) -> usize {
        let blank = self.bytes[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        from + blank
    }

    fn line_at(&mut self, at: usize) -> u64 {
        let ends = self.bytes[self.counted..at].iter().filter(|byte| **byte == b'\n').count();
        self.lines += u64::try_from(ends).unwrap_or(u64::MAX);
        self.counted = at;
        self.lines + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, String)> {
        let (sheet, records) =
            Sheet::open(text.as_bytes(), &["code", "name"]).unwrap_or_else(|_| panic!("a good header"));
        let mut found = Vec::new();
        let name = sheet.required("name");
        let rows = sheet.read(records, |row, _| found.push((row.line, row.cell(name).to_owned())));
        assert_eq!(rows.problems, []);
        found
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let expected = [(2, "a".to_owned()), (3, "b\nB".to_owned()), (6, "c".to_owned())];
        assert_eq!(lines("code,name\n1,a\n2,\"b\nB\"\n\n3,c\n"), expected);
        let expected = [(2, "a".to_owned()), (3, "b\r\nB".to_owned()), (6, "c".to_owned())];
        assert_eq!(lines("\u{feff}code,name\r\n1,a\r\n2,\"b\r\nB\"\r\n\r\n3,c"), expected);
    }

    #[test]
    fn blanks_quotes_and_empty_rows_are_understood() {
        assert_eq!(
            lines("code , name\n1,  \"x\"\n,\n2,\"say \"\"so\"\", then\"\n"),
            [(2, "\"x\"".to_owned()), (4, "say \"so\", then".to_owned())]
        );
    }

    #[test]
    fn an_unusable_header_says_why() {
        let codes = |text: &str| -> Vec<String> {
            let problems = match Sheet::open(text.as_bytes(), &["code", "name"]) {
                Ok((sheet, records)) => sheet.read(records, |_, _| {}).problems,
                Err(problems) => problems,
            };
            problems.iter().map(|p| format!("{}:{} {}", p.line, p.column, p.code)).collect()
        };
        assert_eq!(codes(""), ["1: EMPTY_FILE"]);
        assert_eq!(codes("code,name\n"), ["1: EMPTY_FILE"]);
        assert_eq!(codes("code;name\n1;a"), ["1: NOT_COMMA_SEPARATED"]);
        assert_eq!(codes("code\tname\n1\ta"), ["1: NOT_COMMA_SEPARATED"]);
        assert_eq!(codes("id,code,code\n1,2,3"), ["1:name MISSING_COLUMN", "1:code REPEATED_COLUMN"]);
    }

    #[test]
    fn rows_of_a_wrong_shape_are_named_and_the_others_read() {
        let file = b"code,name\n1,a\n2\n3,\xff\n4,d,e\n5,f\n6,\"open\n7,g\n";
        let (sheet, records) =
            Sheet::open(file, &["code", "name"]).unwrap_or_else(|_| panic!("a good header"));
        let mut lines = Vec::new();
        let rows = sheet.read(records, |row, _| lines.push(row.line));
        let found: Vec<String> =
            rows.problems.iter().map(|p| format!("{}:{} {}", p.line, p.column, p.code)).collect();
        assert_eq!(found, ["3: CELL_COUNT", "4:name NOT_UTF8", "5: CELL_COUNT", "7: OPEN_QUOTE"]);
        assert_eq!(lines, [2, 6]);
        assert_eq!(rows.count, 6);
    }

    #[test]
    fn what_another_encoding_left_behind_is_no_text() {
        let (sheet, records) =
            Sheet::open("code,name\n1,Thi\u{fffd} tr\u{fffd}n\n2,Núi\u{a0}  Sam\n".as_bytes(), &["code"])
                .unwrap_or_else(|_| panic!("a good header"));
        let mut names = Vec::new();
        let name = sheet.required("name");
        let rows = sheet.read(records, |row, _| names.push(row.cell(name).to_owned()));
        let found: Vec<_> = rows.problems.iter().map(|p| (p.line, p.column.as_str(), p.code)).collect();
        assert_eq!(found, [(2, "name", "NOT_UTF8")]);
        assert_eq!(names, ["Núi Sam"]);
    }
}
