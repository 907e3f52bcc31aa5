//! Who may read which part of the trail (DOMAIN 6.2, last row).

use super::model::{AuditScope, ReadableCampaigns};
use crate::access::{Actor, Role, Scope};
use crate::shared::error::Refusal;
use crate::shared::id::{CampaignId, UnitId};

/// The roles that read the records of the units they are bound to.
const OF_UNITS: [Role; 3] = [Role::UnitFocal, Role::UnitLeader, Role::Auditor];

/// The entries this person may read; everybody reads at least what they did themselves. What was withheld from a unit
/// is its own to read once the result is released (INV-R5); `released` tells of which campaigns.
#[must_use]
pub fn readable_by(actor: &Actor, released: Vec<CampaignId>) -> AuditScope {
    if reads_everything(actor) {
        return AuditScope::All;
    }
    let (units, campaigns) = (units_of(actor), campaigns_of(actor));
    let filed_initiatives = actor.role_everywhere(&[Role::InitiativeOfficer]).is_some();
    AuditScope::Part { me: actor.account, units, released, campaigns, filed_initiatives }
}

/// The units whose trail this person reads. A scope that other roles opened as well (a contributor sees the sheet,
/// an analyst the figures) says nothing about the trail: then it is the units that the reading roles are bound to.
fn units_of(actor: &Actor) -> Vec<UnitId> {
    let reads = |role: Role| OF_UNITS.contains(&role);
    let others_open = actor.grants.iter().any(|grant| !reads(grant.role) && grant.role.opens_own_unit());
    match &actor.scope {
        Scope::Units(units) if !others_open => units.clone(),
        _ => actor.grants.iter().filter(|grant| reads(grant.role)).filter_map(|grant| grant.unit).collect(),
    }
}

/// A campaign manager reads the campaigns of the assignment.
fn campaigns_of(actor: &Actor) -> ReadableCampaigns {
    if actor.role_everywhere(&[Role::CampaignManager]).is_some() {
        return ReadableCampaigns::All;
    }
    let managed = actor.grants.iter().filter(|grant| grant.role == Role::CampaignManager);
    ReadableCampaigns::These(managed.filter_map(|grant| grant.campaign).collect())
}

/// Whether this person reads every entry, and so the numbers and hashes of the chain.
#[must_use]
pub fn reads_everything(actor: &Actor) -> bool {
    actor.role_everywhere(&[Role::Auditor]).is_some()
}

/// The end of the chain: those who inspect, and those who keep the server and its seals.
pub fn may_read_head(actor: &Actor) -> Result<(), Refusal> {
    match actor.role_everywhere(&[Role::Auditor, Role::SysAdmin]) {
        Some(_) => Ok(()),
        None => Err(Refusal::Forbidden),
    }
}

/// The role in which this person reads and exports.
#[must_use]
pub fn reading_role(actor: &Actor) -> Option<Role> {
    actor.any_role(&[
        Role::Auditor,
        Role::CampaignManager,
        Role::InitiativeOfficer,
        Role::UnitLeader,
        Role::UnitFocal,
    ])
}
