//! The person behind a request, with the roles in force at that moment.

use super::{Presence, Role, Scope};
use crate::shared::id::{AccountId, UnitId};

/// One role in force, with the units it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleGrant {
    /// The role.
    pub role: Role,
    /// The unit it is bound to; `None` covers the whole province.
    pub unit: Option<UnitId>,
}

/// A signed-in person as the server sees them for the length of one request.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// Name as printed in the audit trail.
    pub name: String,
    /// The unit where the person works.
    pub home_unit: Option<UnitId>,
    /// Roles in force now.
    pub grants: Vec<RoleGrant>,
    /// Units whose records the person sees (own unit and, for its leader, the units below).
    pub scope: Scope,
    /// A first password must be changed before anything else is done.
    pub must_change_password: bool,
    /// A role demands a second factor, and the person has none yet.
    pub must_enrol_second_factor: bool,
    /// How the person stands behind the request.
    pub presence: Presence,
    /// The account belongs to the sample data.
    pub is_sample: bool,
    /// Network address of the request.
    pub address: Option<String>,
    /// Id of the request, for the audit trail and the log.
    pub request_id: Option<String>,
}

impl Actor {
    /// The first of `roles` that this person holds, whatever its unit.
    #[must_use]
    pub fn any_role(&self, roles: &[Role]) -> Option<Role> {
        roles.iter().copied().find(|role| self.grants.iter().any(|grant| grant.role == *role))
    }

    /// The first of `roles` that this person holds exactly over `unit`.
    #[must_use]
    pub fn role_in(&self, unit: UnitId, roles: &[Role]) -> Option<Role> {
        roles
            .iter()
            .copied()
            .find(|role| self.grants.iter().any(|grant| grant.role == *role && grant.unit == Some(unit)))
    }

    /// Whether this person works in `unit` or holds a role bound to it (no one appraises the own unit).
    #[must_use]
    pub fn belongs_to(&self, unit: UnitId) -> bool {
        self.home_unit == Some(unit) || self.grants.iter().any(|grant| grant.unit == Some(unit))
    }

    /// Whether some role shows the records of every unit.
    #[must_use]
    pub fn sees_all_units(&self) -> bool {
        self.grants.iter().any(|grant| grant.role.sees_all_units())
    }
}
