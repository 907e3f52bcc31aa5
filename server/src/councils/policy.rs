//! Who keeps councils and who sees them: the keeper of a unit's register its council, the officers of the Department
//! of Science and Technology that of the province.

use super::model::{Council, InitiativeLevel};
use crate::access::{Actor, Permit, Role, Scope, actions, grant};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CouncilId, UnitId};

actions! {
    /// Founding a council, or changing who sits on it.
    pub struct KeepCouncil: Presence;
}

/// Which councils exist for a person: those they sit on, and those of units within reach.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The person.
    pub account: AccountId,
    /// Whose councils are seen.
    pub units: Scope,
}

const ACROSS: [Role; 3] = [Role::InitiativeOfficer, Role::ProvinceLeader, Role::Auditor];
const IN_UNIT: [Role; 3] = [Role::InitiativeSecretary, Role::UnitLeader, Role::Auditor];

/// What exists for this person.
#[must_use]
pub fn reach(actor: &Actor) -> Reach {
    let units = if actor.role_everywhere(&ACROSS).is_some() {
        Scope::All
    } else {
        Scope::Units(actor.units_with(&IN_UNIT))
    };
    Reach { account: actor.account, units }
}

/// Whether this person's roles have to do with councils: they look after some, or may be called to one. Whoever sits on
/// one reads it without any role.
#[must_use]
pub fn reads_councils(actor: &Actor) -> bool {
    let looks_after = reach(actor).units != Scope::Units(Vec::new());
    looks_after || actor.any_role(&[Role::InitiativeMember]).is_some()
}

/// Whether this council exists for this person.
#[must_use]
pub fn sees(actor: &Actor, council: &Council) -> bool {
    council.has_member(actor.account) || reach(actor).units.contains(council.unit)
}

fn keeper(actor: &Actor, unit: UnitId, level: InitiativeLevel) -> Option<Role> {
    match level {
        InitiativeLevel::Base => actor.role_in(unit, &[Role::InitiativeSecretary]),
        InitiativeLevel::Province => actor.role_everywhere(&[Role::InitiativeOfficer]),
    }
}

/// The keeper of a unit's register founds its council, the Department's officers that of the province.
pub fn may_found(
    actor: &Actor,
    id: CouncilId,
    unit: UnitId,
    level: InitiativeLevel,
) -> Result<Permit<KeepCouncil>, Refusal> {
    grant(actor, id.0, keeper(actor, unit, level))
}

/// The same keep it.
pub fn may_keep(actor: &Actor, council: &Council) -> Result<Permit<KeepCouncil>, Refusal> {
    if !sees(actor, council) {
        return Err(Refusal::NotFound);
    }
    grant(actor, council.id.0, keeper(actor, council.unit, council.level))
}

/// The role in which somebody gives cases to a council and calls it together, if they do.
#[must_use]
pub fn may_convene(actor: &Actor, council: &Council) -> Option<Role> {
    keeper(actor, council.unit, council.level)
}

/// Whose councils this person keeps: those of these units, and whether that of the province.
#[must_use]
pub fn kept(actor: &Actor) -> (Vec<UnitId>, bool) {
    let of_province = actor.role_everywhere(&[Role::InitiativeOfficer]).is_some();
    (actor.units_with(&[Role::InitiativeSecretary]), of_province)
}

/// Whether this person founds councils somewhere, and so looks members up.
pub fn may_look_up(actor: &Actor) -> Result<(), Refusal> {
    let keeps = actor.any_role(&[Role::InitiativeSecretary, Role::InitiativeOfficer]).is_some();
    if keeps { Ok(()) } else { Err(Refusal::Forbidden) }
}
