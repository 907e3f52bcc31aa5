//! Connections to PostgreSQL: a pool for reads and one for writes, and how long anything may take.

use std::time::Duration;

use sea_orm::ConnectOptions;
use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::{Connection as _, Error};

use super::Patience;

/// Most connections for reads.
const READERS: u32 = 16;
/// Most connections for writes.
const WRITERS: u32 = 8;
/// Longest wait for a connection: a database that is away is told within two seconds.
const ACQUIRE: Duration = Duration::from_millis(1800);
/// A connection that was used within this time is taken as it is.
const FRESH: Duration = Duration::from_secs(1);
/// Within this a living server answers a connection.
const AT_ONCE: Duration = Duration::from_millis(300);

/// Connections that read.
pub fn readers(url: &str, patience: Patience) -> ConnectOptions {
    options(url, READERS, patience)
}

/// Connections that write.
pub fn writers(url: &str, patience: Patience) -> ConnectOptions {
    options(url, WRITERS, patience)
}

/// Whether a connection that lay idle still answers, and at once: the line may have been cut or hang meanwhile, and the
/// next connection must not wait for that. One that was in use a moment ago is not asked.
async fn answers(connection: &mut PgConnection, idle_for: Duration) -> Result<bool, Error> {
    if idle_for < FRESH {
        return Ok(true);
    }
    Ok(tokio::time::timeout(AT_ONCE, connection.ping()).await.is_ok_and(|answer| answer.is_ok()))
}

fn options(url: &str, connections: u32, patience: Patience) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |postgres| match patience {
            Patience::Maintaining => postgres,
            Patience::Serving => postgres.options([
                ("statement_timeout", "30s"),
                ("lock_timeout", "10s"),
                ("idle_in_transaction_session_timeout", "60s"),
            ]),
        })
        .map_sqlx_postgres_pool_opts(|pool| {
            pool.test_before_acquire(false)
                .before_acquire(|connection, use_| Box::pin(answers(connection, use_.idle_for)))
                .after_release(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
        });
    options
}
