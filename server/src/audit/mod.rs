//! The audit trail: who did what to which record, when, in which role. Written in the deed's own
//! transaction; there is no update and no delete.
//!
//! Stands left of the slices it records, so it knows subjects by kind and id only.

mod graphql;
mod model;
mod policy;
mod queries;
mod store;

pub use graphql::AuditQuery;
pub use model::{AuditEntry, Deed};
pub use queries::history_of;
pub use store::{record, record_all};
