//! Rows of a units file, each by itself: are its cells a code, a name, a kind, dates?

use std::collections::HashSet;

use time::Date;

use crate::shared::import::{Problems, RowProblem};
use crate::shared::table::{Cells, Column, Columns, Header, Presence, Table, TableFile, TableRow};
use crate::units::defect::Defect;
use crate::units::model::UnitKind;

/// What the column `valid_from_basis` says of a first day that is only the earliest one known.
const FLOOR: &str = "floor";

/// The columns of a units file.
pub const UNIT_COLUMNS: Columns = Columns {
    passed_over: &["confidence"],
    ..Columns::of(&[
        Column::required(
            "code",
            "code in the official catalogue; plain letters and digits, with its leading zeros",
        ),
        Column::required("name_vi", "full Vietnamese name"),
        Column::required("name_en", "English name; may be empty"),
        Column::required(
            "kind",
            "province, department, vertical_agency, district, commune, SUB_UNIT, SERVICE_UNIT or OTHER",
        ),
        Column::required(
            "subtype",
            "the kind as it is printed, for example văn phòng, phường, đặc khu; may be empty",
        ),
        Column::required("parent_code", "code of the superior; empty for the province"),
        Column::required("valid_from", "first day, as 2021-12-31"),
        Column::required("valid_to", "day after the last; empty while it lasts"),
        Column::optional("valid_from_basis", "floor where the first day is only the earliest one known"),
        Column::optional("new_unit", "Y where the code passes to another legal person without a gap"),
        Column::optional("legal_basis", "resolution or decision"),
        Column::optional("note", "remarks"),
    ])
};

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
    /// The first day is only the earliest one known: the unit may have begun before, and its superior may be known
    /// from a later day.
    pub is_floor: bool,
}

/// A units file, read row by row.
#[derive(Default)]
pub struct Reading {
    /// Rows in the file.
    pub row_count: usize,
    /// The good ones; none once there are more problems than are told.
    pub rows: Vec<UnitRow>,
    /// Codes of the bad ones: they are not unknown, only unread.
    pub unread: HashSet<String>,
    /// What is wrong with them.
    pub problems: Problems,
    /// Columns that are not read.
    pub remarks: Vec<RowProblem>,
}

/// Reads a units file.
#[must_use]
pub fn read_units<'a>(file: impl Into<TableFile<'a>>) -> Reading {
    let (mut rows, mut unread) = (Vec::new(), HashSet::new());
    let table = match Table::open(&file.into(), &UNIT_COLUMNS) {
        Ok(table) => table,
        Err(problems) => return Reading { problems, ..Reading::default() },
    };
    let read = table.read(|header, row, problems| {
        match read_row(header, row) {
            Ok(unit) => rows.push(unit),
            Err(found) => {
                unread.extend(header.column("code").map(|at| row.cell(at).to_owned()));
                problems.extend(found);
            }
        }
        if problems.is_full() {
            (rows, unread) = (Vec::new(), HashSet::new());
        }
    });
    Reading { row_count: read.count, rows, unread, problems: read.problems, remarks: read.remarks }
}

/// Reads a units file; an empty one has no rows, which is fine where no unit begins.
#[must_use]
pub fn read_units_or_none(text: &str) -> Reading {
    if text.trim().is_empty() { Reading::default() } else { read_units(text) }
}

fn read_row(header: &Header, row: &TableRow) -> Result<UnitRow, Vec<RowProblem>> {
    let mut cells = Cells::of(header, row);
    let code = cells.code("code", Presence::Required);
    let name_vi = cells.text("name_vi", Presence::Required);
    let name_en = cells.text("name_en", Presence::Optional);
    let subtype = cells.text("subtype", Presence::Optional);
    let kind = read_kind(&mut cells, subtype.as_deref());
    let parent_code = cells.code("parent_code", Presence::Optional);
    let valid_from = cells.date("valid_from", Presence::Required);
    let valid_to = cells.date("valid_to", Presence::Optional);
    let note = read_note(&mut cells);
    let begins_new_unit = cells.flag("new_unit");
    let is_floor = cells.cell("valid_from_basis", Presence::Optional) == Some(FLOOR);
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
            is_floor,
        }),
        _ => Err(cells.problems),
    }
}

/// Legal basis and remarks together.
fn read_note(cells: &mut Cells<'_>) -> Option<String> {
    let parts: Vec<String> = ["legal_basis", "note"]
        .into_iter()
        .filter_map(|column| cells.text(column, Presence::Optional))
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn read_kind(cells: &mut Cells<'_>, subtype: Option<&str>) -> Option<UnitKind> {
    let found = cells.cell("kind", Presence::Required)?;
    let kind = kind_of(found, subtype);
    if kind.is_none() {
        cells.report("kind", &Defect::UnknownKind { found: found.to_owned() });
    }
    kind
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
        read_units(format!("{HEADER}\n{rows}\n").as_str())
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
                is_floor: false,
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
        let problems = read_units("code,name_vi\n1,A\n").problems;
        assert_eq!(problems.len(), 6);
        assert!(problems.iter().all(|p| p.line == 1 && p.code == "MISSING_COLUMN"));
    }
}
