//! Who may read which part of the trail (DOMAIN 6.2, last row).

use super::model::AuditScope;
use crate::access::{Actor, Role, Scope};
use crate::shared::error::Refusal;

/// The entries this person may read; everybody reads at least what they did themselves.
#[must_use]
pub fn readable_by(actor: &Actor) -> AuditScope {
    if reads_everything(actor) {
        return AuditScope::All;
    }
    let units = match &actor.scope {
        Scope::Units(units) => units.clone(),
        Scope::All => actor
            .grants
            .iter()
            .filter(|grant| grant.role.is_bound_to_unit())
            .filter_map(|grant| grant.unit)
            .collect(),
    };
    let campaigns = actor.any_role(&[Role::CampaignManager]).is_some();
    AuditScope::Part { me: actor.account, units, campaigns }
}

/// Whether this person reads every entry, and so the numbers and hashes of the chain.
#[must_use]
pub fn reads_everything(actor: &Actor) -> bool {
    actor.any_role(&[Role::Auditor]).is_some()
}

/// The end of the chain: those who inspect, and those who keep the server and its seals.
pub fn may_read_head(actor: &Actor) -> Result<(), Refusal> {
    match actor.any_role(&[Role::Auditor, Role::SysAdmin]) {
        Some(_) => Ok(()),
        None => Err(Refusal::Forbidden),
    }
}

/// The role in which this person reads and exports.
#[must_use]
pub fn reading_role(actor: &Actor) -> Option<Role> {
    actor.any_role(&[Role::Auditor, Role::CampaignManager, Role::UnitLeader, Role::UnitFocal])
}
