//! Criteria sets: versioned trees of groups and criteria with the rules that turn facts into points.

mod facts;
mod import;
mod model;
mod rules;

pub use facts::*;
pub use import::*;
pub use model::*;
pub use rules::*;
