//! Who may do what with campaigns (DOMAIN 6.2): managers prepare and publish; everybody signed in
//! reads the published ones; drafts are for those who prepare, lead the appraisal or inspect.

use super::model::{AppraiserAssignment, Campaign, Stage};
use crate::access::{Actor, Permit, Role, grant};
use crate::shared::error::Refusal;
use crate::shared::id::CampaignId;

/// Creating, changing and staffing a campaign.
pub struct PrepareCampaign;

/// Publishing a campaign.
pub struct PublishCampaign;

/// Giving a phase of a published campaign more time.
pub struct ExtendPhase;

const MANAGERS: [Role; 1] = [Role::CampaignManager];
const DRAFT_READERS: [Role; 3] = [Role::CampaignManager, Role::AppraisalLead, Role::Auditor];

/// Whether drafts exist for this person.
#[must_use]
pub fn sees_drafts(actor: &Actor) -> bool {
    actor.any_role(&DRAFT_READERS).is_some()
}

/// Whether this campaign exists for this person.
#[must_use]
pub fn sees(actor: &Actor, campaign: &Campaign) -> bool {
    campaign.stage != Stage::Draft || sees_drafts(actor)
}

/// Whether this person reads an appraiser's assignment: those who prepare, lead or inspect read all,
/// an appraiser their own.
#[must_use]
pub fn sees_assignment(actor: &Actor, assignment: &AppraiserAssignment) -> bool {
    assignment.account == actor.account || sees_drafts(actor)
}

/// A campaign manager prepares a campaign; that it is still a draft is a rule, not a right.
pub fn may_prepare(actor: &Actor, id: CampaignId) -> Result<Permit<PrepareCampaign>, Refusal> {
    grant(id.0, actor.any_role(&MANAGERS))
}

/// A campaign manager publishes a campaign.
pub fn may_publish(actor: &Actor, id: CampaignId) -> Result<Permit<PublishCampaign>, Refusal> {
    grant(id.0, actor.any_role(&MANAGERS))
}

/// A campaign manager gives a phase more time; whether the campaign stands so that it helps is a rule.
pub fn may_extend(actor: &Actor, id: CampaignId) -> Result<Permit<ExtendPhase>, Refusal> {
    grant(id.0, actor.any_role(&MANAGERS))
}
