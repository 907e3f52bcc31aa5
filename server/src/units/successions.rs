//! Importing successions: all rows, or none when a single one is bad. Importing the same file again changes
//! nothing.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::model::SuccessionPlan;
use super::{rules, store};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::error::Refusal;
use crate::shared::id::SuccessionId;
use crate::shared::import::{ImportMode, ImportReport};
use crate::shared::table::TableFile;

/// What the audit trail keeps of an import.
#[derive(Serialize)]
struct Imported {
    rows: usize,
    created: usize,
    changed: usize,
}

/// Imports the steps by which units came out of others, from a file.
pub async fn import_successions<'a>(
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
            if let Some(step) = plan.new_steps.iter().chain(&plan.changed_steps).next() {
                let now = app.clock.now();
                store::save_succession_plan(&tx, &plan, now).await?;
                let ImportReport { rows, created, changed, .. } = report;
                let SuccessionId(first) = step.id;
                let deed = Deed::new("unit.successions_imported", SuccessionId::KIND, first)
                    .of_unit(step.predecessor)
                    .after(&Imported { rows, created, changed });
                audit::record(&tx, None, deed, now).await?;
                tx.commit().await?;
            }
            Ok(report)
        }
    }
}

/// What an import would write, nothing when a row is bad.
async fn planned(
    db: &impl ConnectionTrait,
    file: &TableFile<'_>,
) -> Result<(ImportReport, SuccessionPlan), Refusal> {
    let reading = rules::read_successions(*file);
    let mut problems = reading.problems;
    if problems.is_full() {
        return Ok((ImportReport::refused(reading.row_count, problems), SuccessionPlan::default()));
    }
    let versions = store::every_version(db).await?;
    let stored = store::every_succession(db).await?;
    let plan = match rules::plan_successions(versions, stored, &reading.rows) {
        Ok(plan) if problems.is_empty() => plan,
        Ok(_) => return Ok((ImportReport::refused(reading.row_count, problems), SuccessionPlan::default())),
        Err(more) => {
            problems.append(more);
            return Ok((ImportReport::refused(reading.row_count, problems), SuccessionPlan::default()));
        }
    };
    let report = ImportReport {
        rows: reading.row_count,
        created: plan.new_steps.len(),
        changed: plan.changed_steps.len(),
        unchanged: plan.unchanged_rows,
        remarks: reading.remarks,
        ..ImportReport::default()
    };
    Ok((report, plan))
}
