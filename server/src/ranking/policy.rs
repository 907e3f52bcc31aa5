//! Who computes, releases and publishes a ranking, who records bonuses and penalties, and who reads what
//! (DOMAIN 6.2): managers decide; before the release ranks are invisible to units (INV-R5).

use super::model::{Ranking, RankingProblem, RankingProblemCode};
use crate::access::{Actor, Permit, Role, Scope, actions, grant};
use crate::campaigns::{Campaign, CampaignFault, CampaignProblem, Stage};
use crate::shared::error::{Failure, Refusal};
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

/// Whether a ranking may be computed now.
pub fn check_compute(
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Permit<ComputeRanking>, Failure<CampaignProblem>> {
    let permit = may_compute(actor, campaign)?;
    must_be(campaign, Stage::Published)?;
    Ok(permit)
}

/// Whether a result may be released now, as far as the campaign tells.
pub fn check_release(
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Permit<ReleaseResult>, Failure<CampaignProblem>> {
    let permit = may_release(actor, campaign)?;
    must_be(campaign, Stage::Published)?;
    Ok(permit)
}

/// Whether a result may be published now.
pub fn check_publish(
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Permit<PublishResult>, Failure<CampaignProblem>> {
    let permit = may_publish(actor, campaign)?;
    must_be(campaign, Stage::ResultReleased)?;
    Ok(permit)
}

/// Whether bonuses and penalties may be recorded and removed now.
pub fn check_record_merit(
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Permit<RecordMerit>, Failure<RankingProblem>> {
    let permit = may_record_merit(actor, campaign)?;
    if campaign.stage == Stage::Published {
        Ok(permit)
    } else {
        Err(Failure::Problem(RankingProblem::whole(RankingProblemCode::WrongState)))
    }
}

fn must_be(campaign: &Campaign, stage: Stage) -> Result<(), Failure<CampaignProblem>> {
    let is_there = campaign.stage == stage;
    let wrong = || Failure::Problem(CampaignProblem::whole(CampaignFault::WrongState));
    if is_there { Ok(()) } else { Err(wrong()) }
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
