//! Who reads the trail of reviews and sittings: those who look after them, of those who read the trail at all, as the
//! review itself exists for them; never an author of the case, nor a member who takes no part. Points of a sheet are
//! read once every sheet is signed. How a member voted in the open an inspector does not read (the matrix).

use super::store;
use crate::access::{Actor, Role};
use crate::audit::{Chapter, Passage, Sight};
use crate::shared::id::{InitiativeId, ReviewId, SittingId};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[
    Chapter::new(
        &[
            "reviews.assigned",
            "reviews.taken_back",
            "reviews.conflict_declared",
            "reviews.seat_changed",
            "reviews.sitting_prepared",
            "reviews.sitting_moved",
            "reviews.attendance_recorded",
            "reviews.deliberated",
            "reviews.left_over",
            "reviews.sitting_closed",
        ],
        of_reviews,
    ),
    Chapter::new(&["reviews.sheet_signed"], of_reviews)
        .with_passages(&[Passage { keys: &["total"], sight: of_opened_sheets }]),
    Chapter::new(&["reviews.voted"], of_votes)
        .with_passages(&[Passage { keys: &["choice"], sight: of_choices }]),
];

/// Look after every review.
const ACROSS: [Role; 2] = [Role::InitiativeOfficer, Role::Auditor];
/// Look after those of their unit's council.
const IN_UNIT: [Role; 2] = [Role::UnitLeader, Role::Auditor];

fn of_reviews(actor: &Actor) -> Sight {
    let across = Sight::all_if(actor.role_everywhere(&ACROSS).is_some());
    // What the province's council does is not the unit's to read, though its case is the unit's.
    let of_base = Sight::any([
        Sight::ActedAs(Role::InitiativeSecretary),
        Sight::about(ReviewId::KIND, store::ids_of_base()),
        Sight::about(SittingId::KIND, store::sittings_of_base()),
    ]);
    let in_unit = Sight::of_units(actor.units_with(&IN_UNIT)).and(of_base);
    Sight::any([across, in_unit]).except(Sight::any([
        Sight::about(ReviewId::KIND, store::ids_barred_from(actor.account)),
        Sight::about(InitiativeId::KIND, store::cases_barred_from(actor.account)),
    ]))
}

/// A vote is about its sitting: of one with a case that does not exist for this person they read none.
fn of_votes(actor: &Actor) -> Sight {
    let barred = Sight::about(SittingId::KIND, store::sittings_barred_from(actor.account));
    of_reviews(actor).except(barred)
}

fn of_opened_sheets(_: &Actor) -> Sight {
    Sight::about(ReviewId::KIND, store::ids_of_opened())
}

fn of_choices(actor: &Actor) -> Sight {
    let across = Sight::all_if(actor.role_everywhere(&[Role::InitiativeOfficer]).is_some());
    Sight::any([across, Sight::of_units(actor.units_with(&[Role::UnitLeader]))])
}
