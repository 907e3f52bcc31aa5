//! Personal tokens: programs of analysts ask GraphQL in a person's name, without their password.
//!
//! A token reads, or reads and writes, never more than its person may at that moment; it has an end, is shown once
//! and kept as a hash. Its owner and administrators revoke it. It opens GraphQL only, and never the deeds that
//! ask a person to prove who they are.

mod commands;
mod graphql;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;

pub use commands::actor_of_token;
pub use graphql::{TokensMutation, TokensQuery, ViewerTokens};
pub use trail::TRAIL;
