//! The way back: the backup is verified first, then its blobs go to the store, last the database takes its place at
//! once. Whatever fails before leaves the database as it was.

use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use futures::stream;
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use super::manifest::{DatabaseKind, Manifest, blob_file};
use super::postgres::Server;
use super::progress::{Progress, Tell};
use super::verification::{is_newest, require_known, verify, within};
use super::{Findings, sqlite};
use crate::config::Config;
use crate::files::Blobs;

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// The backup.
    pub manifest: Manifest,
    /// Whether the schema is that of this program; otherwise migrations follow.
    pub is_newest: bool,
}

/// Restores a backup to the database and the file store of these settings. Where something is there already it is
/// refused, unless `replace` says that it may go.
pub async fn restore(
    config: &Config,
    folder: &Path,
    replace: bool,
    tell: Tell<'_>,
) -> anyhow::Result<Restored> {
    tell("verifying the backup");
    let Findings { manifest, faults, .. } = verify(folder, tell).await?;
    if !faults.is_empty() {
        for fault in &faults {
            tell(fault);
        }
        bail!("the backup has {} faults; nothing was restored", faults.len());
    }
    require_known(&manifest)?;
    let kind = DatabaseKind::of(&config.database_url);
    ensure!(
        kind == manifest.database,
        "setting database_url: the backup is of {}, this is {kind}",
        manifest.database
    );
    let blobs = Blobs::open(&config.files_url)?;
    let target = Target::of(config).await?;
    if !replace {
        ensure!(
            target.is_empty().await?,
            "setting database_url: {} is not empty; --replace restores in its place",
            target.name()
        );
        let others =
            blobs.kept().await?.into_iter().filter(|kept| {
                !kept.sha256.as_ref().is_some_and(|sha256| manifest.blobs.contains_key(sha256))
            });
        let others = others.count();
        ensure!(
            others == 0,
            "setting files_url: {} holds {others} files that are not in the backup; --replace restores beside them",
            config.files_url
        );
    }
    target.prepare().await?;
    put_blobs(&blobs, &manifest, folder, tell).await?;
    tell("database: restoring");
    target.put(&manifest.dump_file(folder)).await?;
    tell("database: verifying");
    let faults = target.verify(&manifest).await?;
    if !faults.is_empty() {
        for fault in &faults {
            tell(fault);
        }
        bail!("the restored database differs from the backup: {} faults", faults.len());
    }
    let is_newest = is_newest(&manifest);
    Ok(Restored { manifest, is_newest })
}

/// Where the database goes.
enum Target {
    Sqlite(std::path::PathBuf),
    Postgres(Server),
}

impl Target {
    async fn of(config: &Config) -> anyhow::Result<Self> {
        Ok(match DatabaseKind::of(&config.database_url) {
            DatabaseKind::Sqlite => Self::Sqlite(sqlite::file_of(&config.database_url)?),
            DatabaseKind::Postgres => Self::Postgres(Server::of(config)?),
        })
    }

    fn name(&self) -> String {
        match self {
            Self::Sqlite(file) => file.display().to_string(),
            Self::Postgres(server) => format!("the database {}", server.database()),
        }
    }

    async fn is_empty(&self) -> anyhow::Result<bool> {
        match self {
            Self::Sqlite(file) => sqlite::is_empty(file).await,
            Self::Postgres(server) => server.is_empty().await,
        }
    }

    /// Everything that could stand in the way is found before anything is written.
    async fn prepare(&self) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(file) => sqlite::require_alone(file).await,
            Self::Postgres(server) => {
                server.require("pg_restore").await?;
                server.require("psql").await?;
                server.require_alone().await
            }
        }
    }

    async fn put(&self, dump: &Path) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(file) => sqlite::put(dump, file).await,
            Self::Postgres(server) => server.put(dump).await,
        }
    }

    async fn verify(&self, manifest: &Manifest) -> anyhow::Result<Vec<String>> {
        let db = match self {
            Self::Sqlite(file) => sqlite::open_copy(file).await?,
            Self::Postgres(server) => server.connect().await?,
        };
        let faults = within(&db, manifest).await;
        db.close().await?;
        faults
    }
}

async fn put_blobs(blobs: &Blobs, manifest: &Manifest, folder: &Path, tell: Tell<'_>) -> anyhow::Result<()> {
    let mut progress = Progress::of("files: restored", manifest.blobs.len(), tell);
    for (sha256, size) in &manifest.blobs {
        let path = blob_file(folder, sha256);
        let file = File::open(&path).await.with_context(|| format!("cannot read {}", path.display()))?;
        let staged = blobs
            .stage(Box::pin(pieces(file)), *size)
            .await
            .map_err(|failure| anyhow::anyhow!("the file {sha256} cannot be stored: {failure:?}"))?;
        if staged.sha256 != *sha256 {
            staged.discard().await?;
            bail!("{} changed after it was verified", path.display());
        }
        staged.keep().await?;
        progress.step(*size);
    }
    Ok(())
}

fn pieces(file: File) -> impl futures::Stream<Item = std::io::Result<bytes::Bytes>> + Send {
    stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0; 256 * 1024];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then(|| (piece.into(), file)))
    })
}
