//! The database: readers and one writer on SQLite, a pool for reads and one for writes on PostgreSQL.
//!
//! SQLite takes one writer at a time; a second pool of one connection queues writers in order, and
//! `BEGIN IMMEDIATE` takes the lock before the first read, so that no transaction has to be repeated. On
//! PostgreSQL writers have connections of their own, so that heavy reading cannot keep them waiting.
//!
//! What is acknowledged is kept (docs/adr/0027): every write runs in a [`Transaction`], which is committed whole
//! or not at all, and a connection goes back to its pool only when no transaction is open on it.

mod fault;
mod postgres;
mod probe;
mod sqlite;
mod transaction;

use std::sync::Arc;

use sea_orm::{
    Database as Connector, DatabaseBackend, DatabaseConnection, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait as _,
};

pub use fault::{Fault, fault};
pub use transaction::Transaction;

use fault::WriteHealth;
use probe::Probe;

use super::statements::Statements;

/// Handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Database {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    statements: Statements,
    health: Arc<WriteHealth>,
    probe: Arc<Probe>,
}

/// How long one statement may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Someone waits for the answer.
    Serving,
    /// A migration takes the time it takes.
    Maintaining,
}

impl Database {
    /// Connects to `sqlite://path/to/file.db` or `postgres://…`; a missing SQLite file is created.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        Self::connect_with(url, Patience::Serving).await
    }

    /// Connects, with so much patience for a single statement.
    pub async fn connect_with(url: &str, patience: Patience) -> Result<Self, DbErr> {
        let statements = Statements::default();
        let (mut reader, mut writer) = if url.starts_with("sqlite:") {
            // The writer first: it makes the file.
            let writer = Connector::connect(sqlite::writer(url)).await?;
            sqlite::must_be_sound(&writer).await?;
            (Connector::connect(sqlite::readers(url, patience)).await?, writer)
        } else {
            let reader = Connector::connect(postgres::readers(url, patience)).await?;
            (reader, Connector::connect(postgres::writers(url, patience)).await?)
        };
        for connection in [&mut reader, &mut writer] {
            let statements = statements.clone();
            connection.set_metric_callback(move |info| statements.ended(info));
        }
        Ok(Self { reader, writer, statements, health: Arc::default(), probe: Arc::default() })
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
    pub async fn begin(&self) -> Result<Transaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        match self.writer.begin_with_options(options).await {
            Ok(begun) => Ok(Transaction::new(begun, Arc::clone(&self.health))),
            Err(error) => {
                self.health.note_failure(&error);
                Err(error)
            }
        }
    }

    /// Whether reads are answered and writes are kept, asked of the database itself, at most once a second.
    ///
    /// # Errors
    /// Says which of the two fails.
    pub async fn ready(&self) -> Result<(), String> {
        self.probe.ask(self).await
    }

    /// Closes every connection; for a handle that served one purpose.
    pub async fn close(self) {
        for connection in [self.reader, self.writer] {
            if let Err(error) = connection.close().await {
                tracing::debug!(%error, "a connection did not close cleanly");
            }
        }
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
    pub fn pools(&self) -> [(&'static str, u32, usize); 2] {
        [("reader", &self.reader), ("writer", &self.writer)].map(|(name, connection)| {
            if self.backend() == DatabaseBackend::Sqlite {
                let pool = connection.get_sqlite_connection_pool();
                (name, pool.size(), pool.num_idle())
            } else {
                let pool = connection.get_postgres_connection_pool();
                (name, pool.size(), pool.num_idle())
            }
        })
    }
}
