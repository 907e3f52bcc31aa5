//! Holding a backup against its manifest, without any server: each file by its hash, the database by its own checks,
//! the audit trail by its seal.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use migration::{Migrator, MigratorTrait as _};
use sea_orm::ConnectionTrait;

use super::manifest::{BLOBS, DatabaseKind, MANIFEST, Manifest, Part, SEAL, blob_file};
use super::progress::{Progress, Tell};
use super::{catalogue, sqlite};
use crate::audit::{self, Seal};

/// What a look at a backup found.
#[derive(Debug)]
pub struct Findings {
    /// What it should hold.
    pub manifest: Manifest,
    /// SHA-256 of the manifest.
    pub digest: String,
    /// Everything that is wrong with it.
    pub faults: Vec<String>,
}

/// Looks at every file of a backup.
pub async fn verify(folder: &Path, tell: Tell<'_>) -> anyhow::Result<Findings> {
    let (manifest, digest) = Manifest::read(folder)?;
    let mut faults = Vec::new();
    let dump = manifest.dump_file(folder);
    let is_dump_whole = match differs(&dump, &manifest.dump).await? {
        Some(fault) => {
            faults.push(format!("{}: {fault}", manifest.database.file_name()));
            false
        }
        None => true,
    };
    if let Some(seal) = &manifest.seal {
        let kept: Option<Seal> =
            fs::read(folder.join(SEAL)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        if kept.as_ref() != Some(seal) {
            faults.push(format!("{SEAL}: not the seal that the manifest names"));
        }
    }
    let mut progress = Progress::of("files: verified", manifest.blobs.len(), tell);
    for (sha256, size) in &manifest.blobs {
        let expected = Part { size: *size, sha256: sha256.clone() };
        if let Some(fault) = differs(&blob_file(folder, sha256), &expected).await? {
            faults.push(format!("{BLOBS}/{}/{}: {fault}", &sha256[..2], &sha256[2..]));
        }
        progress.step(*size);
    }
    faults.extend(strangers(folder, &manifest)?);
    if is_dump_whole && manifest.database == DatabaseKind::Sqlite {
        let copy = sqlite::open_copy(&dump).await?;
        let found = within(&copy, &manifest).await;
        let own = sqlite::faults(&copy).await;
        copy.close().await?;
        faults.extend(own?.into_iter().chain(found?).map(|fault| format!("database: {fault}")));
    }
    Ok(Findings { manifest, digest, faults })
}

/// What is wrong inside a database that should be the one of a manifest.
pub async fn within(db: &impl ConnectionTrait, manifest: &Manifest) -> anyhow::Result<Vec<String>> {
    let mut faults = Vec::new();
    if catalogue::level(db).await? != manifest.migrations {
        faults.push("the schema is at another level than the manifest says".to_owned());
    }
    let rows = catalogue::counts(db).await?;
    let tables: BTreeSet<&String> = rows.keys().chain(manifest.rows.keys()).collect();
    for table in tables {
        let (is, should) = (rows.get(table), manifest.rows.get(table));
        if is != should {
            let count =
                |rows: Option<&u64>| rows.map_or("no table".to_owned(), |rows| format!("{rows} rows"));
            faults.push(format!("{table}: {}, the manifest says {}", count(is), count(should)));
        }
    }
    let gaps: BTreeSet<&str> = manifest.gaps.iter().map(|gap| gap.sha256.as_str()).collect();
    for named in catalogue::named_blobs(db).await?.values() {
        if !manifest.blobs.contains_key(&named.sha256) && !gaps.contains(named.sha256.as_str()) {
            faults.push(format!(
                "{} names the file {}, which is not in the backup",
                named.record, named.sha256
            ));
        }
    }
    if let Some(seal) = manifest.seal.clone().filter(|_| is_newest(manifest)) {
        let verdict = audit::verify(db, Some(seal)).await?;
        faults.extend(verdict.findings.iter().map(|finding| format!("audit trail: {finding}")));
        if verdict.more > 0 {
            faults.push(format!("audit trail: and {} more", verdict.more));
        }
    }
    Ok(faults)
}

/// Whether this program has no migration beyond those of a backup: only then it knows how its trail is read.
pub fn is_newest(manifest: &Manifest) -> bool {
    let known: BTreeSet<String> =
        Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    manifest.migrations.iter().cloned().collect::<BTreeSet<_>>() == known
}

/// Refuses a backup of a newer program.
pub fn require_known(manifest: &Manifest) -> anyhow::Result<()> {
    let known: BTreeSet<String> =
        Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let unknown = manifest.migrations.iter().find(|name| !known.contains(*name));
    ensure!(
        unknown.is_none(),
        "the backup is of a newer version ({}): this program does not know its migration {}",
        manifest.program,
        unknown.map_or("", String::as_str)
    );
    Ok(())
}

/// How a file differs from what it should be.
async fn differs(path: &Path, expected: &Part) -> anyhow::Result<Option<String>> {
    let file = path.to_owned();
    let found = tokio::task::spawn_blocking(move || super::disk::measure(&file)).await?;
    Ok(match found {
        Ok((size, _)) if size != expected.size => {
            Some(format!("has {size} bytes, the manifest says {}", expected.size))
        }
        Ok((_, sha256)) if sha256 != expected.sha256 => Some("has been changed".to_owned()),
        Ok(_) => None,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some("is missing".to_owned()),
        Err(error) => Some(format!("cannot be read: {error}")),
    })
}

/// What lies in the folder and the manifest does not name.
fn strangers(folder: &Path, manifest: &Manifest) -> anyhow::Result<Vec<String>> {
    let mut strangers = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let entries = fs::read_dir(&path).with_context(|| format!("cannot read {}", path.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder)?.display().to_string();
            let blob = name.strip_prefix(BLOBS).map(|rest| rest.replace(['/', '\\'], ""));
            let is_named = [MANIFEST, SEAL, manifest.database.file_name()].contains(&name.as_str())
                || blob.is_some_and(|sha256| manifest.blobs.contains_key(&sha256));
            if !is_named {
                strangers.push(format!("{name}: is nothing of this backup"));
            }
        }
    }
    strangers.sort();
    Ok(strangers)
}
