//! A paper that may be written, and a file that was.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::shared::codes::codes;
use crate::shared::id::{
    AccountId, AdoptionId, DocumentId, InitiativeAuthorId, InitiativeId, RecognitionId, ReferralId, ReviewId,
    SittingId, UnitId,
};

codes! {
    /// What a document is.
    DocumentForm {
        /// Request to recognise an initiative (D16).
        Request = "REQUEST",
        /// Receipt of a request (D17).
        Receipt = "RECEIPT",
        /// Register of the requests of a year (D17).
        Register = "REGISTER",
        /// Sheet of a member of the council (D18).
        Sheet = "SHEET",
        /// Points and votes of a sitting (D18).
        Tally = "TALLY",
        /// Minutes of a sitting (D18).
        Minutes = "MINUTES",
        /// Decision that recognises initiatives (D19).
        Decision = "DECISION",
        /// Certificate of an author (D19).
        Certificate = "CERTIFICATE",
        /// Petition to the province (D20).
        Petition = "PETITION",
        /// Confirmation of a unit that applies an initiative (D20).
        Confirmation = "CONFIRMATION",
        /// Decision that cancels a recognition (D22).
        Cancellation = "CANCELLATION",
    }
}

impl DocumentForm {
    /// The kind of the record that it is about.
    #[must_use]
    pub fn subject_kind(self) -> &'static str {
        match self {
            Self::Request | Self::Receipt => InitiativeId::KIND,
            Self::Register => UnitId::KIND,
            Self::Sheet => ReviewId::KIND,
            Self::Tally | Self::Minutes => SittingId::KIND,
            Self::Decision | Self::Certificate | Self::Cancellation => RecognitionId::KIND,
            Self::Petition => ReferralId::KIND,
            Self::Confirmation => AdoptionId::KIND,
        }
    }

    /// The kind of the part of it, where there are several: the author of a certificate, the member of a sheet.
    #[must_use]
    pub fn part_kind(self) -> &'static str {
        match self {
            Self::Certificate => InitiativeAuthorId::KIND,
            _ => AccountId::KIND,
        }
    }
}

codes! {
    /// As what a document is made.
    DocumentFormat {
        /// Portable Document Format, for archives.
        Pdf = "PDF",
        /// Office Open XML, to be edited further.
        Docx = "DOCX",
    }
}

impl DocumentFormat {
    /// The extension of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// Which paper: its form, the record it is about, and the part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PaperKey {
    /// What it is.
    pub form: DocumentForm,
    /// The record: an initiative, a recognition, a review, a sitting, a referral, an adoption or a unit, by form.
    pub subject: Uuid,
    /// Whose: the author of a certificate, the member of a sheet.
    pub part: Option<Uuid>,
    /// Which year of a register.
    pub year: Option<i32>,
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedDocument {
    /// Id.
    pub id: DocumentId,
    /// Which paper.
    pub key: PaperKey,
    /// As what.
    pub format: DocumentFormat,
    /// Version of the template.
    pub template_version: i32,
    /// SHA-256 of the facts with the template's code and version, in hexadecimal.
    pub data_hash: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// Number of bytes.
    pub size: i64,
    /// Name of the file.
    pub name: String,
    /// Who had it made.
    pub created_by: AccountId,
    /// When.
    pub created_at: OffsetDateTime,
}

/// What stands in the way of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentFault {
    /// This server makes no PDF.
    NoPdf,
}
