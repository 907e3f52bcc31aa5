//! Ranking: what every unit comes to, and its place in its peer group.
//!
//! A campaign manager computes the ranking as often as needed, provisionally while the appraisal is going
//! on; the same inputs give the same numbers, and the trace lists every step. Bonuses and penalties are
//! recorded beside the sheets, each with the document it rests on. Once every submitted sheet is appraised
//! the manager releases the result: sheets and ranking become final and everybody signed in sees them;
//! before, only those who lead, decide, inspect or analyse do: no unit and no appraiser. Published, the result is open to
//! everybody, without sign-in.

mod commands;
mod graphql;
mod lineage;
mod loader;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod words;
mod work;

pub use graphql::{CampaignRanking, RankingMutation, RankingQuery};
pub use loader::RankingBatches;
pub use trail::TRAIL;
pub use work::work_of;
