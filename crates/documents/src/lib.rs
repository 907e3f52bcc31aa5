//! Official documents: what the facts say, in the form of Decree 30/2020/NĐ-CP, as PDF and as DOCX.
//!
//! A form ([`forms`]) holds facts and says what the document contains; it knows nothing of file formats. A [`Document`]
//! is that content: the two columns above, the text, the tables, the signatures. [`render`] makes a file of it. The
//! same facts give the same content, and [`fingerprint`] names them (INV-D2).
//!
//! Numbers and dates belong to the clerk (INV-D1): where a form is given none, it leaves room for them.

mod docx;
pub mod forms;
mod model;
#[cfg(feature = "pdf")]
mod pdf;
mod qr;
mod words;

use time::Date;

pub use forms::{Form, Issuer, Numbering};
pub use model::{Align, Block, Column, Document, Head, Run, Signer, Table};
pub use words::{long_date, percent};

/// What a document may be made as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Portable Document Format, for archives (PDF/A-2b), with its fonts inside.
    Pdf,
    /// Office Open XML, to be edited further.
    Docx,
}

/// Why no file was made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// This build makes no PDF.
    #[error("this build makes no PDF: the feature `pdf` is off")]
    NoPdf,
    /// The typesetter or the packer failed.
    #[error("cannot make the document: {0}")]
    Failed(String),
}

/// Makes a file of a document, dated the day on which it is made.
///
/// # Errors
/// When the format is not part of this build, or the typesetter fails.
pub fn render(document: &Document, format: Format, made_on: Date) -> Result<Vec<u8>, RenderError> {
    match format {
        #[cfg(feature = "pdf")]
        Format::Pdf => pdf::render(document, made_on),
        #[cfg(not(feature = "pdf"))]
        Format::Pdf => Err(RenderError::NoPdf),
        Format::Docx => docx::render(document, made_on),
    }
}

/// SHA-256, in lower-case hexadecimal, of the facts of a form with its code and version: the same facts in the same
/// template give the same name.
#[must_use]
pub fn fingerprint<F: Form>(form: &F) -> String {
    use sha2::{Digest as _, Sha256};
    let facts = serde_json::json!({ "form": F::CODE, "version": F::VERSION, "facts": form });
    hex::encode(Sha256::digest(facts.to_string()))
}
