//! Who reads the trail of the catalogue of units: the inspectorate, and a unit what was recorded as its own.

use crate::access::Actor;
use crate::audit::{self, Chapter, Sight};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &[
        "unit.catalogue_imported",
        "unit.successions_imported",
        "reorganisation.drafted",
        "reorganisation.revised",
        "reorganisation.applied",
        "reorganisation.undone",
    ],
    of_catalogue,
)];

fn of_catalogue(actor: &Actor) -> Sight {
    Sight::any([audit::of_inspectors(actor), audit::of_units(actor)])
}
