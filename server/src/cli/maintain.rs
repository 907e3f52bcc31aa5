//! `thidua migrate` and `thidua health`.

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use migration::{Migrator, MigratorTrait as _};

use super::say;
use crate::app::App;
use crate::config::Config;
use crate::identity::PasswordHasher;
use crate::shared::clock::SystemClock;

/// `thidua migrate`.
#[derive(Args)]
pub struct Migrate {
    /// Shows which migrations are pending and changes nothing.
    #[arg(long)]
    status: bool,
    /// Then grants the PostgreSQL role that the server runs as what it needs: all rows, but the audit trail only
    /// to be read and added to, and no change of the schema. The role must exist and not own the tables.
    #[arg(long, value_name = "ROLE", conflicts_with = "status")]
    grant_to: Option<String>,
}

impl Migrate {
    /// Runs pending migrations, or shows them.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let app = closed(config).await?;
        let pending = Migrator::get_pending_migrations_read_only(app.db.read()).await?;
        for migration in &pending {
            say(&format!("pending: {}", migration.name()))?;
        }
        if self.status {
            return say(&format!("{} pending", pending.len()));
        }
        app.migrate().await?;
        say(&format!("{} migrations run; the schema is up to date", pending.len()))?;
        if let Some(role) = self.grant_to {
            migration::grants::grant_to(app.db.write(), &role).await?;
            say(&format!("{role} may read and write rows, and read and add to the audit trail"))?;
        }
        Ok(())
    }
}

/// The application without touching the schema.
pub(super) async fn closed(config: Config) -> anyhow::Result<App> {
    App::open(config, Arc::new(SystemClock), PasswordHasher::owasp()?).await
}

/// `thidua health`.
#[derive(Args)]
pub struct Health {
    /// Address of the readiness page.
    #[arg(long, default_value = "http://127.0.0.1:8080/readyz")]
    url: String,
}

impl Health {
    /// Asks once, with three seconds to answer. Plain HTTP, for the loopback of a container.
    pub fn run(self) -> anyhow::Result<()> {
        let rest = self.url.strip_prefix("http://").context("only http:// addresses")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let address = host.to_socket_addrs()?.next().context("the host has no address")?;
        let limit = Duration::from_secs(3);
        let mut stream = TcpStream::connect_timeout(&address, limit)?;
        stream.set_read_timeout(Some(limit))?;
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        match answer.split_whitespace().nth(1) {
            Some("200") => Ok(()),
            Some(status) => bail!("{} answered {status}", self.url),
            None => bail!("{} did not answer HTTP", self.url),
        }
    }
}
