//! Submissions: a unit's score sheet in a campaign.

mod model;

pub use model::*;
