//! PostgreSQL: `pg_dump` within a snapshot that we hold, and the way back in one transaction.
//!
//! The programs learn where the database is, and the password, by their environment: nothing of it stands on a
//! command line, which everybody on the machine can read.

use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use percent_encoding::percent_decode_str;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, IsolationLevel, Statement, TransactionOptions, TransactionTrait as _,
};
use url::Url;

use super::{catalogue, disk};
use crate::config::Config;

/// Takes away what is in the schema, in the transaction that puts the backup in its place.
const CLEAR: &str = "
SET client_min_messages = warning;
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', one.name);
    END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', one.name);
    END LOOP;
END $$;
";

/// A database with the programs that copy it.
pub struct Server {
    environment: Vec<(&'static str, String)>,
    programs: Option<PathBuf>,
    url: String,
    database: String,
}

impl Server {
    /// The database of the settings.
    pub fn of(config: &Config) -> anyhow::Result<Self> {
        let environment = environment(&config.database_url)?;
        let database = environment.iter().find(|(name, _)| *name == "PGDATABASE");
        let database = database.map(|(_, value)| value.clone());
        Ok(Self {
            database: database.context("setting database_url: names no database")?,
            environment,
            programs: config.postgres_programs.clone(),
            url: config.database_url.clone(),
        })
    }

    /// One connection, for looking.
    pub async fn connect(&self) -> anyhow::Result<DatabaseConnection> {
        let mut options = ConnectOptions::new(&self.url);
        options.max_connections(1).sqlx_logging(false);
        Database::connect(options).await.context("setting database_url: cannot connect")
    }

    /// Makes sure that a program is there, before anything is begun.
    pub async fn require(&self, program: &'static str) -> anyhow::Result<()> {
        let mut command = self.command(program);
        let asked = tokio::task::spawn_blocking(move || command.arg("--version").output()).await?;
        let answer = asked.map_err(|error| missing(program, error))?;
        ensure!(answer.status.success(), "{program} --version: {}", said(&answer.stderr));
        Ok(())
    }

    /// Writes the database as the snapshot sees it to a file.
    pub async fn dump(&self, snapshot: &Snapshot, to: &Path) -> anyhow::Result<()> {
        let mut command = self.command("pg_dump");
        command
            .args(["--format=custom", "--schema=public", "--no-owner", "--no-privileges", "--no-password"])
            .arg(format!("--snapshot={}", snapshot.name))
            .arg("--file")
            .arg(to);
        let dumped = tokio::task::spawn_blocking(move || command.output()).await?;
        let answer = dumped.map_err(|error| missing("pg_dump", error))?;
        ensure!(answer.status.success(), "pg_dump: {}", said(&answer.stderr));
        disk::settle(to)
    }

    /// Whether the database holds no table.
    pub async fn is_empty(&self) -> anyhow::Result<bool> {
        let db = self.connect().await?;
        let tables = catalogue::tables(&db).await;
        db.close().await?;
        Ok(tables.context("database")?.is_empty())
    }

    /// Refuses while anybody else is connected: they would go on with what they know of the old rows. Connections that
    /// are just ending are waited for.
    pub async fn require_alone(&self) -> anyhow::Result<()> {
        let db = self.connect().await?;
        let mut others = others(&db).await;
        for _ in 0..20 {
            if !matches!(others, Ok(1..)) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            others = self::others(&db).await;
        }
        db.close().await?;
        let others = others?;
        ensure!(others == 0, "the database is in use by {others} other connections: stop the server first");
        Ok(())
    }

    /// Puts the database of a file in place, in one transaction: all of it or nothing.
    ///
    /// `COMMIT` is sent only after `pg_restore` has ended well. Whatever breaks off before, this process included,
    /// leaves `psql` without it, and the transaction is rolled back.
    pub async fn put(&self, dump: &Path) -> anyhow::Result<()> {
        let mut restore = self.command("pg_restore");
        restore.args(["--file=-", "--schema=public", "--no-owner", "--no-privileges"]).arg(dump);
        let mut psql = self.command("psql");
        psql.args(["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"]);
        tokio::task::spawn_blocking(move || pour(restore, psql)).await?
    }

    /// Name of the database.
    pub fn database(&self) -> &str {
        &self.database
    }

    fn command(&self, program: &str) -> Command {
        let mut command = match &self.programs {
            Some(folder) => Command::new(folder.join(program)),
            None => Command::new(program),
        };
        command.stdin(Stdio::null()).env("PGCONNECT_TIMEOUT", "10").env("PGAPPNAME", "thidua");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// How many others are connected.
async fn others(db: &DatabaseConnection) -> anyhow::Result<i64> {
    let ask = Statement::from_string(
        DatabaseBackend::Postgres,
        "SELECT COUNT(*) AS others FROM pg_stat_activity WHERE datname = current_database() \
         AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    let row = db.query_one_raw(ask).await?.context("a count is one row")?;
    Ok(row.try_get("", "others")?)
}

/// A moment of the database that stays readable as long as this is held.
pub struct Snapshot {
    /// The transaction that holds it.
    pub transaction: DatabaseTransaction,
    name: String,
}

impl Snapshot {
    /// Takes the present moment.
    pub async fn take(db: &DatabaseConnection) -> anyhow::Result<Self> {
        let transaction = db
            .begin_with_options(TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            })
            .await?;
        let export = Statement::from_string(DatabaseBackend::Postgres, "SELECT pg_export_snapshot() AS name");
        let row = transaction.query_one_raw(export).await?.context("a snapshot has a name")?;
        Ok(Self { name: row.try_get("", "name")?, transaction })
    }
}

/// What the script of `pg_restore` is put between, into `psql`.
fn pour(mut restore: Command, mut psql: Command) -> anyhow::Result<()> {
    let mut psql = psql
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| missing("psql", error))?;
    let psql_says = listen(psql.stderr.take());
    let mut into = psql.stdin.take().context("psql takes a script")?;
    let poured = (|| {
        into.write_all(b"BEGIN;\n")?;
        into.write_all(CLEAR.as_bytes())?;
        let mut restore = restore
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| missing("pg_restore", error))?;
        let restore_says = listen(restore.stderr.take());
        let mut script = restore.stdout.take().context("pg_restore writes a script")?;
        let copied = std::io::copy(&mut script, &mut into);
        if copied.is_err() {
            let _ = restore.kill();
        }
        end(restore, restore_says, "pg_restore").and(copied.map(drop).map_err(Into::into))?;
        into.write_all(b"\nCOMMIT;\n")?;
        into.flush()?;
        anyhow::Ok(())
    })();
    drop(into);
    match (end(psql, psql_says, "psql"), poured) {
        // When psql stopped at an error, that error is the reason why nothing more could be poured.
        (Err(first), Err(then)) => bail!("{first:#}; {then:#}"),
        (ended, poured) => ended.and(poured),
    }
}

fn end(mut child: Child, says: JoinHandle<String>, name: &str) -> anyhow::Result<()> {
    let status = child.wait().with_context(|| name.to_owned())?;
    let words = says.join().unwrap_or_default();
    ensure!(status.success(), "{name}: {}", if words.is_empty() { status.to_string() } else { words });
    Ok(())
}

fn listen(from: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut heard = Vec::new();
        if let Some(mut from) = from {
            let _ = from.read_to_end(&mut heard);
        }
        said(&heard)
    })
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

fn missing(program: &str, error: std::io::Error) -> anyhow::Error {
    if error.kind() == std::io::ErrorKind::NotFound {
        return anyhow::anyhow!(
            "{program} is not there: install PostgreSQL's client programs, or name their folder in the setting \
             postgres_programs"
        );
    }
    anyhow::Error::new(error).context(format!("{program} cannot be run"))
}

/// A URL as the variables that PostgreSQL's programs read.
fn environment(url: &str) -> anyhow::Result<Vec<(&'static str, String)>> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let url = Url::parse(url).context("setting database_url")?;
    let mut found: Vec<(&'static str, String)> = Vec::new();
    let mut set = |name: &'static str, value: String| {
        if !value.is_empty() {
            found.retain(|(known, _)| *known != name);
            found.push((name, value));
        }
    };
    set("PGHOST", decoded(url.host_str().unwrap_or_default()).trim_matches(['[', ']']).to_owned());
    set("PGPORT", url.port().map(|port| port.to_string()).unwrap_or_default());
    set("PGUSER", decoded(url.username()));
    set("PGPASSWORD", decoded(url.password().unwrap_or_default()));
    set("PGDATABASE", decoded(url.path().trim_start_matches('/')));
    for (key, value) in url.query_pairs() {
        let name = match &*key {
            "host" => "PGHOST",
            "hostaddr" => "PGHOSTADDR",
            "port" => "PGPORT",
            "user" => "PGUSER",
            "password" => "PGPASSWORD",
            "dbname" => "PGDATABASE",
            "sslmode" | "ssl-mode" => "PGSSLMODE",
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "PGSSLROOTCERT",
            "sslcert" | "ssl-cert" => "PGSSLCERT",
            "sslkey" | "ssl-key" => "PGSSLKEY",
            "options" => "PGOPTIONS",
            "application_name" | "statement-cache-capacity" => continue,
            other => {
                bail!("setting database_url: {other:?} is nothing that PostgreSQL's programs can be told")
            }
        };
        set(name, value.into_owned());
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str) -> Vec<(&'static str, String)> {
        environment(url).expect("an address")
    }

    #[test]
    fn an_address_becomes_variables() {
        let found =
            of("postgres://th%C3%AD:p%40ss+word@db.angiang.gov.vn:5433/thi%20dua?sslmode=verify-full");
        let expected = [
            ("PGHOST", "db.angiang.gov.vn"),
            ("PGPORT", "5433"),
            ("PGUSER", "thí"),
            ("PGPASSWORD", "p@ss+word"),
            ("PGDATABASE", "thi dua"),
            ("PGSSLMODE", "verify-full"),
        ];
        assert_eq!(found, expected.map(|(name, value)| (name, value.to_owned())));
        let socket = of("postgresql://thidua@%2Fvar%2Frun%2Fpostgresql/thidua");
        assert_eq!(socket[0], ("PGHOST", "/var/run/postgresql".to_owned()));
        assert_eq!(of("postgres://[::1]/thidua")[0], ("PGHOST", "::1".to_owned()));
        let asked = of("postgres:///thidua?host=/tmp&user=thidua");
        assert!(asked.contains(&("PGHOST", "/tmp".to_owned())), "{asked:?}");
        assert!(environment("postgres://localhost/thidua?krbsrvname=x").is_err());
    }
}
