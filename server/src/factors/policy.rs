//! Who resets the second factor of somebody else: administrators.

use crate::access::{Actor, Permit, Role, grant};
use crate::shared::error::Refusal;
use crate::shared::id::AccountId;

/// Resetting a second factor.
pub struct ResetSecondFactor;

const ADMINISTRATORS: [Role; 1] = [Role::SysAdmin];

/// An administrator resets the factor of an account.
pub fn may_reset(actor: &Actor, account: AccountId) -> Result<Permit<ResetSecondFactor>, Refusal> {
    grant(account.0, actor.any_role(&ADMINISTRATORS))
}
