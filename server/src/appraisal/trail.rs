//! Who reads the trail of the appraisal: the managers of the campaign and the inspectorate; the people of the unit once
//! the result is released to them (INV-R5).

use std::collections::BTreeMap;

use time::Date;

use crate::access::Actor;
use crate::audit::{self, Chapter, Sight};
use crate::campaigns;
use crate::shared::id::UnitId;

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &["appraisal.line_accepted", "appraisal.line_adjusted", "appraisal.concluded"],
    of_decisions,
)
.hiding(of_the_own_unit)];

/// Before the release nobody learns how the own unit was appraised, nor that it was, whatever else they are: as
/// `hidden_appraisals` hides the records.
fn of_the_own_unit(actor: &Actor) -> Sight {
    let mut units: BTreeMap<Option<Date>, Vec<UnitId>> = BTreeMap::new();
    for (unit, last_day) in actor.belongings() {
        units.entry(last_day).or_default().push(unit);
    }
    Sight::any(units.into_iter().map(|(last_day, units)| {
        let unreleased = campaigns::ids_unreleased(last_day);
        Sight::of_units(units).and(Sight::InCampaignsOf(Box::new(unreleased)))
    }))
}

fn of_decisions(actor: &Actor) -> Sight {
    let released = Sight::InCampaignsOf(Box::new(campaigns::ids_released()));
    Sight::any([
        audit::of_inspectors(actor),
        audit::of_managers(actor),
        audit::of_units_and_withheld(actor, released),
    ])
}
