//! Who keeps the catalogue of units (ADR 13 and the matrix): campaign managers, and the administrators of the system.
//! Everybody signed in reads it; drafts of a reorganisation are for its keepers and the inspectorate.

use time::OffsetDateTime;

use crate::access::{Actor, Permit, Role, actions, grant};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::ReorganisationId;
use crate::units::model::{Reorganisation, ReorganisationProblem, ReorganisationState};
use crate::units::rules;

actions! {
    /// Drafting a reorganisation.
    pub struct DraftReorganisation: None;
    /// Applying a reorganisation to the catalogue, and taking it back.
    pub struct ApplyReorganisation: Fresh;
}

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

/// What writes a state of a reorganisation.
pub trait KeepsCatalogue {}

impl KeepsCatalogue for DraftReorganisation {}
impl KeepsCatalogue for ApplyReorganisation {}

/// A keeper of the catalogue drafts.
pub fn may_draft(actor: &Actor, id: ReorganisationId) -> Result<Permit<DraftReorganisation>, Refusal> {
    grant(actor, id.0, actor.any_role(&KEEPERS))
}

/// A keeper of the catalogue applies and takes back; whether it is possible now is a rule, not a right.
pub fn may_apply(actor: &Actor, id: ReorganisationId) -> Result<Permit<ApplyReorganisation>, Refusal> {
    grant(actor, id.0, actor.any_role(&KEEPERS))
}

/// Whether a draft in this version may be changed.
pub fn check_revise(
    actor: &Actor,
    draft: &Reorganisation,
    version: i32,
) -> Result<Permit<DraftReorganisation>, Failure<ReorganisationProblem>> {
    let permit = may_draft(actor, draft.id)?;
    rules::check_draft(draft, version).map_err(Failure::Problem)?;
    Ok(permit)
}

/// Whether a draft in this version may be applied now.
pub fn check_apply(
    actor: &Actor,
    draft: &Reorganisation,
    version: i32,
    now: OffsetDateTime,
) -> Result<Permit<ApplyReorganisation>, Failure<ReorganisationProblem>> {
    let permit = may_apply(actor, draft.id)?;
    rules::check_application(draft, version, now).map_err(Failure::Problem)?;
    Ok(permit)
}

/// Whether what was applied may be taken back, as far as it tells itself.
pub fn check_undo(
    actor: &Actor,
    applied: &Reorganisation,
    version: i32,
) -> Result<Permit<ApplyReorganisation>, Failure<ReorganisationProblem>> {
    let permit = may_apply(actor, applied.id)?;
    rules::check_undo(applied, version).map_err(Failure::Problem)?;
    Ok(permit)
}
