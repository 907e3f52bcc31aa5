//! Who reads the trail of files: the people of the unit whose library they are in, and the inspectorate; the latter
//! alone what was found missing or tampered with, which may be a file of any slice.

use crate::access::Actor;
use crate::audit::{self, Chapter, Sight};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[
    Chapter::new(&["file.uploaded"], of_library),
    Chapter::new(&["file.found_tampered", "file.found_missing"], audit::of_inspectors),
];

fn of_library(actor: &Actor) -> Sight {
    Sight::any([audit::of_inspectors(actor), audit::of_units(actor)])
}
