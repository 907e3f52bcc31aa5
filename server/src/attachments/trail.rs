//! Who reads the trail of attachments: the authors of the request, and the inspectorate once it is filed.

use crate::access::{Actor, Role};
use crate::audit::{Chapter, Sight};
use crate::initiatives;
use crate::shared::id::InitiativeId;

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(&["attachments.added", "attachments.removed"], of_attachments)];

fn of_attachments(actor: &Actor) -> Sight {
    let inspected = match actor.role_everywhere(&[Role::Auditor]) {
        Some(_) => Sight::about(InitiativeId::KIND, initiatives::ids_filed()),
        None => Sight::Nothing,
    };
    Sight::any([inspected, initiatives::of_own(actor)])
}
