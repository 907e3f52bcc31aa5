//! What is acknowledged is kept, whatever fails in between: full disks, read-only databases, locks that others hold,
//! requests that go away at any moment, a database that is away. Every acknowledged write is read through an
//! application of its own, with connections of its own, before the next is made.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Method, Request, StatusCode, header};
use sea_orm::{ConnectionTrait as _, DatabaseBackend, Statement};
use serde_json::{Value, json};
use thidua::audit;
use thidua::shared::database::{Database, fault};

use crate::support::scenario::{self, World};
use crate::support::switchboard::{Line, Switchboard};
use crate::support::{Answer, Client, TestApp, TestDatabase};

/// A focal officer who saves one line again and again, and somebody who looks at the result from outside.
struct Desk {
    world: World,
    officer: Client,
    outside: Client,
    line: String,
    version: i64,
    count: i64,
}

impl Desk {
    async fn open() -> Self {
        let world = scenario::published().await;
        let mut officer = world.app.signed_in("cb-x1").await;
        let url = world.app.app.config.database_url.clone();
        let outside = world.app.restarted_on(&url).await.signed_in("cb-x1").await;
        let found = officer
            .query(
                "query($id: ID!) { submission(id: $id) { lines { id version criterion { code } } } }",
                json!({"id": world.sheets["X1"]}),
            )
            .await
            .data();
        let lines = found["submission"]["lines"].as_array().expect("lines");
        let line = lines.iter().find(|line| line["criterion"]["code"] == "A4").expect("A4 is in the sheet");
        let (line, version) = (scenario::text(&line["id"]), line["version"].as_i64().expect("a version"));
        Self { world, officer, outside, line, version, count: 0 }
    }

    fn app(&self) -> &TestApp {
        &self.world.app
    }

    fn is_sqlite(&self) -> bool {
        self.app().app.db.backend() == DatabaseBackend::Sqlite
    }

    /// Asks the connection that writes.
    async fn writer(&self, sql: &str) {
        self.app().app.db.write().execute_unprepared(sql).await.expect("the statement runs");
    }

    /// Lets the administrator of PostgreSQL say whether the database may be written to, and end all its connections.
    async fn set_writable(&self, is_writable: bool) {
        let (server, name) = self.app().app.config.database_url.rsplit_once('/').expect("a name");
        let administrator = Database::connect(&format!("{server}/postgres")).await.expect("connects");
        let setting = if is_writable { "off" } else { "on" };
        let setting = format!("ALTER DATABASE {name} SET default_transaction_read_only = {setting}");
        let end =
            format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
        for statement in [setting, end] {
            administrator.write().execute_unprepared(&statement).await.expect("the statement runs");
        }
    }

    async fn save_as(&mut self, version: i64, count: i64) -> Answer {
        let query = "mutation($input: SaveScoreLineInput!) { saveScoreLine(input: $input) { \
            ... on ScoreLine { version } ... on SubmissionProblem { code } } }";
        let input = json!({"lineId": self.line, "version": version, "facts": {"count": count}});
        self.officer.query(query, json!({"input": input})).await
    }

    /// A save that is refused for a reason of its own: somebody else was faster.
    async fn save_refused(&mut self) {
        let answer = self.save_as(self.version - 1, 0).await.data();
        assert_eq!(answer["saveScoreLine"]["code"], "STALE", "{answer}");
    }

    /// The next save; what is acknowledged is there for everybody.
    async fn save(&mut self) -> Answer {
        let count = self.count + 1;
        let answer = self.save_as(self.version, count).await;
        if answer.status == StatusCode::OK {
            let saved = answer.data()["saveScoreLine"]["version"].as_i64();
            self.version = saved.unwrap_or_else(|| panic!("{:#}", answer.json()));
            self.count = count;
            self.must_be_seen_outside().await;
        }
        answer
    }

    async fn must_save(&mut self) {
        let answer = self.save().await;
        assert_eq!(answer.status, StatusCode::OK, "{:#}", answer.json());
    }

    async fn seen_outside(&mut self) -> (i64, Value) {
        let query = "query($id: ID!) { scoreLine(id: $id) { version facts { count } } }";
        let line = self.outside.query(query, json!({"id": self.line})).await.data()["scoreLine"].clone();
        (line["version"].as_i64().expect("a version"), line["facts"]["count"].clone())
    }

    async fn must_be_seen_outside(&mut self) {
        let (version, count) = self.seen_outside().await;
        assert_eq!(version, self.version, "an acknowledged save is not there");
        assert_eq!(count, json!(self.count), "an acknowledged save is not there");
    }

    /// Nothing is lost after a restart either, and the trail is whole and tells of every save.
    async fn must_be_there_after_a_restart(mut self) {
        let url = self.app().app.config.database_url.clone();
        self.outside = self.app().restarted_on(&url).await.signed_in("cb-x1").await;
        self.must_be_seen_outside().await;
        let verdict = audit::verify(self.app().app.db.read(), None).await.expect("the chain is read");
        assert!(verdict.findings.is_empty(), "the trail is broken");
    }

    /// A commit may be under way when its request goes away: waits until nobody writes.
    async fn wait_for_writers(&self) {
        let turn = self.app().app.db.begin().await.expect("begins");
        if !self.is_sqlite() {
            let lock = "LOCK TABLE score_line, audit_entry IN SHARE ROW EXCLUSIVE MODE";
            turn.execute_unprepared(lock).await.expect("everybody else is through");
        }
    }

    /// Of a save that perhaps nobody was told of all is there or nothing; and the next one works.
    async fn must_be_all_or_nothing(&mut self, was_told: bool) {
        self.wait_for_writers().await;
        let (version, count) = self.seen_outside().await;
        if version == self.version {
            assert!(!was_told, "an acknowledged save is not there");
        } else {
            assert_eq!(count, json!(self.count + 1));
            (self.version, self.count) = (version, self.count + 1);
        }
        self.must_save().await;
    }

    /// Waits until the server has noticed what became of its connections, which were cut.
    async fn becomes(&mut self, expected: StatusCode) {
        for _ in 0..10 {
            if self.readiness().await == expected {
                return;
            }
        }
        panic!("readiness does not become {expected}");
    }

    async fn readiness(&mut self) -> StatusCode {
        // An answer stands for a second.
        tokio::time::sleep(Duration::from_millis(1100)).await;
        let request = Request::builder().method(Method::GET).uri("/readyz").body(axum::body::Body::empty());
        self.officer.send(request.expect("a request")).await.status
    }
}

fn must_be_unavailable(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", String::from_utf8_lossy(&answer.bytes));
    assert!(answer.headers.contains_key(header::RETRY_AFTER), "says when to try again");
    assert_eq!(answer.code(), "UNAVAILABLE");
}

#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let mut desk = Desk::open().await;
    if !desk.is_sqlite() {
        return;
    }
    desk.must_save().await;
    desk.writer("PRAGMA max_page_count = 1").await; // SQLite takes the present size instead: the file cannot grow.
    let mut saved = 0;
    let refused = loop {
        let answer = desk.save().await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        saved += 1;
        assert!(saved < 2000, "the database never fills");
    };
    must_be_unavailable(&refused);
    desk.must_be_seen_outside().await;
    assert_eq!(desk.readiness().await, StatusCode::SERVICE_UNAVAILABLE, "says so while writes fail");

    desk.writer("PRAGMA max_page_count = 1000000").await;
    desk.save_refused().await;
    for _ in 0..40 {
        desk.must_save().await;
    }
    assert_eq!(desk.readiness().await, StatusCode::OK);
    desk.must_be_there_after_a_restart().await;
}

#[tokio::test]
async fn a_database_that_takes_no_writes_goes_on_reading_and_recovers() {
    let mut desk = Desk::open().await;
    desk.must_save().await;
    if desk.is_sqlite() {
        desk.writer("PRAGMA query_only = ON").await;
    } else {
        desk.set_writable(false).await;
        desk.becomes(StatusCode::SERVICE_UNAVAILABLE).await;
    }
    must_be_unavailable(&desk.save().await);
    desk.must_be_seen_outside().await;
    assert_eq!(desk.readiness().await, StatusCode::SERVICE_UNAVAILABLE);
    if desk.is_sqlite() {
        desk.writer("PRAGMA query_only = OFF").await;
    } else {
        desk.set_writable(true).await;
        desk.becomes(StatusCode::OK).await;
    }
    desk.save_refused().await;
    for _ in 0..10 {
        desk.must_save().await;
    }
    assert_eq!(desk.readiness().await, StatusCode::OK, "recovers by itself");
    desk.must_be_there_after_a_restart().await;
}

#[tokio::test]
async fn a_lock_that_somebody_else_holds_is_waited_for_and_then_refused() {
    let mut desk = Desk::open().await;
    desk.must_save().await;
    let other = Database::connect(&desk.app().app.config.database_url).await.expect("connects");
    let holder = other.begin().await.expect("begins");
    if desk.is_sqlite() {
        desk.writer("PRAGMA busy_timeout = 100").await;
    } else {
        desk.writer("SET lock_timeout = '100ms'").await;
        holder.execute_unprepared("LOCK TABLE score_line IN ACCESS EXCLUSIVE MODE").await.expect("locks");
    }
    let version = desk.version;
    must_be_unavailable(&desk.save_as(version, 77).await);
    drop(holder);
    desk.save_refused().await;
    for _ in 0..10 {
        desk.must_save().await;
    }
    desk.must_be_there_after_a_restart().await;
}

#[tokio::test]
async fn a_transaction_in_which_a_statement_failed_keeps_nothing() {
    let database = TestDatabase::migrated().await;
    let db = Database::connect(&database.url).await.expect("connects");
    let insert = |id: i32| format!("INSERT INTO write_probe (id, beats, padding) VALUES ({id}, 0, '')");
    let count = async || {
        let asked = Statement::from_string(db.backend(), "SELECT count(*) AS n FROM write_probe");
        let row = db.read().query_one_raw(asked).await.expect("is read").expect("a row");
        row.try_get::<i64>("", "n").expect("a number")
    };

    let tx = db.begin().await.expect("begins");
    tx.execute_unprepared(&insert(2)).await.expect("is written");
    let error = tx.execute_unprepared(&insert(2)).await.expect_err("is there already");
    assert_eq!(fault(&error), None, "a rule of the schema is no fault of the database");
    tx.execute_unprepared(&insert(3)).await.expect_err("nothing runs after a failure");
    tx.commit().await.expect_err("cannot be committed");
    assert_eq!(count().await, 1, "nothing of it is kept");

    let tx = db.begin().await.expect("begins");
    tx.execute_unprepared(&insert(2)).await.expect("is written");
    drop(tx);
    assert_eq!(count().await, 1, "dropped is rolled back");

    let tx = db.begin().await.expect("begins");
    tx.execute_unprepared(&insert(2)).await.expect("is written");
    tx.commit().await.expect("commits");
    assert_eq!(count().await, 2);
}

#[tokio::test]
async fn a_connection_that_comes_back_inside_a_transaction_is_closed() {
    let database = TestDatabase::migrated().await;
    let db = Database::connect(&database.url).await.expect("connects");
    if db.backend() != DatabaseBackend::Sqlite {
        return;
    }
    // Behind the driver's back, as SQLite itself does when it rolls back.
    db.write().execute_unprepared("BEGIN").await.expect("begins");
    let tx = db.begin().await.expect("begins on a connection of its own");
    tx.execute_unprepared("UPDATE write_probe SET beats = 7").await.expect("is written");
    tx.commit().await.expect("commits");
    let other = Database::connect(&database.url).await.expect("connects");
    let asked = Statement::from_string(db.backend(), "SELECT beats FROM write_probe");
    let row = other.read().query_one_raw(asked).await.expect("is read").expect("a row");
    assert_eq!(row.try_get::<i64>("", "beats").expect("a number"), 7);
}

/// Polls a future so many times, then drops it: the request goes away at that moment.
struct Abandoned<F> {
    request: Pin<Box<F>>,
    polls: usize,
}

impl<F: Future> Future for Abandoned<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        self.request.as_mut().poll(context).map(Some)
    }
}

#[tokio::test]
async fn a_request_that_goes_away_at_any_moment_leaves_all_of_its_deed_or_nothing() {
    let mut desk = Desk::open().await;
    let mut abandoned = 0;
    // After each answer that the request waits for, and once more after each slice of time.
    for polls in 0.. {
        assert!(polls < 2000, "a save ends some time");
        let (version, count) = (desk.version, desk.count);
        let request = Box::pin(async { desk.save_as(version, count + 1).await });
        let finished = Abandoned { request, polls }.await.is_some();
        desk.must_be_all_or_nothing(finished).await;
        abandoned += usize::from(!finished);
        if finished {
            break;
        }
    }
    for slice in 0..40 {
        let (version, count) = (desk.version, desk.count);
        let within = Duration::from_micros(slice * 250);
        let finished = tokio::time::timeout(within, desk.save_as(version, count + 1)).await.is_ok();
        desk.must_be_all_or_nothing(finished).await;
        abandoned += usize::from(!finished);
    }
    // How often a request is polled before it ends depends on how soon the database answers; both ways together
    // are many moments.
    assert!(abandoned > 5, "the request was abandoned at many moments, not at {abandoned}");
    desk.must_be_there_after_a_restart().await;
}

#[tokio::test]
async fn while_the_database_is_away_everybody_is_told_at_once() {
    let mut desk = Desk::open().await;
    if desk.is_sqlite() {
        return;
    }
    let board = Switchboard::before(&desk.app().app.config.database_url).await;
    let app = desk.app().restarted_on(&board.url()).await;
    desk.officer = app.signed_in("cb-x1").await;
    desk.must_save().await;
    for line in [Line::Refuses, Line::Hangs] {
        board.set(line);
        let before = tokio::time::Instant::now();
        must_be_unavailable(&desk.save().await);
        assert!(before.elapsed() < Duration::from_secs(4), "{line:?}: told after {:?}", before.elapsed());
        let before = tokio::time::Instant::now();
        assert_eq!(desk.readiness().await, StatusCode::SERVICE_UNAVAILABLE);
        assert!(before.elapsed() < Duration::from_secs(4), "{line:?}: told after {:?}", before.elapsed());
        board.set(Line::Open);
        desk.must_be_seen_outside().await;
        for _ in 0..5 {
            desk.must_save().await;
        }
        assert_eq!(desk.readiness().await, StatusCode::OK, "recovers by itself");
    }
    desk.must_be_there_after_a_restart().await;
}
