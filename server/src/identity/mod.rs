//! People and sessions: accounts, role assignments valid in time, password sign-in, and the throttle
//! that survives a restart.
//!
//! An account is active or not; a session begins at sign-in with a new id and ends after idling,
//! after its absolute life, at sign-out, or at sign-out everywhere. Administrators, campaign
//! managers and auditors list accounts; everybody reads the names of colleagues.

mod breached;
mod commands;
mod graphql;
mod model;
mod password;
mod people;
mod policy;
mod queries;
mod rules;
mod session_store;
mod store;

pub use commands::{
    NewAccount, NewAssignment, add_account, add_sample_accounts, reset_password, sweep_sessions,
};
pub use graphql::{IdentityMutation, IdentityQuery, ViewerFields};
pub use model::{Account, IdentityProblem, IdentityProblemCode, RoleAssignment};
pub use password::PasswordHasher;
pub use people::{FirstPassword, import_people};
pub use queries::{
    actor_of, actor_of_account, assignments_today, find_by_login, has_real_accounts, holds_role, load_many,
};
pub use session_store::SessionRows;
