//! Taking a backup while the server runs: first the database as one moment saw it, then every blob that its records
//! name, last the manifest. Blobs are never removed, so that whatever a record of the snapshot names is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use futures::TryStreamExt as _;
use sea_orm::ConnectionTrait;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::catalogue::{self, Named};
use super::manifest::{BLOBS, DatabaseKind, Gap, Manifest, Part, SEAL, blob_file};
use super::postgres::{Server, Snapshot};
use super::progress::{Progress, Tell, megabytes};
use super::{disk, sqlite};
use crate::audit::{self, Seal};
use crate::config::Config;
use crate::files::{BlobFault, Blobs, ReadFailure};

/// A backup that was taken.
#[derive(Debug)]
pub struct Taken {
    /// What it holds.
    pub manifest: Manifest,
    /// SHA-256 of the manifest: kept elsewhere, it proves that nothing of the backup was changed.
    pub digest: String,
}

/// What the snapshot says of itself.
struct Described {
    migrations: Vec<String>,
    rows: BTreeMap<String, u64>,
    seal: Option<Seal>,
    named: BTreeMap<String, Named>,
}

/// Takes a backup of the database and the files of these settings into a folder that must not exist yet. When it
/// fails, the folder is removed again.
pub async fn take(
    config: &Config,
    folder: &Path,
    now: OffsetDateTime,
    tell: Tell<'_>,
) -> anyhow::Result<Taken> {
    let blobs = Blobs::open(&config.files_url)?;
    match disk::make_folder(folder) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{} is there already: a backup goes into a new folder", folder.display())
        }
        Err(error) => return Err(error).with_context(|| format!("cannot make {}", folder.display())),
    }
    let taken = fill(config, &blobs, folder, now, tell).await;
    if taken.is_err() && fs::remove_dir_all(folder).is_err() {
        tell(&format!("{} could not be removed; without a manifest it is no backup", folder.display()));
    }
    taken.with_context(|| format!("no backup was made in {}", folder.display()))
}

async fn fill(
    config: &Config,
    blobs: &Blobs,
    folder: &Path,
    now: OffsetDateTime,
    tell: Tell<'_>,
) -> anyhow::Result<Taken> {
    let database = DatabaseKind::of(&config.database_url);
    tell(&format!("database: copying ({database})"));
    let dump = folder.join(database.file_name());
    let described = match database {
        DatabaseKind::Sqlite => {
            sqlite::copy(&sqlite::file_of(&config.database_url)?, &dump).await?;
            let copy = sqlite::open_copy(&dump).await?;
            let described = describe(&copy, now).await;
            copy.close().await?;
            described?
        }
        DatabaseKind::Postgres => {
            let server = Server::of(config)?;
            server.require("pg_dump").await?;
            let db = server.connect().await?;
            let snapshot = Snapshot::take(&db).await?;
            let described = describe(&snapshot.transaction, now).await?;
            server.dump(&snapshot, &dump).await?;
            snapshot.transaction.rollback().await?;
            db.close().await?;
            described
        }
    };
    ensure!(
        !described.migrations.is_empty(),
        "setting database_url: there is no schema of Thi Đua in this database"
    );
    let dump = measured(&dump).await?;
    tell(&format!("database: {}, {} tables", megabytes(dump.size), described.rows.len()));
    let (kept, gaps) = copy_blobs(blobs, &described.named, folder, tell).await?;
    if let Some(seal) = &described.seal {
        let text = format!("{}\n", serde_json::to_string_pretty(seal)?);
        disk::write_at_once(&folder.join(SEAL), text.as_bytes())?;
    }
    let manifest = Manifest {
        format: Manifest::FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken_at: now,
        database,
        dump,
        migrations: described.migrations,
        rows: described.rows,
        seal: described.seal,
        blobs: kept,
        gaps,
    };
    let digest = manifest.write(folder)?;
    disk::settle_folder(
        folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new(".")),
    )?;
    Ok(Taken { manifest, digest })
}

async fn describe(db: &impl ConnectionTrait, now: OffsetDateTime) -> anyhow::Result<Described> {
    let rows = catalogue::counts(db).await?;
    let seal = match rows.contains_key("audit_head") {
        true => Some(audit::seal(db, now).await?),
        false => None,
    };
    Ok(Described {
        migrations: catalogue::level(db).await?,
        seal,
        named: catalogue::named_blobs(db).await?,
        rows,
    })
}

async fn measured(path: &Path) -> anyhow::Result<Part> {
    let path = path.to_owned();
    tokio::task::spawn_blocking(move || Part::of(&path)).await?
}

/// Copies the named blobs, each held against its hash. One that is at fault in the store already is left out and
/// named: it must not keep everything else from being saved.
async fn copy_blobs(
    blobs: &Blobs,
    named: &BTreeMap<String, Named>,
    folder: &Path,
    tell: Tell<'_>,
) -> anyhow::Result<(BTreeMap<String, u64>, Vec<Gap>)> {
    fs::create_dir(folder.join(BLOBS)).context("cannot make the folder of files")?;
    let mut progress = Progress::of("files: copied", named.len(), tell);
    let mut kept = BTreeMap::new();
    let mut gaps = Vec::new();
    for Named { sha256, record } in named.values() {
        match copy_blob(blobs, sha256, folder).await {
            Ok(size) => {
                kept.insert(sha256.clone(), size);
                progress.step(size);
            }
            Err(ReadFailure::Fault(fault)) => gaps.push(Gap {
                sha256: sha256.clone(),
                record: record.clone(),
                is_tampered: fault != BlobFault::Missing,
            }),
            Err(ReadFailure::Store(error)) => return Err(error),
        }
    }
    let folders = kept.keys().map(|sha256| &sha256[..2]).collect::<std::collections::BTreeSet<_>>();
    for name in folders {
        disk::settle_folder(&folder.join(BLOBS).join(name))?;
    }
    disk::settle_folder(&folder.join(BLOBS))?;
    Ok((kept, gaps))
}

async fn copy_blob(blobs: &Blobs, sha256: &str, folder: &Path) -> Result<u64, ReadFailure> {
    let mut bytes = blobs.unchecked(sha256).await?;
    let path = blob_file(folder, sha256);
    let written = async {
        if let Some(above) = path.parent() {
            tokio::fs::create_dir_all(above).await?;
        }
        let mut file = File::create_new(&path).await?;
        let mut hash = Sha256::new();
        let mut size = 0;
        while let Some(piece) = bytes.try_next().await? {
            hash.update(&piece);
            size += piece.len() as u64;
            file.write_all(&piece).await?;
        }
        file.flush().await?;
        file.sync_all().await?;
        std::io::Result::Ok((size, hex::encode(hash.finalize())))
    };
    let (size, found) = written.await.map_err(|error| {
        ReadFailure::Store(anyhow::Error::new(error).context(format!("cannot write {}", path.display())))
    })?;
    if found == sha256 {
        return Ok(size);
    }
    tokio::fs::remove_file(&path).await.map_err(|error| ReadFailure::Store(error.into()))?;
    Err(ReadFailure::Fault(BlobFault::Tampered { found }))
}
