//! Why something was not done: a refusal (the router shows a page) or a problem (the user corrects a form).

use std::sync::Arc;

use sea_orm::{DbErr, RuntimeErr};
use tower_sessions::{session, session_store};

use super::database::{Fault, fault};
use super::words::Words;

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
    /// The request itself is malformed, passes a limit or does not fit together (page size, cursor, filter); it is
    /// told in both languages, whoever reads it.
    #[error("{}", .0.en)]
    BadArgument(Words),
    /// The database is away, full or held up: the same request may be sent again. What failed is logged where it
    /// is turned into an answer.
    #[error("the service is not available at the moment, try again")]
    Unavailable(#[source] Arc<anyhow::Error>),
    /// Something failed on our side; logged once where it is turned into an answer.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

/// After how many seconds a client may try again when the service was not available.
pub const RETRY_AFTER_SECONDS: u32 = 2;

impl From<DbErr> for Refusal {
    fn from(error: DbErr) -> Self {
        anyhow::Error::new(error).context("database").into()
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast_ref::<DbErr>().and_then(fault) {
            Some(Fault::Away | Fault::Unwritable | Fault::Busy | Fault::TooLong) => {
                Self::Unavailable(Arc::new(error))
            }
            None => Self::Internal(error),
        }
    }
}

/// A failure of the session store. What its table answers breaks no rule of ours, so a failure there is one of the
/// database.
impl From<session::Error> for Refusal {
    fn from(error: session::Error) -> Self {
        let is_of_the_database = matches!(error, session::Error::Store(session_store::Error::Backend(_)));
        let error = anyhow::Error::new(error).context("session");
        if is_of_the_database { Self::Unavailable(Arc::new(error)) } else { Self::Internal(error) }
    }
}

impl Refusal {
    /// An argument that cannot be used, in both languages.
    #[must_use]
    pub fn bad(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::BadArgument(Words::new(vi, en))
    }

    /// No account has this name for signing in.
    #[must_use]
    pub fn no_account(login: &str) -> Self {
        Self::bad(format!("không có tài khoản {login:?}"), format!("there is no account {login:?}"))
    }

    /// What failed on our side, for the log; `None` when the request was turned away.
    #[must_use]
    pub fn cause(&self) -> Option<String> {
        match self {
            Self::Internal(error) => Some(format!("{error:#}")),
            Self::Unavailable(error) => Some(format!("{error:#}")),
            _ => None,
        }
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
