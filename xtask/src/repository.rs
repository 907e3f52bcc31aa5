//! Where things are: the repository, what cargo builds, and what only this clone has.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate lies in a folder of the repository")
}

/// The folder cargo builds into, wherever its settings have put it: the one above this program that cargo has
/// marked.
pub fn target() -> Result<PathBuf> {
    let own = std::env::current_exe().context("cannot tell where this program lies")?;
    let target = own.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    target.map(Path::to_path_buf).context("this program does not lie in a folder that cargo builds into")
}

/// Notes of this program between its runs: logs and fingerprints. Made when missing.
pub fn notes() -> Result<PathBuf> {
    let folder = target()?.join("xtask");
    make_folder(&folder)?;
    Ok(folder)
}

/// Makes the folder and those above it.
pub fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// The server as built by the given cargo profile folder: `debug`, `demo` or `release`.
pub fn server_binary(profile: &str) -> Result<PathBuf> {
    Ok(target()?.join(profile).join("thidua"))
}

/// A database and a folder for files under `var/`, which git ignores: the settings of a server that serves
/// sample data.
pub fn sample_settings(name: &str) -> Result<[String; 4]> {
    make_folder(&root().join("var").join(name).join("files"))?;
    Ok([
        "--database".into(),
        format!("sqlite://var/{name}/thidua.db"),
        "--files".into(),
        format!("var/{name}/files"),
    ])
}
