//! Initiative councils (Hội đồng sáng kiến) and the rubrics they score by (Circular 18/2013/TT-BKHCN).
//!
//! A unit's council has a chair, a secretary and members, founded by a decision for a time; the secretary of the
//! unit's register keeps it, the Department of Science and Technology that of the province. A rubric is data: its
//! criteria with their points, the mean that passes, and how many must agree. It never changes; a new version takes
//! its place for what is begun from then on.

mod commands;
mod graphql;
mod import;
mod listen;
mod loader;
mod model;
mod policy;
mod queries;
mod rubrics;
mod rules;
mod store;
mod trail;
mod words;

pub use graphql::{CouncilsMutation, CouncilsQuery};
pub use import::import_rubric;
pub use listen::excludes_role;
pub use loader::CouncilBatches;
pub use model::{
    Council, CouncilMember, CouncilPosition, DeputyRule, InitiativeLevel, Quorum, Rubric, RubricCriterion,
    VoteBase, VoteRule,
};
pub use policy::{may_convene, sees};
pub use queries::{able_to_sit, find, kept_by, load_many, lock, reads, rubric};
pub use trail::TRAIL;
