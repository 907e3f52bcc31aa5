//! Writing files so that they are on the disk when we say so.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

/// Makes a folder that must not exist yet; only its owner reads what is in it.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes sure that the bytes of a file are on the disk.
pub fn settle(path: &Path) -> anyhow::Result<()> {
    let file = File::options().read(true).write(true).open(path);
    file.and_then(|file| file.sync_all())
        .with_context(|| format!("cannot write {} to the disk", path.display()))
}

/// Makes sure that the names in a folder are on the disk.
pub fn settle_folder(folder: &Path) -> anyhow::Result<()> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .with_context(|| format!("cannot write {} to the disk", folder.display()))?;
    Ok(())
}

/// Writes a small file whole or not at all.
pub fn write_at_once(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let name = path.file_name().context("a file has a name")?.display();
    let beside = path.with_file_name(format!("{name}.part"));
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written
        .and_then(|()| fs::rename(&beside, path))
        .with_context(|| format!("cannot write {}", path.display()))?;
    settle_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Size and SHA-256 of a file.
pub fn measure(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 256 * 1024];
    let mut size = 0;
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok((size, hex::encode(hash.finalize())));
        }
        size += read as u64;
        hash.update(&piece[..read]);
    }
}
