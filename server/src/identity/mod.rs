//! People and sessions: accounts, role assignments valid in time, sign-in in one step or two, and the
//! throttle that survives a restart.
//!
//! An account is active or not; a session begins at sign-in with a new id, waits for a code where a second factor
//! is set up, and ends after idling, after its absolute life, at sign-out, or when its owner or an administrator
//! ends it. Before a deed of weight the person proves again who they are. Administrators, campaign
//! managers and auditors list accounts; everybody reads the names of colleagues. Administrators make
//! accounts and give roles on written request; whoever holds a role may name a substitute for an absence,
//! and acts in one of several roles when they choose to.

mod administration;
mod breached;
mod commands;
mod follow;
mod follow_store;
mod graphql;
mod graphql_people;
mod model;
mod password;
mod people;
mod policy;
mod queries;
mod rules;
mod session_store;
mod store;
mod tenure;

pub use commands::{
    Entry, NewAccount, NewAssignment, SignedIn, add_account, add_sample_accounts, begin_session,
    reset_password, sweep_sessions,
};
pub use follow::FOLLOWER;
pub use graphql::{IdentityMutation, IdentityQuery, SessionsMutation, SessionsQuery, ViewerFields};
pub use graphql_people::PeopleMutation;
pub use model::{Account, IdentityProblem, IdentityProblemCode, RoleAssignment};
pub use password::PasswordHasher;
pub use people::{FirstPassword, import_people};
pub use queries::{
    actor_acting_as, actor_in, actor_of, actor_of_account, assignments_today, find_by_email, find_by_login,
    find_colleagues, has_real_accounts, holders_in, holds_role, load_many, places_in,
};
pub use session_store::SessionRows;
