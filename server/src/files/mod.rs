//! Files: evidence uploaded by units. The bytes live in the blob store under their SHA-256, once; a
//! row says what is known of them. A unit keeps one library, from which its score lines cite.
//!
//! The focal officer and the leader of a unit add to its library; nothing is changed or removed. Who
//! may read a file depends on the lines that cite it, so that is decided by `submissions`. Whatever is read is held
//! against its hash first: bytes that are not those that were kept are refused, and the trail tells of it.

mod blobs;
mod checked;
mod commands;
mod graphql;
mod kinds;
mod model;
mod policy;
mod probe;
mod queries;
mod rules;
mod store;
mod sweep;
mod trail;

pub use blobs::{BlobFault, Blobs, Content, Kept, ReadFailure, StageFailure, is_hash};
pub use commands::{MAX_SIZE, TakenIn, open, take_in, upload};
pub use model::{StoredFile, Unreadable, UploadProblem};
pub use queries::{load_many, of_units};
pub use sweep::Sweeper;
pub use trail::TRAIL;
