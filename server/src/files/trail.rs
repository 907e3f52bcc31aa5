//! Who reads the trail of files: the people of the unit whose library they are in, and the inspectorate.

use crate::access::Actor;
use crate::audit::{self, Chapter, Sight};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[
    Chapter::new(&["file.uploaded"], of_library),
    Chapter::new(&["file.found_tampered"], audit::of_inspectors),
];

fn of_library(actor: &Actor) -> Sight {
    Sight::any([audit::of_inspectors(actor), audit::of_units(actor)])
}
