//! Campaigns in the schema: reads, deeds, and the part of a campaign that this slice knows.

mod inputs;
mod parts;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, Union};
use time::Date;

pub use parts::{AssignmentView, CampaignPhase};

use inputs::{
    AssignAppraiserInput, CreateCampaignInput, ExtendPhaseInput, PublishCampaignInput, ReviseCampaignInput,
    UnassignAppraiserInput,
};

use super::model::{
    AppraiserAssignment, Campaign, CampaignProblem, CampaignState, CampaignUnit, CampaignUnitFilter,
    DissolutionPolicy, Extension, PeerGroup,
};
use super::{commands, policy, queries, rules};
use crate::access::{Action as _, Answered as _};
use crate::criteria::StoredSet;
use crate::graphql::asks::asks;
use crate::graphql::campaign::CampaignNode;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request, search_text};
use crate::shared::error::Failure;
use crate::shared::id::{AppraiserAssignmentId, CampaignId, PeerGroupId};
use crate::units::{Unit, UnitKind};

/// Queries of campaigns.
#[derive(Default)]
pub struct CampaignsQuery;

#[Object]
impl CampaignsQuery {
    /// Campaigns, newest first. Drafts are listed for campaign managers, the appraisal lead and auditors.
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of campaigns, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
    ) -> Result<Answer<CampaignNode>> {
        let actor = ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::page(ctx.app(), actor, &request).await.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page.map(CampaignNode::from)))
    }

    /// One campaign; null when there is none that the viewer may see.
    async fn campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the campaign.")] id: ID,
    ) -> Option<Result<CampaignNode>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let id = CampaignId::parse(&id).ok()?;
        let found = queries::find(ctx.app(), actor, id).await;
        ctx.optional(found.map(|found| found.map(CampaignNode::from)))
    }
}

/// Changes of campaigns.
#[derive(Default)]
pub struct CampaignsMutation;

#[Object]
impl CampaignsMutation {
    /// Creates a campaign as a draft. Campaign managers.
    #[graphql(directive = asks::apply(policy::PrepareCampaign::PROOF))]
    async fn create_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new campaign.")] input: CreateCampaignInput,
    ) -> Result<CampaignResult> {
        let actor = ctx.actor()?;
        let new = input.try_into().map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::create(ctx.app(), actor, new).await)
    }

    /// Changes a draft; everything is passed as it shall read. Peer groups are matched by code.
    /// Campaign managers.
    #[graphql(directive = asks::apply(policy::PrepareCampaign::PROOF))]
    async fn revise_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign as it shall read.")] input: ReviseCampaignInput,
    ) -> Result<CampaignResult> {
        let actor = ctx.actor()?;
        let id = CampaignId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        let version = input.version;
        let form = input.try_into().map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::revise(ctx.app(), actor, id, version, form).await)
    }

    /// Assigns criteria to an appraiser; what is assigned already stays. Campaign managers, until the
    /// result is released.
    #[graphql(directive = asks::apply(policy::PrepareCampaign::PROOF))]
    async fn assign_appraiser(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who appraises what.")] input: AssignAppraiserInput,
    ) -> Result<CampaignResult> {
        let actor = ctx.actor()?;
        let (id, account, criteria, group) = input.ids().map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::assign_appraiser(ctx.app(), actor, id, account, &criteria, group).await)
    }

    /// Takes an assignment back. After publication every criterion keeps an appraiser. Campaign managers.
    #[graphql(directive = asks::apply(policy::PrepareCampaign::PROOF))]
    async fn unassign_appraiser(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which assignment.")] input: UnassignAppraiserInput,
    ) -> Result<CampaignResult> {
        let actor = ctx.actor()?;
        let id = AppraiserAssignmentId::parse(&input.assignment_id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::unassign_appraiser(ctx.app(), actor, id).await)
    }

    /// Publishes a campaign: freezes its criteria and units for ever and opens the score sheets.
    /// Campaign managers.
    #[graphql(directive = asks::apply(policy::PublishCampaign::PROOF))]
    async fn publish_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which campaign.")] input: PublishCampaignInput,
    ) -> Result<CampaignResult> {
        let actor = ctx.actor()?;
        let id = CampaignId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::publish(ctx.app(), actor, id, input.version).await)
    }

    /// Gives a phase of a published campaign more time, for everybody; the extension is kept with its
    /// reason. Campaign managers, until the result is released.
    #[graphql(directive = asks::apply(policy::ExtendPhase::PROOF))]
    async fn extend_phase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which phase, until when and why.")] input: ExtendPhaseInput,
    ) -> Result<CampaignResult> {
        let actor = ctx.actor()?;
        let id = CampaignId::parse(&input.campaign_id).map_err(|refusal| ctx.refuse(refusal))?;
        let version = input.version;
        let done = commands::extend_phase(ctx.app(), actor, id, version, Extension::from(input)).await;
        outcome(ctx, done)
    }
}

/// The part of a campaign that this slice knows.
pub struct CampaignFields(pub Arc<Campaign>);

#[Object]
impl CampaignFields {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Code, unique: "KSTTHC-2021".
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Vietnamese title.
    async fn title_vi(&self) -> &str {
        &self.0.title_vi
    }

    /// English title.
    async fn title_en(&self) -> &str {
        &self.0.title_en
    }

    /// Where the campaign stands: what was decided, and between publication and release of the result
    /// the phase by the server's clock.
    async fn state(&self, ctx: &Context<'_>) -> CampaignState {
        rules::state_at(&self.0, ctx.app().clock.now())
    }

    /// Number to pass back with a change; a change that comes with an older one is answered STALE.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Whether the campaign belongs to the sample data.
    async fn is_sample(&self) -> bool {
        self.0.is_sample
    }

    /// Unit that runs the campaign.
    async fn owner_unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.0.owner_unit).await)
    }

    /// Criteria set, in the version that this campaign uses.
    async fn criteria_set(&self, ctx: &Context<'_>) -> Result<Arc<StoredSet>> {
        criteria_set(ctx, &self.0).await
    }

    /// Number of the signed plan; null until somebody enters it.
    async fn plan_number(&self) -> Option<&str> {
        self.0.plan_number.as_deref()
    }

    /// Date of the signed plan; null until somebody enters it.
    async fn plan_date(&self) -> Option<Date> {
        self.0.plan_date
    }

    /// First day judged.
    async fn period_from(&self) -> Date {
        self.0.period_from
    }

    /// Last day judged.
    async fn period_to(&self) -> Date {
        self.0.period_to
    }

    /// What becomes of a score sheet that is not submitted when its unit ends.
    async fn dissolution_policy(&self) -> DissolutionPolicy {
        self.0.dissolution_policy
    }

    /// Kind of unit for which the criteria sum to 100.
    async fn reference_kind(&self) -> UnitKind {
        self.0.reference_kind
    }

    /// Calendar, in order.
    async fn phases(&self, ctx: &Context<'_>) -> Vec<CampaignPhase> {
        let now = ctx.app().clock.now();
        self.0.phases.iter().map(|phase| CampaignPhase::at(&self.0, phase, now)).collect()
    }

    /// Peer groups, in order: units of like kind that are ranked against each other.
    async fn peer_groups(&self) -> &[PeerGroup] {
        &self.0.peer_groups
    }

    /// Who appraises what. Campaign managers, the appraisal lead and auditors read all assignments,
    /// appraisers their own; refused to others.
    async fn appraiser_assignments(&self, ctx: &Context<'_>) -> Result<Vec<AssignmentView>> {
        let actor = ctx.actor()?;
        let assignments = queries::visible_assignments(ctx.app(), actor, self.0.id)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        let set = criteria_set(ctx, &self.0).await?;
        let view = |assignment: AppraiserAssignment| {
            Some(AssignmentView {
                id: assignment.id.global(),
                criterion: Arc::clone(set.criterion(assignment.criterion)?),
                peer_group: assignment.peer_group.and_then(|group| self.0.peer_group(group)).cloned(),
                account: assignment.account,
            })
        };
        Ok(assignments.into_iter().filter_map(view).collect())
    }

    /// What stands in the way of publishing: empty when the draft is ready, and when the campaign is
    /// published already. For campaign managers; refused to others.
    async fn publication_problems(&self, ctx: &Context<'_>) -> Result<Vec<CampaignProblem>> {
        let actor = ctx.actor()?;
        queries::publication_problems(ctx.app(), actor, &self.0).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Units that take part, as they were frozen at publication: by peer group, then in tree order. A
    /// draft has none yet.
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of units, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only units of this peer group.")] peer_group_id: Option<ID>,
        #[graphql(
            desc = "Text in the name or in the district's name (marks and case do not count), or a code."
        )]
        search: Option<String>,
    ) -> Result<Answer<CampaignUnit>> {
        let peer_group = peer_group_id
            .map(|id| PeerGroupId::parse(&id))
            .transpose()
            .map_err(|refusal| ctx.refuse(refusal))?;
        let request = page_request(ctx, first, after.as_deref())?;
        let filter = CampaignUnitFilter { peer_group, search: search_text(ctx, search)? };
        let page = queries::units_page(ctx.app(), self.0.id, &filter, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
    }

    /// Whether the viewer may change the campaign now.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor().is_some_and(|actor| policy::check_revise(actor, &self.0).is_offered())
    }

    /// Whether the viewer may give a phase more time now.
    async fn viewer_can_extend(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor().is_some_and(|actor| policy::check_extend(actor, &self.0).is_offered())
    }

    /// Whether the viewer may publish the campaign now; `publicationProblems` tells whether it is ready.
    async fn viewer_can_publish(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor().is_some_and(|actor| policy::check_publish(actor, &self.0).is_offered())
    }
}

async fn criteria_set(ctx: &Context<'_>, campaign: &Campaign) -> Result<Arc<StoredSet>> {
    ctx.required(ctx.loaders().criteria_set(campaign.criteria_set).await)
}

/// The campaign as it is now, or why nothing was done.
#[derive(Union)]
pub enum CampaignResult {
    /// The campaign as it is now.
    Campaign(CampaignNode),
    /// What has to be corrected.
    Problem(CampaignProblem),
}

/// Turns what a command answers into a result of the schema; for all slices that change campaigns.
pub fn outcome(
    ctx: &Context<'_>,
    done: Result<Arc<Campaign>, Failure<CampaignProblem>>,
) -> Result<CampaignResult> {
    match done {
        Ok(campaign) => Ok(CampaignResult::Campaign(campaign.into())),
        Err(Failure::Problem(problem)) => Ok(CampaignResult::Problem(problem)),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}
