//! Who keeps the catalogue of units (DOMAIN 6.1, 6.2): campaign managers, and the administrators of the system.
//! Everybody signed in reads it; drafts of a reorganisation are for its keepers and the inspectorate.

use crate::access::{Actor, Permit, Role, grant};
use crate::shared::error::Refusal;
use crate::shared::id::ReorganisationId;
use crate::units::model::{Reorganisation, ReorganisationState};

/// Changing the catalogue by a reorganisation.
pub struct KeepCatalogue;

const KEEPERS: [Role; 2] = [Role::CampaignManager, Role::SysAdmin];
const DRAFT_READERS: [Role; 3] = [Role::CampaignManager, Role::SysAdmin, Role::Auditor];

/// Whether drafts of reorganisations exist for this person.
#[must_use]
pub fn sees_drafts(actor: &Actor) -> bool {
    actor.any_role(&DRAFT_READERS).is_some()
}

/// Whether this reorganisation exists for this person: what was applied is law, drafts are not.
#[must_use]
pub fn sees(actor: &Actor, found: &Reorganisation) -> bool {
    found.state == ReorganisationState::Applied || sees_drafts(actor)
}

/// A keeper of the catalogue drafts, applies and takes back; whether it is possible now is a rule, not a right.
pub fn may_keep(actor: &Actor, id: ReorganisationId) -> Result<Permit<KeepCatalogue>, Refusal> {
    grant(id.0, actor.any_role(&KEEPERS))
}
