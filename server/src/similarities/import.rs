//! Import of past cases from CSV, to be compared with.
//!
//! Columns: `initiative_code`, `title`, `abstract`; optional `unit_name`, `submitted_on`. A code that exists already is
//! left alone.

use std::collections::HashSet;

use time::Date;
use time::macros::format_description;
use unicode_normalization::is_nfc;

use super::model::PastInitiative;
use super::store;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::clean;
use crate::shared::error::Refusal;
use crate::shared::id::PastInitiativeId;
use crate::shared::import::{ImportMode, ImportReport, Problems, RowProblem};

/// Imports past cases; a file with anything wrong changes nothing.
pub async fn import_past(app: &App, bytes: &[u8], mode: ImportMode) -> Result<ImportReport, Refusal> {
    let (cases, problems, rows) = parse(bytes);
    let codes: Vec<String> = cases.iter().map(|case| case.code.clone()).collect();
    let known = store::known_codes(app.db.read(), &codes).await?;
    let (old, new): (Vec<_>, Vec<_>) = cases.into_iter().partition(|case| known.contains(&case.code));
    let report =
        ImportReport { rows, created: new.len(), unchanged: old.len(), problems, ..ImportReport::default() };
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

fn problem(line: u64, column: &str, code: &'static str, vi: &str, en: &str) -> RowProblem {
    RowProblem { line, column: column.to_owned(), code, reason_vi: vi.to_owned(), reason_en: en.to_owned() }
}

fn parse(bytes: &[u8]) -> (Vec<PastInitiative>, Problems, usize) {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let headings = reader.headers().cloned().unwrap_or_default();
    let place = |column: &str| headings.iter().position(|heading| heading == column);
    let mut problems = Problems::new();
    for column in ["initiative_code", "title", "abstract"] {
        if place(column).is_none() {
            problems.push(problem(
                1,
                column,
                "MISSING_COLUMN",
                "tệp thiếu cột này",
                "the file lacks this column",
            ));
        }
    }
    if !problems.is_empty() {
        return (Vec::new(), problems, 0);
    }
    let (mut cases, mut seen, mut rows) = (Vec::new(), HashSet::new(), 0);
    for record in reader.records() {
        rows += 1;
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let (vi, en) =
                    ("dòng không đúng định dạng CSV UTF-8", "the row is not well-formed UTF-8 CSV");
                problems.push(problem(line, "", "MALFORMED_ROW", vi, en));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let given = |column: &str| place(column).and_then(|at| record.get(at)).unwrap_or_default();
        let cell = |column: &str| clean::passage(given(column));
        let before = problems.count();
        for column in ["initiative_code", "title", "abstract"] {
            let text = given(column);
            if cell(column).is_empty() {
                problems.push(problem(
                    line,
                    column,
                    "MISSING_VALUE",
                    "thiếu giá trị",
                    "the value is missing",
                ));
            } else if clean::is_unreadable(text) {
                let (vi, en) = (
                    "không phải mã UTF-8; cần lưu tệp dưới dạng CSV UTF-8",
                    "not UTF-8; save the file as CSV UTF-8",
                );
                problems.push(problem(line, column, "NOT_UTF8", vi, en));
            } else if !is_nfc(text) {
                let (vi, en) = ("chữ chưa ở dạng Unicode dựng sẵn (NFC)", "the text is not Unicode NFC");
                problems.push(problem(line, column, "NOT_NFC", vi, en));
            }
        }
        let day = cell("submitted_on");
        let submitted_on = Date::parse(&day, format_description!("[year]-[month]-[day]")).ok();
        if !day.is_empty() && submitted_on.is_none() {
            let (vi, en) = ("không phải ngày dạng NNNN-TT-NN", "not a date YYYY-MM-DD");
            problems.push(problem(line, "submitted_on", "BAD_DATE", vi, en));
        }
        let code = cell("initiative_code");
        if !code.is_empty() && !seen.insert(code.clone()) {
            let (vi, en) = ("mã có hai lần trong tệp", "the code stands twice in the file");
            problems.push(problem(line, "initiative_code", "DUPLICATE", vi, en));
        }
        if problems.is_full() {
            cases = Vec::new();
        } else if problems.count() == before {
            cases.push(PastInitiative {
                id: PastInitiativeId::fresh(),
                code,
                title: cell("title"),
                text: cell("abstract"),
                unit_name: cell("unit_name"),
                submitted_on,
            });
        }
    }
    (cases, problems, rows)
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
        let (cases, problems, rows) = parse(file.as_bytes());
        assert_eq!((cases.len(), rows), (1, 3));
        let found: Vec<_> = problems.iter().map(|one| (one.line, one.column.as_str(), one.code)).collect();
        assert_eq!(
            found,
            [
                (3, "initiative_code", "MISSING_VALUE"),
                (4, "abstract", "MISSING_VALUE"),
                (4, "submitted_on", "BAD_DATE"),
                (4, "initiative_code", "DUPLICATE"),
            ]
        );
        assert_eq!(parse(b"title\n").1[0].column, "initiative_code");
    }
}
