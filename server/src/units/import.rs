//! Importing the catalogue of units: all rows, or none when a single one is bad. Importing the same file again
//! changes nothing.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::model::Plan;
use super::rules;
use super::store;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;
use crate::shared::import::{ImportMode, ImportReport};
use crate::shared::table::TableFile;

/// What the audit trail keeps of an import.
#[derive(Serialize)]
struct Imported {
    rows: usize,
    created: usize,
    changed: usize,
}

/// Imports units and their versions from a file.
pub async fn import_units<'a>(
    app: &App,
    file: impl Into<TableFile<'a>>,
    mode: ImportMode,
) -> Result<ImportReport, Refusal> {
    let file = file.into();
    match mode {
        ImportMode::ValidateOnly => Ok(planned(app.db.read(), &file).await?.0),
        ImportMode::Apply => {
            let tx = app.db.begin().await?;
            let (report, plan) = planned(&tx, &file).await?;
            if !plan.is_empty() {
                let now = app.clock.now();
                store::save(&tx, &plan, now).await?;
                if let Some(top) = plan.top_unit() {
                    let ImportReport { rows, created, changed, .. } = report;
                    let deed = Deed::new("unit.catalogue_imported", UnitId::KIND, top.0)
                        .of_unit(top)
                        .after(&Imported { rows, created, changed });
                    audit::record(&tx, None, deed, now).await?;
                }
                tx.commit().await?;
            }
            Ok(report)
        }
    }
}

/// What an import would write, nothing when a row is bad.
async fn planned(db: &impl ConnectionTrait, file: &TableFile<'_>) -> Result<(ImportReport, Plan), Refusal> {
    let reading = rules::read_units(*file);
    let (mut problems, mut remarks) = (reading.problems, reading.remarks);
    if problems.is_full() {
        return Ok((ImportReport::refused(reading.row_count, problems), Plan::default()));
    }
    let stored = store::every_version(db).await?;
    let plan = match rules::plan(stored, reading.rows, &reading.unread) {
        Ok(plan) if problems.is_empty() => plan,
        Ok(_) => return Ok((ImportReport::refused(reading.row_count, problems), Plan::default())),
        Err(more) => {
            problems.append(more);
            return Ok((ImportReport::refused(reading.row_count, problems), Plan::default()));
        }
    };
    remarks.extend(plan.remarks.clone());
    let report = ImportReport {
        rows: reading.row_count,
        created: plan.new_versions.len(),
        changed: plan.changed_rows,
        unchanged: plan.unchanged_rows,
        problems,
        remarks,
    };
    Ok((report, plan))
}
