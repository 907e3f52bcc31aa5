//! Rows of a file of successions, each by itself: are its cells codes, a kind, a day, a share?

use time::Date;

use crate::shared::import::{Problems, RowProblem};
use crate::shared::table::{Cells, Column, Columns, Header, Presence, Table, TableFile, TableRow};
use crate::units::defect::Defect;
use crate::units::model::{Share, SuccessionKind};

/// The columns of a file of successions.
pub const STEP_COLUMNS: Columns = Columns {
    passed_over: &["new_name_vi", "unit_kind", "code_kept", "confidence"],
    ..Columns::of(&[
        Column::required("old_code", "code of the unit before"),
        Column::required("new_code", "code of the unit after; empty where it is dissolved"),
        Column::required("kind", "merge, split, rename, kind, transfer or dissolve"),
        Column::required("effective_date", "first day of the new state, as 2025-07-01"),
        Column::required("legal_basis", "resolution or decision"),
        Column::optional("extent", "whole or part"),
        Column::optional("share", "how much goes this way: above 0, at most 1"),
        Column::optional("main_successor", "Y where this is the main successor"),
        Column::optional("old_name_vi", "name of the unit before"),
        Column::optional("note", "remarks"),
    ])
};

/// A row whose cells make sense by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuccessionRow {
    /// Line in the file.
    pub line: u64,
    /// Code of the unit before.
    pub old_code: String,
    /// Code of the unit after; `None` where there is none.
    pub new_code: Option<String>,
    /// What happened, as the file says it.
    pub kind: SuccessionKind,
    /// First day of the new state.
    pub effective_date: Date,
    /// How much went this way; `None` for a part whose size is not told.
    pub share: Option<Share>,
    /// Whether this is the main successor.
    pub is_main: bool,
    /// Name of the unit before.
    pub old_name_vi: Option<String>,
    /// The resolution or decision.
    pub legal_basis: String,
    /// Remarks.
    pub note: Option<String>,
}

/// A file of successions, read row by row.
#[derive(Default)]
pub struct StepReading {
    /// Rows in the file.
    pub row_count: usize,
    /// The good ones; none once there are more problems than are told.
    pub rows: Vec<SuccessionRow>,
    /// What is wrong with the others.
    pub problems: Problems,
    /// Columns that are not read.
    pub remarks: Vec<RowProblem>,
}

/// Reads a file of successions.
#[must_use]
pub fn read_successions<'a>(file: impl Into<TableFile<'a>>) -> StepReading {
    let mut rows = Vec::new();
    let table = match Table::open(&file.into(), &STEP_COLUMNS) {
        Ok(table) => table,
        Err(problems) => return StepReading { problems, ..StepReading::default() },
    };
    let read = table.read(|header, row, problems| {
        match read_row(header, row) {
            Ok(step) => rows.push(step),
            Err(found) => problems.extend(found),
        }
        if problems.is_full() {
            rows = Vec::new();
        }
    });
    StepReading { row_count: read.count, rows, problems: read.problems, remarks: read.remarks }
}

fn read_row(header: &Header, row: &TableRow) -> Result<SuccessionRow, Vec<RowProblem>> {
    let mut cells = Cells::of(header, row);
    let old_code = cells.code("old_code", Presence::Required);
    let kind = read_kind(&mut cells);
    let has_successor = kind != Some(SuccessionKind::Dissolve);
    let presence = if has_successor { Presence::Required } else { Presence::Optional };
    let new_code = cells.code("new_code", presence);
    if !has_successor && new_code.is_some() {
        cells.report("new_code", &Defect::SuccessorOfNone);
    }
    let effective_date = cells.date("effective_date", Presence::Required);
    let legal_basis = cells.text("legal_basis", Presence::Required);
    let old_name_vi = cells.text("old_name_vi", Presence::Optional);
    let note = cells.text("note", Presence::Optional);
    let share = read_share(&mut cells);
    let says_main = cells.cell("main_successor", Presence::Optional).is_some();
    let is_main = if says_main { cells.flag("main_successor") } else { share == Some(Share::WHOLE) };
    match (cells.problems.is_empty(), old_code, kind, effective_date, legal_basis) {
        (true, Some(old_code), Some(kind), Some(effective_date), Some(legal_basis)) => Ok(SuccessionRow {
            line: row.line,
            old_code,
            new_code,
            kind,
            effective_date,
            share,
            is_main,
            old_name_vi,
            legal_basis,
            note,
        }),
        _ => Err(cells.problems),
    }
}

fn read_kind(cells: &mut Cells<'_>) -> Option<SuccessionKind> {
    let found = cells.cell("kind", Presence::Required)?;
    let kind = kind_of(found);
    if kind.is_none() {
        cells.report("kind", &Defect::UnknownStep { found: found.to_owned() });
    }
    kind
}

/// Kinds as the public list writes them, or by our own codes. What is kept changes its superior only.
fn kind_of(text: &str) -> Option<SuccessionKind> {
    Some(match text {
        "merge" => SuccessionKind::Merge,
        "split" => SuccessionKind::Split,
        "rename" => SuccessionKind::Rename,
        "kind" | "kind_change" => SuccessionKind::KindChange,
        "keep" | "transfer" => SuccessionKind::Transfer,
        "abolish" | "dissolve" => SuccessionKind::Dissolve,
        code => return code.parse().ok(),
    })
}

/// The whole unless the row says otherwise; a part may be of unknown size.
fn read_share(cells: &mut Cells<'_>) -> Option<Share> {
    let is_whole = match cells.cell("extent", Presence::Optional) {
        None => None,
        Some("whole") => Some(true),
        Some("part") => Some(false),
        Some(found) => {
            cells.report("extent", &Defect::BadExtent { found: found.to_owned() });
            None
        }
    };
    let Some(found) = cells.cell("share", Presence::Optional) else {
        return if is_whole == Some(false) { None } else { Some(Share::WHOLE) };
    };
    let Ok(share) = found.parse::<Share>() else {
        cells.report("share", &Defect::BadShare { found: found.to_owned() });
        return None;
    };
    if is_whole.is_some_and(|is_whole| is_whole != (share == Share::WHOLE)) {
        cells.report("share", &Defect::ShareAgainstExtent);
    }
    Some(share)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const HEADER: &str = "old_code,new_code,kind,effective_date,legal_basis,extent,share,main_successor,note";

    fn read(rows: &str) -> StepReading {
        read_successions(format!("{HEADER}\n{rows}\n").as_str())
    }

    #[test]
    fn a_good_row_is_read_whole() {
        let reading = read("30355,30337,merge,2025-07-01,NQ 1654,part,\"0,4\",Y,ấp");
        assert_eq!(reading.problems, []);
        let row = &reading.rows[0];
        assert_eq!((row.old_code.as_str(), row.new_code.as_deref()), ("30355", Some("30337")));
        assert_eq!((row.kind, row.effective_date), (SuccessionKind::Merge, date!(2025 - 07 - 01)));
        assert_eq!((row.share.map(Share::millionths), row.is_main), (Some(400_000), true));
    }

    #[test]
    fn what_is_not_told_is_the_whole_and_a_part_may_be_of_unknown_size() {
        let reading = read(
            "1,2,merge,2025-07-01,NQ,,,,\n1,3,split,2025-07-01,NQ,part,,,\n4,,abolish,2025-07-01,NQ,,,,",
        );
        let shares: Vec<_> = reading.rows.iter().map(|row| (row.share, row.is_main)).collect();
        assert_eq!(shares, [(Some(Share::WHOLE), true), (None, false), (Some(Share::WHOLE), true)]);
        assert_eq!(reading.rows[2].new_code, None);
    }

    #[test]
    fn every_bad_cell_is_named() {
        let cases = [
            (",2,merge,2025-07-01,NQ,,,,", "old_code MISSING_VALUE"),
            ("1,,merge,2025-07-01,NQ,,,,", "new_code MISSING_VALUE"),
            ("1,2,abolish,2025-07-01,NQ,,,,", "new_code SUCCESSOR_OF_NONE"),
            ("1,2,marry,2025-07-01,NQ,,,,", "kind UNKNOWN_SUCCESSION"),
            ("1,2,merge,01/07/2025,NQ,,,,", "effective_date BAD_DATE"),
            ("1,2,merge,2025-07-01,,,,,", "legal_basis MISSING_VALUE"),
            ("1,2,merge,2025-07-01,NQ,half,,,", "extent BAD_EXTENT"),
            ("1,2,merge,2025-07-01,NQ,part,1.5,,", "share BAD_SHARE"),
            ("1,2,merge,2025-07-01,NQ,whole,0.5,,", "share SHARE_AGAINST_EXTENT"),
            ("1,2,merge,2025-07-01,NQ,,,maybe,", "main_successor BAD_FLAG"),
        ];
        for (row, expected) in cases {
            let found: Vec<String> =
                read(row).problems.iter().map(|p| format!("{} {}", p.column, p.code)).collect();
            assert_eq!(found, [expected], "{row}");
        }
    }
}
