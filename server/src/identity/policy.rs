//! Who may list and administer accounts.

use crate::access::{Actor, Permit, Role, grant};
use crate::shared::error::Refusal;
use crate::shared::id::AccountId;

/// Seeing and ending the sessions of somebody else.
pub struct EndSessions;

/// Administrators see and end the sessions of an account.
pub fn may_end_sessions(actor: &Actor, account: AccountId) -> Result<Permit<EndSessions>, Refusal> {
    grant(account.0, actor.any_role(&[Role::SysAdmin]))
}

/// The list of accounts: administrators, campaign managers (to name appraisers) and auditors.
pub fn may_list_accounts(actor: &Actor) -> Result<(), Refusal> {
    match actor.any_role(&[Role::SysAdmin, Role::CampaignManager, Role::Auditor]) {
        Some(_) => Ok(()),
        None => Err(Refusal::Forbidden),
    }
}

/// Sign-in names, roles and last sign-in of an account: its owner, and whoever may list accounts.
#[must_use]
pub fn sees_details(actor: &Actor, account: AccountId) -> bool {
    actor.account == account || may_list_accounts(actor).is_ok()
}

/// Whether the explorer is offered: to those who read across units. What they may read, each slice decides.
#[must_use]
pub fn is_offered_the_explorer(actor: &Actor) -> bool {
    actor.any_role(&[Role::Analyst, Role::Auditor, Role::CampaignManager, Role::SysAdmin]).is_some()
}
