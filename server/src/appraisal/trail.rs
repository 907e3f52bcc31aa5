//! Who reads the trail of the appraisal: the managers of the campaign and the inspectorate; the people of the unit once
//! the result is released to them (INV-R5).

use crate::access::Actor;
use crate::audit::{self, Chapter, Sight};
use crate::campaigns;

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &["appraisal.line_accepted", "appraisal.line_adjusted", "appraisal.concluded"],
    of_decisions,
)];

fn of_decisions(actor: &Actor) -> Sight {
    let released = Sight::InCampaignsOf(Box::new(campaigns::ids_released()));
    Sight::any([
        audit::of_inspectors(actor),
        audit::of_managers(actor),
        audit::of_units_and_withheld(actor, released),
    ])
}
