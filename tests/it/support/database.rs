//! One database for each test, cloned from a template that is made once for the process.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, Database as Connector};
use tempfile::TempDir;
use thidua::shared::database::Database;
use tokio::sync::OnceCell;

/// A database that lives as long as its test.
pub struct TestDatabase {
    /// Where it is.
    pub url: String,
    /// Folder for SQLite files and blobs.
    pub folder: TempDir,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);
static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// The database server under test: `None` is SQLite, which is meant where nothing is said. Panics for any other word, so
/// that a mistyped address does not quietly test SQLite twice.
fn server() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the test suite chooses its database by environment")]
    let chosen = std::env::var("THIDUA_TEST_DATABASE");
    match chosen.as_deref() {
        Err(_) | Ok("" | "sqlite") => None,
        Ok(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => Some(url.to_owned()),
        Ok(other) => panic!("THIDUA_TEST_DATABASE is `sqlite` or postgres://…, not {other}"),
    }
}

fn with_name(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, ""), |(base, query)| (base, query));
    let slash = base.rfind('/').expect("a URL has slashes");
    let host = if base[..slash].ends_with('/') { base } else { &base[..slash] };
    if query.is_empty() { format!("{host}/{name}") } else { format!("{host}/{name}?{query}") }
}

async fn execute(url: &str, sql: &str) {
    let connection = Connector::connect(url).await.expect("the database server answers");
    connection.execute_unprepared(sql).await.expect("the statement runs");
    connection.close().await.expect("closes");
}

impl TestDatabase {
    /// A database with the schema and no rows.
    pub async fn migrated() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let url = match server() {
            None => {
                let template = TEMPLATE.get_or_init(sqlite_template).await;
                let file = folder.path().join("test.db");
                std::fs::copy(template, &file).expect("the template is copied");
                format!("sqlite://{}", file.display())
            }
            Some(server) => {
                let template = TEMPLATE.get_or_init(|| postgres_template(server.clone())).await;
                let name = format!("thidua_{}_{number}", std::process::id());
                execute(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
                with_name(&server, &name)
            }
        };
        Self { url, folder }
    }

    /// A copy of this database, to which nobody may be connected.
    pub async fn copy(&self) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match server() {
            None => {
                let file = folder.path().join("copy.db");
                let own = self.url.trim_start_matches("sqlite://");
                std::fs::copy(own, &file).expect("the database is copied");
                format!("sqlite://{}", file.display())
            }
            Some(server) => {
                let number = NUMBER.fetch_add(1, Ordering::SeqCst);
                let name = format!("thidua_{}_{number}", std::process::id());
                let own = self.url.split('?').next().and_then(|url| url.rsplit('/').next()).expect("a name");
                execute(&server, &format!("CREATE DATABASE {name} TEMPLATE {own}")).await;
                with_name(&server, &name)
            }
        };
        Self { url, folder }
    }

    /// Takes the database away before the tests end, for those that make many.
    pub async fn remove(self) {
        if let Some(server) = server() {
            let own = self.url.split('?').next().and_then(|url| url.rsplit('/').next()).expect("a name");
            execute(&server, &format!("DROP DATABASE {own}")).await;
        }
    }

    /// A database without any table.
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let url = match server() {
            None => format!("sqlite://{}", folder.path().join("empty.db").display()),
            Some(server) => {
                let name = format!("thidua_{}_{number}", std::process::id());
                execute(&server, &format!("CREATE DATABASE {name}")).await;
                with_name(&server, &name)
            }
        };
        Self { url, folder }
    }
}

/// Where PostgreSQL's programs are, when they are not on the PATH: as Debian packs them, the newest.
pub fn postgres_programs() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "PATH is where programs are; it is no setting of ours")]
    let path = std::env::var_os("PATH").unwrap_or_default();
    if std::env::split_paths(&path).any(|folder| folder.join("pg_dump").is_file()) {
        return None;
    }
    let packaged = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = packaged.map(|entry| entry.path().join("bin")).collect();
    folders.sort();
    folders.into_iter().rev().find(|folder| folder.join("pg_dump").is_file())
}

async fn sqlite_template() -> String {
    let folder: PathBuf = tempfile::tempdir().expect("a temporary folder").keep();
    let file = folder.join("template.db");
    let url = format!("sqlite://{}", file.display());
    let db = Database::connect(&url).await.expect("SQLite opens");
    Migrator::up(db.write(), None).await.expect("migrations run");
    db.write().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.expect("checkpoint");
    file.display().to_string()
}

async fn postgres_template(server: String) -> String {
    let name = format!("thidua_template_{}", std::process::id());
    execute(&server, &format!("CREATE DATABASE {name}")).await;
    let connection = Connector::connect(with_name(&server, &name)).await.expect("PostgreSQL answers");
    Migrator::up(&connection, None).await.expect("migrations run");
    connection.close().await.expect("closes");
    name
}
