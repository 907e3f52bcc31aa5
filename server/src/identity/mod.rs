//! People and sessions: accounts, role assignments valid in time, sign-in in one step or two, and the
//! throttle that survives a restart.
//!
//! Attempts are counted before they are made, by name and origin, and waits grow with them; nothing locks
//! (`throttle`). What was given out in a person's name ends with their password, account or role (`endings`).
//!
//! An account is active or not; a session begins at sign-in with a new id, waits for a code where a second factor
//! is set up, and ends after idling, after its absolute life, at sign-out, or when its owner or an administrator
//! ends it. Before a deed of weight the person proves again who they are. Administrators, campaign
//! managers and auditors list accounts; everybody reads the names of colleagues. Administrators make
//! accounts and give roles on written request; whoever holds a role may name a substitute for an absence,
//! and acts in one of several roles when they choose to.

mod administration;
mod breached;
mod browser;
mod commands;
mod endings;
mod follow;
mod follow_store;
mod graphql;
mod graphql_people;
mod model;
mod password;
mod people;
mod policy;
mod queries;
mod renewal_store;
mod renewals;
mod rules;
mod session_store;
mod store;
mod tenure;
mod throttle;
mod throttle_store;
mod trail;

pub use browser::Browser;
pub use commands::{
    Entry, SignedIn, add_account, add_sample_accounts, begin_session, reset_password, sweep, sweep_sessions,
};
pub use endings::{Ended, Ending, ExcludesRole, Given, OnEnded};
pub use follow::FOLLOWER;
pub use graphql::{IdentityMutation, IdentityQuery, SessionsMutation, SessionsQuery, ViewerFields};
pub use graphql_people::PeopleMutation;
pub use model::{Account, IdentityProblem, IdentityProblemCode, NewAccount, NewAssignment, RoleAssignment};
pub use password::PasswordHasher;
pub use people::{FirstPassword, PEOPLE_COLUMNS, import_people};
pub use queries::{
    Acting, actor_in, actor_of, actor_of_account, actor_present, administering, assignments_today,
    find_by_email, find_by_login, find_colleagues, has_real_accounts, held_on, holders_in, holds_role,
    load_many, places_in,
};
pub use session_store::SessionRows;
pub use tenure::{NamedScope, unit_beside};
pub use trail::TRAIL;
