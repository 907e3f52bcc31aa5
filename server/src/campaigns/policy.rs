//! Who may do what with campaigns (the matrix): managers prepare and publish; everybody signed in
//! reads the published ones; drafts are for those who prepare, lead the appraisal or inspect.

use super::model::{AppraiserAssignment, Campaign, CampaignFault, CampaignProblem, Stage};
use crate::access::{Actor, Permit, Role, actions, grant};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::CampaignId;

actions! {
    /// Creating, changing and staffing a campaign.
    pub struct PrepareCampaign: None;
    /// Publishing a campaign.
    pub struct PublishCampaign: Fresh;
    /// Giving a phase of a published campaign more time.
    pub struct ExtendPhase: Fresh;
}

/// Drafts that exist for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drafts {
    /// Every draft.
    All,
    /// Those of these campaigns; none when the list is empty.
    Of(Vec<CampaignId>),
}

const MANAGERS: [Role; 1] = [Role::CampaignManager];
const DRAFT_READERS: [Role; 3] = [Role::CampaignManager, Role::AppraisalLead, Role::Auditor];

/// Which drafts exist for this person.
#[must_use]
pub fn drafts_of(actor: &Actor) -> Drafts {
    if actor.role_everywhere(&DRAFT_READERS).is_some() {
        return Drafts::All;
    }
    let own = actor.grants.iter().filter(|grant| DRAFT_READERS.contains(&grant.role));
    Drafts::Of(own.filter_map(|grant| grant.campaign).collect())
}

/// Whether a draft, and what only its makers read of a campaign, is open to this person.
#[must_use]
pub fn sees_drafts(actor: &Actor, campaign: CampaignId) -> bool {
    actor.role_over(campaign, &DRAFT_READERS).is_some()
}

/// Whether this campaign exists for this person.
#[must_use]
pub fn sees(actor: &Actor, campaign: &Campaign) -> bool {
    campaign.stage != Stage::Draft || sees_drafts(actor, campaign.id)
}

/// Whether this person reads who appraises what, at least the own part; the list refuses others.
pub fn may_list_assignments(actor: &Actor) -> Result<(), Refusal> {
    let reads = actor.any_role(&DRAFT_READERS).or(actor.any_role(&[Role::SectorAppraiser]));
    reads.map(|_| ()).ok_or(Refusal::Forbidden)
}

/// Whether this person reads an appraiser's assignment: those who prepare, lead or inspect read all,
/// an appraiser their own.
#[must_use]
pub fn sees_assignment(actor: &Actor, assignment: &AppraiserAssignment) -> bool {
    assignment.account == actor.account || sees_drafts(actor, assignment.campaign)
}

/// A campaign manager over the province begins a new campaign.
pub fn may_create(actor: &Actor, id: CampaignId) -> Result<Permit<PrepareCampaign>, Refusal> {
    grant(actor, id.0, actor.role_everywhere(&MANAGERS))
}

/// A campaign manager prepares a campaign; that it is still a draft is a rule, not a right.
pub fn may_prepare(actor: &Actor, id: CampaignId) -> Result<Permit<PrepareCampaign>, Refusal> {
    grant(actor, id.0, actor.role_over(id, &MANAGERS))
}

/// Whether this person publishes campaigns, and so reads what stands in the way; the list refuses others.
pub fn may_list_problems(actor: &Actor) -> Result<(), Refusal> {
    actor.any_role(&MANAGERS).map(|_| ()).ok_or(Refusal::Forbidden)
}

/// A campaign manager publishes a campaign.
pub fn may_publish(actor: &Actor, id: CampaignId) -> Result<Permit<PublishCampaign>, Refusal> {
    grant(actor, id.0, actor.role_over(id, &MANAGERS))
}

/// A campaign manager gives a phase more time; whether the campaign stands so that it helps is a rule.
pub fn may_extend(actor: &Actor, id: CampaignId) -> Result<Permit<ExtendPhase>, Refusal> {
    grant(actor, id.0, actor.role_over(id, &MANAGERS))
}

/// Whether a campaign may be changed now.
pub fn check_revise(
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Permit<PrepareCampaign>, Failure<CampaignProblem>> {
    let permit = may_prepare(actor, campaign.id)?;
    must_be(campaign, Stage::Draft, CampaignFault::NotDraft)?;
    Ok(permit)
}

/// Whether a campaign may be published now; what stands in the way besides is told by its problems.
pub fn check_publish(
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Permit<PublishCampaign>, Failure<CampaignProblem>> {
    let permit = may_publish(actor, campaign.id)?;
    must_be(campaign, Stage::Draft, CampaignFault::NotDraft)?;
    Ok(permit)
}

/// Whether phases of a campaign may be given more time now.
pub fn check_extend(
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Permit<ExtendPhase>, Failure<CampaignProblem>> {
    let permit = may_extend(actor, campaign.id)?;
    must_be(campaign, Stage::Published, CampaignFault::WrongState)?;
    Ok(permit)
}

fn must_be(
    campaign: &Campaign,
    stage: Stage,
    otherwise: CampaignFault,
) -> Result<(), Failure<CampaignProblem>> {
    if campaign.stage == stage { Ok(()) } else { Err(Failure::Problem(CampaignProblem::whole(otherwise))) }
}
