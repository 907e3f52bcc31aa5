//! Who reads the trail of campaigns: those who manage them, and the inspectorate.

use crate::access::Actor;
use crate::audit::{self, Chapter, Sight};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &[
        "campaign.created",
        "campaign.revised",
        "campaign.published",
        "campaign.phase_extended",
        "campaign.appraiser_assigned",
        "campaign.appraiser_unassigned",
    ],
    of_campaigns,
)];

fn of_campaigns(actor: &Actor) -> Sight {
    Sight::any([audit::of_inspectors(actor), audit::of_managers(actor)])
}
