//! What the present request does, gathered while it runs: its operation's name, its SQL statements, what it refused and
//! what was done. The HTTP layer begins it and reads it at the end, for metrics and the slow log; nobody in between
//! passes anything on.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// Most characters of a name that a client sent.
const LONGEST_NAME: usize = 80;

/// Most different notes of one request; further ones are dropped.
const MOST_NOTES: usize = 64;

tokio::task_local! {
    static CURRENT: Arc<Operation>;
}

/// What is noted of a request beside its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// An error by its code.
    Error,
    /// A deed that entered the audit trail, by its name.
    Deed,
    /// An attempt to sign in, `accepted` or `refused`.
    SignIn,
}

/// One request under way.
#[derive(Debug, Default)]
pub struct Operation {
    request_id: String,
    name: OnceLock<(String, Instant)>,
    statements: AtomicU64,
    database_micros: AtomicU64,
    notes: Mutex<BTreeMap<(Note, String), u64>>,
}

impl Operation {
    /// An operation that nothing is known of yet.
    #[must_use]
    pub fn of_request(request_id: &str) -> Arc<Self> {
        Arc::new(Self { request_id: request_id.to_owned(), ..Self::default() })
    }

    /// Does work as part of this operation.
    pub async fn during<T>(self: Arc<Self>, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }

    /// Its name, once GraphQL has found one; cut, as it comes from the client.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.get().map(|(name, _)| name.as_str())
    }

    /// The time since it was found: the client's time to send its request is not in it.
    #[must_use]
    pub fn took(&self) -> Option<Duration> {
        self.name.get().map(|(_, since)| since.elapsed())
    }

    /// Id of the request.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// SQL statements so far, and the time they took.
    #[must_use]
    pub fn database(&self) -> (u64, Duration) {
        let micros = self.database_micros.load(Ordering::Relaxed);
        (self.statements.load(Ordering::Relaxed), Duration::from_micros(micros))
    }

    /// Everything noted, with how often.
    #[must_use]
    pub fn notes(&self) -> Vec<(Note, String, u64)> {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.iter().map(|((note, what), count)| (*note, what.clone(), *count)).collect()
    }
}

/// The present request's operation is called so; the first name stays.
pub fn named(name: &str) {
    with(|operation| {
        operation.name.get_or_init(|| (name.chars().take(LONGEST_NAME).collect(), Instant::now()));
    });
}

/// Something to be counted happened in the present request.
pub fn note(note: Note, what: &str) {
    with(|operation| {
        let mut notes = operation.notes.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (note, what.to_owned());
        if notes.len() < MOST_NOTES || notes.contains_key(&key) {
            *notes.entry(key).or_default() += 1;
        }
    });
}

/// An SQL statement of the present request ended.
pub(super) fn statement(elapsed: Duration) {
    with(|operation| {
        operation.statements.fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        operation.database_micros.fetch_add(micros, Ordering::Relaxed);
    });
}

/// The present request; nothing outside of requests.
#[must_use]
pub fn current() -> Option<Arc<Operation>> {
    CURRENT.try_with(Arc::clone).ok()
}

fn with(work: impl FnOnce(&Operation)) {
    // What the server or the command line does by itself belongs to no request.
    let _ = CURRENT.try_with(|operation| work(operation));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_request_gathers_what_happens_in_it_and_nothing_else() {
        note(Note::Deed, "of nobody");
        let operation = Operation::of_request("r1");
        let work = async {
            named(&"n".repeat(200));
            named("again");
            note(Note::Error, "FORBIDDEN");
            note(Note::Error, "FORBIDDEN");
            statement(Duration::from_millis(2));
            statement(Duration::from_millis(3));
            current().map(|current| current.request_id().to_owned())
        };
        assert_eq!(Arc::clone(&operation).during(work).await.as_deref(), Some("r1"));
        assert_eq!(operation.name().map(str::len), Some(LONGEST_NAME));
        assert_eq!(operation.notes(), [(Note::Error, "FORBIDDEN".to_owned(), 2)]);
        assert_eq!(operation.database(), (2, Duration::from_millis(5)));
        assert!(current().is_none());
    }

    #[tokio::test]
    async fn notes_are_bounded() {
        let operation = Operation::of_request("r1");
        let work = async { (0..1000).for_each(|number| note(Note::Error, &number.to_string())) };
        Arc::clone(&operation).during(work).await;
        assert_eq!(operation.notes().len(), MOST_NOTES);
    }
}
