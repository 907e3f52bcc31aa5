//! Who reads the trail of papers: the Department's officers, heads and inspectors of the unit that issues them, and the
//! inspectorate; never of a paper about a case of their own, or about a review that does not exist for them.

use super::store;
use crate::access::{Actor, Role};
use crate::audit::{Chapter, Sight};
use crate::shared::id::DocumentId;
use crate::{initiatives, recognitions, referrals, reviews};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(&["documents.generated"], of_papers)];

fn of_papers(actor: &Actor) -> Sight {
    let across = actor.role_everywhere(&[Role::InitiativeOfficer, Role::Auditor]);
    let in_unit = actor.units_with(&[Role::UnitLeader, Role::Auditor]);
    let barred = [
        initiatives::ids_authored(actor.account),
        reviews::ids_barred_from(actor.account),
        reviews::sittings_barred_from(actor.account),
        recognitions::ids_of(initiatives::ids_authored(actor.account)),
        referrals::ids_of(initiatives::ids_authored(actor.account)),
    ];
    let closed = barred.map(|records| Sight::about(DocumentId::KIND, store::ids_about(records)));
    Sight::any([Sight::all_if(across.is_some()), Sight::of_units(in_unit)]).except(Sight::any(closed))
}
