//! Who is asking, in which roles, over which units; what each deed asks of the person; and the proofs that a policy said
//! yes.
//!
//! Authority is role × scope × time: only the assignments in force at the moment of the request are
//! part of an [`Actor`].

mod action;
mod actor;
mod permit;
mod presence;
mod role;
mod scope;

pub(crate) use action::actions;
pub use action::{Action, Proof};
pub use actor::{Actor, RoleGrant, UnitTie};
pub use permit::{Answered, OverAccount, OwnPermit, Permit, grant, grant_at_console, grant_own};
pub use presence::Presence;
pub use role::{Role, ScopeKind};
pub use scope::Scope;
