//! From every level of the schema, with rows in every table that stood then, the newest is reached: nothing is lost,
//! nothing changed, the trail verifies.
//!
//! The rows are made from the database's own catalogue: at each level every table receives one more, with a value in
//! every column and a reference to the newest row of the other table. A new migration is thus covered without a word
//! here; one that adds a condition which such a row cannot fulfil says so, and `value` is taught it.

use std::collections::{BTreeMap, BTreeSet};

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait, Database as Connector, DatabaseConnection, Statement, Value};
use thidua::audit;
use time::Duration;
use uuid::Uuid;

use crate::migrations::read_by_entities;
use crate::support::tables::{self, Column};
use crate::support::{START, TestDatabase};

/// The trail is written by the server alone, once it is a chain: before, entries are rows like others.
const TRAIL: [&str; 2] = ["audit_entry", "audit_head"];

/// What lives for an hour at most; a migration may begin it anew.
const PASSING: [&str; 3] = ["session", "sign_in_throttle", "sso_attempt"];

/// The database, without what the server adds to its connections.
pub async fn connect(database: &TestDatabase) -> DatabaseConnection {
    let url = match database.url.starts_with("sqlite:") {
        true => format!("{}?mode=rwc", database.url),
        false => database.url.clone(),
    };
    Connector::connect(url).await.expect("connects")
}

/// A value of a column for the `number`-th row. Times and dates differ from row to row, as all values do.
fn value(table: &str, column: &Column, number: usize, is_sqlite: bool) -> Value {
    let whole = i32::try_from(number).expect("a small number");
    let kind = column.kind.as_str();
    let words = format!("{table}.{} {number}", column.name);
    if kind.contains("uuid") {
        Value::from(Uuid::from_u128(u128::from(fnv(&words))))
    } else if kind.contains("timestamp") {
        Value::from(START + Duration::hours(whole.into()))
    } else if kind.contains("date") {
        Value::from(START.date() + Duration::days(whole.into()))
    } else if kind.contains("bool") {
        Value::from(number.is_multiple_of(2))
    } else if kind.contains("bigint") || (is_sqlite && kind.contains("int")) {
        Value::from(i64::from(whole))
    } else if kind.contains("int") {
        Value::from(whole)
    } else if kind.contains("text") || kind.contains("char") {
        Value::from(words)
    } else {
        panic!("{table}.{}: teach this test a value of type {kind}", column.name)
    }
}

/// A number for a name, always the same.
fn fnv(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The id that other tables refer to: its column `id`, or else its first.
fn key(columns: &[Column]) -> &str {
    columns.iter().find(|column| column.name == "id").map_or(&columns[0].name, |column| &column.name)
}

/// Adds the `number`-th row to every table, those that others refer to first.
pub async fn add_rows(db: &DatabaseConnection, number: usize) {
    let is_sqlite = db.get_database_backend() == sea_orm::DatabaseBackend::Sqlite;
    let mut waiting = BTreeMap::new();
    let all = tables::tables(db).await;
    let is_chained = all.contains("audit_head");
    for table in all {
        if !(is_chained && TRAIL.contains(&table.as_str())) {
            waiting.insert(table.clone(), tables::columns(db, &table).await);
        }
    }
    let mut added: BTreeMap<String, Value> = BTreeMap::new();
    while !waiting.is_empty() {
        let is_ready = |columns: &[Column]| {
            columns.iter().all(|column| {
                let target = column.refers_to.as_ref();
                column.is_optional || target.is_none_or(|target| added.contains_key(target))
            })
        };
        // Whoever waits for nothing comes first, so that optional references are filled too where they can be.
        let waits_for_nothing = |columns: &[Column]| {
            columns
                .iter()
                .filter_map(|column| column.refers_to.as_ref())
                .all(|target| added.contains_key(target))
        };
        let next = waiting.iter().find(|(_, columns)| waits_for_nothing(columns));
        let next = next.or_else(|| waiting.iter().find(|(_, columns)| is_ready(columns)));
        let table =
            next.unwrap_or_else(|| panic!("tables refer to each other: {:?}", waiting.keys())).0.clone();
        let columns = waiting.remove(&table).expect("was found there");
        let values: Vec<Value> = columns
            .iter()
            .map(|column| {
                let own = value(&table, column, number, is_sqlite);
                match &column.refers_to {
                    None => own,
                    Some(target) => added.get(target).cloned().unwrap_or_else(|| own.as_null()),
                }
            })
            .collect();
        let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let places: Vec<String> = (1..=columns.len())
            .map(|place| if is_sqlite { "?".to_owned() } else { format!("${place}") })
            .collect();
        let sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), places.join(", "));
        let place = columns.iter().position(|column| column.name == key(&columns)).expect("a key");
        added.insert(table.clone(), values[place].clone());
        let statement = Statement::from_sql_and_values(db.get_database_backend(), &sql, values);
        let inserted = db.execute_raw(statement).await;
        assert!(inserted.is_ok(), "row {number} of {table} at this level: {:?}", inserted.err());
    }
}

/// Columns and rows of every table.
async fn everything(db: &DatabaseConnection) -> BTreeMap<String, (Vec<String>, Vec<String>)> {
    let mut all = BTreeMap::new();
    for table in tables::tables(db).await {
        let names: Vec<String> =
            tables::columns(db, &table).await.into_iter().map(|column| column.name).collect();
        let wanted: Vec<&str> = names.iter().map(String::as_str).collect();
        let rows = tables::contents(db, &table, &wanted).await;
        all.insert(table, (names, rows));
    }
    all
}

/// Everything that stood before a migration stands after it, in the columns there were.
async fn nothing_is_lost(
    db: &DatabaseConnection,
    before: &BTreeMap<String, (Vec<String>, Vec<String>)>,
    what: &str,
) {
    let there: BTreeSet<String> = tables::tables(db).await;
    for (table, (names, rows)) in before {
        if PASSING.contains(&table.as_str()) {
            continue;
        }
        assert!(there.contains(table), "{what}: the table {table} is gone");
        let wanted: Vec<&str> = names.iter().map(String::as_str).collect();
        let after = tables::contents(db, table, &wanted).await;
        assert_eq!(&after, rows, "{what}: rows of {table}");
    }
}

#[tokio::test]
async fn from_every_level_with_data_in_it_the_newest_is_reached() {
    let base = TestDatabase::empty().await;
    let levels = Migrator::migrations().len();
    for level in 1..=levels {
        let db = connect(&base).await;
        Migrator::up(&db, Some(1)).await.expect("one up");
        add_rows(&db, level).await;
        db.close().await.expect("closes");

        let copy = base.copy().await;
        let db = connect(&copy).await;
        let before = everything(&db).await;
        assert!(before.iter().all(|(table, (_, rows))| TRAIL.contains(&table.as_str()) || !rows.is_empty()));
        Migrator::up(&db, None).await.unwrap_or_else(|error| panic!("up from level {level}: {error}"));
        nothing_is_lost(&db, &before, &format!("from level {level}")).await;
        let read = read_by_entities(&db).await;
        for (table, (_, rows)) in before.iter().filter(|(table, _)| read.contains_key(*table)) {
            let is_passing = PASSING.contains(&table.as_str());
            assert!(is_passing || read[table] == rows.len(), "from level {level}: rows of {table} as read");
        }

        let verdict = audit::verify(&db, None).await.expect("the trail is read");
        assert!(verdict.is_intact(), "from level {level}: {:?}", verdict.findings);
        let entries = before.get("audit_entry").map_or(0, |(_, rows)| rows.len());
        assert_eq!(verdict.entries, u64::try_from(entries).expect("fits"), "from level {level}");
        if db.get_database_backend() == sea_orm::DatabaseBackend::Sqlite {
            let check = Statement::from_string(db.get_database_backend(), "PRAGMA foreign_key_check");
            assert!(db.query_all_raw(check).await.expect("is checked").is_empty(), "from level {level}");
        }
        db.close().await.expect("closes");
        copy.remove().await;
    }
    assert!(levels >= 24);
}
