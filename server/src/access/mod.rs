//! Who is asking, in which roles, over which units; and the proofs that a policy said yes.
//!
//! Authority is role × scope × time: only the assignments in force at the moment of the request are
//! part of an [`Actor`].

mod actor;
mod permit;
mod presence;
mod role;
mod scope;

pub use actor::{Actor, RoleGrant};
pub use permit::{Permit, grant};
pub use presence::Presence;
pub use role::{Role, ScopeKind};
pub use scope::Scope;
