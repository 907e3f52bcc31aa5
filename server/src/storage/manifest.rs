//! The manifest: what a backup holds, with the hash of each file. Written last and at once, so that a folder with a
//! manifest is a backup that was finished.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::disk;
use crate::audit::Seal;
use crate::files::is_hash;

/// Name of the manifest in the folder of a backup.
pub const MANIFEST: &str = "manifest.json";
/// Name of the seal of the audit trail.
pub const SEAL: &str = "seal.json";
/// Name of the folder of blobs.
pub const BLOBS: &str = "sha256";

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// Version of this file.
    pub format: u32,
    /// Version of the program that made it.
    pub program: String,
    /// When the snapshot of the database was taken.
    #[serde(with = "time::serde::rfc3339")]
    pub taken_at: OffsetDateTime,
    /// Which database it is of.
    pub database: DatabaseKind,
    /// The file with the database.
    pub dump: Part,
    /// The migrations that had run, in their order.
    pub migrations: Vec<String>,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
    /// The seal of the audit trail; absent where the schema is older than the chain.
    pub seal: Option<Seal>,
    /// Every blob with its size, by its hash.
    pub blobs: BTreeMap<String, u64>,
    /// Blobs that records name, but that could not be copied: they were at fault in the store already.
    pub gaps: Vec<Gap>,
}

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatabaseKind {
    /// SQLite: the file is a database.
    Sqlite,
    /// PostgreSQL: the file is an archive of `pg_dump`.
    Postgres,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Part {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// A blob that a record names and that the store did not have as it was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Gap {
    /// SHA-256 of the blob.
    pub sha256: String,
    /// A record that names it.
    pub record: String,
    /// Whether something else stood there; otherwise nothing did.
    pub is_tampered: bool,
}

impl Manifest {
    /// The version that this program writes.
    pub const FORMAT: u32 = 1;

    /// Writes the manifest at once; answers its own SHA-256.
    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<String> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        disk::write_at_once(&folder.join(MANIFEST), text.as_bytes())?;
        Ok(hex::encode(Sha256::digest(text)))
    }

    /// Reads the manifest of a backup, with its own SHA-256.
    pub(super) fn read(folder: &Path) -> anyhow::Result<(Self, String)> {
        ensure!(folder.is_dir(), "{} is no folder", folder.display());
        let path = folder.join(MANIFEST);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                bail!("{} has no {MANIFEST}: this backup was never finished", folder.display())
            }
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        let manifest: Self = serde_json::from_slice(&bytes)
            .with_context(|| format!("{} is no manifest of a backup", path.display()))?;
        ensure!(
            manifest.format == Self::FORMAT,
            "{} has format {}, this program reads format {}",
            path.display(),
            manifest.format,
            Self::FORMAT
        );
        if let Some(wrong) = manifest.blobs.keys().find(|sha256| !is_hash(sha256)) {
            bail!("{} names the file {wrong:?}, which is no hash", path.display());
        }
        Ok((manifest, hex::encode(Sha256::digest(bytes))))
    }

    /// Where the database lies in the folder of this backup.
    pub(super) fn dump_file(&self, folder: &Path) -> PathBuf {
        folder.join(self.database.file_name())
    }
}

impl DatabaseKind {
    /// The database of a URL.
    #[must_use]
    pub fn of(url: &str) -> Self {
        if url.starts_with("sqlite:") { Self::Sqlite } else { Self::Postgres }
    }

    /// Name of the file with the database in the folder of a backup.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Sqlite => "database.sqlite",
            Self::Postgres => "database.dump",
        }
    }
}

impl fmt::Display for DatabaseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

impl Part {
    /// The file that lies at this place.
    pub(super) fn of(path: &Path) -> anyhow::Result<Self> {
        let (size, sha256) =
            disk::measure(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self { size, sha256 })
    }
}

/// Where a blob lies in the folder of a backup.
pub fn blob_file(folder: &Path, sha256: &str) -> PathBuf {
    let (first, rest) = sha256.split_at(2);
    folder.join(BLOBS).join(first).join(rest)
}
