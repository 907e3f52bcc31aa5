//! `thidua check`: settings, database, audit trail, second factors, stored files.

use anyhow::{Context as _, bail};
use clap::Args;
use migration::{Migrator, MigratorTrait as _};

use super::maintain::closed;
use super::{hint, say};
use crate::app::App;
use crate::config::Config;
use crate::factors;
use crate::files::BlobFault;
use crate::parameters;
use crate::shared::clock::vietnam_date;
use crate::storage::{self, Inventory};

/// How many names are said of each kind of fault.
const NAMES: usize = 10;

/// `thidua check`.
#[derive(Args)]
pub struct Check {
    /// Only looks whether every stored file is there, without reading it through.
    #[arg(long)]
    quick: bool,
}

impl Check {
    /// Looks at everything; every fault is said, then the command fails.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let app = closed(config).await.context("database")?;
        say(&format!("settings: ok, listening on {}", app.config.listen))?;
        let mut faults = 0;
        match Migrator::get_pending_migrations_read_only(app.db.read()).await {
            Ok(pending) if pending.is_empty() => {
                say("database: ok, schema up to date")?;
                second_factors(&app).await?;
                calendar(&app).await?;
            }
            Ok(pending) => {
                faults += 1;
                say(&format!("database: {} migrations pending; run `thidua migrate`", pending.len()))?;
            }
            Err(error) => {
                faults += 1;
                say(&format!("database: {error}"))?;
            }
        }
        match migration::grants::could_change_the_trail(app.db.read()).await {
            Ok(false) => say("audit trail: ok, this database user can only read it and add to it")?,
            Ok(true) => {
                say("audit trail: kept by triggers, which this database user could lift; seal it regularly")?;
            }
            Err(error) => say(&format!("audit trail: {error}"))?,
        }
        faults += self.stored_files(&app).await?;
        if faults > 0 {
            bail!("{faults} faults found");
        }
        Ok(())
    }

    /// Answers how many faults there are.
    async fn stored_files(&self, app: &App) -> anyhow::Result<usize> {
        if let Err(error) = app.blobs.check().await {
            say(&format!("files: setting files_url: {error:#}"))?;
            return Ok(1);
        }
        match storage::inspect(app.db.read(), &app.blobs, !self.quick, &mut hint).await {
            Ok(inventory) => {
                self.tell(&inventory)?;
                Ok(inventory.faults.len())
            }
            Err(error) => {
                say(&format!("files: {error:#}"))?;
                Ok(1)
            }
        }
    }

    fn tell(&self, inventory: &Inventory) -> anyhow::Result<()> {
        let Inventory { named, bytes, faults, orphans } = inventory;
        let (missing, tampered): (Vec<_>, Vec<_>) =
            faults.iter().partition(|(_, fault)| *fault == BlobFault::Missing);
        let sound = named - faults.len();
        let how = if self.quick { "there, not read through" } else { "whole" };
        say(&format!("files: {sound} of {named} {how}, {bytes} bytes"))?;
        for (what, found) in [("missing", missing), ("tampered with", tampered)] {
            let names =
                found.iter().map(|(named, _)| format!("{} (named by {})", named.sha256, named.record));
            list(what, &names.collect::<Vec<_>>())?;
        }
        let names = orphans.iter().map(|kept| format!("{}, {} bytes", kept.place, kept.size));
        list("named by no record, harmless", &names.collect::<Vec<_>>())
    }
}

/// A warning: who reads the database reads the secrets.
async fn second_factors(app: &App) -> anyhow::Result<()> {
    let unsealed = factors::count_unsealed(app).await?;
    if unsealed > 0 {
        say(&format!(
            "second factors: warning: {unsealed} in use, but setting secret_key is missing, so their secrets are \
             stored as they are"
        ))?;
    }
    Ok(())
}

/// A warning: periods that end in a year without days off may end on one.
async fn calendar(app: &App) -> anyhow::Result<()> {
    let today = vietnam_date(app.clock.now());
    for year in parameters::years_without_calendar(app.db.read(), parameters::years_ahead(today)).await? {
        say(&format!(
            "calendar: warning: no days off of {year} are recorded, so periods may end on one; record them under \
             Parameters"
        ))?;
    }
    Ok(())
}

fn list(what: &str, names: &[String]) -> anyhow::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    say(&format!("files: {} {what}", names.len()))?;
    for name in names.iter().take(NAMES) {
        say(&format!("  {name}"))?;
    }
    if names.len() > NAMES {
        say(&format!("  and {} more", names.len() - NAMES))?;
    }
    Ok(())
}
