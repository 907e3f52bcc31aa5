//! A PostgreSQL of our own for the time of a test run: made in a scratch folder, on a free loopback port,
//! gone afterwards. It touches no other server of the machine.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::scratch::ScratchFolder;
use crate::shell::{self, Sink, command};
use crate::tools;

const SUPERUSER: &str = "thidua";
const READY_WITHIN: Duration = Duration::from_secs(60);
const STOPPED_WITHIN: Duration = Duration::from_secs(20);

/// Nothing in it outlives the run, so it need not survive a power cut; the tests hold many connections.
const SETTINGS: [&str; 5] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "listen_addresses=127.0.0.1",
];

/// A running server; stopped and removed when dropped.
pub struct Cluster {
    server: Child,
    port: u16,
    // After the server in this list, so that it is removed after the server has stopped.
    _home: ScratchFolder,
}

impl Cluster {
    /// Makes a cluster and waits until it takes connections.
    pub fn start(sink: &Sink) -> Result<Self> {
        let programs = tools::require_postgres(sink)?;
        let account = Account::unprivileged()?;
        let home = ScratchFolder::new("postgres")?;
        account.own(home.path())?;
        initialise(&programs, &account, home.path())?;
        // Another program may take the port between our look and the server's start.
        for _ in 0..3 {
            if let Some((server, port)) = serve(&programs, &account, home.path())? {
                let cluster = Self { server, port, _home: home };
                sink.say(&format!("PostgreSQL from {} listens on {}", programs.display(), cluster.url()));
                return Ok(cluster);
            }
        }
        bail!("PostgreSQL does not start; its log ends with:\n{}", log_of(home.path()))
    }

    /// Where to connect, as a superuser, without a password.
    pub fn url(&self) -> String {
        format!("postgres://{SUPERUSER}@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        stop(&mut self.server);
    }
}

/// As whom the server runs: it refuses to run as root.
struct Account {
    ids: Option<(u32, u32)>,
}

impl Account {
    /// Ourselves, or for root the account `postgres`, else `nobody`.
    fn unprivileged() -> Result<Self> {
        if !tools::is_root() {
            return Ok(Self { ids: None });
        }
        let id =
            |flag: &str, name: &str| shell::answer(command("id").args([flag, name]))?.parse::<u32>().ok();
        let ids = ["postgres", "nobody"].iter().find_map(|name| Some((id("-u", name)?, id("-g", name)?)));
        Ok(Self {
            ids: Some(
                ids.context("PostgreSQL does not run as root, and there is no account postgres or nobody")?,
            ),
        })
    }

    fn own(&self, folder: &Path) -> Result<()> {
        let Some((user, group)) = self.ids else { return Ok(()) };
        chown(folder, Some(user), Some(group))
            .with_context(|| format!("cannot give {} away", folder.display()))
    }

    /// A command to be run by this account within the folder.
    fn command(&self, program: PathBuf, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env("HOME", folder).env("LC_ALL", "C").stdin(Stdio::null());
        if let Some((user, group)) = self.ids {
            command.uid(user).gid(group);
        }
        command
    }
}

fn initialise(programs: &Path, account: &Account, home: &Path) -> Result<()> {
    let mut initdb = account.command(programs.join("initdb"), home);
    initdb.args([
        "--pgdata=data",
        "--auth=trust",
        "--encoding=UTF8",
        "--no-locale",
        "--no-sync",
        "--no-instructions",
    ]);
    let output = initdb.arg(format!("--username={SUPERUSER}")).output().context("cannot start initdb")?;
    if !output.status.success() {
        bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

/// Starts the server on a free port; `None` when it ended at once.
fn serve(programs: &Path, account: &Account, home: &Path) -> Result<Option<(Child, u16)>> {
    let port = free_port()?;
    let log = File::create(home.join("log")).context("cannot write PostgreSQL's log")?;
    let mut postgres = account.command(programs.join("postgres"), home);
    postgres.args(["-D", "data", "-p", &port.to_string()]).arg("-k").arg(home);
    postgres.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
    // In a group of its own: Ctrl-C must reach the tests first, and the server by our hand.
    postgres.process_group(0).stdout(log.try_clone().context("cannot write PostgreSQL's log")?).stderr(log);
    let mut server = postgres.spawn().context("cannot start postgres")?;

    let started = Instant::now();
    loop {
        if server.try_wait().context("lost sight of postgres")?.is_some() {
            return Ok(None);
        }
        if is_ready(programs, port) {
            return Ok(Some((server, port)));
        }
        if shell::interrupted() || started.elapsed() > READY_WITHIN {
            stop(&mut server);
            bail!("PostgreSQL took no connection; its log ends with:\n{}", log_of(home));
        }
        sleep(Duration::from_millis(100));
    }
}

fn is_ready(programs: &Path, port: u16) -> bool {
    let mut asked = Command::new(programs.join("pg_isready"));
    asked.args(["--quiet", "--host=127.0.0.1", &format!("--port={port}")]);
    asked.status().is_ok_and(|status| status.success())
}

/// Asks the server to close its connections and end; after some time, makes it.
fn stop(server: &mut Child) {
    // Each signal goes to this very process. SIGINT is PostgreSQL's "fast shutdown".
    let asked = Command::new("sh").args(["-c", &format!("kill -s INT {}", server.id())]).status();
    let asked_at = Instant::now();
    while asked.as_ref().is_ok_and(std::process::ExitStatus::success) && asked_at.elapsed() < STOPPED_WITHIN {
        match server.try_wait() {
            Ok(None) => sleep(Duration::from_millis(50)),
            _ => return,
        }
    }
    // Errors here mean that it is gone already.
    drop(server.kill());
    drop(server.wait());
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("cannot find a free port")?;
    Ok(listener.local_addr().context("cannot find a free port")?.port())
}

fn log_of(home: &Path) -> String {
    let log = fs::read_to_string(home.join("log")).unwrap_or_default();
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_while_it_lives_and_leaves_nothing_behind() {
        let cluster = Cluster::start(&Sink::Terminal).expect("a cluster starts");
        let home = cluster._home.path().to_path_buf();
        let programs = tools::require_postgres(&Sink::Terminal).expect("it has just been found");
        let port = cluster.port;
        let asked = shell::answer(command(programs.join("psql")).args([
            &cluster.url(),
            "-Atc",
            "show max_connections",
        ]));
        assert_eq!(asked.as_deref(), Some("200"));
        drop(cluster);
        assert!(!is_ready(&programs, port), "the server must be gone");
        assert!(!home.exists(), "its folder must be gone");
    }
}
