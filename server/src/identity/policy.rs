//! Who may list and administer accounts, and what each person may do about their own way in.

use crate::access::{Actor, OwnPermit, Permit, Role, RoleGrant, actions, grant, grant_at_console, grant_own};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, RoleAssignmentId};

use super::model::RoleAssignment;

actions! {
    /// Making accounts, from a file as well, correcting, closing and opening one, giving it a new first password.
    pub struct AdministerAccount: Fresh;
    /// Giving a role to an account, ending one, naming a substitute.
    pub struct AdministerRole: Fresh;
    /// Beginning a session: sessions are for browsers.
    pub struct BeginSession: Presence;
    /// Ending sessions: the own ones, and those of somebody else.
    pub struct EndSessions: Presence;
    /// Proving again who one is.
    pub struct ConfirmIdentity: Presence;
    /// Changing the own password; the old one is the proof.
    pub struct ChangePassword: Presence;
    /// Choosing the role in which a session acts.
    pub struct ActAs: Presence;
}

/// An action on an account that gives it another password.
pub trait SetsPassword {}

impl SetsPassword for ChangePassword {}
impl SetsPassword for AdministerAccount {}

/// An action on an account that ends sessions of it: with the password and the account they end as well.
pub trait EndsSessions {}

impl EndsSessions for EndSessions {}
impl EndsSessions for ChangePassword {}
impl EndsSessions for AdministerAccount {}

const ADMINISTRATORS: [Role; 1] = [Role::SysAdmin];

/// Whoever signs in has no session yet, or leaves the one they have.
pub fn may_begin_session(visitor: Option<&Actor>) -> Result<(), Refusal> {
    visitor.map_or(Ok(()), |actor| grant_own::<BeginSession>(actor).map(|_| ()))
}

/// Whoever has just proved who they are is let in.
pub fn may_enter(arriving: &Actor) -> Result<OwnPermit<BeginSession>, Refusal> {
    grant_own(arriving)
}

/// Everybody ends their own sessions.
pub fn may_end_own_sessions(actor: &Actor) -> Result<OwnPermit<EndSessions>, Refusal> {
    grant_own(actor)
}

/// Everybody proves again who they are.
pub fn may_confirm_identity(actor: &Actor) -> Result<OwnPermit<ConfirmIdentity>, Refusal> {
    grant_own(actor)
}

/// Everybody changes their own password.
pub fn may_change_password(actor: &Actor) -> Result<OwnPermit<ChangePassword>, Refusal> {
    grant_own(actor)
}

/// Everybody chooses among the roles they hold.
pub fn may_act_as(actor: &Actor) -> Result<OwnPermit<ActAs>, Refusal> {
    grant_own(actor)
}

/// Administrators read what they may end, reset and revoke.
pub fn must_administer(actor: &Actor) -> Result<(), Refusal> {
    actor.any_role(&ADMINISTRATORS).map(|_| ()).ok_or(Refusal::Forbidden)
}

/// Administrators end the sessions of an account.
pub fn may_end_sessions(actor: &Actor, account: AccountId) -> Result<Permit<EndSessions>, Refusal> {
    grant(actor, account.0, actor.any_role(&ADMINISTRATORS))
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
    actor.account == account || must_administer(actor).is_ok()
}

/// Whether the explorer is offered: to those who read across units. What they may read, each slice decides.
#[must_use]
pub fn is_offered_the_explorer(actor: &Actor) -> bool {
    actor.any_role(&[Role::Analyst, Role::Auditor, Role::CampaignManager, Role::SysAdmin]).is_some()
}

/// Administrators; a campaign manager or an auditor reads the list and changes nothing.
pub fn may_administer_account(actor: &Actor, id: AccountId) -> Result<Permit<AdministerAccount>, Refusal> {
    grant(actor, id.0, actor.any_role(&ADMINISTRATORS))
}

/// An administrator; without anybody signed in whoever runs the server, at its command line.
pub fn may_keep_account(actor: Option<&Actor>, id: AccountId) -> Result<Permit<AdministerAccount>, Refusal> {
    actor.map_or_else(|| Ok(grant_at_console(id.0)), |actor| may_administer_account(actor, id))
}

/// Whoever makes an account gives it its first roles.
pub fn may_give_first_role(
    actor: Option<&Actor>,
    id: RoleAssignmentId,
) -> Result<Permit<AdministerRole>, Refusal> {
    actor.map_or_else(|| Ok(grant_at_console(id.0)), |actor| may_administer_roles(actor, id))
}

/// Administrators.
pub fn may_administer_roles(actor: &Actor, id: RoleAssignmentId) -> Result<Permit<AdministerRole>, Refusal> {
    grant(actor, id.0, actor.any_role(&ADMINISTRATORS))
}

/// Whoever holds a role names the substitute for the time of their absence, and administrators do; a
/// substitute names none.
pub fn may_name_substitute(
    actor: &Actor,
    original: &RoleAssignment,
    id: RoleAssignmentId,
) -> Result<Permit<AdministerRole>, Refusal> {
    grant(actor, id.0, names_substitute(actor, original))
}

/// The role in which somebody names a substitute for an assignment, and so reads whom they may name.
#[must_use]
pub fn names_substitute(actor: &Actor, original: &RoleAssignment) -> Option<Role> {
    let is_held = |grant: &&RoleGrant| grant.assignment == original.id && grant.on_behalf_of.is_none();
    let own = actor.grants.iter().find(is_held).map(|grant| grant.role);
    own.or(actor.any_role(&ADMINISTRATORS))
}

/// Ending a role: administrators, and a substitution whoever is substituted as well.
pub fn may_end_role(actor: &Actor, assignment: &RoleAssignment) -> Result<Permit<AdministerRole>, Refusal> {
    let is_own_place = assignment.substitutes.is_some_and(|place| place.account == actor.account);
    let own = is_own_place.then_some(assignment.role);
    grant(actor, assignment.id.0, own.or(actor.any_role(&ADMINISTRATORS)))
}
