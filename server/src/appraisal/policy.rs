//! Who concludes the appraisal of whole peer groups, and who reads how far it is (the matrix). Who decides a
//! line or concludes a sheet is asked of the sheet itself: an appraiser the assigned lines, the lead any, and
//! nobody the own unit's (INV-S6).

use crate::access::{Actor, Permit, Role, actions, grant};
use crate::campaigns::AppraiserAssignment;
use crate::shared::error::Refusal;
use crate::shared::id::CampaignId;
use crate::submissions::Decided;

actions! {
    /// Concluding round 1 of a whole peer group.
    pub struct ConcludeGroup: Presence;
}

/// The head of the appraisal team concludes peer groups; for each sheet its own right is asked as well.
pub fn may_conclude_group(actor: &Actor, campaign: CampaignId) -> Result<Permit<ConcludeGroup>, Refusal> {
    grant(actor, campaign.0, actor.role_over(campaign, &[Role::AppraisalLead]))
}

/// Appraisers and the head of the appraisal team accept lines in bulk; for each line its own right is asked as well.
pub fn may_accept_lines(actor: &Actor, campaign: CampaignId) -> Result<(), Refusal> {
    let lead = actor.role_over(campaign, &[Role::AppraisalLead]);
    actor.any_role(&[Role::SectorAppraiser]).or(lead).map(|_| ()).ok_or(Refusal::Forbidden)
}

/// Roles over the province and appraisers read the column of a criterion, each as far as they see its lines.
pub fn may_read_grid(actor: &Actor, campaign: CampaignId) -> Result<(), Refusal> {
    let appraises = actor.any_role(&[Role::SectorAppraiser]).is_some();
    if appraises || actor.sees_all_units_in(campaign) { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// Whether these counts are for this person: roles over the province read all, an appraiser the assigned
/// criteria of the assigned peer groups.
#[must_use]
pub fn reads_progress(sees_all: bool, assignments: &[AppraiserAssignment], counts: &Decided) -> bool {
    let is_assigned = || assignments.iter().any(|own| own.covers(counts.criterion, counts.peer_group));
    sees_all || is_assigned()
}
