//! Personal tokens: programs of analysts ask GraphQL in a person's name, without their password.
//!
//! A token reads, or reads and writes, never more than its person may at that moment, and never by a role that it was
//! not made with; it has an end, is shown once and kept as a hash. It ends with the password, the account, and the
//! last of its roles. Its owner and administrators revoke it. It opens GraphQL only, and never the deeds that
//! ask a person to prove who they are.

mod commands;
mod graphql;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;

pub use commands::{actor_of_token, end_with_access, sweep, sweep_tokens};
pub use graphql::{TokensMutation, TokensQuery, ViewerTokens};
pub use trail::TRAIL;
