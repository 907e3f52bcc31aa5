//! SQLite: a consistent copy of a database that others write to, and putting a copy in its place.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseBackend, DatabaseConnection, Statement,
};

use super::{catalogue, disk};

/// The file of a database.
pub fn file_of(url: &str) -> anyhow::Result<PathBuf> {
    ensure!(
        !url.contains(":memory:") && !url.contains("mode=memory"),
        "setting database_url: a database in memory has no file"
    );
    let options = SqliteConnectOptions::from_str(url).context("setting database_url")?;
    Ok(options.get_filename().to_owned())
}

/// Copies the database as one moment saw it. Others may read and write meanwhile: the copy is read within one
/// transaction.
pub async fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    ensure!(from.is_file(), "setting database_url: there is no database at {}", from.display());
    let source = connect(from, |options| options.create_if_missing(false)).await?;
    let target = to.to_str().context("the folder's name is no readable text")?.replace('\'', "''");
    let copied = source.execute_unprepared(&format!("VACUUM INTO '{target}'")).await;
    source.close().await?;
    copied.with_context(|| format!("cannot copy the database to {}", to.display()))?;
    disk::settle(to)
}

/// Opens a copy that nobody writes to; it is left byte for byte as it is.
pub async fn open_copy(file: &Path) -> anyhow::Result<DatabaseConnection> {
    connect(file, |options| options.read_only(true).immutable(true)).await
}

/// What SQLite itself finds wrong with a copy.
pub async fn faults(copy: &DatabaseConnection) -> anyhow::Result<Vec<String>> {
    let ask = |sql: &'static str| Statement::from_string(DatabaseBackend::Sqlite, sql);
    let mut faults = Vec::new();
    for row in copy.query_all_raw(ask("PRAGMA integrity_check(20)")).await? {
        let found: String = row.try_get_by_index(0)?;
        if found != "ok" {
            faults.push(found);
        }
    }
    for row in copy.query_all_raw(ask("PRAGMA foreign_key_check")).await?.iter().take(20) {
        let table: String = row.try_get_by_index(0)?;
        let parent: String = row.try_get_by_index(2)?;
        faults.push(format!("a row of {table} refers to a row of {parent} that is not there"));
    }
    Ok(faults)
}

/// Whether a database holds anything at all.
pub async fn is_empty(file: &Path) -> anyhow::Result<bool> {
    match fs::metadata(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(!companions(file).iter().any(|file| file.exists()));
        }
        Err(error) => return Err(error).with_context(|| format!("cannot look at {}", file.display())),
        Ok(metadata) if metadata.len() == 0 => return Ok(!companions(file).iter().any(|file| file.exists())),
        Ok(_) => {}
    }
    let there = connect(file, |options| options.create_if_missing(false)).await?;
    let tables = catalogue::tables(&there).await;
    there.close().await?;
    Ok(tables.with_context(|| format!("cannot read {}", file.display()))?.is_empty())
}

/// Puts a copy in the place of a database, at once: before it is renamed there the old one stands, after it the new
/// one. Refused while somebody has the old one open.
pub async fn put(copy: &Path, file: &Path) -> anyhow::Result<()> {
    let beside = with_suffix(file, ".restoring");
    let from = copy.to_owned();
    let to = beside.clone();
    let written = tokio::task::spawn_blocking(move || {
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        fs::copy(&from, &to).with_context(|| format!("cannot write {}", to.display()))?;
        disk::settle(&to)
    })
    .await?;
    let put = match written {
        Ok(()) => replace(&beside, file).await,
        Err(error) => Err(error),
    };
    if put.is_err() {
        let _ = fs::remove_file(&beside);
    }
    put
}

async fn replace(new: &Path, file: &Path) -> anyhow::Result<()> {
    require_alone(file).await?;
    // What lies beside belongs to the old database; with the new one it would destroy it.
    for companion in companions(file) {
        match fs::remove_file(&companion) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(error).with_context(|| format!("cannot remove {}", companion.display()));
            }
        }
    }
    fs::rename(new, file).with_context(|| format!("cannot put the database at {}", file.display()))?;
    disk::settle_folder(
        file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")),
    )
}

/// Refuses while anybody else has the database open: leaves write-ahead logging, which SQLite grants only to the one
/// who alone has it.
pub async fn require_alone(file: &Path) -> anyhow::Result<()> {
    if !fs::metadata(file).is_ok_and(|metadata| metadata.len() > 0) {
        return Ok(());
    }
    let old = connect(file, |options| options.create_if_missing(false).busy_timeout(Duration::from_secs(2)))
        .await?;
    let leave = Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA journal_mode = DELETE");
    let left = old.query_one_raw(leave).await;
    old.close().await?;
    let mode: Option<String> = match left {
        Ok(row) => row.map(|row| row.try_get_by_index(0)).transpose()?,
        Err(error) if error.to_string().contains("locked") => None,
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    };
    match mode.as_deref() {
        Some("delete") => Ok(()),
        _ => bail!("{} is in use: stop the server first", file.display()),
    }
}

fn companions(file: &Path) -> [PathBuf; 3] {
    ["-wal", "-shm", "-journal"].map(|suffix| with_suffix(file, suffix))
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(suffix);
    name.into()
}

async fn connect(
    file: &Path,
    how: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions + Send + Sync + 'static,
) -> anyhow::Result<DatabaseConnection> {
    let path = file.to_owned();
    let mut options = ConnectOptions::new("sqlite://");
    options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(move |_| {
        let options = SqliteConnectOptions::new().filename(&path).busy_timeout(Duration::from_secs(10));
        how(options)
    });
    Database::connect(options).await.with_context(|| format!("cannot open {}", file.display()))
}
