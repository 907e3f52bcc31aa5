//! Sign-in through the province's identity provider (OpenID Connect), beside passwords.
//!
//! The browser goes to the provider with state, nonce and a PKCE challenge, and comes back once with a code. Who the
//! provider names is an account here by a stored link, or by e-mail address or sign-in name where the settings say
//! so; nobody gets an account or a role this way. A second factor set up here is asked for all the same.

mod commands;
mod model;
mod provider;
mod rules;
mod store;
mod trail;

pub use commands::{Arrival, Begun, begin, finish, link};
pub use model::{SsoProblem, Way};
pub use provider::Provider;
pub use rules::is_safe_next;
pub use trail::TRAIL;
