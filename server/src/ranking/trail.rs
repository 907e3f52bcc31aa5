//! Who reads the trail of rankings: the managers of the campaign and the inspectorate; of bonuses and penalties the
//! people of the unit as well. Ranks are in none of it.

use crate::access::Actor;
use crate::audit::{self, Chapter, Sight};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[
    Chapter::new(&["ranking.computed", "ranking.released", "ranking.published"], of_rankings),
    Chapter::new(&["ranking.merit_recorded", "ranking.merit_removed"], of_merits),
];

fn of_rankings(actor: &Actor) -> Sight {
    Sight::any([audit::of_inspectors(actor), audit::of_managers(actor)])
}

fn of_merits(actor: &Actor) -> Sight {
    Sight::any([of_rankings(actor), audit::of_units(actor)])
}
