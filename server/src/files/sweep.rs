//! Sweeping what uploads left half done: at start everything, while serving what has not moved for long.
//!
//! Several servers may share a folder. Each holds a lock on a file in it while it serves; whoever finds at start that
//! nobody else holds it knows that nothing in `incoming` is still being written.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::Context as _;
use futures::TryStreamExt as _;
use object_store::ObjectStoreExt as _;
use object_store::path::Path as Place;

use super::blobs::{Blobs, INCOMING};

/// After this time without a byte nobody writes it any more: every upload has broken off long before.
const ABANDONED: Duration = Duration::from_secs(60 * 60);
/// How often it is looked for.
const PAUSE: Duration = Duration::from_secs(10 * 60);
/// The file that those who serve hold a lock on.
const LOCK: &str = "serving.lock";

/// Sweeps as long as it lives, and says to other servers that somebody serves from the folder.
pub struct Sweeper {
    blobs: Blobs,
    _presence: Option<File>,
}

impl Sweeper {
    /// Sweeps for the first time, before anything is served; failing to is said in the log.
    pub async fn start(blobs: &Blobs) -> Self {
        let alone = match blobs.folder() {
            Some(folder) => {
                let lock = folder.join(LOCK);
                tokio::task::spawn_blocking(move || exclusive(&lock)).await.ok().flatten()
            }
            None => None,
        };
        sweep(blobs, if alone.is_some() { Duration::ZERO } else { ABANDONED }).await;
        drop(alone);
        let presence = match blobs.folder() {
            Some(folder) => {
                let lock = folder.join(LOCK);
                tokio::task::spawn_blocking(move || shared(&lock)).await.ok().flatten()
            }
            None => None,
        };
        Self { blobs: blobs.clone(), _presence: presence }
    }

    /// Goes on sweeping by age, for ever.
    pub async fn run(self) {
        self.run_every(PAUSE).await;
    }

    async fn run_every(self, pause: Duration) {
        loop {
            tokio::time::sleep(pause).await;
            sweep(&self.blobs, ABANDONED).await;
        }
    }
}

/// Removes half-done uploads of at least this age.
async fn sweep(blobs: &Blobs, age: Duration) {
    let swept = match blobs.folder() {
        Some(folder) => {
            let incoming = folder.join(INCOMING);
            match tokio::task::spawn_blocking(move || sweep_folder(&incoming, age)).await {
                Ok(swept) => swept,
                Err(error) => Err(error.into()),
            }
        }
        None => sweep_store(blobs, age).await,
    };
    match swept {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "half-done uploads removed"),
        Err(error) => tracing::warn!(error = format!("{error:#}"), "half-done uploads stay for now"),
    }
}

/// The folder itself is read: the store does not list the files that a multipart upload writes (`…#1`).
fn sweep_folder(incoming: &Path, age: Duration) -> anyhow::Result<u64> {
    let entries = match fs::read_dir(incoming) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error).with_context(|| format!("reading {}", incoming.display())),
    };
    let mut swept = 0;
    for entry in entries {
        let entry = entry?;
        // Whoever finishes meanwhile takes it away first.
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_file() && is_older(metadata.modified()?, age) && fs::remove_file(entry.path()).is_ok()
        {
            swept += 1;
        }
    }
    Ok(swept)
}

async fn sweep_store(blobs: &Blobs, age: Duration) -> anyhow::Result<u64> {
    let folder = Place::from(INCOMING);
    let found: Vec<_> = blobs.store().list(Some(&folder)).try_collect().await.context("listing")?;
    let mut swept = 0;
    for object in found {
        if is_older(object.last_modified.into(), age) {
            blobs.store().delete(&object.location).await.context("deleting")?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// By the machine's clock, which wrote the times. A time to come, after the clock was set back, counts as now.
fn is_older(time: SystemTime, age: Duration) -> bool {
    time.elapsed().unwrap_or_default() >= age
}

fn exclusive(lock: &Path) -> Option<File> {
    let file = opened(lock)?;
    file.try_lock().is_ok().then_some(file)
}

fn shared(lock: &Path) -> Option<File> {
    let file = opened(lock)?;
    file.lock_shared().is_ok().then_some(file)
}

fn opened(lock: &Path) -> Option<File> {
    File::options().create(true).truncate(false).write(true).open(lock).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::id;

    struct Folder(std::path::PathBuf);

    impl Folder {
        fn new() -> Self {
            let folder = std::env::temp_dir().join(format!("thidua-sweep-{}", id::fresh().simple()));
            fs::create_dir_all(folder.join(INCOMING)).expect("a folder");
            Self(folder)
        }

        fn leave(&self, name: &str, age: Duration) {
            let file = File::create(self.0.join(INCOMING).join(name)).expect("a file");
            let now = file.metadata().and_then(|metadata| metadata.modified()).expect("a time");
            file.set_modified(now - age).expect("its time is set");
        }

        fn left(&self) -> Vec<String> {
            let entries = fs::read_dir(self.0.join(INCOMING)).expect("a folder");
            let names = entries.map(|entry| entry.expect("an entry").file_name().display().to_string());
            let mut names: Vec<String> = names.collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[tokio::test]
    async fn at_start_everything_goes_unless_another_server_serves_from_the_folder() {
        let folder = Folder::new();
        let blobs = Blobs::open(folder.0.to_str().expect("a readable path")).expect("opens");
        folder.leave("a", Duration::ZERO);
        folder.leave("b#1", Duration::ZERO);
        let first = Sweeper::start(&blobs).await;
        assert!(folder.left().is_empty(), "{:?}", folder.left());

        folder.leave("still-written#1", Duration::ZERO);
        folder.leave("abandoned#1", ABANDONED + Duration::from_secs(60));
        folder.leave("abandoned", ABANDONED + Duration::from_secs(60));
        let second = Sweeper::start(&blobs).await;
        assert_eq!(folder.left(), ["still-written#1"]);

        drop((first, second));
        drop(Sweeper::start(&blobs).await);
        assert!(folder.left().is_empty(), "{:?}", folder.left());
    }

    #[tokio::test]
    async fn while_serving_what_has_not_moved_for_long_goes() {
        let folder = Folder::new();
        let blobs = Blobs::open(folder.0.to_str().expect("a readable path")).expect("opens");
        let sweeper = Sweeper::start(&blobs).await;
        folder.leave("abandoned#1", ABANDONED + Duration::from_secs(60));
        folder.leave("still-written#1", Duration::ZERO);
        let task = tokio::spawn(sweeper.run_every(Duration::from_millis(5)));
        for _ in 0..1000 {
            tokio::time::sleep(Duration::from_millis(10)).await;
            if folder.left().len() == 1 {
                break;
            }
        }
        assert_eq!(folder.left(), ["still-written#1"]);
        task.abort();
    }
}
