//! Rankings, merits and published results in the schema.

mod lineage;

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Union};
use time::{Date, OffsetDateTime};

use self::lineage::FamilyResultView;
use crate::access::{Action as _, Answered as _};
use crate::campaigns::{Campaign, CampaignResult, CampaignUnit, outcome};
use crate::criteria::{Criterion, Grade, Label};
use crate::graphql::asks::asks;
use crate::graphql::campaign::CampaignNode;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request};
use crate::identity::Account;
use crate::ranking::model::{
    KnockOut, MeritEntry, Ranking, RankingProblem, RankingProblemCode, RestatedResult, TieBreak, UnitResult,
};
use crate::ranking::policy::Standing;
use crate::ranking::queries::{self, HeatRows, Places, Published};
use crate::ranking::{commands, lineage as descent, policy, rules};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{CampaignId, MeritEntryId, PeerGroupId, UnitId};
use crate::shared::points::Points;

/// Published results, for everybody.
#[derive(Default)]
pub struct RankingQuery;

#[Object]
impl RankingQuery {
    /// Published results, the newest first, at most 50. Needs no sign-in.
    async fn public_results(&self, ctx: &Context<'_>) -> Result<Vec<PublicResult>> {
        let places = if ctx.look_ahead().field("groups").exists() { Places::All } else { Places::Skip };
        let found = queries::published(ctx.app(), places).await.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(found.into_iter().map(PublicResult).collect())
    }

    /// The published result of a campaign; null when there is none under this code. Needs no sign-in.
    async fn public_result(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the campaign.")] code: String,
    ) -> Option<Result<PublicResult>> {
        let places = if ctx.look_ahead().field("groups").exists() { Places::All } else { Places::Skip };
        let found = queries::published_one(ctx.app(), &code, places).await;
        ctx.optional(found.map(|found| found.map(PublicResult)))
    }

    /// Results of a unit, and beside them those of its predecessors and successors through any number of steps, of
    /// every campaign whose ranking the viewer sees: the newest campaign first. Each stays its own; nothing is
    /// added up.
    async fn family_results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which unit.")] unit_id: ID,
    ) -> Result<Vec<FamilyResultView>> {
        let actor = ctx.actor()?;
        let unit = UnitId::parse(&unit_id).map_err(|refusal| ctx.refuse(refusal))?;
        let found = descent::family_results(ctx.app(), actor, unit).await;
        Ok(found.map_err(|refusal| ctx.refuse(refusal))?.into_iter().map(FamilyResultView::from).collect())
    }
}

/// Deeds on rankings and merits.
#[derive(Default)]
pub struct RankingMutation;

#[Object]
impl RankingMutation {
    /// Computes the ranking anew from what stands in the sheets; while the appraisal is going on it is
    /// provisional. Campaign managers, until the result is released.
    #[graphql(directive = asks::apply(policy::ComputeRanking::PROOF))]
    async fn compute_ranking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which campaign.")] input: CampaignDeedInput,
    ) -> Result<CampaignResult> {
        let actor = ctx.actor()?;
        let id = CampaignId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::compute(ctx.app(), actor, id, input.version).await)
    }

    /// Shows the result to the signed-in units; sheets become final. Every submitted sheet must be appraised
    /// and the ranking computed from what stands there now. Releasing again changes nothing. Campaign
    /// managers.
    #[graphql(directive = asks::apply(policy::ReleaseResult::PROOF))]
    async fn release_result(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which campaign.")] input: CampaignDeedInput,
    ) -> Result<CampaignResult> {
        let actor = ctx.actor()?;
        let id = CampaignId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::release(ctx.app(), actor, id, input.version).await)
    }

    /// Shows a released result to everybody, on the public page. Publishing again changes nothing. Campaign
    /// managers.
    #[graphql(directive = asks::apply(policy::PublishResult::PROOF))]
    async fn publish_result(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which campaign.")] input: CampaignDeedInput,
    ) -> Result<CampaignResult> {
        let actor = ctx.actor()?;
        let id = CampaignId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::publish(ctx.app(), actor, id, input.version).await)
    }

    /// Records a bonus earned or a penalty incurred by a unit, with the document it rests on; it enters the
    /// next computation. Campaign managers, until the result is released.
    #[graphql(directive = asks::apply(policy::RecordMerit::PROOF))]
    async fn record_merit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The bonus or penalty.")] input: RecordMeritInput,
    ) -> Result<RecordMeritResult> {
        let actor = ctx.actor()?;
        let campaign = CampaignId::parse(&input.campaign_id).map_err(|refusal| ctx.refuse(refusal))?;
        let unit = UnitId::parse(&input.unit_id).map_err(|refusal| ctx.refuse(refusal))?;
        let RecordMeritInput { item_code, quantity, source, .. } = input;
        let done =
            commands::record_merit(ctx.app(), actor, campaign, unit, &item_code, quantity, &source).await;
        match done {
            Ok(merit) => {
                let unit = ctx.required(ctx.loaders().campaigns().unit(merit.unit).await)?;
                Ok(RecordMeritResult::Merit(Box::new(MeritView { merit, unit: CampaignUnit::clone(&unit) })))
            }
            Err(Failure::Problem(problem)) => Ok(RecordMeritResult::Problem(problem)),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// Removes a bonus or penalty that was recorded by mistake; the audit trail keeps it. Campaign managers,
    /// until the result is released.
    #[graphql(directive = asks::apply(policy::RecordMerit::PROOF))]
    async fn remove_merit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which bonus or penalty.")] input: RemoveMeritInput,
    ) -> Result<RemoveMeritResult> {
        let actor = ctx.actor()?;
        let id = MeritEntryId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        match commands::remove_merit(ctx.app(), actor, id).await {
            Ok(campaign) => Ok(RemoveMeritResult::Campaign(campaign.into())),
            Err(Failure::Problem(problem)) => Ok(RemoveMeritResult::Problem(problem)),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }
}

/// The part of a campaign that this slice knows.
pub struct CampaignRanking(pub Arc<Campaign>);

#[Object]
impl CampaignRanking {
    /// The ranking as it was last computed; null when none was, or when it is not released to the viewer:
    /// before the release it is for those who lead, decide, inspect or analyse, and for no appraiser; of those whose
    /// own unit is ranked for the campaign's managers only.
    async fn ranking(&self, ctx: &Context<'_>) -> Option<Result<Arc<Ranking>>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let visible = async {
            let rankings = ctx.loaders().rankings();
            let found = rankings.of_campaign(self.0.id).await?;
            let standing = match &found {
                Some(ranking) if policy::asks_standing(actor, ranking) => {
                    rankings.standing(actor, &self.0).await?
                }
                _ => Standing::Outside,
            };
            Ok::<_, Refusal>(queries::visible(actor, found, standing))
        };
        ctx.optional(visible.await)
    }

    /// Scores of one peer group as a picture, criteria in the order of the sheet. Whoever sees the ranking, or would
    /// once there is one, sees all of it, units by rank. An appraiser sees before the release the assigned criteria of
    /// units that the appraisal has, in the order of the units. Nobody finds their own unit in it before the release.
    /// Null for others, and for a peer group that is not the campaign's.
    async fn heatmap(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which peer group.")] peer_group_id: ID,
    ) -> Option<Result<Heatmap>> {
        let read = async {
            let actor = ctx.actor()?;
            let loaded = ctx.loaders().rankings().of_campaign(self.0.id).await;
            let ranking = loaded.map_err(|refusal| ctx.refuse(refusal))?;
            let Ok(peer_group) = PeerGroupId::parse(&peer_group_id) else { return Ok(None) };
            let found = queries::heatmap(ctx.app(), actor, &self.0, ranking.as_deref(), peer_group).await;
            ctx.optional(found.map(|rows| rows.map(Heatmap::from))).transpose()
        };
        read.await.transpose()
    }

    /// Recorded bonuses and penalties, newest first. Campaign managers, the appraisal lead, analysts and
    /// auditors read all of them, units their own; null for others.
    async fn merits(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of entries, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only entries of this unit (id of the unit itself).")] unit_id: Option<ID>,
    ) -> Result<Option<Answer<MeritView>>> {
        let actor = ctx.actor()?;
        if !policy::reads_merits(actor, self.0.id) {
            return Ok(None);
        }
        let unit = unit_id.map(|id| UnitId::parse(&id)).transpose().map_err(|refusal| ctx.refuse(refusal))?;
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::merits(ctx.app(), actor, self.0.id, unit, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(Some(answer(page.map(|(merit, unit)| MeritView { merit, unit }))))
    }

    /// Bonus and penalty items that are recorded by hand, bonuses first; what follows from a register or from the time of
    /// submission is not among them.
    async fn recordable_items(&self, ctx: &Context<'_>) -> Result<Vec<MeritItem>> {
        ctx.actor()?;
        let set = ctx.required(ctx.loaders().criteria_set(self.0.criteria_set).await)?;
        let locale = ctx.locale();
        let item = |code: &str| {
            let bonus = set.spec.bonus_item(code).map(|item| (&item.title, item.per_unit));
            let penalty =
                || set.spec.penalty(code).map(|item| (&item.title, Points::ZERO - item.points_each));
            let (title, points) = bonus.or_else(penalty)?;
            Some(MeritItem { code: code.to_owned(), title: title.get(locale).to_owned(), points })
        };
        Ok(rules::recordable(&set.spec).into_iter().filter_map(item).collect())
    }

    /// Whether the viewer may compute the ranking now.
    async fn viewer_can_compute_ranking(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor().is_some_and(|actor| policy::check_compute(actor, &self.0).is_offered())
    }

    /// Whether the viewer may release the result now; `releaseResult` tells what still stands in the way.
    async fn viewer_can_release_result(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor().is_some_and(|actor| policy::check_release(actor, &self.0).is_offered())
    }

    /// Whether the viewer may publish the released result now.
    async fn viewer_can_publish_result(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor().is_some_and(|actor| policy::check_publish(actor, &self.0).is_offered())
    }

    /// Whether the viewer may record bonuses and penalties now.
    async fn viewer_can_record_merit(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor().is_some_and(|actor| policy::check_record_merit(actor, &self.0).is_offered())
    }
}

/// The ranking of a campaign as it was last computed. The same inputs give the same numbers.
#[Object]
impl Ranking {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// When it was computed.
    async fn computed_at(&self) -> OffsetDateTime {
        self.computed_at
    }

    /// Who computed it.
    async fn computed_by(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.computed_by).await)
    }

    /// SHA-256 of everything it was computed from: equal hashes mean equal numbers.
    async fn inputs_hash(&self) -> &str {
        &self.inputs_hash
    }

    /// Whether the signed-in units see it.
    #[graphql(name = "isReleased")]
    async fn released(&self) -> bool {
        self.is_released()
    }

    /// Whether everybody sees it.
    #[graphql(name = "isPublished")]
    async fn published(&self) -> bool {
        self.is_published()
    }

    /// Number of units whose appraisal was concluded when it was computed.
    async fn appraised_count(&self) -> i32 {
        self.appraised_count
    }

    /// Number of units ranked: those that had sent a sheet.
    async fn unit_count(&self) -> i32 {
        self.unit_count
    }

    /// Results by peer group, then by rank.
    async fn results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of results, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only this peer group.")] peer_group_id: Option<ID>,
    ) -> Result<Answer<ResultView>> {
        ctx.actor()?;
        let peer_group = peer_group_id
            .map(|id| PeerGroupId::parse(&id))
            .transpose()
            .map_err(|refusal| ctx.refuse(refusal))?;
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::results(ctx.app(), self, peer_group, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        let is_released = self.is_released();
        Ok(answer(page.map(|(result, unit)| ResultView { result, unit, is_released })))
    }

    /// What one unit came to; null for a unit that has no rank: it sent no sheet, or is not of the campaign.
    async fn result_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which unit (id of the unit itself).")] unit_id: ID,
    ) -> Option<Result<ResultView>> {
        let read = async {
            ctx.actor()?;
            let Ok(unit) = UnitId::parse(&unit_id) else { return Ok(None) };
            let found = queries::result_of(ctx.app(), self, unit).await;
            let found = found.map_err(|refusal| ctx.refuse(refusal))?;
            let is_released = self.is_released();
            Ok(found.map(|(result, unit)| ResultView { result, unit, is_released }))
        };
        read.await.transpose()
    }

    /// Units that had sent no sheet when it was computed, in the order of the campaign: neither ranked nor classed.
    async fn without_sheet(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this peer group.")] peer_group_id: Option<ID>,
    ) -> Result<Vec<CampaignUnit>> {
        ctx.actor()?;
        let peer_group = peer_group_id.map(|id| PeerGroupId::parse(&id)).transpose();
        let peer_group = peer_group.map_err(|refusal| ctx.refuse(refusal))?;
        queries::without_sheet(ctx.app(), self, peer_group).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// The totals laid on the units of another day, in tree order: for comparing across a reorganisation. A total
    /// that was not reported so is marked.
    async fn restated(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Day of the map.")] as_of: Date,
    ) -> Result<Vec<RestatedResult>> {
        ctx.actor()?;
        descent::restated(ctx.app(), self, as_of).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// A result with its unit.
pub struct ResultView {
    result: UnitResult,
    unit: CampaignUnit,
    is_released: bool,
}

/// What one unit came to, and its place in the peer group.
#[Object(name = "Result")]
impl ResultView {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.result.id.global()
    }

    /// The unit as frozen for the campaign.
    async fn unit(&self) -> &CampaignUnit {
        &self.unit
    }

    /// Sum of the points of applicable lines.
    async fn raw(&self) -> Points {
        self.result.raw
    }

    /// Sum of the maxima of applicable lines.
    async fn applicable_max(&self) -> Points {
        self.result.applicable_max
    }

    /// On the scale of 100: 100 × raw ÷ applicable maximum.
    async fn base(&self) -> Points {
        self.result.base
    }

    /// Bonus after the caps.
    async fn bonus(&self) -> Points {
        self.result.bonus
    }

    /// Penalty after the caps, as a positive number.
    async fn penalty(&self) -> Points {
        self.result.penalty
    }

    /// Base + bonus − penalty, not below 0; may exceed 100.
    async fn total(&self) -> Points {
        self.result.total
    }

    /// Class of the total.
    async fn grade(&self) -> Grade {
        self.result.grade
    }

    /// Rank in the peer group: 1, 2, 2, 4.
    async fn rank(&self) -> i32 {
        self.result.rank
    }

    /// Whether the rank is shared.
    async fn is_tied(&self) -> bool {
        self.result.is_tied
    }

    /// Whether the unit keeps its rank but gets no award.
    async fn is_knocked_out(&self) -> bool {
        KnockOut::excludes(&self.result.knock_outs)
    }

    /// Whether a person has to decide if the unit may get an award: something that is asked for cannot be told.
    async fn needs_judgement(&self) -> bool {
        KnockOut::waits_for_a_person(&self.result.knock_outs)
    }

    /// Why the unit gets no award, or what a person has to decide, in the language of the request; null when it may get
    /// one.
    async fn knock_out_reason(&self, ctx: &Context<'_>) -> Option<String> {
        KnockOut::reasons(&self.result.knock_outs, ctx.locale())
    }

    /// How far the total is from the next better rank; null at the top.
    async fn gap_to_next(&self) -> Option<Points> {
        self.result.gap_to_next
    }

    /// Every step of the calculation, one a line, in the language of the request; what decided between equal totals is
    /// the last.
    async fn trace(&self, ctx: &Context<'_>) -> String {
        let steps = self.result.trace.text(ctx.locale());
        [Some(steps), TieBreak::reasons(&self.result.ties, ctx.locale())]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// What decided against units with the same total and another rank, one a line, in the language of the request; null
    /// when nobody else has this total, or the rank is shared.
    async fn tie_reason(&self, ctx: &Context<'_>) -> Option<String> {
        TieBreak::reasons(&self.result.ties, ctx.locale())
    }

    /// Whether the result may still change: the unit's appraisal was not concluded, and the result is not
    /// released.
    async fn is_provisional(&self) -> bool {
        self.result.is_provisional && !self.is_released
    }
}

/// Scores of one peer group as a picture.
#[derive(SimpleObject)]
pub struct Heatmap {
    /// The criteria that apply to the group and that the viewer sees, in the order of the sheet.
    criteria: Vec<Arc<Criterion>>,
    /// One row for each unit that the viewer sees: by rank for whoever sees the ranking.
    rows: Vec<HeatmapRow>,
    /// Whether it is only what the viewer is assigned: an appraiser before the release.
    is_partial: bool,
}

/// One unit in a heat map.
#[derive(SimpleObject)]
pub struct HeatmapRow {
    /// The unit as frozen for the campaign.
    unit: CampaignUnit,
    /// Points in per mille of the criterion's maximum, in the order of the criteria; null where the
    /// criterion does not apply or nothing was submitted.
    cells: Vec<Option<i32>>,
}

impl From<HeatRows> for Heatmap {
    fn from(HeatRows { criteria, rows, is_partial }: HeatRows) -> Self {
        let rows = rows.into_iter().map(|(unit, cells)| HeatmapRow { unit, cells }).collect();
        Self { criteria, rows, is_partial }
    }
}

/// A bonus or a penalty that is recorded by hand.
#[derive(SimpleObject)]
pub struct MeritItem {
    /// Code of the item.
    code: String,
    /// Title, in the language of the request.
    title: String,
    /// What one occurrence brings: below 0 for a penalty.
    points: Points,
}

/// A merit with its unit.
pub struct MeritView {
    merit: MeritEntry,
    unit: CampaignUnit,
}

/// A bonus earned or a penalty incurred by a unit, with the document it rests on.
#[Object(name = "MeritEntry")]
impl MeritView {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.merit.id.global()
    }

    /// The unit as frozen for the campaign.
    async fn unit(&self) -> &CampaignUnit {
        &self.unit
    }

    /// Code of the bonus or penalty item.
    async fn item_code(&self) -> &str {
        &self.merit.item_code
    }

    /// Title of the item, in the language of the request.
    async fn title(&self, ctx: &Context<'_>) -> Result<String> {
        let campaign = ctx.required(ctx.loaders().campaigns().campaign(self.merit.campaign).await)?;
        let set = ctx.required(ctx.loaders().criteria_set(campaign.criteria_set).await)?;
        let code = &self.merit.item_code;
        let bonus = set.spec.bonus_item(code).map(|item| &item.title);
        let title = bonus.or_else(|| set.spec.penalty(code).map(|item| &item.title));
        let readable = || Label::from_code(code);
        Ok(title.map_or_else(readable, Label::clone).get(ctx.locale()).to_owned())
    }

    /// How often.
    async fn quantity(&self) -> i32 {
        self.merit.quantity
    }

    /// The document it rests on.
    async fn source(&self) -> &str {
        &self.merit.source
    }

    /// Who recorded it.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.merit.recorded_by).await)
    }

    /// When.
    async fn recorded_at(&self) -> OffsetDateTime {
        self.merit.recorded_at
    }
}

/// Why a bonus or penalty is not recorded or not removed.
#[Object]
impl RankingProblem {
    /// Fixed code.
    async fn code(&self) -> RankingProblemCode {
        self.code
    }

    /// The reason in words, in the language of the request.
    #[graphql(name = "message")]
    async fn words(&self, ctx: &Context<'_>) -> &str {
        self.message(ctx.locale())
    }

    /// Where: names of input fields; empty when it concerns the whole campaign.
    async fn path(&self) -> &[String] {
        &self.path
    }
}

/// The recorded bonus or penalty, or why it was not recorded.
#[derive(Union)]
pub enum RecordMeritResult {
    /// The entry.
    Merit(Box<MeritView>),
    /// What has to be corrected.
    Problem(RankingProblem),
}

/// The campaign as it is now, or why nothing was removed.
#[derive(Union)]
pub enum RemoveMeritResult {
    /// The campaign as it is now.
    Campaign(CampaignNode),
    /// Why nothing was removed.
    Problem(RankingProblem),
}

/// A campaign on which something is done.
#[derive(InputObject)]
pub struct CampaignDeedInput {
    /// Which campaign.
    id: ID,
    /// The `version` that the decision was made on.
    version: i32,
}

/// A bonus or penalty to be recorded.
#[derive(InputObject)]
pub struct RecordMeritInput {
    /// Which campaign.
    campaign_id: ID,
    /// Which unit (id of the unit itself, not of the frozen one).
    unit_id: ID,
    /// Code of the bonus or penalty item of the criteria set.
    item_code: String,
    /// How often, 1 to 100.
    quantity: i32,
    /// The document it rests on: number, date, issuer; 5 to 500 characters.
    source: String,
}

/// A bonus or penalty to be removed.
#[derive(InputObject)]
pub struct RemoveMeritInput {
    /// Which entry.
    id: ID,
}

/// The published result of a campaign: what everybody may read.
pub struct PublicResult(Published);

/// The published result of a campaign, as everybody may read it.
#[Object]
impl PublicResult {
    /// Code of the campaign.
    async fn code(&self) -> &str {
        &self.0.campaign.code
    }

    /// Vietnamese title.
    async fn title_vi(&self) -> &str {
        &self.0.campaign.title_vi
    }

    /// English title.
    async fn title_en(&self) -> &str {
        &self.0.campaign.title_en
    }

    /// Number of the signed plan; null when none was recorded.
    async fn plan_number(&self) -> Option<&str> {
        self.0.campaign.plan_number.as_deref()
    }

    /// Date of the signed plan; null when none was recorded.
    async fn plan_date(&self) -> Option<Date> {
        self.0.campaign.plan_date
    }

    /// When the result was published.
    async fn published_at(&self) -> OffsetDateTime {
        self.0.published_at
    }

    /// Whether it belongs to the sample data.
    async fn is_sample(&self) -> bool {
        self.0.campaign.is_sample
    }

    /// Peer groups in order, each with its units by rank.
    async fn groups(&self, ctx: &Context<'_>) -> Vec<PublicGroup> {
        let row = |(place, unit): &(crate::ranking::model::PublicPlace, CampaignUnit)| PublicRow {
            unit_name: unit.name_vi.clone(),
            parent_name: unit.parent_name_vi.clone(),
            rank: place.rank,
            total: place.total,
            grade: place.grade,
            tie_reason: TieBreak::reasons(&place.ties, ctx.locale()),
        };
        self.0
            .campaign
            .peer_groups
            .iter()
            .map(|group| PublicGroup {
                name_vi: group.name_vi.clone(),
                name_en: group.name_en.clone(),
                rows: self
                    .0
                    .places
                    .iter()
                    .filter(|(place, _)| place.peer_group == group.id)
                    .map(row)
                    .collect(),
                without_sheet: self
                    .0
                    .without_sheet
                    .iter()
                    .filter(|unit| unit.peer_group == group.id)
                    .map(|unit| PublicUnit {
                        unit_name: unit.name_vi.clone(),
                        parent_name: unit.parent_name_vi.clone(),
                    })
                    .collect(),
            })
            .collect()
    }
}

/// A peer group in a published result.
#[derive(SimpleObject)]
pub struct PublicGroup {
    /// Vietnamese name.
    name_vi: String,
    /// English name.
    name_en: String,
    /// Units by rank.
    rows: Vec<PublicRow>,
    /// Units that sent no sheet, in the order of the campaign: neither ranked nor classed.
    without_sheet: Vec<PublicUnit>,
}

/// A unit in a published result that has no place in it.
#[derive(SimpleObject)]
pub struct PublicUnit {
    /// Vietnamese name on the day of the campaign.
    unit_name: String,
    /// Name of the district on that day; null for units that are not communes of a district.
    parent_name: Option<String>,
}

/// A unit in a published result.
#[derive(SimpleObject)]
pub struct PublicRow {
    /// Vietnamese name on the day of the campaign.
    unit_name: String,
    /// Name of the district on that day; null for units that are not communes of a district.
    parent_name: Option<String>,
    /// Rank in the peer group: 1, 2, 2, 4.
    rank: i32,
    /// Total.
    total: Points,
    /// Class of the total.
    grade: Grade,
    /// What decided against units with the same total and another rank, one a line, in the language of the request; null
    /// when nothing had to.
    tie_reason: Option<String>,
}
