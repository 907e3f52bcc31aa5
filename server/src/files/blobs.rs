//! The blob store: a local folder or an S3-compatible bucket. A blob stands under its SHA-256
//! (`sha256/ab/cdef…`), so the same bytes are kept once and never change.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt as _};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};

use super::kinds::TextCheck;
use crate::shared::error::Refusal;
use crate::shared::{id, tls};

/// Size of the parts that are sent on; S3 takes no smaller ones but the last.
const PART: usize = 8 * 1024 * 1024;
/// First bytes kept at hand to know the type by.
const HEAD: usize = 4096;

/// The blob store; cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
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
    store: Arc<dyn ObjectStore>,
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
        let store: Arc<dyn ObjectStore> = match url.strip_prefix("s3://") {
            Some(place) => {
                tls::choose();
                let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
                let bucket = AmazonS3Builder::from_env()
                    .with_bucket_name(bucket)
                    .build()
                    .with_context(|| format!("setting files_url: cannot use {url}"))?;
                Arc::new(PrefixStore::new(bucket, prefix))
            }
            None => {
                let folder = PathBuf::from(url);
                std::fs::create_dir_all(&folder)
                    .with_context(|| format!("setting files_url: cannot make the folder {url}"))?;
                let folder = LocalFileSystem::new_with_prefix(folder)
                    .with_context(|| format!("setting files_url: cannot use the folder {url}"))?;
                Arc::new(folder)
            }
        };
        Ok(Self { store })
    }

    /// Writes, reads and deletes a few bytes, to learn whether the store can be used.
    pub async fn check(&self) -> anyhow::Result<()> {
        let path = Path::from(format!("incoming/{}", id::fresh().simple()));
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
        let path = Path::from(format!("incoming/{}", id::fresh().simple()));
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
            store: Arc::clone(&self.store),
            path,
            sha256: hex::encode(intake.hash.finalize()),
            size: intake.size,
            is_text: intake.text.holds(),
            head: intake.head,
        })
    }

    /// The bytes of a blob, as a stream, with their number.
    pub async fn read(
        &self,
        sha256: &str,
    ) -> Result<(u64, BoxStream<'static, Result<Bytes, object_store::Error>>), Refusal> {
        let blob = self.store.get(&address(sha256)).await.map_err(failed)?;
        Ok((blob.meta.size, blob.into_stream().boxed()))
    }
}

impl Staged {
    /// Some of the bytes; fewer when the end comes first.
    pub async fn range(&self, from: u64, length: u64) -> Result<Bytes, Refusal> {
        let end = from.saturating_add(length).min(self.size);
        if from >= end {
            return Ok(Bytes::new());
        }
        self.store.get_range(&self.path, from..end).await.map_err(failed)
    }

    /// Moves the bytes to their address; bytes that already stand there are not stored twice.
    pub async fn keep(self) -> Result<(), Refusal> {
        let address = address(&self.sha256);
        match self.store.head(&address).await {
            Ok(_) => self.discard().await,
            Err(object_store::Error::NotFound { .. }) => {
                self.store.rename(&self.path, &address).await.map_err(failed)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Removes the bytes.
    pub async fn discard(self) -> Result<(), Refusal> {
        self.store.delete(&self.path).await.map_err(failed)
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

fn address(sha256: &str) -> Path {
    let (folder, rest) = sha256.split_at(2);
    Path::from(format!("sha256/{folder}/{rest}"))
}

fn failed(error: object_store::Error) -> Refusal {
    Refusal::Internal(anyhow::Error::new(error).context("blob store"))
}

impl From<object_store::Error> for StageFailure {
    fn from(error: object_store::Error) -> Self {
        Self::Store(failed(error))
    }
}

#[cfg(test)]
mod tests {
    use futures::{TryStreamExt as _, stream};

    use super::*;

    fn blobs() -> Blobs {
        Blobs { store: Arc::new(object_store::memory::InMemory::new()) }
    }

    fn pieces(of: &[&'static str]) -> impl Stream<Item = Result<Bytes, ()>> + Unpin + Send + use<> {
        stream::iter(of.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect::<Vec<_>>())
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
        let (size, body) = blobs
            .read("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            .await
            .expect("stands there");
        let body: Vec<Bytes> = body.try_collect().await.expect("reads");
        assert_eq!((size, body.concat()), (3, b"abc".to_vec()));
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
