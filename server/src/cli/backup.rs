//! `thidua backup`, `thidua verify-backup` and `thidua restore`.

use std::path::PathBuf;

use anyhow::{bail, ensure};
use clap::Args;

use super::{hint, say};
use crate::config::Config;
use crate::shared::clock::{Clock as _, SystemClock};
use crate::storage::{self, Findings, Manifest};

/// `thidua backup`.
#[derive(Args)]
pub struct Backup {
    /// The folder to make; it must not exist yet.
    folder: PathBuf,
}

/// `thidua verify-backup`.
#[derive(Args)]
pub struct VerifyBackup {
    /// The folder of the backup.
    folder: PathBuf,
    /// SHA-256 of its manifest, as `thidua backup` printed it: proves that the manifest itself was not changed.
    #[arg(long, value_name = "HASH")]
    manifest: Option<String>,
}

/// `thidua restore`.
#[derive(Args)]
pub struct Restore {
    /// The folder of the backup.
    folder: PathBuf,
    /// Puts the backup in the place of what is there already.
    #[arg(long)]
    replace: bool,
}

impl Backup {
    /// Takes the backup. Files that were at fault in the store already make the command fail, but not the backup.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let taken = storage::take(&config, &self.folder, SystemClock.now(), &mut hint).await?;
        say(&format!("backup in {}: {}", self.folder.display(), summary(&taken.manifest)))?;
        say(&format!("manifest: {}", taken.digest))?;
        let gaps = gaps(&taken.manifest)?;
        ensure!(
            gaps == 0,
            "the backup is complete but for {gaps} files that were missing or tampered with in the store already"
        );
        Ok(())
    }
}

impl VerifyBackup {
    /// Looks at every file; every fault is said, then the command fails.
    pub async fn run(self) -> anyhow::Result<()> {
        let Findings { manifest, digest, mut faults } = storage::verify(&self.folder, &mut hint).await?;
        if self.manifest.is_some_and(|expected| !expected.eq_ignore_ascii_case(&digest)) {
            faults.insert(0, format!("{}: has been changed", storage::MANIFEST));
        }
        for fault in &faults {
            say(fault)?;
        }
        if !faults.is_empty() {
            bail!("{} faults found in {}", faults.len(), self.folder.display());
        }
        gaps(&manifest)?;
        say(&format!("{}: intact, {}", self.folder.display(), summary(&manifest)))
    }
}

impl Restore {
    /// Verifies, then restores.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let restored = storage::restore(&config, &self.folder, self.replace, &mut hint).await?;
        gaps(&restored.manifest)?;
        say(&format!("restored: {}", summary(&restored.manifest)))?;
        if !restored.is_newest {
            say("the schema is older than this program: `thidua migrate` brings it up to date")?;
        }
        Ok(())
    }
}

fn summary(manifest: &Manifest) -> String {
    let rows: u64 = manifest.rows.values().sum();
    let sealed = manifest
        .seal
        .as_ref()
        .map_or("no trail".to_owned(), |seal| format!("trail sealed at {}", seal.sequence));
    format!(
        "{} of {}, {rows} rows, {} files, {sealed}",
        manifest.database,
        manifest.taken_at,
        manifest.blobs.len()
    )
}

/// Says which files a backup could not have; answers how many.
fn gaps(manifest: &Manifest) -> anyhow::Result<usize> {
    for gap in &manifest.gaps {
        let what = if gap.is_tampered { "tampered with" } else { "missing" };
        say(&format!("not in the backup: {}, named by {}: {what} in the store", gap.sha256, gap.record))?;
    }
    Ok(manifest.gaps.len())
}
