//! The second factor: one-time codes of an authenticator (RFC 6238), and recovery codes for the day it is lost.
//!
//! A person sets it up in two steps: a secret is shown once, then a first code confirms it; from then on
//! sign-in asks for a code. A code opens once, a recovery code opens once. Roles that the settings name cannot
//! do without. An administrator resets the factor of somebody who has lost everything, with a reason.

mod commands;
mod graphql;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod vault;

pub use commands::prove;
pub use graphql::{FactorsMutation, FactorsQuery, ViewerFactor};
pub use model::Proof;
pub use queries::{count_unsealed, is_active, is_demanded_of};
pub use trail::TRAIL;
pub use vault::Vault;
