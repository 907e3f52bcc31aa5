//! What a database holds, by its own catalogue: tables, rows, level of the schema, and the blobs that records name.
//!
//! A column named `sha256` names a blob, in whatever table; a test holds the list of those tables.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, QueryResult, Statement};
use uuid::Uuid;

/// A blob that a record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The first record that names it: table and id.
    pub record: String,
}

/// Names of all tables, in the order of the alphabet.
pub async fn tables(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let sql = match db.get_database_backend() {
        DatabaseBackend::Postgres => {
            "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'",
    };
    let mut names: Vec<String> = column(&rows(db, sql).await?, "name")?;
    names.sort();
    Ok(names)
}

/// How many rows every table has.
pub async fn counts(db: &impl ConnectionTrait) -> Result<BTreeMap<String, u64>, DbErr> {
    let tables = tables(db).await?;
    if tables.is_empty() {
        return Ok(BTreeMap::new());
    }
    let parts = tables
        .iter()
        .map(|name| format!("SELECT {} AS name, COUNT(*) AS count FROM {}", literal(name), identifier(name)));
    let all = rows(db, &parts.collect::<Vec<_>>().join(" UNION ALL ")).await?;
    let mut counts = BTreeMap::new();
    for row in all {
        let count: i64 = row.try_get("", "count")?;
        counts.insert(row.try_get("", "name")?, u64::try_from(count).unwrap_or_default());
    }
    Ok(counts)
}

/// The migrations that have run, in their order.
pub async fn level(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    if !tables(db).await?.iter().any(|name| name == "seaql_migrations") {
        return Ok(Vec::new());
    }
    let mut names: Vec<String> =
        column(&rows(db, "SELECT version AS name FROM seaql_migrations").await?, "name")?;
    names.sort();
    Ok(names)
}

/// Tables whose records name blobs.
pub async fn naming_tables(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let sql = match db.get_database_backend() {
        DatabaseBackend::Postgres => {
            "SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'sha256' \
             AND NOT a.attisdropped"
        }
        _ => {
            "SELECT t.name AS name FROM sqlite_master t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND c.name = 'sha256'"
        }
    };
    let mut names: Vec<String> = column(&rows(db, sql).await?, "name")?;
    names.sort();
    Ok(names)
}

/// The blobs that records name, each once, by their hashes.
pub async fn named_blobs(db: &impl ConnectionTrait) -> Result<BTreeMap<String, Named>, DbErr> {
    let mut named = BTreeMap::new();
    for table in naming_tables(db).await? {
        let sql = format!("SELECT id, sha256 FROM {} ORDER BY id", identifier(&table));
        for row in rows(db, &sql).await? {
            let id: Uuid = row.try_get("", "id")?;
            let sha256: String = row.try_get("", "sha256")?;
            named.entry(sha256.clone()).or_insert_with(|| Named { sha256, record: format!("{table} {id}") });
        }
    }
    Ok(named)
}

async fn rows(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await
}

fn column(rows: &[QueryResult], name: &str) -> Result<Vec<String>, DbErr> {
    rows.iter().map(|row| row.try_get("", name)).collect()
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
