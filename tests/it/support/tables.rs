//! Tables as the database's own catalogue describes them, and their rows as text, for holding two databases against
//! each other.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DatabaseBackend, QueryResult, Statement};

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Type, as the database calls it, in lower case.
    pub kind: String,
    /// Whether it may be absent.
    pub is_optional: bool,
    /// The table whose id it is.
    pub refers_to: Option<String>,
}

async fn rows(db: &impl ConnectionTrait, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_all_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

fn is_postgres(db: &impl ConnectionTrait) -> bool {
    db.get_database_backend() == DatabaseBackend::Postgres
}

/// Names of all tables but the one that keeps the migrations.
pub async fn tables(db: &impl ConnectionTrait) -> BTreeSet<String> {
    let sql = if is_postgres(db) {
        "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    };
    let names = rows(db, sql).await;
    let names = names.iter().map(|row| row.try_get::<String>("", "name").expect("a name"));
    names.filter(|name| name != "seaql_migrations").collect()
}

/// The columns of a table, in their order.
pub async fn columns(db: &impl ConnectionTrait, table: &str) -> Vec<Column> {
    let (columns, references) = if is_postgres(db) {
        (
            format!(
                "SELECT column_name::text AS name, data_type::text AS kind, \
                 CASE WHEN is_nullable = 'YES' THEN 1 ELSE 0 END AS optional FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
            ),
            format!(
                "SELECT a.attname::text AS name, f.relname::text AS target FROM pg_constraint c \
                 JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid \
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1] \
                 WHERE c.contype = 'f' AND t.relname = '{table}'"
            ),
        )
    } else {
        (
            format!(
                "SELECT name, type AS kind, CASE WHEN \"notnull\" = 1 OR pk > 0 THEN 0 ELSE 1 END AS optional \
                 FROM pragma_table_info('{table}') ORDER BY cid"
            ),
            format!("SELECT \"from\" AS name, \"table\" AS target FROM pragma_foreign_key_list('{table}')"),
        )
    };
    let text = |row: &QueryResult, name: &str| row.try_get::<String>("", name).expect("text");
    let targets: BTreeMap<String, String> =
        rows(db, &references).await.iter().map(|row| (text(row, "name"), text(row, "target"))).collect();
    let found = rows(db, &columns).await;
    found
        .iter()
        .map(|row| {
            let name = text(row, "name");
            Column {
                kind: text(row, "kind").to_lowercase(),
                is_optional: row.try_get::<i32>("", "optional").expect("a number") == 1,
                refers_to: targets.get(&name).cloned(),
                name,
            }
        })
        .collect()
}

/// The rows of a table as text, of these columns only, in a fixed order.
pub async fn contents(db: &impl ConnectionTrait, table: &str, columns: &[&str]) -> Vec<String> {
    let parts = columns.iter().map(|name| match is_postgres(db) {
        true => format!("quote_nullable(\"{name}\"::text)"),
        false => format!("quote(\"{name}\")"),
    });
    let sql = format!("SELECT {} AS line FROM \"{table}\"", parts.collect::<Vec<_>>().join(" || '|' || "));
    let mut lines: Vec<String> =
        rows(db, &sql).await.iter().map(|row| row.try_get("", "line").expect("text")).collect();
    lines.sort();
    lines
}

/// Everything that a database holds.
pub async fn everything(db: &impl ConnectionTrait) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for table in tables(db).await {
        let columns = columns(db, &table).await;
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        all.insert(table.clone(), contents(db, &table, &names).await);
    }
    let migrations = contents(db, "seaql_migrations", &["version"]).await;
    all.insert("seaql_migrations".to_owned(), migrations);
    all
}
