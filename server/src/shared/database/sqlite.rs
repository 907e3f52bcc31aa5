//! Connections to SQLite: their settings, and what must hold of one before another request uses it.

use std::time::{Duration, Instant};

use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{Connection as _, Error, Executor as _};
use sea_orm::{ConnectOptions, ConnectionTrait as _, DatabaseBackend, DatabaseConnection, DbErr, Statement};

use super::Patience;

/// Connections for reads.
const READERS: u32 = 4;
/// Longest wait for the lock that another process holds.
const BUSY: Duration = Duration::from_secs(10);
/// Longest wait for one's turn as the writer.
const TURN: Duration = Duration::from_secs(10);
/// Longest wait for a connection that reads.
const READER: Duration = Duration::from_secs(5);
/// Longest time of one statement that reads.
const STATEMENT: Duration = Duration::from_secs(30);
/// Steps of SQLite's machine between two looks at the clock; about a millisecond.
const STEPS: i32 = 20_000;
/// The oldest library: before it, two connections that start a checkpoint at once could corrupt a database in WAL mode.
const SOUND_SINCE: i64 = 3_051_003;

/// The one connection that writes. `synchronous=FULL` makes a commit wait until the disk has it, so that what was
/// acknowledged outlives a power cut.
pub fn writer(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .min_connections(1)
        .acquire_timeout(TURN)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| settings(sqlite).synchronous(SqliteSynchronous::Full))
        .map_sqlx_sqlite_pool_opts(|pool: SqlitePoolOptions| {
            pool.test_before_acquire(false)
                .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
                .after_release(|connection, _| Box::pin(is_free(connection)))
        });
    options
}

/// Connections that read.
pub fn readers(url: &str, patience: Patience) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(READERS)
        .min_connections(1)
        .acquire_timeout(READER)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| settings(sqlite).synchronous(SqliteSynchronous::Normal))
        .map_sqlx_sqlite_pool_opts(move |pool: SqlitePoolOptions| {
            let pool = pool.test_before_acquire(false);
            match patience {
                Patience::Maintaining => pool,
                Patience::Serving => pool
                    .after_connect(|connection, _| Box::pin(end_long_statements(connection)))
                    .before_acquire(|connection, _| {
                        Box::pin(async { end_long_statements(connection).await.map(|()| true) })
                    }),
            }
        });
    options
}

fn settings(sqlite: SqliteConnectOptions) -> SqliteConnectOptions {
    sqlite
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(BUSY)
        .row_buffer_size(1024)
}

/// Whether a connection that comes back has no transaction open, neither in the driver's books nor in SQLite's own.
/// One that has is closed, which rolls it back.
///
/// After a full disk, an I/O error or an interrupt SQLite rolls back by itself; the driver's own `ROLLBACK` then fails
/// and its books stay one too high, so that every later transaction would be a savepoint inside one that nobody
/// commits. `BEGIN` is how SQLite itself is asked: it fails inside a transaction, and takes no lock outside.
async fn is_free(connection: &mut SqliteConnection) -> Result<bool, Error> {
    let is_free = connection.execute("BEGIN").await.is_ok()
        && connection.execute("ROLLBACK").await.is_ok()
        && !connection.is_in_transaction();
    if !is_free {
        tracing::warn!("a connection came back inside a transaction and is closed");
    }
    Ok(is_free)
}

/// Ends whatever runs on the connection longer than a statement may, counted from now: abandoned by its request,
/// a long statement would go on to hold one of few connections.
async fn end_long_statements(connection: &mut SqliteConnection) -> Result<(), Error> {
    let until = Instant::now() + STATEMENT;
    connection.lock_handle().await?.set_progress_handler(STEPS, move || Instant::now() < until);
    Ok(())
}

/// Refuses a library with a known way to corrupt databases.
pub async fn must_be_sound(db: &DatabaseConnection) -> Result<(), DbErr> {
    let asked = Statement::from_string(DatabaseBackend::Sqlite, "SELECT sqlite_version() AS version");
    let version: String = match db.query_one_raw(asked).await? {
        Some(row) => row.try_get("", "version")?,
        None => return Err(DbErr::Custom("SQLite tells no version".into())),
    };
    if number(&version) < SOUND_SINCE {
        return Err(DbErr::Custom(format!(
            "SQLite {version} can corrupt databases in WAL mode: 3.51.3 or newer is needed"
        )));
    }
    Ok(())
}

/// A version as SQLite numbers it: 3.51.3 is 3 051 003.
fn number(version: &str) -> i64 {
    version.split('.').take(3).fold(0, |number, part| number * 1000 + part.parse::<i64>().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(number("3.51.3"), SOUND_SINCE);
        assert!(number("3.9.2") < number("3.51.2") && number("3.51.2") < SOUND_SINCE);
    }
}
