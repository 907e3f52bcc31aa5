//! Numbers for Prometheus. One registry for each application, so that two in one process do not mix.
//!
//! Every label has few values: operations are those of the web app's documents, routes and deeds those of the code.
//! Times are handed over in seconds as fractions, as Prometheus wants them; nothing here is a point.

use std::collections::HashSet;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{
    DescriptorEncoder, EncodeLabelSet, EncodeMetric as _, NoLabelSet, prometheus_text,
};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::shared::database::Database;
use crate::shared::operation::{Note, Operation};
use crate::shared::statements::BOUNDS;

/// Media type of the text format.
pub const CONTENT_TYPE: &str = prometheus_text::CONTENT_TYPE;

/// The operations of the web app, one a line; `cargo xtask schema` writes them.
const OPERATIONS: &str = include_str!("operations.txt");

/// What every other operation is called: names come from clients, and must not make series without end.
const OTHER: &str = "other";

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| OPERATIONS.lines().collect());

/// Classes of duration, in seconds.
const SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Named {
    operation: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    operation: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Code {
    code: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Deed {
    deed: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Job {
    job: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobEnded {
    job: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PoolState {
    pool: &'static str,
    state: &'static str,
}

type Times<L> = Family<L, Histogram, fn() -> Histogram>;

fn times<L: Clone + Eq + std::hash::Hash>() -> Times<L> {
    Family::new_with_constructor(|| Histogram::new(SECONDS))
}

/// The numbers of one application; cheap to clone, shared by all clones.
#[derive(Clone)]
pub struct Metrics(Arc<Numbers>);

struct Numbers {
    registry: Registry,
    requests: Family<Request, Counter>,
    request_times: Times<Route>,
    operations: Family<Ended, Counter>,
    operation_times: Times<Named>,
    errors: Family<Code, Counter>,
    deeds: Family<Deed, Counter>,
    sign_ins: Family<Outcome, Counter>,
    jobs: Family<JobEnded, Counter>,
    job_times: Times<Job>,
    uploaded: Counter,
    connections: Gauge,
    closed: Family<Reason, Counter>,
}

impl Metrics {
    /// Numbers that all stand at nothing, and the state of this database.
    #[must_use]
    pub fn of(db: &Database) -> Self {
        let mut numbers = Numbers {
            registry: Registry::with_prefix("thidua"),
            requests: Family::default(),
            request_times: times(),
            operations: Family::default(),
            operation_times: times(),
            errors: Family::default(),
            deeds: Family::default(),
            sign_ins: Family::default(),
            jobs: Family::default(),
            job_times: times(),
            uploaded: Counter::default(),
            connections: Gauge::default(),
            closed: Family::default(),
        };
        numbers.register(db);
        Self(Arc::new(numbers))
    }

    /// All numbers in Prometheus' text format.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        if let Err(error) = prometheus_text::encode(&mut text, &self.0.registry) {
            tracing::error!(%error, "metrics cannot be written");
        }
        text
    }

    /// A request was answered.
    pub fn answered(&self, route: &'static str, status: u16, elapsed: Duration, operation: &Operation) {
        let numbers = &*self.0;
        numbers.requests.get_or_create(&Request { route, status }).inc();
        numbers.request_times.get_or_create(&Route { route }).observe(elapsed.as_secs_f64());
        let mut outcome = "ok";
        for (note, what, count) in operation.notes() {
            match note {
                Note::Error => {
                    outcome = "error";
                    numbers.errors.get_or_create(&Code { code: what }).inc_by(count);
                }
                Note::Deed => {
                    numbers.deeds.get_or_create(&Deed { deed: what }).inc_by(count);
                }
                Note::SignIn => {
                    numbers.sign_ins.get_or_create(&Outcome { outcome: what }).inc_by(count);
                }
            }
        }
        if let Some((name, took)) = operation.name().zip(operation.took()) {
            let operation = KNOWN.get(name).copied().unwrap_or(OTHER);
            numbers.operations.get_or_create(&Ended { operation, outcome }).inc();
            numbers.operation_times.get_or_create(&Named { operation }).observe(took.as_secs_f64());
        }
    }

    /// Does a job that nobody waits for at a screen, and counts how it ended and how long it took.
    pub async fn job<T, E>(
        &self,
        job: &'static str,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let started = Instant::now();
        let result = work.await;
        let outcome = if result.is_ok() { "ok" } else { "failed" };
        self.0.jobs.get_or_create(&JobEnded { job, outcome }).inc();
        self.0.job_times.get_or_create(&Job { job }).observe(started.elapsed().as_secs_f64());
        result
    }

    /// A file of so many bytes was taken in.
    pub fn uploaded(&self, bytes: i64) {
        self.0.uploaded.inc_by(u64::try_from(bytes).unwrap_or_default());
    }

    /// A connection was opened.
    pub fn connected(&self) {
        self.0.connections.inc();
    }

    /// A connection was not taken.
    pub fn turned_away(&self, reason: &'static str) {
        self.0.closed.get_or_create(&Reason { reason }).inc();
    }

    /// A connection ended; with a reason where it was the server that ended it.
    pub fn disconnected(&self, reason: Option<&'static str>) {
        self.0.connections.dec();
        if let Some(reason) = reason {
            self.0.closed.get_or_create(&Reason { reason }).inc();
        }
    }
}

impl Numbers {
    fn register(&mut self, db: &Database) {
        let registry = &mut self.registry;
        registry.register("http_requests", "Requests by route and status", self.requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "Time until the head of the answer",
            self.request_times.clone(),
        );
        registry.register(
            "graphql_operations",
            "GraphQL operations by name; those that are not the web app's are called other",
            self.operations.clone(),
        );
        registry.register(
            "graphql_operation_duration_seconds",
            "Time that GraphQL operations took",
            self.operation_times.clone(),
        );
        registry.register("graphql_errors", "Errors in answers by code", self.errors.clone());
        registry.register("deeds", "Deeds that entered the audit trail", self.deeds.clone());
        registry.register("sign_ins", "Attempts to sign in, accepted or refused", self.sign_ins.clone());
        registry.register("job_runs", "Background work by its end", self.jobs.clone());
        registry.register("job_duration_seconds", "Time that background work took", self.job_times.clone());
        registry.register("uploaded_bytes", "Bytes of files taken in", self.uploaded.clone());
        registry.register("connections_open", "Open connections", self.connections.clone());
        registry.register(
            "connections_closed",
            "Connections that the server ended, by reason",
            self.closed.clone(),
        );
        registry.register_collector(Box::new(DatabaseNumbers(db.clone())));
    }
}

/// What the database handle knows of itself, read when the numbers are asked for.
struct DatabaseNumbers(Database);

impl fmt::Debug for DatabaseNumbers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DatabaseNumbers")
    }
}

impl Collector for DatabaseNumbers {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let tally = self.0.watched().tally();
        let counters = [
            ("database_statements", "SQL statements", tally.ran),
            ("database_failures", "SQL statements that failed", tally.failed),
        ];
        for (name, help, value) in counters {
            let counter = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(name, help, None, MetricType::Counter)?)?;
        }
        let above = (f64::INFINITY, tally.classes[BOUNDS.len()]);
        let classes: Vec<(f64, u64)> = BOUNDS
            .iter()
            .zip(tally.classes)
            .map(|(bound, count)| (Duration::from_micros(*bound).as_secs_f64(), count))
            .chain([above])
            .collect();
        encoder
            .encode_descriptor(
                "database_statement_duration_seconds",
                "Time that SQL statements took",
                None,
                MetricType::Histogram,
            )?
            .encode_histogram::<NoLabelSet>(
                Duration::from_micros(tally.micros).as_secs_f64(),
                classes.iter().map(|(_, count)| count).sum(),
                &classes,
                None,
            )?;
        let mut pools = encoder.encode_descriptor(
            "database_connections",
            "Connections to the database, in use or idle",
            None,
            MetricType::Gauge,
        )?;
        for (pool, open, idle) in self.0.pools() {
            let idle = i64::try_from(idle).unwrap_or(i64::MAX);
            for (state, count) in [("idle", idle), ("in_use", i64::from(open) - idle)] {
                let labels = PoolState { pool, state };
                ConstGauge::new(count.max(0)).encode(pools.encode_family(&labels)?)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::operation;

    async fn numbers() -> Metrics {
        Metrics::of(&Database::connect("sqlite::memory:").await.expect("opens"))
    }

    #[tokio::test]
    async fn names_of_clients_make_no_series() {
        let metrics = numbers().await;
        let known = OPERATIONS.lines().next().expect("the web app has operations");
        for name in [known, "a1", "a2", "a3"] {
            let operation = Operation::of_request("r");
            Arc::clone(&operation).during(async { operation::named(name) }).await;
            metrics.answered("/graphql", 200, Duration::from_millis(7), &operation);
        }
        let text = metrics.text();
        let expected = format!("thidua_graphql_operations_total{{operation=\"{known}\",outcome=\"ok\"}} 1");
        assert!(text.contains(&expected), "{text}");
        assert!(
            text.contains("thidua_graphql_operations_total{operation=\"other\",outcome=\"ok\"} 3"),
            "{text}"
        );
        assert!(!text.contains("a1"), "{text}");
        assert!(text.contains("thidua_http_requests_total{route=\"/graphql\",status=\"200\"} 4"), "{text}");
    }

    #[tokio::test]
    async fn the_database_tells_of_its_statements_and_connections() {
        use sea_orm::ConnectionTrait as _;

        let db = Database::connect("sqlite::memory:").await.expect("opens");
        let metrics = Metrics::of(&db);
        let statement = sea_orm::Statement::from_string(db.backend(), "SELECT 1");
        db.read().query_one_raw(statement).await.expect("answers");
        let text = metrics.text();
        assert!(text.contains("thidua_database_statements_total 1"), "{text}");
        assert!(text.contains("thidua_database_statement_duration_seconds_count 1"), "{text}");
        assert!(text.contains("le=\"+Inf\"} 1"), "{text}");
        assert!(text.contains("thidua_database_connections{pool=\"writer\",state=\"in_use\"} 0"), "{text}");
    }

    #[tokio::test]
    async fn a_job_is_counted_by_its_end() {
        let metrics = numbers().await;
        let _: Result<(), ()> = metrics.job("sweep", async { Ok(()) }).await;
        let _: Result<(), ()> = metrics.job("sweep", async { Err(()) }).await;
        let text = metrics.text();
        assert!(text.contains("thidua_job_runs_total{job=\"sweep\",outcome=\"failed\"} 1"), "{text}");
        assert!(text.contains("thidua_job_duration_seconds_count{job=\"sweep\"} 2"), "{text}");
    }
}
