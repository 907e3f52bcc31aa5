//! The database: readers and one writer on SQLite, one pool on PostgreSQL.
//!
//! SQLite takes one writer at a time; a second pool of one connection queues writers in order, and
//! `BEGIN IMMEDIATE` takes the lock before the first read, so that no transaction has to be repeated.

use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database as Connector, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
};

use super::statements::Statements;

/// Handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Database {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    statements: Statements,
}

impl Database {
    /// Connects to `sqlite://path/to/file.db` or `postgres://…`; a missing SQLite file is created.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        let statements = Statements::default();
        let (mut reader, mut writer) = if url.starts_with("sqlite:") {
            let writer = Connector::connect(sqlite(url, 1)).await?;
            (Connector::connect(sqlite(url, 4)).await?, writer)
        } else {
            let mut options = ConnectOptions::new(url);
            options.max_connections(16).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
            let pool = Connector::connect(options).await?;
            (pool.clone(), pool)
        };
        for connection in [&mut reader, &mut writer] {
            let statements = statements.clone();
            connection.set_metric_callback(move |info| statements.ended(info));
        }
        Ok(Self { reader, writer, statements })
    }

    /// The connection for reads outside a transaction.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// The connection for single writes outside a transaction, and for migrations.
    #[must_use]
    pub fn write(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Begins a transaction that may write; dropped without commit, it is rolled back.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.writer
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> DatabaseBackend {
        self.reader.get_database_backend()
    }

    /// Number of SQL statements run so far through this handle and its clones.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.count()
    }

    /// The statements run so far through this handle and its clones.
    #[must_use]
    pub fn watched(&self) -> &Statements {
        &self.statements
    }

    /// The pools by name, each with its open connections and how many of them nobody uses at the moment.
    #[must_use]
    pub fn pools(&self) -> Vec<(&'static str, u32, usize)> {
        match self.backend() {
            DatabaseBackend::Sqlite => {
                let (reader, writer) =
                    (self.reader.get_sqlite_connection_pool(), self.writer.get_sqlite_connection_pool());
                vec![
                    ("reader", reader.size(), reader.num_idle()),
                    ("writer", writer.size(), writer.num_idle()),
                ]
            }
            _ => {
                let pool = self.reader.get_postgres_connection_pool();
                vec![("all", pool.size(), pool.num_idle())]
            }
        }
    }
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Normal)
                .busy_timeout(Duration::from_secs(10))
                .row_buffer_size(1024)
        });
    options
}
