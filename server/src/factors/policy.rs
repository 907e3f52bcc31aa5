//! Everybody keeps their own second factor; administrators reset that of somebody else.

use crate::access::{Actor, OwnPermit, Permit, Role, actions, grant, grant_own};
use crate::shared::error::Refusal;
use crate::shared::id::AccountId;

actions! {
    /// Beginning the own second factor, renewing its recovery codes, removing it.
    pub struct KeepSecondFactor: Fresh;
    /// Confirming the own second factor with its first code: only who has just proved themselves was shown the secret.
    pub struct ConfirmSecondFactor: Presence;
    /// Resetting a second factor.
    pub struct ResetSecondFactor: Fresh;
}

const ADMINISTRATORS: [Role; 1] = [Role::SysAdmin];

/// Everybody keeps their own.
pub fn may_keep_own(actor: &Actor) -> Result<OwnPermit<KeepSecondFactor>, Refusal> {
    grant_own(actor)
}

/// Everybody confirms their own.
pub fn may_confirm_own(actor: &Actor) -> Result<OwnPermit<ConfirmSecondFactor>, Refusal> {
    grant_own(actor)
}

/// Administrators read whether somebody has one.
pub fn must_administer(actor: &Actor) -> Result<(), Refusal> {
    actor.any_role(&ADMINISTRATORS).map(|_| ()).ok_or(Refusal::Forbidden)
}

/// An administrator resets the factor of an account.
pub fn may_reset(actor: &Actor, account: AccountId) -> Result<Permit<ResetSecondFactor>, Refusal> {
    grant(actor, account.0, actor.any_role(&ADMINISTRATORS))
}
