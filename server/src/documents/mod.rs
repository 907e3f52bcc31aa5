//! Documents: what the facts of an initiative say, written as official papers (D16 to D20 and D22).
//!
//! What a paper contains is asked of the other slices when it is wanted ([`gather`]); the crate `documents` knows the
//! forms and makes the files. A file that was made is kept, with the version of its template and the hash of its facts
//! (INV-D2); the same facts are not written twice. Numbers and dates are the clerk's (INV-D1).

mod commands;
mod compose;
mod gather;
mod graphql;
mod letterhead;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod words;

pub use graphql::{DocumentsMutation, DocumentsQuery};
pub use model::GeneratedDocument;
pub use queries::find;
pub use trail::TRAIL;
