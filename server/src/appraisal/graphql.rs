//! The appraisal in the schema.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Union};

use super::model::{AppraisalProblem, AppraisalProblemCode, LinesAccepted, SheetsConcluded};
use super::queries::Progress;
use super::{commands, policy, queries};
use crate::access::Action as _;
use crate::campaigns::Campaign;
use crate::criteria::Criterion;
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{CampaignId, CriterionId, PeerGroupId, ScoreLineId, SubmissionId};
use crate::shared::points::Points;
use crate::submissions::{
    AppraiseLine, ColumnFilter, ConcludeAppraisal, Sheet, SheetLine, SubmissionDeedInput,
};

/// Deeds of the appraisal, round 1.
#[derive(Default)]
pub struct AppraisalMutation;

#[Object]
impl AppraisalMutation {
    /// Accepts a line as its unit scored it, or that it does not apply as the unit claims. The appraiser assigned to the criterion, or the appraisal lead;
    /// never for the own unit. The first decision opens a submitted sheet.
    #[graphql(directive = asks::apply(AppraiseLine::PROOF))]
    async fn accept_line(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which line.")] input: AppraiseLineInput,
    ) -> Result<AppraisalResult> {
        let actor = ctx.actor()?;
        let id = ScoreLineId::parse(&input.line_id).map_err(|refusal| ctx.refuse(refusal))?;
        line_outcome(ctx, commands::accept_line(ctx.app(), actor, id, input.version).await)
    }

    /// Sets the points of a line, with a reason unless they are the unit's own. The unit's score stays beside
    /// it. The appraiser assigned to the criterion, or the appraisal lead; never for the own unit.
    #[graphql(directive = asks::apply(AppraiseLine::PROOF))]
    async fn adjust_line(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which line, and its points.")] input: AdjustLineInput,
    ) -> Result<AppraisalResult> {
        let actor = ctx.actor()?;
        let id = ScoreLineId::parse(&input.line_id).map_err(|refusal| ctx.refuse(refusal))?;
        let AdjustLineInput { version, points, reason, .. } = input;
        line_outcome(ctx, commands::adjust_line(ctx.app(), actor, id, version, points, &reason).await)
    }

    /// Accepts up to 200 lines of one criterion as their units scored them, each as it was shown. Lines of the
    /// viewer's own unit, lines that changed meanwhile, lines without a score and lines that differ from the imported
    /// statistics are left out and counted.
    #[graphql(directive = asks::apply(AppraiseLine::PROOF))]
    async fn accept_lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which lines.")] input: AcceptLinesInput,
    ) -> Result<AcceptLinesResult> {
        let actor = ctx.actor()?;
        let (campaign, criterion, shown) = input.ids().map_err(|refusal| ctx.refuse(refusal))?;
        match commands::accept_lines(ctx.app(), actor, campaign, criterion, &shown).await {
            Ok(accepted) => Ok(AcceptLinesResult::Accepted(accepted)),
            Err(Failure::Problem(problem)) => Ok(AcceptLinesResult::Problem(problem)),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// Concludes round 1 of a sheet whose lines are all decided or not applicable. The appraisal lead; never
    /// for the own unit.
    #[graphql(directive = asks::apply(ConcludeAppraisal::PROOF))]
    async fn conclude_appraisal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sheet.")] input: SubmissionDeedInput,
    ) -> Result<ConcludeAppraisalResult> {
        let actor = ctx.actor()?;
        let id = SubmissionId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        match commands::conclude_appraisal(ctx.app(), actor, id, input.version).await {
            Ok(sheet) => Ok(ConcludeAppraisalResult::Submission(sheet)),
            Err(Failure::Problem(problem)) => Ok(ConcludeAppraisalResult::Problem(problem)),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// Concludes round 1 of every sheet of a peer group whose lines are all decided; the others stay open and
    /// are counted. The appraisal lead; the own unit is left out.
    #[graphql(directive = asks::apply(policy::ConcludeGroup::PROOF))]
    async fn conclude_appraisals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which peer group.")] input: ConcludeAppraisalsInput,
    ) -> Result<ConcludeAppraisalsResult> {
        let actor = ctx.actor()?;
        let campaign = CampaignId::parse(&input.campaign_id).map_err(|refusal| ctx.refuse(refusal))?;
        let group = PeerGroupId::parse(&input.peer_group_id).map_err(|refusal| ctx.refuse(refusal))?;
        match commands::conclude_group(ctx.app(), actor, campaign, group).await {
            Ok(concluded) => Ok(ConcludeAppraisalsResult::Concluded(concluded)),
            Err(Failure::Problem(problem)) => Ok(ConcludeAppraisalsResult::Problem(problem)),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }
}

/// The part of a campaign that this slice knows.
pub struct CampaignAppraisal(pub Arc<Campaign>);

#[Object]
impl CampaignAppraisal {
    /// The lines of one criterion in all sheets that have left their unit, in the order of the units: one
    /// yardstick for all. Appraisers read the criteria and peer groups they are assigned; campaign managers,
    /// the appraisal lead, analysts and auditors all.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn appraisal_grid(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which criterion.")] criterion_id: ID,
        #[graphql(desc = "Number of lines, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only units of this peer group.")] peer_group_id: Option<ID>,
        #[graphql(desc = "Only lines that are not decided yet.")] undecided_only: Option<bool>,
        #[graphql(desc = "Text in the unit's name or code; marks, case and đ do not count.")] search: Option<
            String,
        >,
    ) -> Result<Answer<SheetLine>> {
        let actor = ctx.actor()?;
        let criterion = CriterionId::parse(&criterion_id).map_err(|refusal| ctx.refuse(refusal))?;
        let peer_group = peer_group_id.as_ref().map(PeerGroupId::parse).transpose();
        let peer_group = peer_group.map_err(|refusal| ctx.refuse(refusal))?;
        let filter = ColumnFilter { peer_group, undecided_only: undecided_only.unwrap_or(false), search };
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::grid(ctx.app(), actor, self.0.id, criterion, &filter, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
    }

    /// How far the appraisal of each criterion is. Campaign managers, the appraisal lead, analysts and auditors
    /// read all criteria, appraisers the assigned ones without their own unit; null for others.
    async fn appraisal_progress(&self, ctx: &Context<'_>) -> Result<Option<Vec<AppraisalProgressRow>>> {
        let actor = ctx.actor()?;
        let rows =
            queries::progress(ctx.app(), actor, &self.0).await.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(rows.map(|rows| rows.into_iter().map(AppraisalProgressRow::from).collect()))
    }
}

/// How far the appraisal of one criterion is.
#[derive(SimpleObject)]
pub struct AppraisalProgressRow {
    /// The criterion.
    criterion: Arc<Criterion>,
    /// Lines decided, or not applicable.
    decided: i64,
    /// Lines of sheets that have left their unit.
    total: i64,
}

impl From<Progress> for AppraisalProgressRow {
    fn from(Progress { criterion, decided, total }: Progress) -> Self {
        Self { criterion, decided, total }
    }
}

/// Why a line is not decided, or the appraisal of a sheet not concluded.
#[Object]
impl AppraisalProblem {
    /// Fixed code.
    async fn code(&self) -> AppraisalProblemCode {
        self.fault.code()
    }

    /// The reason in words, in the language of the request.
    async fn message(&self, ctx: &Context<'_>) -> String {
        self.fault.message(ctx.locale())
    }

    /// Where: names of input fields; empty when it concerns the record.
    async fn path(&self) -> Vec<&str> {
        self.fault.field().into_iter().collect()
    }

    /// The line as it is now, when somebody else changed it; null otherwise.
    async fn current(&self) -> Option<SheetLine> {
        self.current.clone()
    }
}

/// What accepting many lines at once came to.
#[Object]
impl LinesAccepted {
    /// Number of lines accepted.
    async fn accepted(&self) -> usize {
        self.lines.len()
    }

    /// The lines accepted, as they are now, in the order of the units.
    #[graphql(name = "lines")]
    async fn accepted_lines(&self) -> &[SheetLine] {
        &self.lines
    }

    /// Number of lines left out because their unit is the viewer's own.
    async fn own_unit(&self) -> usize {
        self.own_unit
    }

    /// Number of lines left out because they or their sheets changed meanwhile, or were decided already.
    async fn stale(&self) -> usize {
        self.stale
    }

    /// Number of lines left out because they have no score that could be accepted, or do not apply.
    async fn unscored(&self) -> usize {
        self.unscored
    }

    /// Number of lines left out because they differ from the imported statistics: each is decided by itself.
    async fn contradicting(&self) -> usize {
        self.contradicting
    }
}

/// What concluding all sheets of a peer group came to.
#[Object]
impl SheetsConcluded {
    /// Number of sheets concluded.
    async fn concluded(&self) -> usize {
        self.concluded
    }

    /// Number of sheets under appraisal left open because lines wait to be decided.
    async fn undecided(&self) -> usize {
        self.undecided
    }

    /// Number of sheets left open because their unit is the viewer's own.
    async fn own_unit(&self) -> usize {
        self.own_unit
    }
}

/// The decided line, or why it was not decided.
#[derive(Union)]
pub enum AppraisalResult {
    /// The line as it is now.
    Line(SheetLine),
    /// What has to be corrected.
    Problem(AppraisalProblem),
}

/// What accepting many lines came to, or why nothing was accepted.
#[derive(Union)]
pub enum AcceptLinesResult {
    /// Accepted lines, and how many were left out.
    Accepted(LinesAccepted),
    /// Why nothing was accepted.
    Problem(AppraisalProblem),
}

/// The concluded sheet, or why it was not concluded.
#[derive(Union)]
pub enum ConcludeAppraisalResult {
    /// The sheet as it is now.
    Submission(Arc<Sheet>),
    /// What stands in the way.
    Problem(AppraisalProblem),
}

/// What concluding many sheets came to, or why nothing was concluded.
#[derive(Union)]
pub enum ConcludeAppraisalsResult {
    /// How many sheets were concluded and left open.
    Concluded(SheetsConcluded),
    /// Why nothing was concluded.
    Problem(AppraisalProblem),
}

fn line_outcome(
    ctx: &Context<'_>,
    done: Result<SheetLine, Failure<AppraisalProblem>>,
) -> Result<AppraisalResult> {
    match done {
        Ok(line) => Ok(AppraisalResult::Line(line)),
        Err(Failure::Problem(problem)) => Ok(AppraisalResult::Problem(problem)),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

/// A line to be accepted, as it was shown.
#[derive(InputObject)]
pub struct AppraiseLineInput {
    /// Which line.
    line_id: ID,
    /// The `version` that was shown; a line that changed since is answered STALE.
    version: i32,
}

/// A line and the points it shall have.
#[derive(InputObject)]
pub struct AdjustLineInput {
    /// Which line.
    line_id: ID,
    /// The `version` that was shown; a line that changed since is answered STALE.
    version: i32,
    /// Points, from 0 to the criterion's maximum.
    points: Points,
    /// Reason, 10 to 2000 characters; may be empty when the points are the unit's own.
    reason: String,
}

/// Lines of one criterion to be accepted.
#[derive(InputObject)]
pub struct AcceptLinesInput {
    /// Which campaign.
    campaign_id: ID,
    /// Which criterion.
    criterion_id: ID,
    /// The lines as they were shown, at most 200.
    lines: Vec<AppraiseLineInput>,
}

impl AcceptLinesInput {
    fn ids(&self) -> Result<(CampaignId, CriterionId, HashMap<ScoreLineId, i32>), Refusal> {
        let shown = |line: &AppraiseLineInput| Ok((ScoreLineId::parse(&line.line_id)?, line.version));
        Ok((
            CampaignId::parse(&self.campaign_id)?,
            CriterionId::parse(&self.criterion_id)?,
            self.lines.iter().map(shown).collect::<Result<_, Refusal>>()?,
        ))
    }
}

/// A peer group whose decided sheets are to be concluded.
#[derive(InputObject)]
pub struct ConcludeAppraisalsInput {
    /// Which campaign.
    campaign_id: ID,
    /// Which peer group.
    peer_group_id: ID,
}
