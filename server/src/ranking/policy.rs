//! Who computes, releases and publishes a ranking, who records bonuses and penalties, and who reads what
//! (the matrix): managers decide; before the release ranks are invisible to units (INV-R5) and to appraisers.

use super::model::{Ranking, RankingProblem, RankingProblemCode};
use crate::access::{Actor, Permit, Role, Scope, actions, grant};
use crate::campaigns::{AppraiserAssignment, Campaign, CampaignFault, CampaignProblem, Stage};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{CampaignId, CriterionId, PeerGroupId, UnitId};

actions! {
    /// Computing the ranking of a campaign.
    pub struct ComputeRanking: None;
    /// Showing the result to the signed-in units.
    pub struct ReleaseResult: Fresh;
    /// Showing the result to everybody.
    pub struct PublishResult: Fresh;
    /// Recording and removing bonuses and penalties.
    pub struct RecordMerit: Presence;
}

const MANAGERS: [Role; 1] = [Role::CampaignManager];
/// An appraiser is not among them: whoever sees where a unit stands while they still decide its lines no longer decides
/// them by one yardstick.
const READERS_BEFORE_RELEASE: [Role; 8] = [
    Role::CampaignManager,
    Role::AppraisalLead,
    Role::Auditor,
    Role::Analyst,
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

/// Whether bonuses and penalties of a unit may be recorded and removed now: nobody rewards or punishes the own unit
/// (INV-R1), as nobody appraises it.
pub fn check_record_merit_of(
    actor: &Actor,
    campaign: &Campaign,
    unit: UnitId,
) -> Result<Permit<RecordMerit>, Failure<RankingProblem>> {
    let permit = check_record_merit(actor, campaign)?;
    if actor.belongs_to(unit, campaign.period_from) {
        return Err(Failure::Problem(RankingProblem::at(RankingProblemCode::OwnUnit, "unitId")));
    }
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

/// Everybody signed in sees a released ranking; before, those who lead, decide, inspect or analyse, unless a unit of
/// their own is ranked in it: ranks are invisible to units, whatever else their people are (INV-R5). Who computes and
/// releases a ranking sees what they release.
#[must_use]
pub fn sees_ranking(actor: &Actor, ranking: &Ranking, standing: Standing) -> bool {
    ranking.is_released() || reads_before_release(actor, ranking.campaign, standing)
}

/// Whether a unit of a person takes part in a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// None does.
    Outside,
    /// One does, or did.
    TakesPart,
}

fn reads_before_release(actor: &Actor, campaign: CampaignId, standing: Standing) -> bool {
    let runs = actor.role_over(campaign, &MANAGERS).is_some();
    runs || standing == Standing::Outside && actor.role_over(campaign, &READERS_BEFORE_RELEASE).is_some()
}

/// Whether it depends on where a person stands what they see of a ranking; else nobody need ask.
#[must_use]
pub fn asks_standing(actor: &Actor, ranking: &Ranking) -> bool {
    !ranking.is_released()
        && actor.role_over(ranking.campaign, &MANAGERS).is_none()
        && actor.role_over(ranking.campaign, &READERS_BEFORE_RELEASE).is_some()
}

/// How much of the heat map of a peer group somebody sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeatSight {
    /// All of it, in the order of the ranks where there are any.
    Whole,
    /// The columns of these criteria, for the units that the appraisal has and that are not the person's own; in the
    /// order of the units.
    Assigned(Vec<CriterionId>),
}

/// What this person sees of the heat map of a peer group: whoever sees the ranking, or would, sees it whole, an
/// appraiser what they are assigned; it does not exist for others.
#[must_use]
pub fn heat_sight(
    actor: &Actor,
    campaign: CampaignId,
    (ranking, standing): (Option<&Ranking>, Standing),
    assignments: &[AppraiserAssignment],
    peer_group: PeerGroupId,
) -> Option<HeatSight> {
    if ranking.is_some_and(Ranking::is_released) || reads_before_release(actor, campaign, standing) {
        return Some(HeatSight::Whole);
    }
    let assigned: Vec<CriterionId> = assignments
        .iter()
        .filter(|own| own.campaign == campaign && own.covers(own.criterion, peer_group))
        .map(|own| own.criterion)
        .collect();
    (!assigned.is_empty()).then_some(HeatSight::Assigned(assigned))
}

/// The units whose bonuses and penalties this person reads: those who decide, inspect or analyse read all,
/// a unit its own.
#[must_use]
pub fn merits_of(actor: &Actor, campaign: CampaignId) -> Scope {
    if actor.role_over(campaign, &READERS_OF_MERITS).is_some() { Scope::All } else { actor.scope.clone() }
}

/// Whether there are any units whose bonuses and penalties this person reads.
#[must_use]
pub fn reads_merits(actor: &Actor, campaign: CampaignId) -> bool {
    merits_of(actor, campaign) != Scope::Units(Vec::new())
}
