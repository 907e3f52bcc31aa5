//! The names of the web application's operations, which the server's metrics know: `server/src/telemetry/operations.txt`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::repository;
use crate::shell::say;

fn file() -> PathBuf {
    repository::root().join("server/src/telemetry/operations.txt")
}

/// Writes the names that the documents of the web application have now.
pub fn renew() -> Result<()> {
    let names = listed(&repository::root().join("web").join("src"))?;
    if fs::read_to_string(file()).is_ok_and(|known| known == names) {
        return Ok(());
    }
    fs::write(file(), names).with_context(|| format!("cannot write {}", file().display()))?;
    say("operations.txt is written anew");
    Ok(())
}

/// The names of all operations below a folder, one a line, in order.
fn listed(folder: &Path) -> Result<String> {
    let mut names = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "graphql") {
                names.extend(named(&fs::read_to_string(&path)?).map(str::to_owned));
            }
        }
    }
    Ok(names.into_iter().map(|name| name + "\n").collect())
}

/// The names of the operations in a document.
fn named(document: &str) -> impl Iterator<Item = &str> {
    document.lines().filter_map(|line| {
        let (kind, rest) = line.trim_start().split_once(' ')?;
        matches!(kind, "query" | "mutation" | "subscription").then_some(())?;
        rest.trim_start().split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metrics_know_the_operations_of_the_web_application() {
        let names = listed(&repository::root().join("web").join("src")).expect("documents");
        let known = fs::read_to_string(file()).expect("the list");
        assert_eq!(known, names, "`cargo xtask schema` writes the list anew");
    }

    #[test]
    fn operations_are_found_by_name() {
        let document = "query One($id: ID!) {\n  node(id: $id) { id }\n}\n\nmutation Two { signOut }\nfragment F on X { id }\n";
        assert_eq!(named(document).collect::<Vec<_>>(), ["One", "Two"]);
    }
}
