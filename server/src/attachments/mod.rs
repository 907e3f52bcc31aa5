//! Attachments: files that the authors of an initiative add to their request, as long as it is with them. The bytes live
//! in the blob store under their SHA-256, once.
//!
//! Whoever reads the request reads them; what is marked confidential is read by few. Those who score never get them: a
//! file may name the authors, and nothing finds names in it (INV-R4).

mod commands;
mod graphql;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod words;

pub use commands::attach;
pub use graphql::{AttachmentsMutation, AttachmentsQuery};
pub use model::{Attachment, AttachmentFault};
pub use queries::{AttachedFile, find};
pub use trail::TRAIL;
