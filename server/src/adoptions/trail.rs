//! Who reads the trail of adoptions: whoever reads that of the initiative, and the focal officers and heads of the unit
//! that answered.

use crate::access::{Actor, Role};
use crate::audit::{Chapter, Sight};
use crate::initiatives;

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[
    Chapter::new(&["adoptions.asked", "adoptions.taken_back"], initiatives::of_requests),
    Chapter::new(&["adoptions.answered"], of_answers),
];

fn of_answers(actor: &Actor) -> Sight {
    let asked = actor.units_with(&[Role::UnitFocal, Role::UnitLeader]);
    Sight::any([initiatives::of_requests(actor), Sight::of_units(asked)])
}
