//! Finds the type of staged bytes; reads the directory of a container where the first bytes do not say.

use super::blobs::Staged;
use super::kinds::{FileKind, FirstLook, compound, first_look, text_kind, zip};
use crate::shared::error::Refusal;

/// The type by content; `None` when it is none that is taken.
pub async fn kind_of(staged: &Staged, name: &str) -> Result<Option<FileKind>, Refusal> {
    match first_look(&staged.head) {
        FirstLook::Is(kind) => Ok(Some(kind)),
        FirstLook::Zip => zip_kind(staged).await,
        FirstLook::Compound => compound_kind(staged).await,
        FirstLook::Unsigned => Ok(staged.is_text.then(|| text_kind(name))),
        FirstLook::Active => Ok(None),
    }
}

async fn zip_kind(staged: &Staged) -> Result<Option<FileKind>, Refusal> {
    let tail = staged.range(staged.size.saturating_sub(zip::LONGEST_END), zip::LONGEST_END).await?;
    let Some((offset, length)) = zip::directory(&tail) else { return Ok(None) };
    let directory = staged.range(offset, length).await?;
    Ok(zip::kind(&staged.head, &directory))
}

async fn compound_kind(staged: &Staged) -> Result<Option<FileKind>, Refusal> {
    let Some(layout) = compound::Layout::read(&staged.head) else { return Ok(None) };
    let mut names = Vec::new();
    let mut sector = layout.first_directory;
    for _ in 0..compound::MOST_SECTORS {
        let bytes = staged.range(layout.offset(sector), layout.sector_size).await?;
        if bytes.is_empty() {
            break;
        }
        names.extend(compound::names(&bytes));
        let Some(next_at) = layout.next_at(sector) else { break };
        let next = staged.range(next_at, 4).await?;
        let Ok(next) = <[u8; 4]>::try_from(&next[..]) else { break };
        sector = u32::from_le_bytes(next);
    }
    Ok(compound::kind(&names))
}
