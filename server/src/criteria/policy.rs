//! Who may change criteria: campaign managers. Everybody signed in may read them.

use super::model::CriteriaProblem;
use super::stored::StoredSet;
use crate::access::{Actor, Permit, Role, actions, grant, grant_at_console};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::CriteriaSetId;

actions! {
    /// Storing a new set or a new version of one.
    pub struct ImportCriteria: None;
    /// Changing the criteria of a draft.
    pub struct ReviseCriteria: None;
    /// Freezing a set when a campaign that uses it is published.
    pub struct FreezeCriteria: Fresh;
}

const MANAGERS: [Role; 1] = [Role::CampaignManager];

/// A campaign manager may store new sets.
pub fn may_import(actor: &Actor, id: CriteriaSetId) -> Result<Permit<ImportCriteria>, Refusal> {
    grant(actor, id.0, actor.any_role(&MANAGERS))
}

/// Whoever runs the server may store new sets from its command line.
#[must_use]
pub fn may_import_at_console(id: CriteriaSetId) -> Permit<ImportCriteria> {
    grant_at_console(id.0)
}

/// A campaign manager may change a set; that it is still a draft is a rule, not a right.
pub fn may_revise(actor: &Actor, id: CriteriaSetId) -> Result<Permit<ReviseCriteria>, Refusal> {
    grant(actor, id.0, actor.any_role(&MANAGERS))
}

/// A campaign manager freezes a set by publishing a campaign that uses it.
pub fn may_freeze(actor: &Actor, id: CriteriaSetId) -> Result<Permit<FreezeCriteria>, Refusal> {
    grant(actor, id.0, actor.any_role(&MANAGERS))
}

/// Whether a set may be changed now: as long as it is a draft.
pub fn check_revise(
    actor: &Actor,
    set: &StoredSet,
) -> Result<Permit<ReviseCriteria>, Failure<CriteriaProblem>> {
    let permit = may_revise(actor, set.id)?;
    if set.is_frozen() { Err(Failure::Problem(CriteriaProblem::frozen())) } else { Ok(permit) }
}
