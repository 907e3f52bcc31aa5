//! Who reads the trail of requests (the matrix): as far as the request itself exists for them its authors, the
//! Department's officers, focal officers, heads and inspectors of the unit that received it, and the inspectorate.

use super::store;
use crate::access::{Actor, Role};
use crate::audit::{Chapter, Sight};
use crate::shared::id::InitiativeId;

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &[
        "initiatives.drafted",
        "initiatives.written",
        "initiatives.handed_over",
        "initiatives.share_confirmed",
        "initiatives.share_declined",
        "initiatives.filed",
        "initiatives.fix_requested",
        "initiatives.accepted",
        "initiatives.refused",
        "initiatives.withdrawn",
    ],
    of_requests,
)];

/// Read the trail of what their unit received.
const IN_UNIT: [Role; 3] = [Role::UnitFocal, Role::UnitLeader, Role::Auditor];

/// The entries about requests that exist for this person; for slices whose deeds are about requests, and whose records
/// whoever reads a request reads as well.
#[must_use]
pub fn of_requests(actor: &Actor) -> Sight {
    // How a draft came about is its authors' business also once it is filed: such entries name no unit.
    let filed = |sight: Sight| sight.and(Sight::OfSomeUnit);
    let inspected = || Sight::about(InitiativeId::KIND, store::ids_filed());
    Sight::any([
        if actor.role_everywhere(&[Role::Auditor]).is_some() { inspected() } else { Sight::Nothing },
        if actor.role_everywhere(&[Role::InitiativeOfficer]).is_some() {
            filed(inspected())
        } else {
            Sight::Nothing
        },
        filed(received_by(actor, &IN_UNIT)),
        of_own(actor),
    ])
}

/// The entries about requests that units of this person received, over which they hold one of these roles.
#[must_use]
pub fn received_by(actor: &Actor, roles: &[Role]) -> Sight {
    let units = actor.units_with(roles);
    if units.is_empty() {
        return Sight::Nothing;
    }
    Sight::about(InitiativeId::KIND, store::ids_received(&units))
}

/// The entries about requests of which this person is an author; for whom writing requests is a role.
#[must_use]
pub fn of_own(actor: &Actor) -> Sight {
    match actor.any_role(&[Role::InitiativeAuthor]) {
        Some(_) => Sight::about(InitiativeId::KIND, store::ids_authored(actor.account)),
        None => Sight::Nothing,
    }
}
