//! Import of past cases from a file, to be compared with. A code that exists already is left alone.

use std::collections::HashMap;

use super::model::PastInitiative;
use super::store;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::error::Refusal;
use crate::shared::id::PastInitiativeId;
use crate::shared::import::{ImportMode, ImportReport, Problems, RowProblem};
use crate::shared::table::{
    Cells, Column, Columns, Header, Presence, Table, TableFault, TableFile, TableRow,
};

/// The columns of a file of past cases.
pub const PAST_COLUMNS: Columns = Columns {
    passed_over: &["field", "unit_code", "author_person_code", "is_sample"],
    ..Columns::of(&[
        Column::required("initiative_code", "number or code of the case"),
        Column::required("title", "title"),
        Column::required("abstract", "what was done, with its effect"),
        Column::optional("unit_name", "name of the unit"),
        Column::optional("submitted_on", "day of the request, as 2021-12-31"),
    ])
};

/// Imports past cases; a file with anything wrong changes nothing.
pub async fn import_past<'a>(
    app: &App,
    file: impl Into<TableFile<'a>>,
    mode: ImportMode,
) -> Result<ImportReport, Refusal> {
    let Reading { cases, problems, remarks, rows } = match read(&file.into()) {
        Ok(reading) => reading,
        Err(problems) => return Ok(ImportReport::refused(0, problems)),
    };
    let codes: Vec<String> = cases.iter().map(|case| case.code.clone()).collect();
    let known = store::known_codes(app.db.read(), &codes).await?;
    let (old, new): (Vec<_>, Vec<_>) = cases.into_iter().partition(|case| known.contains(&case.code));
    let (created, unchanged) = (new.len(), old.len());
    let report = ImportReport { rows, created, unchanged, problems, remarks, ..ImportReport::default() };
    if mode == ImportMode::ValidateOnly || !report.problems.is_empty() || new.is_empty() {
        return Ok(report);
    }
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    store::insert_past(&tx, &new, now).await?;
    let deed = Deed::new("similarities.past_imported", PastInitiativeId::KIND, new[0].id.0)
        .after(&serde_json::json!({ "rows": rows, "created": new.len() }));
    audit::record(&tx, None, deed, now).await?;
    tx.commit().await?;
    Ok(report)
}

/// The cases of a file, and what is wrong with the others.
struct Reading {
    cases: Vec<PastInitiative>,
    problems: Problems,
    remarks: Vec<RowProblem>,
    rows: usize,
}

fn read(file: &TableFile<'_>) -> Result<Reading, Problems> {
    let mut cases = Vec::new();
    let mut seen = HashMap::new();
    let read = Table::open(file, &PAST_COLUMNS)?.read(|header, row, problems| {
        match read_row(header, row, &mut seen) {
            Ok(case) => cases.push(case),
            Err(more) => problems.extend(more),
        }
        if problems.is_full() {
            cases = Vec::new();
        }
    });
    Ok(Reading { cases, problems: read.problems, remarks: read.remarks, rows: read.count })
}

fn read_row(
    header: &Header,
    row: &TableRow,
    seen: &mut HashMap<String, u64>,
) -> Result<PastInitiative, Vec<RowProblem>> {
    let mut cells = Cells::of(header, row);
    let code = cells.text("initiative_code", Presence::Required);
    let title = cells.text("title", Presence::Required);
    let text = cells.text("abstract", Presence::Required);
    let unit_name = cells.text("unit_name", Presence::Optional).unwrap_or_default();
    let submitted_on = cells.date("submitted_on", Presence::Optional);
    if let Some(code) = &code
        && let Some(line) = seen.insert(code.clone(), row.line)
    {
        cells.report("initiative_code", &TableFault::Duplicate { line });
    }
    match (code, title, text) {
        (Some(code), Some(title), Some(text)) if cells.problems.is_empty() => {
            let id = PastInitiativeId::fresh();
            Ok(PastInitiative { id, code, title, text, unit_name, submitted_on })
        }
        _ => Err(cells.problems),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_row_is_told_by_line_and_column() {
        let file = "initiative_code,title,abstract,unit_name,submitted_on\n\
            A1,Một cửa,Nội dung,Xã Mẫu,2020-05-01\n\
            ,Hai cửa,Nội dung,Xã Mẫu,\n\
            A1,Ba cửa,,Xã Mẫu,1/5/2020\n";
        let reading = read(&file.into()).unwrap_or_else(|_| panic!("a good header"));
        assert_eq!((reading.cases.len(), reading.rows), (1, 3));
        let found: Vec<_> =
            reading.problems.iter().map(|one| (one.line, one.column.as_str(), one.code)).collect();
        assert_eq!(
            found,
            [
                (3, "initiative_code", "MISSING_VALUE"),
                (4, "abstract", "MISSING_VALUE"),
                (4, "submitted_on", "BAD_DATE"),
                (4, "initiative_code", "DUPLICATE"),
            ]
        );
        let refused = read(&"title\n".into()).err().expect("a header without columns");
        assert_eq!(refused[0].column, "initiative_code");
    }
}
