//! The blob store: a local folder or an S3-compatible bucket. A blob stands under its SHA-256
//! (`sha256/ab/cdef…`), so the same bytes are kept once and never change.
//!
//! Whatever is read is held against its hash before the first byte is handed out (docs/adr/0021).

use std::collections::HashSet;
use std::path::{Path as FilePath, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{GetResult, MultipartUpload, ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::checked::{self, Whole};
use super::kinds::TextCheck;
use crate::shared::error::Refusal;
use crate::shared::{id, tls};

/// Size of the parts that are sent on; S3 takes no smaller ones but the last.
const PART: usize = 8 * 1024 * 1024;
/// First bytes kept at hand to know the type by.
const HEAD: usize = 4096;
/// Up to this size a blob is read once, into memory, and sent from there.
const AT_ONCE: u64 = 1024 * 1024;
/// Where bytes stand until they are complete and known.
pub(super) const INCOMING: &str = "incoming";
/// Where blobs stand.
const KEPT: &str = "sha256";

/// The blob store; cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// The folder, where it is one of this machine.
    folder: Option<Arc<FilePath>>,
    /// Faults that the trail tells of already: the record that names the blob, and the hash that was found.
    told: Arc<Mutex<HashSet<(Uuid, BlobFault)>>>,
}

/// The bytes of a blob that has been held against its hash.
pub struct Content {
    /// Their number.
    pub size: u64,
    /// The bytes; the last of them come only when the whole is what was kept.
    pub bytes: BoxStream<'static, Result<Bytes, std::io::Error>>,
}

/// What is wrong with a blob.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BlobFault {
    /// It is not there.
    Missing,
    /// Its bytes are not those that were kept.
    Tampered {
        /// The hash of the bytes that stand there.
        found: String,
    },
}

/// Why a blob could not be read.
#[derive(Debug)]
pub enum ReadFailure {
    /// The blob is at fault; reading it again does not help.
    Fault(BlobFault),
    /// The store does not answer.
    Store(anyhow::Error),
}

/// An object of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 in lower-case hexadecimal; `None` when its name is that of no blob.
    pub sha256: Option<String>,
    /// Its place in the store.
    pub place: String,
    /// Size in bytes.
    pub size: u64,
}

/// Why bytes could not be staged.
#[derive(Debug)]
pub enum StageFailure {
    /// More bytes than permitted; nothing was kept.
    TooLarge,
    /// The sender stopped; nothing was kept.
    Interrupted,
    /// The store failed.
    Store(Refusal),
}

/// Bytes that were received under a temporary name, with all that was learnt on the way.
pub struct Staged {
    blobs: Blobs,
    path: Path,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// Number of bytes.
    pub size: u64,
    /// The first bytes.
    pub head: Vec<u8>,
    /// Whether the whole is UTF-8 text.
    pub is_text: bool,
}

impl Blobs {
    /// Opens the store at a local folder, which is made when it is missing, or at `s3://bucket/prefix`.
    ///
    /// # Errors
    /// When the folder cannot be made, or the `AWS_*` variables do not describe an S3 store.
    pub fn open(url: &str) -> anyhow::Result<Self> {
        match url.strip_prefix("s3://") {
            Some(place) => {
                tls::choose();
                let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
                let bucket = AmazonS3Builder::from_env()
                    .with_bucket_name(bucket)
                    .build()
                    .with_context(|| format!("setting files_url: cannot use {url}"))?;
                Ok(Self::over(Arc::new(PrefixStore::new(bucket, prefix)), None))
            }
            None => {
                let folder = PathBuf::from(url);
                std::fs::create_dir_all(&folder)
                    .with_context(|| format!("setting files_url: cannot make the folder {url}"))?;
                let store = LocalFileSystem::new_with_prefix(&folder)
                    .with_context(|| format!("setting files_url: cannot use the folder {url}"))?;
                // What is acknowledged survives a power cut, as the rows that name it do.
                Ok(Self::over(Arc::new(store.with_fsync(true)), Some(folder.into())))
            }
        }
    }

    fn over(store: Arc<dyn ObjectStore>, folder: Option<Arc<FilePath>>) -> Self {
        Self { store, folder, told: Arc::default() }
    }

    /// The folder, where it is one of this machine.
    pub(super) fn folder(&self) -> Option<&FilePath> {
        self.folder.as_deref()
    }

    /// The store itself, for sweeping.
    pub(super) fn store(&self) -> &Arc<dyn ObjectStore> {
        &self.store
    }

    /// Whether this fault of a record's blob is new, and so to be told in the trail.
    pub(super) fn is_news(&self, record: Uuid, fault: &BlobFault) -> bool {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).insert((record, fault.clone()))
    }

    /// The blob of a record is whole (again), or could not be told of: the next fault is new.
    pub(super) fn forget(&self, record: Uuid) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).retain(|(known, _)| *known != record);
    }

    /// Writes, reads and deletes a few bytes, to learn whether the store can be used.
    pub async fn check(&self) -> anyhow::Result<()> {
        let path = Path::from(format!("{INCOMING}/{}", id::fresh().simple()));
        self.store.put(&path, Bytes::from_static(b"check").into()).await.context("cannot write")?;
        self.store.get(&path).await.context("cannot read")?;
        self.store.delete(&path).await.context("cannot delete")
    }

    /// Receives bytes under a temporary name; stops at the first byte above `limit`.
    pub async fn stage<E>(
        &self,
        mut body: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
        limit: u64,
    ) -> Result<Staged, StageFailure> {
        let path = Path::from(format!("{INCOMING}/{}", id::fresh().simple()));
        let upload = self.store.put_multipart(&path).await.map_err(StageFailure::from)?;
        let mut intake = Intake::new(upload);
        let received = loop {
            match body.next().await {
                None => break intake.finish().await,
                Some(Err(_)) => break Err(StageFailure::Interrupted),
                Some(Ok(bytes)) if intake.size + bytes.len() as u64 > limit => {
                    break Err(StageFailure::TooLarge);
                }
                Some(Ok(bytes)) => {
                    if let Err(failure) = intake.take(&bytes).await {
                        break Err(failure);
                    }
                }
            }
        };
        if let Err(failure) = received {
            intake.upload.abort().await.map_err(StageFailure::from)?;
            return Err(failure);
        }
        Ok(Staged {
            blobs: self.clone(),
            path,
            sha256: hex::encode(intake.hash.finalize()),
            size: intake.size,
            is_text: intake.text.holds(),
            head: intake.head,
        })
    }

    /// The bytes of a blob. A small one is read once; a large one is read twice, so that a tampered one is refused
    /// before its first byte and no more than a piece of it is held in memory. Should it change between the two
    /// readings, the stream breaks off before its end.
    pub async fn read(&self, sha256: &str) -> Result<Content, ReadFailure> {
        let blob = self.get(sha256).await?;
        let size = blob.meta.size;
        if size <= AT_ONCE {
            let bytes = blob.bytes().await.map_err(unreadable)?;
            same(hex::encode(Sha256::digest(&bytes)), sha256)?;
            return Ok(Content { size, bytes: futures::stream::iter([Ok(bytes)]).boxed() });
        }
        same(hash_of(blob).await?, sha256)?;
        let again = self.get(sha256).await?;
        Ok(Content {
            size: again.meta.size,
            bytes: checked::held_back(pieces(again), Whole::of(sha256)).boxed(),
        })
    }

    /// Reads a blob through and holds it against its hash; answers its size.
    pub async fn verify(&self, sha256: &str) -> Result<u64, ReadFailure> {
        let blob = self.get(sha256).await?;
        let size = blob.meta.size;
        same(hash_of(blob).await?, sha256)?;
        Ok(size)
    }

    /// The size of a blob, without reading it.
    pub async fn size(&self, sha256: &str) -> Result<u64, ReadFailure> {
        let place = place(sha256)?;
        self.store.head(&place).await.map(|meta| meta.size).map_err(unreadable)
    }

    /// The bytes of a blob as they stand, for those who hash them on the way.
    pub async fn unchecked(
        &self,
        sha256: &str,
    ) -> Result<BoxStream<'static, Result<Bytes, std::io::Error>>, ReadFailure> {
        Ok(pieces(self.get(sha256).await?))
    }

    /// Everything that stands among the blobs.
    pub async fn kept(&self) -> anyhow::Result<Vec<Kept>> {
        let folder = Path::from(KEPT);
        let objects = self.store.list(Some(&folder)).map_ok(|object| {
            let place = object.location.to_string();
            let name = place.strip_prefix(KEPT).unwrap_or_default().replace('/', "");
            let sha256 = (is_hash(&name) && address(&name) == object.location).then_some(name);
            Kept { sha256, place, size: object.size }
        });
        objects.try_collect().await.context("listing the stored files")
    }

    async fn get(&self, sha256: &str) -> Result<GetResult, ReadFailure> {
        let place = place(sha256)?;
        self.store.get(&place).await.map_err(unreadable)
    }
}

impl Staged {
    /// Some of the bytes; fewer when the end comes first.
    pub async fn range(&self, from: u64, length: u64) -> Result<Bytes, Refusal> {
        let end = from.saturating_add(length).min(self.size);
        if from >= end {
            return Ok(Bytes::new());
        }
        self.blobs.store.get_range(&self.path, from..end).await.map_err(failed)
    }

    /// Moves the bytes to their address; bytes that already stand there are not stored twice. What stands there and
    /// is not what it should be is replaced.
    pub async fn keep(self) -> Result<(), Refusal> {
        match self.blobs.verify(&self.sha256).await {
            Ok(_) => return self.discard().await,
            Err(ReadFailure::Fault(BlobFault::Missing)) => {}
            Err(ReadFailure::Fault(BlobFault::Tampered { found })) => {
                tracing::warn!(sha256 = self.sha256, found, "a tampered file is replaced by its upload");
            }
            Err(ReadFailure::Store(error)) => return Err(Refusal::Unavailable(Arc::new(error))),
        }
        self.blobs.store.rename(&self.path, &address(&self.sha256)).await.map_err(failed)
    }

    /// Removes the bytes.
    pub async fn discard(self) -> Result<(), Refusal> {
        self.blobs.store.delete(&self.path).await.map_err(failed)
    }
}

/// Bytes on their way in: hashed, checked and sent on in parts.
struct Intake {
    upload: Box<dyn MultipartUpload>,
    part: Vec<u8>,
    hash: Sha256,
    size: u64,
    head: Vec<u8>,
    text: TextCheck,
}

impl Intake {
    fn new(upload: Box<dyn MultipartUpload>) -> Self {
        Self {
            upload,
            part: Vec::new(),
            hash: Sha256::new(),
            size: 0,
            head: Vec::new(),
            text: TextCheck::default(),
        }
    }

    async fn take(&mut self, bytes: &[u8]) -> Result<(), StageFailure> {
        self.hash.update(bytes);
        self.text.feed(bytes);
        self.size += bytes.len() as u64;
        let missing = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..missing]);
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PART { self.send().await } else { Ok(()) }
    }

    async fn send(&mut self) -> Result<(), StageFailure> {
        let part = std::mem::take(&mut self.part);
        Ok(self.upload.put_part(part.into()).await?)
    }

    async fn finish(&mut self) -> Result<(), StageFailure> {
        if !self.part.is_empty() {
            self.send().await?;
        }
        self.upload.complete().await?;
        Ok(())
    }
}

/// Whether a text is a SHA-256 as we write it.
#[must_use]
pub fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Where a blob stands; a row that names no hash names nothing that is there.
fn place(sha256: &str) -> Result<Path, ReadFailure> {
    is_hash(sha256).then(|| address(sha256)).ok_or(ReadFailure::Fault(BlobFault::Missing))
}

fn address(sha256: &str) -> Path {
    let (folder, rest) = sha256.split_at(2);
    Path::from(format!("{KEPT}/{folder}/{rest}"))
}

fn same(found: String, sha256: &str) -> Result<(), ReadFailure> {
    if found == sha256 { Ok(()) } else { Err(ReadFailure::Fault(BlobFault::Tampered { found })) }
}

async fn hash_of(blob: GetResult) -> Result<String, ReadFailure> {
    let mut hash = Sha256::new();
    let mut bytes = blob.into_stream();
    while let Some(piece) = bytes.try_next().await.map_err(unreadable)? {
        hash.update(&piece);
    }
    Ok(hex::encode(hash.finalize()))
}

fn pieces(blob: GetResult) -> BoxStream<'static, Result<Bytes, std::io::Error>> {
    blob.into_stream().map_err(std::io::Error::other).boxed()
}

fn unreadable(error: object_store::Error) -> ReadFailure {
    match error {
        object_store::Error::NotFound { .. } => ReadFailure::Fault(BlobFault::Missing),
        error => ReadFailure::Store(anyhow::Error::new(error).context("blob store")),
    }
}

/// The store is away or full: the same request may be sent again.
fn failed(error: object_store::Error) -> Refusal {
    Refusal::Unavailable(Arc::new(anyhow::Error::new(error).context("blob store")))
}

impl From<object_store::Error> for StageFailure {
    fn from(error: object_store::Error) -> Self {
        Self::Store(failed(error))
    }
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    fn blobs() -> Blobs {
        Blobs::over(Arc::new(object_store::memory::InMemory::new()), None)
    }

    fn pieces(of: &[&'static str]) -> impl Stream<Item = Result<Bytes, ()>> + Unpin + Send + use<> {
        stream::iter(of.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect::<Vec<_>>())
    }

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    async fn whole(content: Content) -> Result<Vec<u8>, std::io::Error> {
        let bytes: Vec<Bytes> = content.bytes.try_collect().await?;
        Ok(bytes.concat())
    }

    async fn objects(blobs: &Blobs) -> Vec<String> {
        let all: Vec<_> = blobs.store.list(None).try_collect().await.expect("memory lists");
        all.into_iter().map(|object| object.location.to_string()).collect()
    }

    #[tokio::test]
    async fn bytes_stand_once_under_their_hash() {
        let blobs = blobs();
        for _ in 0..2 {
            let staged = blobs.stage(pieces(&["ab", "c"]), 10).await.expect("fits");
            assert_eq!((staged.size, staged.is_text), (3, true));
            staged.keep().await.expect("kept");
        }
        assert_eq!(
            objects(&blobs).await,
            ["sha256/ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]
        );
        let content = blobs.read(ABC).await.expect("stands there");
        assert_eq!(content.size, 3);
        assert_eq!(whole(content).await.expect("reads"), b"abc");
        let kept = blobs.kept().await.expect("lists");
        assert_eq!((kept.len(), kept[0].sha256.as_deref(), kept[0].size), (1, Some(ABC), 3));
    }

    #[tokio::test]
    async fn what_was_tampered_with_or_is_gone_is_not_read() {
        let blobs = blobs();
        assert!(matches!(blobs.read(ABC).await, Err(ReadFailure::Fault(BlobFault::Missing))));
        for nonsense in ["", "ab", "..", &"z".repeat(64)] {
            assert!(matches!(blobs.read(nonsense).await, Err(ReadFailure::Fault(BlobFault::Missing))));
        }
        for size in [3, usize::try_from(AT_ONCE).expect("fits") * 2] {
            let right = vec![b'a'; size];
            let staged = blobs.stage(stream::iter([Ok::<_, ()>(Bytes::from(right.clone()))]), u64::MAX).await;
            let staged = staged.expect("fits");
            let sha256 = staged.sha256.clone();
            staged.keep().await.expect("kept");
            let content = blobs.read(&sha256).await.expect("is whole");
            assert_eq!(whole(content).await.expect("reads"), right);
            let mut wrong = right.clone();
            wrong[size - 1] = b'b';
            let found = hex::encode(Sha256::digest(&wrong));
            blobs.store.put(&address(&sha256), wrong.into()).await.expect("is overwritten");
            let refused = BlobFault::Tampered { found };
            for failure in [blobs.read(&sha256).await.err(), blobs.verify(&sha256).await.err()] {
                assert!(matches!(failure, Some(ReadFailure::Fault(fault)) if fault == refused), "{size}");
            }
            // The right bytes once more mend it.
            let staged = blobs.stage(stream::iter([Ok::<_, ()>(Bytes::from(right))]), u64::MAX).await;
            staged.expect("fits").keep().await.expect("kept");
            assert!(blobs.verify(&sha256).await.is_ok(), "{size}");
        }
        assert_eq!(objects(&blobs).await.len(), 2, "nothing is left behind");
    }

    #[tokio::test]
    async fn too_many_bytes_leave_nothing_behind() {
        let blobs = blobs();
        let refused = blobs.stage(pieces(&["ab", "c"]), 2).await;
        assert!(matches!(refused, Err(StageFailure::TooLarge)));
        let stopped = blobs.stage(stream::iter([Ok(Bytes::from_static(b"a")), Err(())]), 10).await;
        assert!(matches!(stopped, Err(StageFailure::Interrupted)));
        assert!(objects(&blobs).await.is_empty());
    }

    #[tokio::test]
    async fn a_local_folder_keeps_blobs_and_cleans_up() {
        let folder = std::env::temp_dir().join(format!("thidua-blobs-{}", id::fresh().simple()));
        let blobs = Blobs::open(folder.to_str().expect("a readable path")).expect("opens");
        let staged = blobs.stage(pieces(&["abc"]), 10).await.expect("fits");
        assert_eq!(&staged.range(1, 99).await.expect("reads")[..], b"bc");
        staged.keep().await.expect("kept");
        let other = blobs.stage(pieces(&["x"]), 10).await.expect("fits");
        other.discard().await.expect("removed");
        assert!(blobs.stage(pieces(&["abcd"]), 3).await.is_err());
        assert_eq!(objects(&blobs).await.len(), 1);
        std::fs::remove_dir_all(folder).expect("removes");
    }
}
