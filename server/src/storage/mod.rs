//! What lies behind the rows: whether every file that a record names stands in the store as it was kept, copies of
//! database and files that belong together, and the way back from them (docs/adr/0021).
//!
//! No slice: it knows no table by its name and no meaning of any row. What a database holds it reads from the
//! database's own catalogue, so that it works at every level of the schema, before an upgrade as well as after it.

mod backup;
mod catalogue;
mod disk;
mod inspection;
mod manifest;
mod postgres;
mod progress;
mod restore;
mod sqlite;
mod verification;

pub use backup::{Taken, take};
pub use catalogue::Named;
pub use inspection::{Inventory, inspect};
pub use manifest::{DatabaseKind, Gap, MANIFEST, Manifest};
pub use progress::Tell;
pub use restore::{Restored, restore};
pub use verification::{Findings, verify};
