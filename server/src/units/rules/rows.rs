//! Rows of a units file, each by itself: are its cells a code, a name, a kind, dates?

use std::collections::HashSet;

use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use unicode_normalization::is_nfc;

use crate::shared::import::RowProblem;
use crate::units::defect::Defect;
use crate::units::model::UnitKind;
use crate::units::sheet::{Sheet, SheetRow};

const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const MAX_CODE: usize = 64;

/// Columns that the header must name; `note`, `legal_basis` and `new_unit` may stand beside them, and any other
/// is ignored.
const REQUIRED: [&str; 8] =
    ["code", "name_vi", "name_en", "kind", "subtype", "parent_code", "valid_from", "valid_to"];

/// A row whose cells make sense by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    /// Line in the file.
    pub line: u64,
    /// Code in the official catalogue.
    pub code: String,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name; may be empty.
    pub name_en: String,
    /// Legal kind.
    pub kind: UnitKind,
    /// Finer kind as printed.
    pub subtype: Option<String>,
    /// Code of the superior.
    pub parent_code: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// Day after the last.
    pub valid_to: Option<Date>,
    /// Legal basis and remarks.
    pub note: Option<String>,
    /// The code passes to another legal person on the first day, although the periods adjoin.
    pub begins_new_unit: bool,
}

/// A units file, read row by row.
pub struct Reading {
    /// Rows in the file.
    pub row_count: usize,
    /// The good ones.
    pub rows: Vec<UnitRow>,
    /// Codes of the bad ones: they are not unknown, only unread.
    pub unread: HashSet<String>,
    /// What is wrong with them.
    pub problems: Vec<RowProblem>,
}

/// Reads a units file.
#[must_use]
pub fn read_units(bytes: &[u8]) -> Reading {
    let sheet = match Sheet::read(bytes, &REQUIRED) {
        Ok(sheet) => sheet,
        Err(problems) => return Reading { row_count: 0, rows: vec![], unread: HashSet::new(), problems },
    };
    let mut reading = Reading {
        row_count: sheet.row_count,
        rows: Vec::with_capacity(sheet.rows.len()),
        unread: HashSet::new(),
        problems: sheet.problems.clone(),
    };
    let code = sheet.required("code");
    for row in &sheet.rows {
        match read_row(&sheet, row) {
            Ok(unit) => reading.rows.push(unit),
            Err(problems) => {
                reading.unread.insert(row.cell(code).to_owned());
                reading.problems.extend(problems);
            }
        }
    }
    reading
}

fn read_row(sheet: &Sheet, row: &SheetRow) -> Result<UnitRow, Vec<RowProblem>> {
    let mut cells = Cells { sheet, row, problems: Vec::new() };
    let code = cells.code("code", Presence::Required);
    let name_vi = cells.text("name_vi", Presence::Required);
    let name_en = cells.text("name_en", Presence::Optional);
    let subtype = cells.text("subtype", Presence::Optional);
    let kind = cells.kind(subtype.as_deref());
    let parent_code = cells.code("parent_code", Presence::Optional);
    let valid_from = cells.date("valid_from", Presence::Required);
    let valid_to = cells.date("valid_to", Presence::Optional);
    let note = cells.note();
    let begins_new_unit = cells.flag("new_unit");
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to <= from
    {
        cells.report("valid_to", &Defect::EndBeforeStart);
    }
    match (cells.problems.is_empty(), code, name_vi, kind, valid_from) {
        (true, Some(code), Some(name_vi), Some(kind), Some(valid_from)) => Ok(UnitRow {
            line: row.line,
            code,
            name_vi,
            name_en: name_en.unwrap_or_default(),
            kind,
            subtype,
            parent_code,
            valid_from,
            valid_to,
            note,
            begins_new_unit,
        }),
        _ => Err(cells.problems),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Required,
    Optional,
}

/// The cells of one row, and what is wrong with them.
struct Cells<'a> {
    sheet: &'a Sheet,
    row: &'a SheetRow,
    problems: Vec<RowProblem>,
}

impl<'a> Cells<'a> {
    fn report(&mut self, column: &str, defect: &Defect) {
        self.problems.push(defect.at(self.row.line, column));
    }

    /// The text of a cell, if it has any and may have it.
    fn cell(&mut self, column: &str, presence: Presence) -> Option<&'a str> {
        let text = self.sheet.column(column).map_or("", |at| self.row.cell(at));
        if text.is_empty() {
            if presence == Presence::Required {
                self.report(column, &Defect::MissingValue);
            }
            return None;
        }
        Some(text)
    }

    fn text(&mut self, column: &str, presence: Presence) -> Option<String> {
        let text = self.cell(column, presence)?;
        if !is_nfc(text) {
            self.report(column, &Defect::NotNfc);
        }
        Some(text.to_owned())
    }

    fn code(&mut self, column: &str, presence: Presence) -> Option<String> {
        let code = self.cell(column, presence)?;
        if !is_code(code) {
            self.report(column, &Defect::BadCode { found: code.to_owned() });
        }
        Some(code.to_owned())
    }

    fn kind(&mut self, subtype: Option<&str>) -> Option<UnitKind> {
        let found = self.cell("kind", Presence::Required)?;
        let kind = kind_of(found, subtype);
        if kind.is_none() {
            self.report("kind", &Defect::UnknownKind { found: found.to_owned() });
        }
        kind
    }

    fn date(&mut self, column: &str, presence: Presence) -> Option<Date> {
        let found = self.cell(column, presence)?;
        let date = parse_date(found);
        if date.is_none() {
            self.report(column, &Defect::BadDate { found: found.to_owned() });
        }
        date
    }

    fn flag(&mut self, column: &str) -> bool {
        let Some(found) = self.cell(column, Presence::Optional) else { return false };
        parse_flag(found).unwrap_or_else(|| {
            self.report(column, &Defect::BadFlag { found: found.to_owned() });
            false
        })
    }

    fn note(&mut self) -> Option<String> {
        let parts: Vec<String> = ["legal_basis", "note"]
            .into_iter()
            .filter_map(|column| self.text(column, Presence::Optional))
            .collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// Reads 1 or Y, 0 or N.
pub(super) fn parse_flag(text: &str) -> Option<bool> {
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

/// Kinds as the public catalogue writes them, which leaves two to the finer kind, or by our own codes.
fn kind_of(text: &str, subtype: Option<&str>) -> Option<UnitKind> {
    let is = |wanted: &str| subtype.is_some_and(|subtype| subtype.to_lowercase() == wanted);
    Some(match text {
        "province" => UnitKind::Province,
        "department" if is("văn phòng") => UnitKind::ProvOffice,
        "department" => UnitKind::ProvDept,
        "vertical_agency" => UnitKind::Vertical,
        "district" => UnitKind::District,
        "commune" if is("đặc khu") => UnitKind::SpecialZone,
        "commune" => UnitKind::Commune,
        code => return code.parse().ok(),
    })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const HEADER: &str =
        "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to,note,legal_basis,new_unit";

    fn read(rows: &str) -> Reading {
        read_units(format!("{HEADER}\n{rows}\n").as_bytes())
    }

    #[test]
    fn a_good_row_is_read_whole() {
        let reading =
            read("30358,Xã Phước Hưng,Phuoc Hung Commune,commune,xã,886,2020-01-01,2025-07-01,cũ,NQ 1,");
        assert_eq!(reading.problems, []);
        assert_eq!(
            reading.rows,
            [UnitRow {
                line: 2,
                code: "30358".into(),
                name_vi: "Xã Phước Hưng".into(),
                name_en: "Phuoc Hung Commune".into(),
                kind: UnitKind::Commune,
                subtype: Some("xã".into()),
                parent_code: Some("886".into()),
                valid_from: date!(2020 - 01 - 01),
                valid_to: Some(date!(2025 - 07 - 01)),
                note: Some("NQ 1; cũ".into()),
                begins_new_unit: false,
            }]
        );
    }

    #[test]
    fn kinds_are_those_of_the_public_catalogue_or_our_own() {
        let cases = [
            ("department", Some("văn phòng"), Some(UnitKind::ProvOffice)),
            ("department", Some("Văn phòng"), Some(UnitKind::ProvOffice)),
            ("department", Some("sở"), Some(UnitKind::ProvDept)),
            ("commune", Some("đặc khu"), Some(UnitKind::SpecialZone)),
            ("commune", None, Some(UnitKind::Commune)),
            ("vertical_agency", None, Some(UnitKind::Vertical)),
            ("SUB_UNIT", Some("phòng"), Some(UnitKind::SubUnit)),
            ("village", None, None),
        ];
        for (text, subtype, kind) in cases {
            assert_eq!(kind_of(text, subtype), kind, "{text} {subtype:?}");
        }
    }

    #[test]
    fn every_bad_cell_is_named() {
        let cases = [
            (",A,,province,,,2020-01-01,,,,", "code MISSING_VALUE"),
            ("1,,,province,,,2020-01-01,,,,", "name_vi MISSING_VALUE"),
            ("1,A,,,,,2020-01-01,,,,", "kind MISSING_VALUE"),
            ("1,A,,province,,,,,,,", "valid_from MISSING_VALUE"),
            ("1/2,A,,province,,,2020-01-01,,,,", "code BAD_CODE"),
            ("1,A,,commune,,Đ1,2020-01-01,,,,", "parent_code BAD_CODE"),
            ("1,A,,hamlet,,,2020-01-01,,,,", "kind UNKNOWN_KIND"),
            ("1,A,,province,,,01/01/2020,,,,", "valid_from BAD_DATE"),
            ("1,A,,province,,,2021-02-29,,,,", "valid_from BAD_DATE"),
            ("1,A,,province,,,2021-2-9,,,,", "valid_from BAD_DATE"),
            ("1,A,,province,,,2020-01-01,soon,,,", "valid_to BAD_DATE"),
            ("1,A,,province,,,2020-01-01,2020-01-01,,,", "valid_to END_BEFORE_START"),
            ("1,Ti\u{309}nh A,,province,,,2020-01-01,,,,", "name_vi NOT_NFC"),
            ("1,A,,province,,,2020-01-01,,,,maybe", "new_unit BAD_FLAG"),
        ];
        for (row, expected) in cases {
            let reading = read(row);
            assert_eq!(reading.rows, [], "{row}");
            let found: Vec<String> =
                reading.problems.iter().map(|p| format!("{} {}", p.column, p.code)).collect();
            assert_eq!(found, [expected], "{row}");
            assert_eq!(reading.problems[0].line, 2);
        }
    }

    #[test]
    fn all_bad_cells_of_all_rows_are_told_at_once() {
        let reading = read("é,,,hamlet,,,x,y,,,\n2,B,,province,,,2020-01-01,,,,");
        assert_eq!(reading.problems.len(), 5);
        assert_eq!(reading.rows.len(), 1);
        assert!(reading.unread.contains("é"));
    }

    #[test]
    fn the_header_must_be_complete() {
        let problems = read_units(b"code,name_vi\n1,A\n").problems;
        assert_eq!(problems.len(), 6);
        assert!(problems.iter().all(|p| p.line == 1 && p.code == "MISSING_COLUMN"));
    }
}
