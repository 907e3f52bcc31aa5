//! Who reads the trail of councils: those who see them, of those who read the trail at all. A focal officer sees no
//! council.

use crate::access::{Actor, Role};
use crate::audit::{self, Chapter, Sight};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[
    Chapter::new(&["councils.founded", "councils.changed"], of_councils),
    Chapter::new(&["councils.rubric_imported"], audit::of_inspectors),
];

fn of_councils(actor: &Actor) -> Sight {
    let across = actor.role_everywhere(&[Role::InitiativeOfficer, Role::Auditor]);
    let in_unit = actor.units_with(&[Role::UnitLeader, Role::Auditor]);
    Sight::any([Sight::all_if(across.is_some()), Sight::of_units(in_unit)])
}
