//! Why something was not done: a refusal (the router shows a page) or a problem (the user corrects a form).

use sea_orm::{DbErr, RuntimeErr};

/// A request that is turned away; the same words for everybody, so that nothing leaks.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// It does not exist, or does not exist for this person.
    #[error("not found")]
    NotFound,
    /// This person sees it and may not do this to it.
    #[error("not allowed")]
    Forbidden,
    /// This person may do it, and must first prove again who they are.
    #[error("confirm your identity first")]
    StepUpRequired,
    /// It changed meanwhile, in a way that no form can show.
    #[error("changed by somebody else meanwhile")]
    Conflict,
    /// The request itself is malformed (page size, cursor, filter).
    #[error("{0}")]
    BadInput(String),
    /// Something failed on our side; logged once where it is turned into an answer.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl From<DbErr> for Refusal {
    fn from(error: DbErr) -> Self {
        Self::Internal(anyhow::Error::new(error).context("database"))
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

/// What a command may answer instead of success.
#[derive(Debug)]
pub enum Failure<P> {
    /// Turned away.
    Refusal(Refusal),
    /// A typed problem that the user can correct.
    Problem(P),
}

impl<P, E: Into<Refusal>> From<E> for Failure<P> {
    fn from(error: E) -> Self {
        Self::Refusal(error.into())
    }
}

/// What a check answered, with what an older version of the record makes of it: whoever is refused learns no more, and
/// whoever had an older version before them is told that first.
pub fn in_version<T, P>(
    checked: Result<T, Failure<P>>,
    is_current: bool,
    stale: impl FnOnce() -> P,
) -> Result<T, Failure<P>> {
    match checked {
        Err(Failure::Refusal(refusal)) => Err(Failure::Refusal(refusal)),
        _ if !is_current => Err(Failure::Problem(stale())),
        other => other,
    }
}

/// True when `error` says that the named unique index or constraint was broken.
///
/// PostgreSQL reports the name; SQLite reports the columns, so give both.
#[must_use]
pub fn breaks_constraint(error: &DbErr, name: &str, sqlite_columns: &str) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner))) = error
    else {
        return false;
    };
    inner.as_database_error().is_some_and(|database| {
        database.constraint() == Some(name) || database.message().contains(sqlite_columns)
    })
}
