//! Who may add to the library of a unit: its focal officer, its leader and its contributors.

use crate::access::{Actor, Permit, Role, actions, grant};
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;

actions! {
    /// Adding a file to the library of a unit; the permit is about the unit.
    pub struct UploadFile: None;
}

/// The focal officer, the leader or a contributor of the unit. A unit out of scope does not exist.
pub fn may_upload(actor: &Actor, unit: UnitId) -> Result<Permit<UploadFile>, Refusal> {
    let role = actor.role_in(unit, &[Role::UnitFocal, Role::UnitLeader, Role::UnitContributor]);
    if role.is_none() && !actor.scope.contains(unit) {
        return Err(Refusal::NotFound);
    }
    grant(actor, unit.0, role)
}
