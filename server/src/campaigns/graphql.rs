//! Campaigns in the schema.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject, Union};
use time::{Date, OffsetDateTime};

use super::model::{
    AppraiserAssignment, Campaign, CampaignForm, CampaignProblem, CampaignProblemCode, CampaignState,
    CampaignUnit, CampaignUnitFilter, NewCampaign, PeerGroup, PeerGroupForm, Phase, PhaseKind, Stage,
};
use super::{commands, policy, queries, rules};
use crate::criteria::{Criterion, StoredSet};
use crate::graphql::campaign::CampaignNode;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request, search_text};
use crate::identity::Account;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{
    AccountId, AppraiserAssignmentId, CampaignId, CriteriaSetId, CriterionId, PeerGroupId, UnitId,
};
use crate::units::{Unit, UnitKind};

/// Queries of campaigns.
#[derive(Default)]
pub struct CampaignsQuery;

#[Object]
impl CampaignsQuery {
    /// Campaigns, newest first. Drafts are listed for campaign managers, the appraisal lead and auditors.
    #[graphql(complexity = "first.clamp(1, 200) as usize * child_complexity + 1")]
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
    async fn publish_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which campaign.")] input: PublishCampaignInput,
    ) -> Result<CampaignResult> {
        let actor = ctx.actor()?;
        let id = CampaignId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::publish(ctx.app(), actor, id, input.version).await)
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

    /// Kind of unit for which the criteria sum to 100.
    async fn reference_kind(&self) -> UnitKind {
        self.0.reference_kind
    }

    /// Calendar, in order.
    async fn phases(&self, ctx: &Context<'_>) -> Vec<CampaignPhase> {
        let now = ctx.app().clock.now();
        let view = |phase: &Phase| CampaignPhase {
            kind: phase.kind,
            opens_at: phase.opens_at,
            closes_at: phase.closes_at,
            is_open: self.0.is_open_at(phase.kind, now),
        };
        self.0.phases.iter().map(view).collect()
    }

    /// Peer groups, in order: units of like kind that are ranked against each other.
    async fn peer_groups(&self) -> &[PeerGroup] {
        &self.0.peer_groups
    }

    /// Who appraises what. Campaign managers, the appraisal lead and auditors read all assignments,
    /// appraisers their own, others none.
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

    /// What stands in the way of publishing: empty when the draft is ready, when the campaign is
    /// published already, and for everybody but campaign managers.
    async fn publication_problems(&self, ctx: &Context<'_>) -> Result<Vec<CampaignProblem>> {
        let actor = ctx.actor()?;
        queries::publication_problems(ctx.app(), actor, &self.0).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Units that take part, as they were frozen at publication: by peer group, then in tree order. A
    /// draft has none yet.
    #[graphql(complexity = "first.clamp(1, 200) as usize * child_complexity + 1")]
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
        let may = |actor| policy::may_prepare(actor, self.0.id).is_ok();
        self.0.stage == Stage::Draft && ctx.visitor().is_some_and(may)
    }

    /// Whether the viewer may publish the campaign now; `publicationProblems` tells whether it is ready.
    async fn viewer_can_publish(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::may_publish(actor, self.0.id).is_ok();
        self.0.stage == Stage::Draft && ctx.visitor().is_some_and(may)
    }
}

async fn criteria_set(ctx: &Context<'_>, campaign: &Campaign) -> Result<Arc<StoredSet>> {
    ctx.required(ctx.loaders().criteria_set(campaign.criteria_set).await)
}

/// A phase of the calendar.
#[derive(SimpleObject)]
pub struct CampaignPhase {
    /// Which phase.
    kind: PhaseKind,
    /// First second.
    opens_at: OffsetDateTime,
    /// Last second; a deed in it still counts.
    closes_at: OffsetDateTime,
    /// Whether the phase is open now: the campaign is published and its result not released.
    is_open: bool,
}

/// Units of like kind that are ranked against each other (khối).
#[Object]
impl PeerGroup {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// Short code, unique in the campaign.
    async fn code(&self) -> &str {
        &self.code
    }

    /// Vietnamese name.
    async fn name_vi(&self) -> &str {
        &self.name_vi
    }

    /// English name.
    async fn name_en(&self) -> &str {
        &self.name_en
    }

    /// Place in the order of the campaign, from 1.
    async fn position(&self) -> i32 {
        self.position
    }

    /// Scoring kinds of the units that belong to it.
    async fn scoring_kinds(&self) -> &[UnitKind] {
        &self.scoring_kinds
    }

    /// Number of units; for a draft, of those that would take part if it were published now.
    async fn unit_count(&self, ctx: &Context<'_>) -> Result<u64> {
        ctx.loaders().campaigns().unit_count(self.id).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// A unit as it was frozen when the campaign was published.
#[Object]
impl CampaignUnit {
    /// Opaque id of the frozen unit.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// Opaque id of the unit itself.
    async fn unit_id(&self) -> ID {
        self.unit.global()
    }

    /// Code on that day.
    async fn code(&self) -> &str {
        &self.code
    }

    /// Vietnamese name on that day.
    async fn name_vi(&self) -> &str {
        &self.name_vi
    }

    /// English name on that day; null when it had none.
    async fn name_en(&self) -> Option<&str> {
        Some(self.name_en.as_str()).filter(|name| !name.is_empty())
    }

    /// Name of the district on that day; null for units that are not communes of a district.
    async fn parent_name_vi(&self) -> Option<&str> {
        self.parent_name_vi.as_deref()
    }

    /// Name that tells equal names apart: "Xã Phước Hưng, Huyện An Phú".
    #[graphql(name = "qualifiedName")]
    async fn qualified(&self) -> String {
        self.qualified_name()
    }

    /// Legal kind on that day.
    async fn kind(&self) -> UnitKind {
        self.kind
    }

    /// Kind by which it is scored.
    async fn scoring_kind(&self) -> UnitKind {
        self.scoring_kind
    }

    /// Peer group in which it is ranked.
    #[graphql(name = "peerGroup")]
    async fn group(&self, ctx: &Context<'_>) -> Result<Arc<PeerGroup>> {
        ctx.required(ctx.loaders().campaigns().peer_group(self.peer_group).await)
    }
}

/// Who appraises what: one criterion, over one peer group or all units.
#[derive(SimpleObject)]
#[graphql(name = "AppraiserAssignment", complex)]
pub struct AssignmentView {
    /// Opaque id.
    id: ID,
    /// The criterion.
    criterion: Arc<Criterion>,
    /// Peer group; null covers all units.
    peer_group: Option<PeerGroup>,
    #[graphql(skip)]
    account: AccountId,
}

#[ComplexObject]
impl AssignmentView {
    /// The appraiser.
    async fn account(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.account).await)
    }
}

/// Why a campaign cannot be stored as entered, or a deed on it cannot be done.
#[Object]
impl CampaignProblem {
    /// Fixed code.
    #[graphql(name = "code")]
    async fn fixed_code(&self) -> CampaignProblemCode {
        self.code()
    }

    /// The reason in words, in the language of the request.
    #[graphql(name = "message")]
    async fn words(&self, ctx: &Context<'_>) -> String {
        self.message(ctx.locale())
    }

    /// Where: names of input fields and indexes, outermost first; empty when it concerns the whole.
    async fn path(&self) -> &[String] {
        &self.path
    }
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

/// A phase of the calendar as it shall be.
#[derive(InputObject)]
pub struct CampaignPhaseInput {
    /// Which phase.
    kind: PhaseKind,
    /// First second.
    opens_at: OffsetDateTime,
    /// Last second.
    closes_at: OffsetDateTime,
}

/// A peer group as it shall be.
#[derive(InputObject)]
pub struct PeerGroupInput {
    /// Short code, unique in the campaign.
    code: String,
    /// Vietnamese name.
    name_vi: String,
    /// English name.
    name_en: String,
    /// Scoring kinds of the units that belong to it; each kind in one group only.
    scoring_kinds: Vec<UnitKind>,
}

/// A new campaign.
#[derive(InputObject)]
pub struct CreateCampaignInput {
    /// Code, unique: "KSTTHC-2021".
    code: String,
    /// Vietnamese title.
    title_vi: String,
    /// English title.
    title_en: String,
    /// Unit that runs the campaign.
    owner_unit_id: ID,
    /// Criteria set, in one version.
    criteria_set_id: ID,
    /// Number of the signed plan; may come later.
    plan_number: Option<String>,
    /// Date of the signed plan; may come later.
    plan_date: Option<Date>,
    /// First day judged.
    period_from: Date,
    /// Last day judged.
    period_to: Date,
    /// Kind of unit for which the criteria sum to 100.
    reference_kind: UnitKind,
    /// Calendar; may be incomplete.
    phases: Vec<CampaignPhaseInput>,
    /// Peer groups, in order; may be incomplete.
    peer_groups: Vec<PeerGroupInput>,
}

impl TryFrom<CreateCampaignInput> for NewCampaign {
    type Error = Refusal;

    fn try_from(input: CreateCampaignInput) -> Result<Self, Refusal> {
        Ok(Self {
            code: input.code,
            owner_unit: UnitId::parse(&input.owner_unit_id)?,
            reference_kind: input.reference_kind,
            form: CampaignForm {
                title_vi: input.title_vi,
                title_en: input.title_en,
                criteria_set: CriteriaSetId::parse(&input.criteria_set_id)?,
                plan_number: input.plan_number,
                plan_date: input.plan_date,
                period_from: input.period_from,
                period_to: input.period_to,
                phases: input.phases.into_iter().map(Phase::from).collect(),
                peer_groups: input.peer_groups.into_iter().map(PeerGroupForm::from).collect(),
            },
        })
    }
}

/// A draft as it shall read.
#[derive(InputObject)]
pub struct ReviseCampaignInput {
    /// Which campaign.
    id: ID,
    /// The `version` that the change was made on.
    version: i32,
    /// Vietnamese title.
    title_vi: String,
    /// English title.
    title_en: String,
    /// Number of the signed plan; may come later.
    plan_number: Option<String>,
    /// Date of the signed plan; may come later.
    plan_date: Option<Date>,
    /// First day judged.
    period_from: Date,
    /// Last day judged.
    period_to: Date,
    /// Calendar; may be incomplete.
    phases: Vec<CampaignPhaseInput>,
    /// Peer groups, in order; a group that is left out goes with its assignments.
    peer_groups: Vec<PeerGroupInput>,
    /// Criteria set; when it changes, appraisers stay with the criteria of the same code.
    criteria_set_id: ID,
}

impl TryFrom<ReviseCampaignInput> for CampaignForm {
    type Error = Refusal;

    fn try_from(input: ReviseCampaignInput) -> Result<Self, Refusal> {
        Ok(Self {
            title_vi: input.title_vi,
            title_en: input.title_en,
            criteria_set: CriteriaSetId::parse(&input.criteria_set_id)?,
            plan_number: input.plan_number,
            plan_date: input.plan_date,
            period_from: input.period_from,
            period_to: input.period_to,
            phases: input.phases.into_iter().map(Phase::from).collect(),
            peer_groups: input.peer_groups.into_iter().map(PeerGroupForm::from).collect(),
        })
    }
}

impl From<CampaignPhaseInput> for Phase {
    fn from(input: CampaignPhaseInput) -> Self {
        Self { kind: input.kind, opens_at: input.opens_at, closes_at: input.closes_at }
    }
}

impl From<PeerGroupInput> for PeerGroupForm {
    fn from(input: PeerGroupInput) -> Self {
        Self {
            code: input.code,
            name_vi: input.name_vi,
            name_en: input.name_en,
            scoring_kinds: input.scoring_kinds,
        }
    }
}

/// Criteria for an appraiser.
#[derive(InputObject)]
pub struct AssignAppraiserInput {
    /// Which campaign.
    campaign_id: ID,
    /// The appraiser's account.
    account_id: ID,
    /// The criteria, at least one.
    criterion_ids: Vec<ID>,
    /// Peer group; absent covers all units.
    peer_group_id: Option<ID>,
}

impl AssignAppraiserInput {
    fn ids(&self) -> Result<(CampaignId, AccountId, Vec<CriterionId>, Option<PeerGroupId>), Refusal> {
        Ok((
            CampaignId::parse(&self.campaign_id)?,
            AccountId::parse(&self.account_id)?,
            self.criterion_ids.iter().map(CriterionId::parse).collect::<Result<_, _>>()?,
            self.peer_group_id.as_ref().map(PeerGroupId::parse).transpose()?,
        ))
    }
}

/// An assignment to be taken back.
#[derive(InputObject)]
pub struct UnassignAppraiserInput {
    /// Which assignment.
    assignment_id: ID,
}

/// A campaign to be published.
#[derive(InputObject)]
pub struct PublishCampaignInput {
    /// Which campaign.
    id: ID,
    /// The `version` that the decision was made on.
    version: i32,
}
