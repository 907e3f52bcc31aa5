//! Who may list and administer accounts.

use crate::access::{Actor, Permit, Role, grant};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, RoleAssignmentId};

use super::model::RoleAssignment;

/// Making, correcting, closing and opening an account, and giving it a new first password.
pub struct AdministerAccount;

/// Giving a role to an account, or ending one.
pub struct AdministerRole;

const ADMINISTRATORS: [Role; 1] = [Role::SysAdmin];

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

/// Whether a person reads the e-mail address of an account: the own one, and administrators, who correct it
/// (INV-X1).
#[must_use]
pub fn sees_address(actor: &Actor, account: AccountId) -> bool {
    actor.account == account || may_administer_account(actor, account).is_ok()
}

/// Whether the explorer is offered: to those who read across units. What they may read, each slice decides.
#[must_use]
pub fn is_offered_the_explorer(actor: &Actor) -> bool {
    actor.any_role(&[Role::Analyst, Role::Auditor, Role::CampaignManager, Role::SysAdmin]).is_some()
}

/// Administrators; a campaign manager or an auditor reads the list and changes nothing.
pub fn may_administer_account(actor: &Actor, id: AccountId) -> Result<Permit<AdministerAccount>, Refusal> {
    grant(id.0, actor.any_role(&ADMINISTRATORS))
}

/// Administrators.
pub fn may_administer_roles(actor: &Actor, id: RoleAssignmentId) -> Result<Permit<AdministerRole>, Refusal> {
    grant(id.0, actor.any_role(&ADMINISTRATORS))
}

/// Whoever holds a role names the substitute for the time of their absence, and administrators do; a
/// substitute names none.
pub fn may_name_substitute(
    actor: &Actor,
    original: &RoleAssignment,
    id: RoleAssignmentId,
) -> Result<Permit<AdministerRole>, Refusal> {
    let own = actor
        .grants
        .iter()
        .find(|grant| grant.assignment == original.id && grant.on_behalf_of.is_none())
        .map(|grant| grant.role);
    grant(id.0, own.or(actor.any_role(&ADMINISTRATORS)))
}

/// Ending a role: administrators, and a substitution whoever is substituted as well.
pub fn may_end_role(actor: &Actor, assignment: &RoleAssignment) -> Result<Permit<AdministerRole>, Refusal> {
    let is_own_place = assignment.substitutes.is_some_and(|place| place.account == actor.account);
    let own = is_own_place.then_some(assignment.role);
    grant(assignment.id.0, own.or(actor.any_role(&ADMINISTRATORS)))
}
