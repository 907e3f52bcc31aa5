//! The audit trail: who did what to which record, when, in which role. Written in the deed's own
//! transaction; there is no update and no delete, and the database refuses both.
//!
//! Every entry is numbered and carries the hash of the one before it, so that `verify` finds what was changed,
//! removed, inserted or reordered behind the server's back; a seal kept elsewhere also proves the end.
//!
//! Stands left of the slices it records, so it knows subjects by kind and id only. Each of them declares its deeds in
//! chapters with who reads their entries, as its own policy shows the records; `App` binds the chapters together.

mod commands;
mod graphql;
mod loader;
mod model;
mod policy;
mod queries;
mod readable;
mod rules;
mod sight;
mod store;
mod trail;

pub use commands::begin_export;
pub use graphql::AuditQuery;
pub use loader::AuditBatches;
pub use model::{AuditEntry, AuditFilter, AuditHead, Deed, Finding, Link, Seal, Verdict};
pub use policy::{of_inspectors, of_managers, of_units, of_units_and_withheld, reads_everything};
pub use queries::{page, reads, seal, verify};
pub use sight::{Chapter, Passage, Sight};
pub use store::{hold, record, record_all};
pub use trail::TRAIL;
