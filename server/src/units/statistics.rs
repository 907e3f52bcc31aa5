//! Monthly figures of units, imported as files and summed over a campaign's period.

use std::collections::{BTreeMap, HashMap};

use futures::future::BoxFuture;
use sea_orm::ConnectionTrait;
use time::{Date, OffsetDateTime};

use super::model::StoredFigures;
use super::{rules, store};
use crate::app::App;
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;
use crate::shared::import::{ImportMode, ImportReport};
use crate::shared::table::TableFile;

/// What a later slice does in the transaction that imports figures of these units: it is registered in [`App`], so that this
/// slice need not know it.
pub type OnFigures =
    for<'a> fn(&'a App, &'a Transaction, &'a [UnitId], OffsetDateTime) -> BoxFuture<'a, Result<(), Refusal>>;

/// Imports monthly figures: all rows, or none when a single one is bad. Figures of a unit and month that are
/// stored already are replaced.
pub async fn import_statistics<'a>(
    app: &App,
    file: impl Into<TableFile<'a>>,
    mode: ImportMode,
) -> Result<ImportReport, Refusal> {
    let file = file.into();
    match mode {
        ImportMode::ValidateOnly => Ok(planned(app.db.read(), &file).await?.0),
        ImportMode::Apply => {
            let tx = app.db.begin().await?;
            let (report, figures) = planned(&tx, &file).await?;
            let mut units: Vec<UnitId> = figures.iter().map(|month| month.unit).collect();
            units.sort_unstable();
            units.dedup();
            store::save_figures(&tx, figures).await?;
            (app.on_figures)(app, &tx, &units, app.clock.now()).await?;
            tx.commit().await?;
            Ok(report)
        }
    }
}

/// What an import would write, nothing when a row is bad.
async fn planned(
    db: &impl ConnectionTrait,
    file: &TableFile<'_>,
) -> Result<(ImportReport, Vec<StoredFigures>), Refusal> {
    let rules::FigureReading { row_count, rows, mut problems } = rules::read_figures(*file);
    if problems.is_full() {
        return Ok((ImportReport::refused(row_count, problems), Vec::new()));
    }
    let months = rows.iter().map(|row| row.month);
    let stored = match (months.clone().min(), months.max()) {
        (Some(first), Some(last)) => {
            store::figures_between(db, &rules::month_of(first), &rules::month_of(last)).await?
        }
        _ => Vec::new(),
    };
    let versions = store::every_version(db).await?;
    let planned = match rules::plan_figures(rows, &versions, stored) {
        Ok(planned) if problems.is_empty() => planned,
        Ok(_) => return Ok((ImportReport::refused(row_count, problems), Vec::new())),
        Err(more) => {
            problems.append(more);
            return Ok((ImportReport::refused(row_count, problems), Vec::new()));
        }
    };
    let report = ImportReport {
        rows: row_count,
        created: planned.created,
        changed: planned.changed,
        unchanged: planned.unchanged,
        problems,
        ..ImportReport::default()
    };
    Ok((report, planned.write))
}

/// Sums of the monthly figures of units over a period, both of whose days count. A month counts when it begins
/// within the period; a unit without figures is absent.
pub async fn figures_of(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    from: Date,
    to: Date,
) -> Result<HashMap<UnitId, BTreeMap<String, i64>>, Refusal> {
    let mut sums: HashMap<UnitId, BTreeMap<String, i64>> = HashMap::new();
    let Some((first, last)) = rules::months_beginning_within(from, to) else { return Ok(sums) };
    for month in store::figures_of_units(db, units, &first, &last).await? {
        let sum = sums.entry(month.unit).or_default();
        for (name, figure) in month.figures {
            *sum.entry(name).or_default() += figure;
        }
    }
    Ok(sums)
}
