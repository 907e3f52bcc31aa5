//! Who reads the trail of what was judged of cases alike: whoever reads the report (the matrix), never an author before
//! the request is decided.

use crate::access::{Actor, Role};
use crate::audit::{self, Chapter, Sight};
use crate::initiatives;
use crate::shared::id::InitiativeId;

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[
    Chapter::new(&["similarities.judged"], of_reports),
    Chapter::new(&["similarities.past_imported"], audit::of_inspectors),
];

fn of_reports(actor: &Actor) -> Sight {
    let readers = [Role::Auditor, Role::InitiativeOfficer];
    let across = match actor.role_everywhere(&readers) {
        Some(_) => Sight::about(InitiativeId::KIND, initiatives::ids_filed()),
        None => Sight::Nothing,
    };
    let own = Sight::about(InitiativeId::KIND, initiatives::ids_authored(actor.account));
    let inspected = Sight::any([across, initiatives::received_by(actor, &[Role::Auditor])]).except(own);
    let answered = match actor.any_role(&[Role::InitiativeAuthor]) {
        Some(_) => Sight::about(InitiativeId::KIND, initiatives::ids_authored_and_answered(actor.account)),
        None => Sight::Nothing,
    };
    Sight::any([inspected, answered])
}
