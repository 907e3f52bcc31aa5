//! Connections to PostgreSQL: a pool for reads and one for writes, and how long anything may take.

use std::time::Duration;

use sea_orm::ConnectOptions;
use sea_orm::sqlx::Connection as _;

use super::Patience;

/// Most connections for reads.
const READERS: u32 = 16;
/// Most connections for writes.
const WRITERS: u32 = 8;
/// Longest wait for a connection: a database that is away is told within two seconds.
const ACQUIRE: Duration = Duration::from_millis(1800);

/// Connections that read.
pub fn readers(url: &str, patience: Patience) -> ConnectOptions {
    options(url, READERS, patience)
}

/// Connections that write.
pub fn writers(url: &str, patience: Patience) -> ConnectOptions {
    options(url, WRITERS, patience)
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
            pool.after_release(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
        });
    options
}
