//! Units (who competes): the identity of a legal person, and versions of its name, kind and parent
//! that are valid in time. Every read names the date it looks at; versions of one unit never overlap.
//!
//! The tree is kept as a materialised path in each version (`89/886/30337/`), read as a range, so a
//! whole subtree is one indexed statement. Everybody signed in may read the catalogue; it changes by
//! import, on the command line, by whoever administers the server.

mod graphql;
mod model;
mod queries;
mod store;

pub use model::{Unit, UnitFilter, UnitKind};
pub use queries::{all, by_codes, load_many, subtree_ids};
