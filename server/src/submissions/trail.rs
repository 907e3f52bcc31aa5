//! Who reads the trail of score sheets: the people of their unit, the managers of their campaign, and the inspectorate.

use crate::access::Actor;
use crate::audit::{self, Chapter, Sight};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &[
        "submission.line_saved",
        "submission.line_delegated",
        "submission.figures_imported",
        "submission.evidence_attached",
        "submission.evidence_detached",
        "submission.sign_off_requested",
        "submission.sign_off_withdrawn",
        "submission.submitted",
        "submission.recalled",
        "submission.returned",
        "submission.opened",
    ],
    of_sheets,
)];

fn of_sheets(actor: &Actor) -> Sight {
    Sight::any([audit::of_inspectors(actor), audit::of_managers(actor), audit::of_units(actor)])
}
