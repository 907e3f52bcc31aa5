//! A file of a request, and what stands in the way of one.

use time::OffsetDateTime;

use crate::files::UploadProblem;
use crate::initiatives::InitiativeState;
use crate::shared::id::{AccountId, AttachmentId, InitiativeId};

/// A file of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Id.
    pub id: AttachmentId,
    /// Of which initiative.
    pub initiative: InitiativeId,
    /// Name as uploaded, cleaned; its extension fits the content.
    pub name: String,
    /// Media type by content.
    pub media_type: String,
    /// Size in bytes.
    pub size: i64,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Whether only those who decide read it.
    pub is_confidential: bool,
    /// Who added it.
    pub uploaded_by: AccountId,
    /// When, by the server's clock.
    pub uploaded_at: OffsetDateTime,
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttachmentFault {
    /// The request is not with its authors.
    WrongState(InitiativeState),
    /// As many files as a request can have.
    TooMany,
    /// The request has these bytes already.
    AttachedAlready,
    /// The file is not taken.
    Upload(UploadProblem),
}

impl AttachmentFault {
    /// The fixed code in the answer.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongState(_) => "WRONG_STATE",
            Self::TooMany => "TOO_MANY_FILES",
            Self::AttachedAlready => "ATTACHED_ALREADY",
            Self::Upload(problem) => problem.code(),
        }
    }
}
