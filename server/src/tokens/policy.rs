//! Everybody makes and revokes their own tokens; administrators see and revoke those of somebody else.

use crate::access::{Actor, OwnPermit, Permit, Role, actions, grant, grant_own};
use crate::shared::error::Refusal;
use crate::shared::id::AccountId;

actions! {
    /// Making a token for oneself.
    pub struct CreateToken: Fresh;
    /// Revoking the tokens of an account.
    pub struct RevokeTokens: Presence;
}

/// An action on an account that ends tokens of it.
pub trait EndsTokens {}

impl EndsTokens for RevokeTokens {}

/// Everybody makes their own.
pub fn may_create(actor: &Actor) -> Result<OwnPermit<CreateToken>, Refusal> {
    grant_own(actor)
}

/// Everybody revokes their own.
pub fn may_revoke_own(actor: &Actor) -> Result<OwnPermit<RevokeTokens>, Refusal> {
    grant_own(actor)
}

/// Administrators see the tokens of an account.
pub fn must_administer(actor: &Actor) -> Result<(), Refusal> {
    actor.any_role(&[Role::SysAdmin]).map(|_| ()).ok_or(Refusal::Forbidden)
}

/// An administrator revokes the tokens of an account.
pub fn may_revoke(actor: &Actor, account: AccountId) -> Result<Permit<RevokeTokens>, Refusal> {
    grant(actor, account.0, actor.any_role(&[Role::SysAdmin]))
}
