//! What went wrong in the database, as far as it decides what the client is told: a broken statement is our
//! fault, a database that is away, full or locked is a state that passes.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::sqlx::Error as SqlxError;
use sea_orm::{DbErr, RuntimeErr};

/// A failure that passes by itself or by the hand of whoever runs the server: the request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No connection can be had, or the one at hand broke.
    Away,
    /// The database takes no writes: full, read-only, or its files fail.
    Unwritable,
    /// Others hold what is needed for too long.
    Busy,
    /// The statement took longer than any may.
    TooLong,
}

/// Primary result codes of SQLite, <https://www.sqlite.org/rescode.html>.
mod sqlite {
    pub const BUSY: u32 = 5;
    pub const LOCKED: u32 = 6;
    pub const NOMEM: u32 = 7;
    pub const READONLY: u32 = 8;
    pub const INTERRUPT: u32 = 9;
    pub const IOERR: u32 = 10;
    pub const CORRUPT: u32 = 11;
    pub const FULL: u32 = 13;
    pub const CANTOPEN: u32 = 14;
    pub const NOTADB: u32 = 26;
}

/// The fault behind an error; `None` for a statement that is wrong, or that breaks a rule of the schema.
#[must_use]
pub fn fault(error: &DbErr) -> Option<Fault> {
    match error {
        DbErr::ConnectionAcquire(_) => Some(Fault::Away),
        DbErr::Conn(RuntimeErr::SqlxError(inner)) => fault_of_driver(inner).or(Some(Fault::Away)),
        DbErr::Conn(_) => Some(Fault::Away),
        DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner)) => {
            fault_of_driver(inner)
        }
        _ => None,
    }
}

fn fault_of_driver(error: &SqlxError) -> Option<Fault> {
    match error {
        SqlxError::Io(_)
        | SqlxError::Tls(_)
        | SqlxError::Protocol(_)
        | SqlxError::PoolTimedOut
        | SqlxError::PoolClosed
        | SqlxError::WorkerCrashed
        | SqlxError::BeginFailed => Some(Fault::Away),
        SqlxError::Database(inner) => {
            let code = inner.code().unwrap_or(Cow::Borrowed(""));
            if inner.try_downcast_ref::<sea_orm::sqlx::sqlite::SqliteError>().is_some() {
                fault_of_sqlite(&code)
            } else {
                fault_of_postgres(&code)
            }
        }
        _ => None,
    }
}

/// SQLite's extended codes carry the primary one in their lowest byte.
fn fault_of_sqlite(code: &str) -> Option<Fault> {
    match code.parse::<u32>().ok()? & 0xff {
        sqlite::FULL | sqlite::IOERR | sqlite::READONLY | sqlite::NOMEM => Some(Fault::Unwritable),
        sqlite::BUSY | sqlite::LOCKED => Some(Fault::Busy),
        sqlite::CANTOPEN | sqlite::CORRUPT | sqlite::NOTADB => Some(Fault::Away),
        sqlite::INTERRUPT => Some(Fault::TooLong),
        _ => None,
    }
}

/// By class and code of the SQLSTATE, PostgreSQL appendix A.
fn fault_of_postgres(state: &str) -> Option<Fault> {
    match state {
        // Read-only transaction; disk full; out of memory; I/O error.
        "25006" | "53100" | "53200" | "58030" => Some(Fault::Unwritable),
        // Lock not available; deadlock; serialisation failure.
        "55P03" | "40P01" | "40001" => Some(Fault::Busy),
        // Query cancelled, which here the statement's time-out does.
        "57014" => Some(Fault::TooLong),
        _ if state.starts_with("08") || state.starts_with("53") || state.starts_with("57P") => {
            Some(Fault::Away)
        }
        // Idle transaction ended by the server.
        "25P03" | "25P04" => Some(Fault::Away),
        _ => None,
    }
}

/// Whether the last write was kept.
#[derive(Debug, Default)]
pub struct WriteHealth {
    fails: AtomicBool,
}

impl WriteHealth {
    /// A transaction was committed.
    pub fn note_success(&self) {
        if self.fails.swap(false, Ordering::Relaxed) {
            tracing::info!("the database takes writes again");
        }
    }

    /// A statement or a commit failed; only faults say something about the database.
    pub fn note_failure(&self, error: &DbErr) {
        let fails = matches!(fault(error), Some(Fault::Away | Fault::Unwritable));
        if fails && !self.fails.swap(true, Ordering::Relaxed) {
            tracing::error!(%error, "the database takes no writes");
        }
    }

    /// Whether the last write failed for a reason that concerns all writes.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.fails.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_by_their_primary_part_and_their_class() {
        assert_eq!(fault_of_sqlite("13"), Some(Fault::Unwritable));
        assert_eq!(fault_of_sqlite("778"), Some(Fault::Unwritable), "SQLITE_IOERR_WRITE");
        assert_eq!(fault_of_sqlite("517"), Some(Fault::Busy), "SQLITE_BUSY_SNAPSHOT");
        assert_eq!(fault_of_sqlite("2067"), None, "a unique index is a rule, not a fault");
        assert_eq!(fault_of_postgres("57P01"), Some(Fault::Away));
        assert_eq!(fault_of_postgres("08006"), Some(Fault::Away));
        assert_eq!(fault_of_postgres("53100"), Some(Fault::Unwritable));
        assert_eq!(fault_of_postgres("57014"), Some(Fault::TooLong));
        assert_eq!(fault_of_postgres("23505"), None);
    }

    #[test]
    fn only_a_fault_of_the_database_counts_against_it() {
        let health = WriteHealth::default();
        health.note_failure(&DbErr::Custom("a rule said no".into()));
        assert!(!health.fails());
        health.note_failure(&DbErr::Conn(RuntimeErr::Internal("gone".into())));
        assert!(health.fails());
        health.note_success();
        assert!(!health.fails());
    }
}
