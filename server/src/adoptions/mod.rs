//! Adoptions: other units that took a recognised initiative over and confirm so; its reach of influence rests on them
//!.
//!
//! The unit of the initiative asks; the head of the adopting unit confirms from when on it has been applied there and
//! with what effect, or declines. Only confirmed adoptions count.

mod commands;
mod graphql;
mod loader;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod words;

pub use graphql::{AdoptionsMutation, AdoptionsQuery};
pub use loader::AdoptionBatches;
pub use model::{Adoption, AdoptionAnswer};
pub use policy::can_ask;
pub use policy::sees;
pub use queries::{AdoptedCase, confirmed, find, initiative_of, waiting_for};
pub use trail::TRAIL;
