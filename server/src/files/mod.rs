//! Files: evidence uploaded by units. The bytes live in the blob store under their SHA-256, once; a
//! row says what is known of them. A unit keeps one library, from which its score lines cite.
//!
//! The focal officer and the leader of a unit add to its library; nothing is changed or removed. Who
//! may read a file depends on the lines that cite it, so that is decided by `submissions`.

mod blobs;
mod commands;
mod graphql;
mod kinds;
mod model;
mod policy;
mod probe;
mod queries;
mod rules;
mod store;
mod trail;

pub use blobs::Blobs;
pub use commands::{MAX_SIZE, TakenIn, take_in, upload};
pub use model::{StoredFile, UploadProblem};
pub use queries::{load_many, of_units};
pub use trail::TRAIL;
