//! Asks the database itself whether it reads and keeps writes; for whoever decides where requests are sent.

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait as _, DatabaseBackend, DbErr, Statement, Value};
use tokio::sync::Mutex;

use super::Database;
use super::fault::{Fault, fault};

/// How long an answer stands, so that asking often costs nothing.
const STANDS: Duration = Duration::from_secs(1);
/// How long the database may take to answer.
const WITHIN: Duration = Duration::from_secs(1);
/// Letters of two bytes that are written.
const PADDING: usize = 32 * 1024;

/// The last answer and when it was given.
#[derive(Default)]
pub struct Probe {
    last: Mutex<Option<(Instant, Result<(), String>)>>,
}

impl Probe {
    /// The answer of now, or of less than a second ago. Who asks while another asks gets the same answer.
    pub async fn ask(&self, db: &Database) -> Result<(), String> {
        let mut last = self.last.lock().await;
        if let Some((at, answer)) = &*last
            && at.elapsed() < STANDS
        {
            return answer.clone();
        }
        let answer = asked(db).await;
        *last = Some((Instant::now(), answer.clone()));
        answer
    }
}

async fn asked(db: &Database) -> Result<(), String> {
    match tokio::time::timeout(WITHIN, db.read().execute_unprepared("SELECT 1")).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => return Err(format!("reads fail: {error}")),
        Err(_) => return Err("reads are not answered".into()),
    }
    match tokio::time::timeout(WITHIN, write(db)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) if fault(&error) == Some(Fault::Busy) => held_up(db),
        Ok(Err(error)) => Err(format!("writes fail: {error}")),
        Err(_) => held_up(db),
    }
}

/// Writers wait in line behind a long one: that alone is no failure.
fn held_up(db: &Database) -> Result<(), String> {
    if db.health.fails() { Err("writes fail".into()) } else { Ok(()) }
}

/// Rewrites the one row of `write_probe` for good, with more bytes than a deed writes: where those find no
/// room, neither will a deed.
async fn write(db: &Database) -> Result<(), DbErr> {
    let padding = Value::from("·".repeat(PADDING));
    let sql = match db.backend() {
        DatabaseBackend::Postgres => "UPDATE write_probe SET beats = beats + 1, padding = $1",
        _ => "UPDATE write_probe SET beats = beats + 1, padding = ?",
    };
    let tx = db.begin().await?;
    tx.execute_raw(Statement::from_sql_and_values(db.backend(), sql, [padding])).await?;
    tx.commit().await
}
