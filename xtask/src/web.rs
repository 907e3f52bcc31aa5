//! The web application: its packages and its build, each redone only when what it is made from has changed.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::repository;
use crate::shell::{self, Sink, command};
use crate::tools;

/// What lies in `web/` without being a source: installed, generated or built.
const NOT_SOURCES: [&str; 6] = ["node_modules", "dist", ".svelte-kit", "gql", "test-results", "coverage"];

/// Whether there was something to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Done {
    /// The work was done.
    Anew,
    /// What was there is still right.
    UpToDate,
}

/// Builds `web/dist`, unless its sources are those it was built from.
pub fn build(sink: &Sink) -> Result<Done> {
    let dist = folder().join("dist");
    let note = repository::notes()?.join("web-dist");
    let sources = || sources(&folder());
    let note_now = || {
        Ok::<_, anyhow::Error>(format!(
            "{:016x} {:016x}",
            fingerprint(&sources()?)?,
            fingerprint(&files(&dist, &[])?)?
        ))
    };
    if dist.join("index.html").is_file() && fs::read_to_string(&note).ok() == Some(note_now()?) {
        return Ok(Done::UpToDate);
    }
    tools::require_node()?;
    install(sink)?;
    script("build", sink)?;
    fs::write(&note, note_now()?).with_context(|| format!("cannot write {}", note.display()))?;
    Ok(Done::Anew)
}

/// Installs the packages of the web application, unless they are those of its lock file.
pub fn install(sink: &Sink) -> Result<Done> {
    install_packages(&folder(), sink)
}

/// Runs a script of `web/package.json`.
pub fn script(name: &str, sink: &Sink) -> Result<()> {
    shell::run(npm(&folder()).args(["run", name]), sink)
}

/// Asks npm's registry for known faults of weight in what the web application ships. A registry that does not answer
/// decides nothing.
pub fn advisories(sink: &Sink) -> Result<()> {
    let asked = npm(&folder()).args(["audit", "--omit=dev", "--audit-level=high", "--json"]).output();
    let answer = asked.context("npm does not run")?;
    let text = String::from_utf8_lossy(&answer.stdout);
    if !text.contains("\"vulnerabilities\"") {
        sink.say("the registry of npm tells no advisories; not checked");
        return Ok(());
    }
    if !answer.status.success() {
        sink.say(&text);
        bail!("npm knows of faults in packages of web/package.json");
    }
    sink.say("npm knows of no fault of weight in what is shipped");
    Ok(())
}

/// npm, to be run in the folder.
pub fn npm(folder: &Path) -> Command {
    let mut npm = command("npm");
    // Browsers come from Debian; no package may download one.
    npm.current_dir(folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    npm
}

/// Runs `npm ci` in the folder, unless what is installed is what its lock file asks for.
pub fn install_packages(folder: &Path, sink: &Sink) -> Result<Done> {
    let wanted =
        format!("{:016x}", fingerprint(&[folder.join("package.json"), folder.join("package-lock.json")])?);
    // It lies within, so that whoever deletes the packages deletes the note about them.
    let note = folder.join("node_modules").join(".installed-by-xtask");
    if fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(Done::UpToDate);
    }
    shell::run(npm(folder).args(["ci", "--no-fund", "--no-audit"]), sink)?;
    fs::write(&note, wanted).with_context(|| format!("cannot write {}", note.display()))?;
    Ok(Done::Anew)
}

fn folder() -> PathBuf {
    repository::root().join("web")
}

/// The files that decide what the build gives: the web application's own, and the contract with the server.
fn sources(web: &Path) -> Result<Vec<PathBuf>> {
    let mut sources = files(web, &NOT_SOURCES)?;
    sources.push(repository::root().join("schema.graphql"));
    Ok(sources)
}

/// All files below the folder, in a fixed order, without the folders of the given names.
fn files(folder: &Path, without: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
            if !path.is_dir() {
                found.push(path);
            } else if !without.iter().any(|name| path.ends_with(name)) {
                waiting.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A number that changes when a name or the content of one of the files does. Only this program compares it,
/// on this machine.
fn fingerprint(files: &[PathBuf]) -> Result<u64> {
    let mut contents = BTreeMap::new();
    for path in files {
        contents.insert(path, fs::read(path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    let mut hasher = DefaultHasher::new();
    contents.hash(&mut hasher);
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::ScratchFolder;

    #[test]
    fn the_fingerprint_follows_names_and_contents_of_sources_only() {
        let scratch = ScratchFolder::new("fingerprint").expect("a folder can be made");
        let web = scratch.path();
        let print = || fingerprint(&files(web, &NOT_SOURCES).expect("readable")).expect("readable");
        fs::create_dir_all(web.join("src/gql")).expect("a folder can be made");
        fs::create_dir_all(web.join("node_modules/x")).expect("a folder can be made");
        let write = |name: &str, text: &str| fs::write(web.join(name), text).expect("a file can be written");

        write("src/a.ts", "1");
        let first = print();
        write("src/gql/graphql.ts", "generated");
        write("node_modules/x/index.js", "installed");
        assert_eq!(print(), first, "what is generated or installed is no source");

        write("src/a.ts", "2");
        let changed = print();
        assert_ne!(changed, first, "the content counts");
        fs::rename(web.join("src/a.ts"), web.join("src/b.ts")).expect("a file can be renamed");
        assert_ne!(print(), changed, "the name counts");
        write("src/b.ts", "1");
        fs::rename(web.join("src/b.ts"), web.join("src/a.ts")).expect("a file can be renamed");
        assert_eq!(print(), first, "the same sources give the same fingerprint");
    }
}
