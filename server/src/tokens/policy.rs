//! Who sees and revokes the tokens of somebody else: administrators. One's own need no role.

use crate::access::{Actor, Permit, Role, grant};
use crate::shared::error::Refusal;
use crate::shared::id::AccountId;

/// Seeing and revoking the tokens of an account.
pub struct RevokeTokens;

/// An administrator revokes the tokens of an account.
pub fn may_revoke(actor: &Actor, account: AccountId) -> Result<Permit<RevokeTokens>, Refusal> {
    grant(account.0, actor.any_role(&[Role::SysAdmin]))
}
