//! Score sheets in the schema: reads, deeds, and what a campaign tells of its sheets.

mod campaign;
mod inputs;
mod line;
mod problem;
mod sheet;
mod work;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject, Union};

pub use campaign::CampaignSubmissions;
pub use inputs::SubmissionDeedInput;

use inputs::{
    AttachEvidenceInput, DelegateLinesInput, DetachEvidenceInput, ReturnSubmissionInput, SaveScoreLineInput,
};

use super::model::{Sheet, SheetLine, SubmissionProblem, SubmissionProblemCode};
use super::{commands, policy, queries};
use crate::access::Action as _;
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, EvidenceLinkId, FileId, ScoreLineId, SubmissionId};
use crate::shared::words::Words;

/// Queries of score sheets.
#[derive(Default)]
pub struct SubmissionsQuery;

#[Object]
impl SubmissionsQuery {
    /// A score sheet; null when there is none that the viewer may see.
    async fn submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id of the sheet.")] id: ID,
    ) -> Option<Result<Arc<Sheet>>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let found = match SubmissionId::parse(&id) {
            Ok(id) => queries::find(ctx.app(), actor, id).await,
            Err(refusal) => Err(refusal),
        };
        ctx.optional(found)
    }

    /// A line of a score sheet; null when there is none that the viewer may see.
    async fn score_line(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id of the line.")] id: ID,
    ) -> Option<Result<SheetLine>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let found = match ScoreLineId::parse(&id) {
            Ok(id) => queries::find_line(ctx.app(), actor, id).await,
            Err(refusal) => Err(refusal),
        };
        ctx.optional(found)
    }
}

/// Answer of a deed on a score sheet.
#[derive(Union)]
pub enum SubmissionResult {
    /// The sheet as it is now.
    Submission(Arc<Sheet>),
    /// Why nothing was done.
    Problem(SubmissionProblem),
}

/// Answer of a change to a line.
#[derive(Union)]
pub enum ScoreLineResult {
    /// The line as it is now.
    ScoreLine(SheetLine),
    /// Why nothing was done.
    Problem(SubmissionProblem),
}

/// Lines as they are delegated now.
#[derive(SimpleObject)]
pub struct Delegation {
    /// The lines.
    lines: Vec<SheetLine>,
}

/// Answer of a delegation.
#[derive(Union)]
pub enum DelegationResult {
    /// The lines as they are delegated now.
    Delegation(Delegation),
    /// Why nothing was done.
    Problem(SubmissionProblem),
}

/// Lines in one delegation; no criteria set comes near it.
const MOST_LINES: usize = 100;

fn sheet_result(
    ctx: &Context<'_>,
    done: Result<Arc<Sheet>, Failure<SubmissionProblem>>,
) -> Result<SubmissionResult> {
    match done {
        Ok(sheet) => Ok(SubmissionResult::Submission(sheet)),
        Err(Failure::Problem(problem)) => Ok(SubmissionResult::Problem(problem)),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

fn line_result(
    ctx: &Context<'_>,
    done: Result<SheetLine, Failure<SubmissionProblem>>,
) -> Result<ScoreLineResult> {
    match done {
        Ok(line) => Ok(ScoreLineResult::ScoreLine(line)),
        Err(Failure::Problem(problem)) => Ok(ScoreLineResult::Problem(problem)),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

/// Deeds on score sheets.
#[derive(Default)]
pub struct SubmissionsMutation;

#[Object]
impl SubmissionsMutation {
    /// Stores facts, note and explanation of a line; the score follows from the facts. The line is stored
    /// whole: what is absent is cleared. The focal officer or the leader of the unit, while the sheet is
    /// with them and the campaign takes it.
    #[graphql(directive = asks::apply(policy::EditLine::PROOF))]
    async fn save_score_line(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The whole line as the unit states it.")] input: SaveScoreLineInput,
    ) -> Result<ScoreLineResult> {
        let actor = ctx.actor()?;
        let input = input.try_into().map_err(|refusal| ctx.refuse(refusal))?;
        line_result(ctx, commands::save_score_line(ctx.app(), actor, input).await)
    }

    /// Delegates lines to a colleague who holds the role of a contributor in the unit, or takes them back. The
    /// focal officer or the leader of the unit, while the sheet is with them.
    #[graphql(directive = asks::apply(policy::DelegateLine::PROOF))]
    async fn delegate_lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which lines, and to whom.")] input: DelegateLinesInput,
    ) -> Result<DelegationResult> {
        let actor = ctx.actor()?;
        if input.line_ids.len() > MOST_LINES {
            return Err(ctx.refuse(Refusal::BadArgument(Words::new(
                format!("lineIds: nhiều nhất {MOST_LINES}"),
                format!("lineIds: at most {MOST_LINES}"),
            ))));
        }
        let lines: Result<Vec<_>, _> = input.line_ids.iter().map(ScoreLineId::parse).collect();
        let to = input.account_id.as_ref().map(AccountId::parse).transpose();
        let (lines, to) = lines.and_then(|lines| Ok((lines, to?))).map_err(|refusal| ctx.refuse(refusal))?;
        match commands::delegate_lines(ctx.app(), actor, &lines, to).await {
            Ok(lines) => Ok(DelegationResult::Delegation(Delegation { lines })),
            Err(Failure::Problem(problem)) => Ok(DelegationResult::Problem(problem)),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// Cites a file of the unit's library as evidence of a line. The same file with the same citation is
    /// attached once.
    #[graphql(directive = asks::apply(policy::EditLine::PROOF))]
    async fn attach_evidence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file proves which line, and where.")] input: AttachEvidenceInput,
    ) -> Result<ScoreLineResult> {
        let actor = ctx.actor()?;
        let line = ScoreLineId::parse(&input.line_id).map_err(|refusal| ctx.refuse(refusal))?;
        let Ok(file) = FileId::parse(&input.file_id) else {
            let path = vec!["fileId".to_owned()];
            return Ok(ScoreLineResult::Problem(SubmissionProblem::at(
                SubmissionProblemCode::FileNotFound,
                path,
            )));
        };
        line_result(ctx, commands::attach_evidence(ctx.app(), actor, line, file, input.into()).await)
    }

    /// Takes a citation off its line; the file stays in the library.
    #[graphql(directive = asks::apply(policy::EditLine::PROOF))]
    async fn detach_evidence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which citation.")] input: DetachEvidenceInput,
    ) -> Result<ScoreLineResult> {
        let actor = ctx.actor()?;
        let id = EvidenceLinkId::parse(&input.evidence_id).map_err(|refusal| ctx.refuse(refusal))?;
        line_result(ctx, commands::detach_evidence(ctx.app(), actor, id).await)
    }

    /// Hands a complete sheet to the leader. The focal officer of the unit.
    #[graphql(directive = asks::apply(policy::RequestSignOff::PROOF))]
    async fn request_sign_off(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sheet, in which version.")] input: SubmissionDeedInput,
    ) -> Result<SubmissionResult> {
        let actor = ctx.actor()?;
        let (id, version) = input.parts().map_err(|refusal| ctx.refuse(refusal))?;
        sheet_result(ctx, commands::request_sign_off(ctx.app(), actor, id, version).await)
    }

    /// Takes a sheet back from the leader's desk, to change it. The focal officer or the leader.
    #[graphql(directive = asks::apply(policy::WithdrawSignOffRequest::PROOF))]
    async fn withdraw_sign_off_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sheet, in which version.")] input: SubmissionDeedInput,
    ) -> Result<SubmissionResult> {
        let actor = ctx.actor()?;
        let (id, version) = input.parts().map_err(|refusal| ctx.refuse(refusal))?;
        sheet_result(ctx, commands::withdraw_sign_off_request(ctx.app(), actor, id, version).await)
    }

    /// Signs and submits a sheet, and seals its content. The leader of the unit, before the deadline; a
    /// returned sheet until the appraisal closes.
    #[graphql(directive = asks::apply(policy::SubmitSelfScore::PROOF))]
    async fn submit_self_score(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sheet, in which version.")] input: SubmissionDeedInput,
    ) -> Result<SubmissionResult> {
        let actor = ctx.actor()?;
        let (id, version) = input.parts().map_err(|refusal| ctx.refuse(refusal))?;
        sheet_result(ctx, commands::submit_self_score(ctx.app(), actor, id, version).await)
    }

    /// Takes a submitted sheet back. The leader of the unit, until an appraiser has opened it.
    #[graphql(directive = asks::apply(policy::RecallSubmission::PROOF))]
    async fn recall_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sheet, in which version.")] input: SubmissionDeedInput,
    ) -> Result<SubmissionResult> {
        let actor = ctx.actor()?;
        let (id, version) = input.parts().map_err(|refusal| ctx.refuse(refusal))?;
        sheet_result(ctx, commands::recall_submission(ctx.app(), actor, id, version).await)
    }

    /// Gives a sheet back to its unit to be completed, with a reason. An appraiser assigned to the unit,
    /// the head of the appraisal team or a campaign manager; never for the own unit.
    #[graphql(directive = asks::apply(policy::ReturnSubmission::PROOF))]
    async fn return_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sheet, and why.")] input: ReturnSubmissionInput,
    ) -> Result<SubmissionResult> {
        let actor = ctx.actor()?;
        let id = SubmissionId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        let done = commands::return_submission(ctx.app(), actor, id, input.version, &input.reason).await;
        sheet_result(ctx, done)
    }

    /// Begins the appraisal of a sheet: from then on it cannot be recalled. An appraiser assigned to the
    /// unit or the head of the appraisal team; never for the own unit.
    #[graphql(directive = asks::apply(policy::OpenSubmission::PROOF))]
    async fn open_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sheet, in which version.")] input: SubmissionDeedInput,
    ) -> Result<SubmissionResult> {
        let actor = ctx.actor()?;
        let (id, version) = input.parts().map_err(|refusal| ctx.refuse(refusal))?;
        sheet_result(ctx, commands::open_submission(ctx.app(), actor, id, version).await)
    }
}
