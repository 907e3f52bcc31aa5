//! Initiatives (sáng kiến): the request of officials to have a solution of theirs recognised (Decree 13/2012/NĐ-CP,
//! Circular 18/2013/TT-BKHCN), its authors with their shares, and the register of the unit that receives it.
//!
//! An author drafts, every co-author confirms the own share, and the request is filed within a year of the first
//! application (INV-I2). The secretary of the unit's initiative council keeps the register: each filed request has a
//! running number and a day by which it is answered; the secretary asks for corrections, accepts or refuses. A
//! draft is its authors' own paper; what is marked confidential is read by few.

mod commands;
mod follow;
mod graphql;
mod loader;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod words;
mod work;

pub use commands::{Progress, advance, check_ground, due_on, lock};
pub use follow::FOLLOWER;
pub use graphql::{InitiativesMutation, InitiativesQuery, ViewerInitiatives};
pub use loader::InitiativeBatches;
pub use model::{
    Author, ClockFault, Initiative, InitiativeEvent, InitiativeEventKind, InitiativeFault, InitiativeKind,
    InitiativeSection, InitiativeState, Passage, RefusalGround,
};
pub use policy::{Advances, free_of_own, keeps_register, must_see, sees_confidential};
pub use queries::{
    OnStopped, about, count_by_state, events_of, filed, filed_since, find, in_states, registered,
};
pub use rules::{Move, after, check_note, clock_allows};
pub use store::{Wanted, ids_authored, ids_authored_and_answered, ids_filed, wanted_ids as wanted};
pub use trail::{TRAIL, of_own, of_requests, received_by};
pub use words::{clock_in_words, standing_in_words};
pub use work::{Waiting, WaitingKind, waiting_for};
