//! The programs that are not cargo's: Node, a browser, PostgreSQL. Found, installed where that is possible,
//! or asked for in a sentence.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use crate::shell::{self, Sink, command};

/// The browser of the tests, where Debian puts it; Playwright downloads none.
pub const CHROMIUM: &str = "/usr/bin/chromium";

/// Major and minor version; Vite asks for it.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Requires Node and npm to build and test the web application.
pub fn require_node() -> Result<()> {
    let (major, minor) = OLDEST_NODE;
    let asked_for = format!("Node.js {major}.{minor} or newer with npm is needed for the web application");
    let Some(version) = shell::answer(command("node").arg("--version")) else {
        bail!("{asked_for}, and there is none");
    };
    if version_in(&version).is_none_or(|found| found < OLDEST_NODE) {
        bail!("{asked_for}; this one is {version}");
    }
    if shell::answer(command("npm").arg("--version")).is_none() {
        bail!("{asked_for}, and npm is missing");
    }
    Ok(())
}

/// Requires the browser, and installs it where Debian's packages can be installed.
pub fn require_chromium(sink: &Sink) -> Result<()> {
    if !Path::new(CHROMIUM).exists() {
        install(&["chromium"], sink).with_context(|| format!("the browser tests need {CHROMIUM}"))?;
    }
    let version = shell::answer(command(CHROMIUM).args(["--version", "--no-sandbox"]))
        .with_context(|| format!("{CHROMIUM} does not run"))?;
    sink.say(&version);
    Ok(())
}

/// The folder with PostgreSQL's programs; installed where Debian's packages can be.
pub fn require_postgres(sink: &Sink) -> Result<PathBuf> {
    if let Some(folder) = find_postgres() {
        return Ok(folder);
    }
    install(&["postgresql-15"], sink)
        .or_else(|_| install(&["postgresql"], sink))
        .context("the tests on PostgreSQL need its server programs (initdb, postgres)")?;
    find_postgres().context("PostgreSQL was installed, but its initdb is nowhere to be found")
}

/// Whether a program of this name can be called.
pub fn is_installed(program: &str) -> bool {
    on_the_path(program).is_some()
}

/// Whether we may do everything on this machine.
pub fn is_root() -> bool {
    shell::answer(command("id").arg("-u")).as_deref() == Some("0")
}

fn find_postgres() -> Option<PathBuf> {
    let packaged = Path::new("/usr/lib/postgresql");
    let mut versions: Vec<u32> = fs::read_dir(packaged)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    // Version 15 is the one the project is measured on; else the newest.
    versions.sort_by_key(|version| (*version == 15, *version));
    let packaged = versions.into_iter().rev().map(|version| packaged.join(version.to_string()).join("bin"));
    packaged
        .chain(on_the_path("initdb"))
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

#[expect(clippy::disallowed_methods, reason = "PATH is where programs are; it is no setting of ours")]
fn on_the_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find(|folder| folder.join(program).is_file())
}

/// Installs Debian packages, as root or by sudo without a password.
fn install(packages: &[&str], sink: &Sink) -> Result<()> {
    // Two steps may come here at once, and apt-get has one lock.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);

    let wanted = packages.join(" ");
    if !is_installed("apt-get") {
        bail!("{wanted}: not installed, and without apt-get it must be installed by hand");
    }
    let apt = |arguments: &[&str]| {
        let mut apt = if is_root() { command("apt-get") } else { command("sudo") };
        if !is_root() {
            apt.args(["-n", "apt-get"]);
        }
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        shell::run(&mut apt, sink)
    };
    apt(&["update", "-q"])
        .and_then(|()| apt(&[&["install", "-q", "-y", "--no-install-recommends"], packages].concat()))
        .with_context(|| format!("{wanted}: not installed, and apt-get could not install it"))
}

/// The first two numbers of `v20.19.2`.
fn version_in(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(version_in("v20.19.2"), Some((20, 19)));
        assert!(version_in("v9.11.2") < Some(OLDEST_NODE));
        assert!(version_in("v22.0.0") > Some(OLDEST_NODE));
        assert_eq!(version_in("none"), None);
    }
}
