//! What is known of a file, and why an upload may be refused.

use time::OffsetDateTime;

use crate::shared::id::{AccountId, FileId, UnitId};
use crate::shared::locale::Locale;

/// A file in the library of a unit. Its bytes never change: they are kept under their hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Id.
    pub id: FileId,
    /// Unit to whose library it belongs.
    pub unit: UnitId,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Name as uploaded, cleaned; its extension fits the content.
    pub name: String,
    /// Media type by content.
    pub media_type: String,
    /// Size in bytes.
    pub size: i64,
    /// Who uploaded it.
    pub uploaded_by: AccountId,
    /// When, by the server's clock.
    pub uploaded_at: OffsetDateTime,
}

/// Why an upload is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadProblem {
    /// More bytes than one file may have.
    TooLarge,
    /// No bytes at all.
    Empty,
    /// The content is of a type that is not taken as evidence.
    UnsupportedType,
    /// Nothing remains of the name once it is cleaned.
    NoName,
}

impl UploadProblem {
    /// The fixed code in the answer.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "FILE_TOO_LARGE",
            Self::Empty => "FILE_EMPTY",
            Self::UnsupportedType => "UNSUPPORTED_MEDIA_TYPE",
            Self::NoName => "NAME_REQUIRED",
        }
    }

    /// The reason in words.
    #[must_use]
    pub fn message(self, locale: Locale) -> &'static str {
        match self {
            Self::TooLarge => locale.pick("Tệp vượt quá 50 MB.", "The file is larger than 50 MB."),
            Self::Empty => locale.pick("Tệp không có nội dung.", "The file is empty."),
            Self::UnsupportedType => locale.pick(
                "Loại tệp này không được nhận. Đề nghị dùng PDF, ảnh PNG, JPEG, WebP, TIFF, Word, Excel, \
                 OpenDocument (không chứa macro), văn bản thuần hoặc CSV mã hoá UTF-8.",
                "This type of file is not taken. Use PDF, PNG, JPEG, WebP or TIFF images, Word, Excel or \
                 OpenDocument files without macros, plain text or CSV in UTF-8.",
            ),
            Self::NoName => locale.pick("Thiếu tên tệp.", "The file has no name."),
        }
    }
}

/// Why the bytes of a record are not handed out, though the person may have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// They are no longer in the store.
    Missing,
    /// What stands in the store is not what was kept.
    Tampered,
    /// The store does not answer; later it may.
    Unavailable,
}

impl Unreadable {
    /// The fixed code in the answer.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "FILE_MISSING",
            Self::Tampered => "FILE_TAMPERED",
            Self::Unavailable => "FILES_UNAVAILABLE",
        }
    }

    /// The reason in words.
    #[must_use]
    pub fn message(self, locale: Locale) -> &'static str {
        match self {
            Self::Missing => locale.pick(
                "Nội dung tệp không còn trong kho lưu trữ. Đề nghị báo quản trị hệ thống khôi phục từ bản sao lưu.",
                "The content of this file is no longer in the store. Ask the administrator to restore it from a backup.",
            ),
            Self::Tampered => locale.pick(
                "Nội dung tệp đã bị thay đổi so với lúc lưu nên không được cung cấp; việc này đã ghi vào nhật ký. \
                 Đề nghị báo quản trị hệ thống.",
                "The content of this file is not what was stored, so it is not handed out; the audit trail tells of \
                 it. Tell the administrator.",
            ),
            Self::Unavailable => locale.pick(
                "Kho lưu trữ tệp tạm thời không phản hồi. Đề nghị thử lại sau.",
                "The file store does not answer at the moment. Try again later.",
            ),
        }
    }
}
