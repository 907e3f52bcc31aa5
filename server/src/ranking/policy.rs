//! Who computes, releases and publishes a ranking, who records bonuses and penalties, and who reads what
//! (DOMAIN 6.2): managers decide; before the release ranks are invisible to units (INV-R5).

use super::model::Ranking;
use crate::access::{Actor, Permit, Role, Scope, actions, grant};
use crate::campaigns::Campaign;
use crate::shared::error::Refusal;
use crate::shared::id::CampaignId;

actions! {
    /// Computing the ranking of a campaign.
    pub struct ComputeRanking: None;
    /// Showing the result to the signed-in units.
    pub struct ReleaseResult: Fresh;
    /// Showing the result to everybody.
    pub struct PublishResult: Fresh;
    /// Recording and removing bonuses and penalties.
    pub struct RecordMerit: None;
}

const MANAGERS: [Role; 1] = [Role::CampaignManager];
const READERS_BEFORE_RELEASE: [Role; 9] = [
    Role::CampaignManager,
    Role::AppraisalLead,
    Role::Auditor,
    Role::Analyst,
    Role::SectorAppraiser,
    Role::AwardSecretary,
    Role::CouncilChair,
    Role::CouncilMember,
    Role::ProvinceLeader,
];
const READERS_OF_MERITS: [Role; 7] = [
    Role::CampaignManager,
    Role::AppraisalLead,
    Role::Auditor,
    Role::Analyst,
    Role::CouncilChair,
    Role::CouncilMember,
    Role::ProvinceLeader,
];

/// A campaign manager computes; that the result is not released yet is a rule, not a right.
pub fn may_compute(actor: &Actor, campaign: &Campaign) -> Result<Permit<ComputeRanking>, Refusal> {
    grant(actor, campaign.id.0, actor.role_over(campaign.id, &MANAGERS))
}

/// A campaign manager releases.
pub fn may_release(actor: &Actor, campaign: &Campaign) -> Result<Permit<ReleaseResult>, Refusal> {
    grant(actor, campaign.id.0, actor.role_over(campaign.id, &MANAGERS))
}

/// A campaign manager publishes.
pub fn may_publish(actor: &Actor, campaign: &Campaign) -> Result<Permit<PublishResult>, Refusal> {
    grant(actor, campaign.id.0, actor.role_over(campaign.id, &MANAGERS))
}

/// A campaign manager records bonuses and penalties.
pub fn may_record_merit(actor: &Actor, campaign: &Campaign) -> Result<Permit<RecordMerit>, Refusal> {
    grant(actor, campaign.id.0, actor.role_over(campaign.id, &MANAGERS))
}

/// Everybody signed in sees a released ranking; before, those who appraise, decide, inspect or analyse.
#[must_use]
pub fn sees_ranking(actor: &Actor, ranking: &Ranking) -> bool {
    ranking.is_released() || actor.role_over(ranking.campaign, &READERS_BEFORE_RELEASE).is_some()
}

/// The units whose bonuses and penalties this person reads: those who decide, inspect or analyse read all,
/// a unit its own.
#[must_use]
pub fn merits_of(actor: &Actor, campaign: CampaignId) -> Scope {
    if actor.role_over(campaign, &READERS_OF_MERITS).is_some() { Scope::All } else { actor.scope.clone() }
}
