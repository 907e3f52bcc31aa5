//! The server as a process of its own, on sample data of its own, to be killed and started again.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use sea_orm::{ConnectionTrait as _, Database as Connector};
use tempfile::TempDir;

/// How long loading the sample data and starting may take on a busy machine.
const READY_WITHIN: Duration = Duration::from_secs(180);

/// Sample data, loaded once; each scenario works on a copy.
pub struct Sample {
    /// The server.
    pub binary: PathBuf,
    folder: TempDir,
    postgres: Option<String>,
}

/// A running server.
pub struct Server {
    /// Where it answers, `http://127.0.0.1:port`.
    pub url: String,
    child: Child,
    start: Start,
    _folder: TempDir,
}

/// What is needed to start it again.
struct Start {
    binary: PathBuf,
    database: String,
    files: String,
    listen: String,
    settings: Vec<(&'static str, String)>,
    file_size_limit: Option<u64>,
}

impl Sample {
    /// Loads the sample data into SQLite, or into a new database of this server of PostgreSQL.
    pub async fn load(binary: PathBuf, postgres: Option<&str>) -> anyhow::Result<Self> {
        ensure!(binary.is_file(), "{} is not there", binary.display());
        let folder = tempfile::tempdir()?;
        let postgres = match postgres {
            Some(url) => {
                run_sql(url, "CREATE DATABASE thidua_hostile").await?;
                Some(named(url, "thidua_hostile")?)
            }
            None => None,
        };
        let sample = Self { binary, folder, postgres };
        let status = Command::new(&sample.binary)
            .args(["demo", "--no-serve", "--database", &sample.database(sample.folder.path()), "--files"])
            .arg(sample.folder.path().join("files"))
            .envs(own_settings())
            .current_dir(sample.folder.path())
            .stdout(Stdio::null())
            .status()?;
        ensure!(status.success(), "the sample data cannot be loaded");
        Ok(sample)
    }

    /// Which database.
    pub fn name(&self) -> &'static str {
        if self.postgres.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    fn database(&self, folder: &Path) -> String {
        self.postgres.clone().unwrap_or_else(|| format!("sqlite://{}", folder.join("thidua.db").display()))
    }

    /// Starts a server on a copy of the data; on PostgreSQL on the data itself.
    pub async fn serve(&self, settings: &[(&'static str, &str)]) -> anyhow::Result<Server> {
        self.serve_within(settings, None).await
    }

    /// The same, where no file may grow beyond so many kilobytes.
    pub async fn serve_within(
        &self,
        settings: &[(&'static str, &str)],
        file_size_limit: Option<u64>,
    ) -> anyhow::Result<Server> {
        let folder = tempfile::tempdir()?;
        copy(self.folder.path(), folder.path())?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let start = Start {
            binary: self.binary.clone(),
            database: self.database(folder.path()),
            files: folder.path().join("files").display().to_string(),
            listen: format!("127.0.0.1:{port}"),
            settings: settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
            file_size_limit,
        };
        let child = start.spawn()?;
        let mut server = Server { url: format!("http://127.0.0.1:{port}"), child, start, _folder: folder };
        server.must_be_ready().await?;
        Ok(server)
    }
}

impl Start {
    fn spawn(&self) -> anyhow::Result<Child> {
        // A shell sets the limit and ignores the signal that would end the process instead of failing the write.
        let mut command = match self.file_size_limit {
            Some(kilobytes) => {
                let mut shell = Command::new("bash");
                shell.args(["-c", "trap '' XFSZ; ulimit -S -f \"$0\"; exec \"$@\"", &kilobytes.to_string()]);
                shell.arg(&self.binary);
                shell
            }
            None => Command::new(&self.binary),
        };
        command
            .args(["demo", "--database", &self.database, "--files", &self.files])
            .env("THIDUA_LISTEN", &self.listen)
            .envs(own_settings())
            .envs(self.settings.iter().map(|(name, value)| (*name, value.as_str())))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().context("the server does not start")
    }
}

impl Server {
    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as a power cut would, without a word.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts it again on what it left.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        self.child = self.start.spawn()?;
        self.must_be_ready().await
    }

    /// Asks it to stop; answers how long it took.
    pub async fn stop(&mut self) -> anyhow::Result<Duration> {
        let began = Instant::now();
        let asked = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status()?;
        ensure!(asked.success(), "the signal is not sent");
        while self.child.try_wait()?.is_none() {
            ensure!(began.elapsed() < Duration::from_secs(60), "the server does not stop");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(began.elapsed())
    }

    /// Whether it says that it is ready.
    pub async fn is_ready(&self) -> bool {
        let answer = reqwest::get(format!("{}/readyz", self.url)).await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// Whether its trail is whole, asked at the command line.
    pub fn has_whole_trail(&self) -> anyhow::Result<bool> {
        let status = Command::new(&self.start.binary)
            .args(["audit", "verify", "--database", &self.start.database])
            .envs(own_settings())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        Ok(status.success())
    }

    /// Lifts the limit on the size of files.
    pub fn free_the_disk(&mut self) -> anyhow::Result<()> {
        let pid = self.pid().to_string();
        let lifted = Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited:unlimited"]).status()?;
        ensure!(lifted.success(), "the limit is not lifted");
        self.start.file_size_limit = None;
        Ok(())
    }

    async fn must_be_ready(&mut self) -> anyhow::Result<()> {
        let began = Instant::now();
        while began.elapsed() < READY_WITHIN {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status} before it was ready");
            }
            if self.is_ready().await {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("the server was not ready within {READY_WITHIN:?}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Nothing of the settings of whoever runs this; an expensive password hash would hide everything else.
fn own_settings() -> Vec<(&'static str, String)> {
    // Attackers and honest people share the loopback address.
    vec![("THIDUA_LOG", "warn".to_owned()), ("THIDUA_CONNECTIONS_PER_ADDRESS", "100000".to_owned())]
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

async fn run_sql(url: &str, sql: &str) -> anyhow::Result<()> {
    let connection = Connector::connect(url).await?;
    connection.execute_unprepared(sql).await?;
    connection.close().await?;
    Ok(())
}

/// The address of another database of the same server.
fn named(url: &str, name: &str) -> anyhow::Result<String> {
    let (base, _) = url.rsplit_once('/').context("the address of PostgreSQL names a database")?;
    Ok(format!("{base}/{name}"))
}
