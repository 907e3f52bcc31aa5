//! Who reads the trail at all (the matrix, last row). What of it they read each slice says of its own deeds: nobody
//! reads more of an entry than of the record it is about.

use super::model::AuditFilter;
use super::readable::Readable;
use super::sight::{Chapter, Sight};
use crate::access::{Actor, Role, Scope};
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;

/// The roles that read the records of the units they are bound to.
const OF_UNITS: [Role; 3] = [Role::UnitFocal, Role::UnitLeader, Role::Auditor];

/// What this person may read, of what is asked for. Whoever has no right to any entry of others is refused, unless
/// they ask for what they did themselves, or for what was done to their account: that is everybody's to read.
pub fn readable_by(
    actor: &Actor,
    trail: &'static [&'static [Chapter]],
    filter: &AuditFilter,
) -> Result<Readable, Refusal> {
    let readable = Readable::of(actor, trail, reads_everything(actor));
    let asks_for_own = filter.actor == Some(actor.account) || filter.subject == Some(actor.account.0);
    if readable.is_of_others() || asks_for_own { Ok(readable) } else { Err(Refusal::Forbidden) }
}

/// The inspectorate, over the whole province.
#[must_use]
pub fn of_inspectors(actor: &Actor) -> Sight {
    Sight::all_if(reads_everything(actor))
}

/// Campaign managers, of the campaigns of the assignment.
#[must_use]
pub fn of_managers(actor: &Actor) -> Sight {
    if actor.role_everywhere(&[Role::CampaignManager]).is_some() {
        return Sight::InSomeCampaign;
    }
    let managed = actor.grants.iter().filter(|grant| grant.role == Role::CampaignManager);
    let campaigns: Vec<_> = managed.filter_map(|grant| grant.campaign).collect();
    if campaigns.is_empty() { Sight::Nothing } else { Sight::InCampaigns(campaigns) }
}

/// Focal officers, heads and inspectors of units, of what is not withheld from their unit (INV-R5).
#[must_use]
pub fn of_units(actor: &Actor) -> Sight {
    Sight::of_units(units_of(actor)).and(Sight::NotWithheld)
}

/// The same, of what is withheld as well once it is open.
#[must_use]
pub fn of_units_and_withheld(actor: &Actor, open: Sight) -> Sight {
    Sight::of_units(units_of(actor)).and(Sight::any([Sight::NotWithheld, open]))
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

/// Whether this person reads of every deed that it was done, and so the numbers and hashes of the chain.
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
        Role::InitiativeAuthor,
    ])
}
