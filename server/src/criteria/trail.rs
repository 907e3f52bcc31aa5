//! Who reads the trail of criteria sets: the inspectorate, and the managers of a campaign what was done for it.

use crate::access::Actor;
use crate::audit::{self, Chapter, Sight};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &[
        "criteria_set.imported",
        "criteria_set.copied",
        "criteria_set.frozen",
        "criterion.added",
        "criterion.revised",
        "criterion.removed",
    ],
    of_criteria,
)];

fn of_criteria(actor: &Actor) -> Sight {
    Sight::any([audit::of_inspectors(actor), audit::of_managers(actor)])
}
