//! Reviews: a council scores an initiative and votes on it (Circular 18/2013/TT-BKHCN; INV-R4).
//!
//! The keeper of the register gives an accepted request to the council. Every member gets a seat in the review;
//! authors never do anything on theirs, and others leave it when they declare a conflict or are excluded. Those who
//! score see the text with every name hidden that gives the authors away, each a sheet of their own that is locked
//! when it is signed and that nobody else sees before all are. From the first signature on nobody leaves or joins but
//! for a conflict of interest; a signed sheet is then set aside, and both means are told. The council sits on the day
//! of its sitting: who is present votes while enough others are, the keeper closes the sitting, and the outcome stands
//! with its whole account: means, spread, outliers, votes. A case on which no vote was held stays for the next sitting.

mod commands;
mod graphql;
mod listen;
mod loader;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod words;
mod work;

pub use commands::{conclude, locked};
pub use graphql::{ReviewsMutation, ReviewsQuery};
pub use listen::{end_with_request, excludes_role};
pub use loader::ReviewBatches;
pub use model::{
    Exclusion, ExclusionKind, LeftOver, LeftOverReason, Outcome, Review, ReviewState, Seat, Sitting,
    SittingState,
};
pub use policy::{sees, sees_sheet};
pub use queries::{
    ReviewedCase, agendas, by_ids, excluded_from, find, find_sitting, initiative_of, opened, sits_somewhere,
};
pub use rules::hide;
pub use store::{ids_barred_from, sittings_barred_from};
pub use trail::TRAIL;
pub use work::{ReviewWork, ReviewWorkKind, work_for};
