//! Bytes that are held against a hash on their way out: the last piece comes only when the whole is right.

use std::io;

use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{Stream, TryStreamExt as _};
use sha2::{Digest as _, Sha256};

/// A file changed while it was sent.
#[derive(Debug, thiserror::Error)]
#[error("the file changed while it was sent")]
pub struct ChangedMeanwhile {
    /// The hash of the bytes that were read.
    pub found: String,
}

/// What the whole must be.
pub struct Whole {
    sha256: String,
    hash: Sha256,
}

impl Whole {
    /// Bytes of this hash.
    #[must_use]
    pub fn of(sha256: &str) -> Self {
        Self { sha256: sha256.to_owned(), hash: Sha256::new() }
    }

    fn end(&mut self) -> io::Result<()> {
        let found = hex::encode(self.hash.finalize_reset());
        if found == self.sha256 {
            return Ok(());
        }
        tracing::error!(
            sha256 = self.sha256,
            found,
            "a file changed while it was sent; the answer breaks off"
        );
        Err(io::Error::other(ChangedMeanwhile { found }))
    }
}

/// The same bytes, one piece later: who receives them all has received the right ones.
pub fn held_back(
    bytes: BoxStream<'static, io::Result<Bytes>>,
    whole: Whole,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold((bytes, whole, None::<Bytes>), |(mut bytes, mut whole, mut held)| async move {
        while let Some(piece) = bytes.try_next().await? {
            whole.hash.update(&piece);
            if let Some(earlier) = held.replace(piece) {
                return Ok(Some((earlier, (bytes, whole, held))));
            }
        }
        let Some(last) = held.take() else { return Ok(None) };
        whole.end()?;
        Ok(Some((last, (bytes, whole, None))))
    })
}

#[cfg(test)]
mod tests {
    use futures::StreamExt as _;

    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    async fn sent(of: &'static [&'static str], sha256: &str) -> (Vec<u8>, bool) {
        let pieces = stream::iter(of.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes())))).boxed();
        let mut sent = Vec::new();
        let mut out = Box::pin(held_back(pieces, Whole::of(sha256)));
        while let Some(piece) = out.next().await {
            match piece {
                Ok(piece) => sent.extend_from_slice(&piece),
                Err(_) => return (sent, false),
            }
        }
        (sent, true)
    }

    #[tokio::test]
    async fn the_last_piece_comes_only_when_the_whole_is_right() {
        assert_eq!(sent(&["a", "b", "c"], ABC).await, (b"abc".to_vec(), true));
        assert_eq!(sent(&["a", "b", "d"], ABC).await, (b"ab".to_vec(), false));
        assert_eq!(sent(&["abd"], ABC).await, (Vec::new(), false));
        assert_eq!(sent(&["a", "b"], ABC).await, (b"a".to_vec(), false));
    }
}
