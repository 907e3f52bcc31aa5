//! A transaction that is committed whole or not at all.
//!
//! After a failed statement PostgreSQL answers `COMMIT` with a silent rollback, and SQLite may have rolled back by
//! itself, so that every later statement would be kept alone. Therefore the first failure, and a statement that was
//! abandoned while it ran, spoil the transaction: nothing more runs in it, and it cannot be committed.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, ExecResult, QueryResult, Statement,
};

use super::fault::WriteHealth;

/// A transaction that may write; dropped without commit, it is rolled back.
pub struct Transaction {
    inner: DatabaseTransaction,
    is_spoilt: AtomicBool,
    health: Arc<WriteHealth>,
}

/// Spoils the transaction when the statement under way is abandoned.
struct UnderWay<'a> {
    is_spoilt: &'a AtomicBool,
    is_over: bool,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.is_spoilt.store(true, Ordering::Release);
        }
    }
}

impl Transaction {
    pub(super) fn new(inner: DatabaseTransaction, health: Arc<WriteHealth>) -> Self {
        Self { inner, is_spoilt: AtomicBool::new(false), health }
    }

    /// Keeps everything that was written.
    ///
    /// # Errors
    /// When a statement of the transaction failed or was abandoned before, or when the database does not keep it;
    /// then nothing is kept.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.must_be_whole()?;
        match self.inner.commit().await {
            Ok(()) => {
                self.health.note_success();
                Ok(())
            }
            Err(error) => {
                self.health.note_failure(&error);
                Err(error)
            }
        }
    }

    fn must_be_whole(&self) -> Result<(), DbErr> {
        if self.is_spoilt.load(Ordering::Acquire) {
            return Err(DbErr::Custom("the transaction failed before and can only be rolled back".into()));
        }
        Ok(())
    }

    async fn run<T>(&self, statement: impl Future<Output = Result<T, DbErr>> + Send) -> Result<T, DbErr> {
        self.must_be_whole()?;
        let mut under_way = UnderWay { is_spoilt: &self.is_spoilt, is_over: false };
        let answer = statement.await;
        under_way.is_over = answer.is_ok();
        if let Err(error) = &answer {
            self.health.note_failure(error);
        }
        answer
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.run(self.inner.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.run(self.inner.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.run(self.inner.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.run(self.inner.query_all_raw(statement)).await
    }
}
