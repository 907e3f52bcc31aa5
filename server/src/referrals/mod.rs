//! Referrals: a recognised initiative goes from its unit to the Department of Science and Technology, for the province
//! to recognise its reach of influence.
//!
//! The keeper of the register prepares what the unit says, the head sends it; both the numbered decision and the
//! minutes of the unit's council belong to it (INV-I3). The Department's officers accept it once enough units confirmed
//! that they adopted the initiative, ask the unit to complete it, or refuse it on a ground. From there the province's
//! council has it. Its unit takes it back until it is decided.

mod commands;
mod graphql;
mod listen;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod words;
mod work;

pub use graphql::{ReferralsMutation, ReferralsQuery};
pub use listen::end_with_request;
pub use model::{Referral, ReferralState};
pub use policy::{checks, looks_over};
pub use queries::{ReferredCase, all_of, find, initiative_of, unnumbered};
pub use store::ids_of;
pub use trail::TRAIL;
pub use work::{ReferralWork, ReferralWorkKind, work_for};
