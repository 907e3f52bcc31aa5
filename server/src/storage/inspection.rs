//! Holding the store against the records: what is missing, what was tampered with, what no record names.

use std::collections::BTreeMap;

use anyhow::Context as _;
use sea_orm::ConnectionTrait;

use super::catalogue::{self, Named};
use super::progress::{Progress, Tell};
use crate::files::{BlobFault, Blobs, Kept, ReadFailure};

/// What was found.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Blobs that records name.
    pub named: usize,
    /// Bytes of those that are there.
    pub bytes: u64,
    /// Blobs that records name and that are missing or not what was kept.
    pub faults: Vec<(Named, BlobFault)>,
    /// What stands in the store and no record names.
    pub orphans: Vec<Kept>,
}

/// Looks at every blob. With `content` each is read through; otherwise it only has to be there. The server may go on
/// working meanwhile.
pub async fn inspect(
    db: &impl ConnectionTrait,
    blobs: &Blobs,
    content: bool,
    tell: Tell<'_>,
) -> anyhow::Result<Inventory> {
    // The store first: what is uploaded meanwhile is then no orphan.
    let kept = blobs.kept().await?;
    let named = catalogue::named_blobs(db).await.context("database")?;
    let mut inventory = Inventory { named: named.len(), ..Inventory::default() };
    let mut progress = Progress::of("checked", named.len(), tell);
    for blob in named.values() {
        let found = if content { blobs.verify(&blob.sha256).await } else { blobs.size(&blob.sha256).await };
        match found {
            Ok(size) => {
                inventory.bytes += size;
                progress.step(size);
            }
            Err(ReadFailure::Fault(fault)) => inventory.faults.push((blob.clone(), fault)),
            Err(ReadFailure::Store(error)) => return Err(error),
        }
    }
    inventory.orphans = unnamed(kept, &named);
    if !inventory.orphans.is_empty() {
        // Their rows may have been written since.
        let now = catalogue::named_blobs(db).await.context("database")?;
        inventory.orphans = unnamed(inventory.orphans, &now);
    }
    Ok(inventory)
}

fn unnamed(kept: Vec<Kept>, named: &BTreeMap<String, Named>) -> Vec<Kept> {
    let is_named = |one: &Kept| one.sha256.as_ref().is_some_and(|sha256| named.contains_key(sha256));
    kept.into_iter().filter(|one| !is_named(one)).collect()
}
