//! Who changes parameters and the calendar: campaign managers of the whole province and administrators (ADR 13).
//! Everybody signed in reads them: they decide about everybody.

use uuid::Uuid;

use crate::access::{Actor, Permit, Role, actions, grant};
use crate::shared::error::Refusal;

actions! {
    /// Changing a parameter or a day of the calendar.
    pub struct KeepParameters: Fresh;
}

const KEEPERS: [Role; 2] = [Role::CampaignManager, Role::SysAdmin];

/// A keeper records a value or a day; `row` is what will hold it.
pub fn may_keep(actor: &Actor, row: Uuid) -> Result<Permit<KeepParameters>, Refusal> {
    grant(actor, row, actor.role_everywhere(&KEEPERS))
}
