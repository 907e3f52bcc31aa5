//! The command line: serving, migrating, importing, accounts, and checks for whoever runs the server.

mod accounts;
mod audit;
mod backup;
mod check;
mod import;
mod maintain;
mod serve;
mod setup;
mod similarity;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::app::App;
use crate::config::Config;
use crate::identity::PasswordHasher;
use crate::shared::clock::{Clock, ShiftedClock, SystemClock};
use crate::telemetry;

/// How long work that cannot be ended (a password being hashed) may keep the process from ending.
const LAST_WORK: Duration = Duration::from_secs(2);

/// Thi Đua: emulation campaigns from plan to published ranking.
///
/// Settings come from a TOML file (--config), then THIDUA_* variables, then the options below.
/// Main settings: THIDUA_DATABASE_URL (sqlite://file.db or postgres://…), THIDUA_LISTEN,
/// THIDUA_FILES_URL (folder or s3://bucket/prefix), THIDUA_BEHIND_TLS, THIDUA_TRUST_PROXY,
/// THIDUA_LOG, THIDUA_LOG_FORMAT, THIDUA_LOG_LINES_PER_MINUTE. At the edge: THIDUA_CONNECTIONS_MAX,
/// THIDUA_STOP_SECONDS, THIDUA_METRICS_LISTEN, THIDUA_SLOW_MS, THIDUA_OTLP_ENDPOINT. Sign-in:
/// THIDUA_PASSWORD_MIN_LENGTH, THIDUA_SECOND_FACTOR_REQUIRED, THIDUA_SECRET_KEY (openssl rand -hex 32), THIDUA_STEP_UP_MINUTES, THIDUA_TOKEN_MAX_DAYS, and the
/// table [sso] or THIDUA_SSO__ISSUER and its kin for an identity provider.
#[derive(Parser)]
#[command(name = "thidua", version, about, long_about, propagate_version = true)]
struct Command {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    deed: Deed,
}

/// Settings that every command understands.
#[derive(Args)]
struct Settings {
    /// TOML file with settings.
    #[arg(long, global = true, env = "THIDUA_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Database: sqlite://path/to/file.db or postgres://user@host/name [setting database_url]
    #[arg(long = "database", global = true, value_name = "URL")]
    database_url: Option<String>,
    /// Where evidence files are kept: a folder or s3://bucket/prefix [setting files_url]
    #[arg(long = "files", global = true, value_name = "URL")]
    files_url: Option<String>,
    /// Address to listen on, for example 127.0.0.1:8080 [setting listen]
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
}

#[derive(Subcommand)]
enum Deed {
    /// Serves the product; pending migrations are run first.
    Serve,
    /// Brings the database schema up to date.
    Migrate(maintain::Migrate),
    /// Serves the sample campaign of An Giang 2021 on a database of its own, loading it when empty.
    Demo(serve::Demo),
    /// Prints the GraphQL schema.
    Schema,
    /// Sets up an empty database: the province, its first administrator, and if wanted the sample campaign. Asks for
    /// what is not given; what is there already stays as it is.
    Setup(setup::Setup),
    /// Loads a file into the catalogue; a bad file changes nothing.
    Import(import::Import),
    /// Makes accounts, resets passwords, links accounts with the identity provider.
    User(accounts::User),
    /// Proves that nobody changed the audit trail behind the server's back.
    Audit(audit::Audit),
    /// Measures how well near-duplicates among initiatives are found.
    Similarity(similarity::Similarity),
    /// Copies database and stored files into a new folder, while the server runs.
    Backup(backup::Backup),
    /// Holds a backup against its manifest and names every fault; needs neither database nor server.
    VerifyBackup(backup::VerifyBackup),
    /// Puts a backup in place of an empty database, or of the one there is with --replace.
    Restore(backup::Restore),
    /// Checks settings, database and stored files, and says what is wrong.
    Check(check::Check),
    /// Asks a running server whether it is ready; exit code 0 or 1. For container health checks.
    Health(maintain::Health),
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    run_with(std::env::args_os())
}

/// Runs a command line, the first argument being the program's name.
#[must_use]
pub fn run_with(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match execute(Command::parse_from(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "thidua: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command) -> anyhow::Result<()> {
    match command.deed {
        Deed::Schema => return say(crate::graphql::sdl().trim_end()),
        Deed::Health(health) => return health.run(),
        Deed::Similarity(similarity) => return similarity.run(),
        Deed::Import(ref import) if import.is_template() => return import.print_template(),
        _ => {}
    }
    let config = settings(command.settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let log = runtime.block_on(async { telemetry::log::start(&config) })?;
    let done = runtime.block_on(async {
        match command.deed {
            Deed::Serve => serve::serve(config).await,
            Deed::Demo(demo) => demo.run(config).await,
            Deed::Migrate(migrate) => migrate.run(config).await,
            Deed::Setup(setup) => setup.run(config).await,
            Deed::Import(import) => import.run(config).await,
            Deed::User(user) => user.run(config).await,
            Deed::Audit(audit) => audit.run(config).await,
            Deed::Backup(backup) => backup.run(config).await,
            Deed::VerifyBackup(verify) => verify.run().await,
            Deed::Restore(restore) => restore.run(config).await,
            Deed::Check(check) => check.run(config).await,
            Deed::Schema | Deed::Health(_) | Deed::Similarity(_) => Ok(()),
        }
    });
    log.end();
    runtime.shutdown_timeout(LAST_WORK);
    done
}

fn settings(given: Settings) -> anyhow::Result<Config> {
    let mut config = Config::load(given.config.as_deref())?;
    if let Some(url) = given.database_url {
        config.database_url = url;
    }
    if let Some(url) = given.files_url {
        config.files_url = url;
    }
    if let Some(listen) = given.listen {
        config.listen = listen;
    }
    config.check()?;
    Ok(config)
}

/// The application of these settings, on a database that is up to date.
async fn open(config: Config) -> anyhow::Result<App> {
    let clock: Arc<dyn Clock> = match config.clock_starts_at {
        Some(start) => Arc::new(ShiftedClock::starting_at(start)),
        None => Arc::new(SystemClock),
    };
    let app = App::open(config, clock, PasswordHasher::owasp()?).await?;
    app.migrate().await?;
    Ok(app)
}

/// Prints a line to standard output.
fn say(line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

/// Prints how far long work has come, to standard error: it is no part of the answer.
fn hint(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
