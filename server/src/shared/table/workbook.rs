//! A workbook as records: the values that its cells show, within bounds on what is unpacked and kept.

use std::io::{Cursor, Read as _, sink};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr as _;

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Style, Xlsx};
use rust_decimal::Decimal;

use super::{Cell, Record, TableFault, TableFile};
use crate::shared::import::{Fault as _, MOST_TOLD, Problems};

/// Bytes that a workbook may have once it is unpacked, in MiB.
const MOST_UNPACKED: usize = 48;
/// Cells that are kept.
const MOST_CELLS: usize = 1_000_000;
/// Bytes of their texts: one text may stand in many cells.
const MOST_TEXT: usize = 48 << 20;
/// Columns of a sheet.
const MOST_COLUMNS: usize = 256;
/// Rows of a sheet, as spreadsheets have them.
const MOST_ROWS: usize = 1 << 20;
/// Bytes of a workbook that is kept as text, in MiB.
const MOST_KEPT: usize = 4;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// One row of a sheet: its number, and the cells that hold something by their column.
#[derive(Clone)]
struct SheetRow {
    line: u64,
    cells: Vec<(usize, Cell)>,
}

/// A sheet of a workbook.
pub struct Workbook {
    /// The sheet that is read.
    pub sheet: String,
    /// Every sheet that is visible.
    pub sheets: Vec<String>,
    /// Cells that a row has at least.
    pub width: usize,
    rows: std::vec::IntoIter<SheetRow>,
}

impl Workbook {
    /// The sheet of a file that is a workbook; `None` when it is none.
    pub fn open(file: &TableFile<'_>) -> Result<Option<Self>, TableFault> {
        if file.bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(TableFault::OldWorkbook);
        }
        if !file.bytes.starts_with(b"PK\x03\x04") {
            return Ok(None);
        }
        check_size(file.bytes)?;
        // The reader of workbooks counts cells without looking whether the count still fits; what it trips over is a
        // damaged file like any other.
        let read = catch_unwind(AssertUnwindSafe(|| read(file.bytes, file.sheet)));
        read.unwrap_or(Err(TableFault::DamagedWorkbook)).map(Some)
    }

    /// The first rows, to be read beside the others.
    pub fn head(&self, most: usize) -> Self {
        let rows: Vec<SheetRow> = self.rows.as_slice().iter().take(most).cloned().collect();
        Self { sheet: String::new(), sheets: Vec::new(), width: self.width, rows: rows.into_iter() }
    }

    /// The next row and its number.
    pub fn next_record(&mut self) -> Option<(u64, Record)> {
        let row = self.rows.next()?;
        let width = row.cells.last().map_or(0, |(at, _)| at + 1).max(self.width);
        let mut cells: Vec<Cell> = vec![Ok(String::new()); width];
        for (at, cell) in row.cells {
            cells[at] = cell;
        }
        Some((row.line, Ok(cells)))
    }

    /// The sheet as CSV whose lines are its rows: line ends inside a cell become blanks.
    pub fn as_csv(&mut self) -> Result<String, Problems> {
        let widths = self.rows.as_slice().iter().filter_map(|row| row.cells.last());
        self.width = widths.map(|(at, _)| at + 1).max().unwrap_or(0);
        let mut problems = Problems::new();
        let mut text = String::new();
        let mut line = 1;
        while let Some((number, record)) = self.next_record() {
            while line < number {
                text.push('\n');
                line += 1;
            }
            for (at, cell) in record.unwrap_or_default().into_iter().enumerate() {
                let cell = cell.unwrap_or_else(|fault| {
                    problems.push(fault.at(number, &letters(at)));
                    String::new()
                });
                if at > 0 {
                    text.push(',');
                }
                let cell = cell.replace(['\r', '\n'], " ");
                if cell.contains(['"', ',']) {
                    text.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
                } else {
                    text.push_str(&cell);
                }
            }
            if text.len() > MOST_KEPT << 20 {
                return Err(vec![TableFault::TooLarge { most: MOST_KEPT }.of_row(number)].into());
            }
        }
        text.push('\n');
        if problems.is_empty() { Ok(text) } else { Err(problems) }
    }
}

/// The name of a column in a spreadsheet: A to Z, then AA and so on.
fn letters(at: usize) -> String {
    const ALPHABET: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let last = char::from(ALPHABET[at % 26]);
    if at < 26 { last.to_string() } else { format!("{}{last}", letters(at / 26 - 1)) }
}

/// Unpacks everything to nowhere, so that the reader below unpacks no more than is allowed.
fn check_size(bytes: &[u8]) -> Result<(), TableFault> {
    let damaged = |_| TableFault::DamagedWorkbook;
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut left = u64::try_from(MOST_UNPACKED << 20).unwrap_or(u64::MAX);
    for at in 0..packed.len() {
        let entry = packed.by_index(at).map_err(damaged)?;
        let size =
            std::io::copy(&mut entry.take(left + 1), &mut sink()).map_err(|_| TableFault::DamagedWorkbook)?;
        left = left.checked_sub(size).ok_or(TableFault::TooLarge { most: MOST_UNPACKED })?;
    }
    Ok(())
}

fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Workbook, TableFault> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| TableFault::NotATable)?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let is_wanted = |name: &&String| {
        wanted.is_none_or(|wanted| name.trim().to_lowercase() == wanted.trim().to_lowercase())
    };
    let sheet = match (sheets.iter().find(is_wanted), wanted) {
        (Some(sheet), _) => sheet.clone(),
        (None, Some(name)) => return Err(TableFault::NoSheet { name: name.to_owned(), known: sheets }),
        (None, None) => return Err(TableFault::EmptyFile),
    };
    let mut rows = rows_of(&mut book, &sheet)?;
    mark_formulas(&mut book, &sheet, &mut rows)?;
    Ok(Workbook { sheet, sheets, width: 0, rows: rows.into_iter() })
}

fn rows_of(book: &mut Book<'_>, sheet: &str) -> Result<Vec<SheetRow>, TableFault> {
    let damaged = |_| TableFault::DamagedWorkbook;
    let too_large = TableFault::TooLarge { most: MOST_UNPACKED };
    let mut reader = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let formats: Vec<Option<usize>> = reader.styles().iter().map(least_digits).collect();
    let mut rows: Vec<SheetRow> = Vec::new();
    let (mut count, mut size) = (0, 0);
    while let Some((found, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let (row, column) = found.get_position();
        let (row, column) = (row as usize, column as usize);
        let digits = formats.get(style).copied().flatten();
        let Some(cell) = shown(found.get_value(), digits).transpose() else { continue };
        if column >= MOST_COLUMNS {
            return Err(TableFault::TooWide { most: MOST_COLUMNS });
        }
        count += 1;
        size += cell.as_ref().map_or(0, String::len);
        if count > MOST_CELLS || size > MOST_TEXT || row >= MOST_ROWS {
            return Err(too_large);
        }
        let line = row as u64 + 1;
        match rows.last_mut() {
            Some(last) if last.line == line => match last.cells.last() {
                Some((before, _)) if *before >= column => return Err(TableFault::DamagedWorkbook),
                _ => last.cells.push((column, cell)),
            },
            Some(last) if last.line > line => return Err(TableFault::DamagedWorkbook),
            _ => rows.push(SheetRow { line, cells: vec![(column, cell)] }),
        }
    }
    Ok(rows)
}

/// A formula whose result was never stored reads as an empty cell: it is told instead.
fn mark_formulas(book: &mut Book<'_>, sheet: &str, rows: &mut Vec<SheetRow>) -> Result<(), TableFault> {
    let damaged = |_| TableFault::DamagedWorkbook;
    let mut reader = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let mut added = 0;
    while let Some(found) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        if found.formula.is_none() || found.value != DataRef::Empty {
            continue;
        }
        let (line, column) = (u64::from(found.pos.0) + 1, found.pos.1 as usize);
        if column >= MOST_COLUMNS {
            return Err(TableFault::TooWide { most: MOST_COLUMNS });
        }
        let place = rows.partition_point(|row| row.line < line);
        if rows.get(place).is_none_or(|row| row.line != line) {
            // A row of nothing but such formulas; of more than are told one is as good as all.
            if added == MOST_TOLD {
                continue;
            }
            added += 1;
            rows.insert(place, SheetRow { line, cells: Vec::new() });
        }
        let cells = &mut rows[place].cells;
        if let Err(at) = cells.binary_search_by_key(&column, |(at, _)| *at) {
            cells.insert(at, (column, Err(TableFault::NoResult)));
        }
    }
    Ok(())
}

/// Digits that a number is filled up to, where its format is nothing but zeros: the code 001 may be the number 1.
fn least_digits(style: &Style) -> Option<usize> {
    let code = &style.number_format.as_ref()?.format_code;
    (code.len() > 1 && code.bytes().all(|byte| byte == b'0')).then_some(code.len())
}

/// What a cell shows; `None` when it is empty.
fn shown(value: &DataRef<'_>, least_digits: Option<usize>) -> Result<Option<String>, TableFault> {
    Ok(Some(match value {
        DataRef::Empty => return Ok(None),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => filled(number.to_string(), least_digits),
        // Fifteen digits are what a spreadsheet shows.
        DataRef::Float(number) => filled(plain(&format!("{number:.14e}")), least_digits),
        DataRef::Bool(is_so) => String::from(if *is_so { "1" } else { "0" }),
        DataRef::DateTime(moment) => day(moment),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => return Err(TableFault::ErrorCell { found: error.to_string() }),
    }))
}

fn filled(number: String, least_digits: Option<usize>) -> String {
    match least_digits {
        Some(least) if number.bytes().all(|byte| byte.is_ascii_digit()) => format!("{number:0>least$}"),
        _ => number,
    }
}

/// A number without its exponent, as people write it.
fn plain(scientific: &str) -> String {
    Decimal::from_scientific(scientific)
        .or_else(|_| Decimal::from_str(scientific))
        .map_or_else(|_| scientific.to_owned(), |number| number.normalize().to_string())
}

/// A day as every import reads it, with the time where there is one.
fn day(moment: &ExcelDateTime) -> String {
    let (year, month, day, hours, minutes, seconds, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hours, minutes, seconds) {
        (0, 0, 0) => date,
        _ => format!("{date}T{hours:02}:{minutes:02}:{seconds:02}"),
    }
}
