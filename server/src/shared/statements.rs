//! The SQL statements of a database handle: how many, how long, and the slow ones by name in the log, with the
//! operation they belong to and never with their values.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::metric::Info;

use super::operation;

/// Upper bounds of the classes of duration, in microseconds; whatever takes longer is in a class of its own.
pub const BOUNDS: [u64; 10] =
    [500, 1_000, 2_500, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000];

/// Most characters of a statement in the log.
const LONGEST_IN_LOG: usize = 600;

/// Counts statements; cheap to clone, shared by all clones.
#[derive(Clone, Debug, Default)]
pub struct Statements(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    ran: AtomicU64,
    failed: AtomicU64,
    micros: AtomicU64,
    classes: [AtomicU64; BOUNDS.len() + 1],
    /// Milliseconds from which on a statement is slow; 0 until somebody says.
    slow_ms: AtomicU64,
}

/// The statements so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub ran: u64,
    /// Those that failed.
    pub failed: u64,
    /// The time they took together, in microseconds.
    pub micros: u64,
    /// How many fell into each class of [`BOUNDS`], and above.
    pub classes: [u64; BOUNDS.len() + 1],
}

impl Statements {
    /// From now on statements that take so long are written to the log.
    pub fn log_from(&self, slow: Duration) {
        let slow = u64::try_from(slow.as_millis()).unwrap_or(u64::MAX);
        self.0.slow_ms.store(slow, Ordering::Relaxed);
    }

    /// A statement ended.
    pub fn ended(&self, info: &Info<'_>) {
        let counts = &*self.0;
        let micros = u64::try_from(info.elapsed.as_micros()).unwrap_or(u64::MAX);
        counts.ran.fetch_add(1, Ordering::Relaxed);
        counts.failed.fetch_add(u64::from(info.failed), Ordering::Relaxed);
        counts.micros.fetch_add(micros, Ordering::Relaxed);
        let class = BOUNDS.iter().position(|bound| micros <= *bound).unwrap_or(BOUNDS.len());
        counts.classes[class].fetch_add(1, Ordering::Relaxed);
        operation::statement(info.elapsed);
        let slow_ms = counts.slow_ms.load(Ordering::Relaxed);
        if slow_ms > 0 && micros / 1000 >= slow_ms {
            let operation = operation::current();
            tracing::warn!(
                operation = operation.as_deref().and_then(operation::Operation::name),
                request.id = operation.as_deref().map(operation::Operation::request_id),
                elapsed_ms = micros / 1000,
                sql = info.statement.sql.chars().take(LONGEST_IN_LOG).collect::<String>(),
                "slow statement"
            );
        }
    }

    /// Number of statements so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.ran.load(Ordering::Relaxed)
    }

    /// All counts so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Tally {
            ran: read(&self.0.ran),
            failed: read(&self.0.failed),
            micros: read(&self.0.micros),
            classes: std::array::from_fn(|class| read(&self.0.classes[class])),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::Mutex;

    use sea_orm::{DbBackend, Statement};
    use tracing_subscriber::fmt::MakeWriter;

    use super::*;
    use crate::shared::operation::Operation;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("not poisoned").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Lines {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    #[tokio::test]
    async fn a_slow_statement_is_logged_with_its_operation_and_without_its_values() {
        let lines = Lines::default();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(lines.clone()).finish();
        let guard = tracing::subscriber::set_default(subscriber);
        let statements = Statements::default();
        let statement = Statement::from_sql_and_values(
            DbBackend::Sqlite,
            "SELECT name FROM account WHERE login = ?",
            ["bí-mật".into()],
        );
        let ended = |millis| {
            let elapsed = Duration::from_millis(millis);
            statements.ended(&Info { elapsed, statement: &statement, failed: false });
        };
        ended(60_000);
        statements.log_from(Duration::from_secs(1));
        let work = async {
            operation::named("ViewerWork");
            ended(999);
            ended(1_000);
        };
        Operation::of_request("r-17").during(work).await;
        drop(guard);
        let text = String::from_utf8(lines.0.lock().expect("not poisoned").clone()).expect("UTF-8");
        assert_eq!(text.lines().count(), 1, "{text}");
        for part in ["slow statement", "ViewerWork", "r-17", "elapsed_ms=1000", "WHERE login = ?"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("bí-mật"), "{text}");
    }

    #[test]
    fn statements_are_counted_by_how_long_they_took() {
        let statements = Statements::default();
        let statement = Statement::from_string(DbBackend::Sqlite, "SELECT 1");
        for (millis, failed) in [(0, false), (3, true), (9_000, false)] {
            let elapsed = Duration::from_millis(millis);
            statements.clone().ended(&Info { elapsed, statement: &statement, failed });
        }
        let tally = statements.tally();
        assert_eq!((tally.ran, tally.failed, tally.micros), (3, 1, 9_003_000));
        assert_eq!((tally.classes[0], tally.classes[3], tally.classes[BOUNDS.len()]), (1, 1, 1));
    }
}
