//! What resembles an initiative, in the schema.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Union};
use time::{Date, OffsetDateTime};

use super::commands::{self, JudgementFault};
use super::model::{CaseKey, Judged, Judgement, Matching, Similar};
use super::{policy, queries};
use crate::access::{Action as _, Answered as _};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;
use crate::initiatives::{self, InitiativeState};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{InitiativeId, PastInitiativeId};
use crate::units::Unit;

/// Queries of what resembles initiatives.
#[derive(Default)]
pub struct SimilaritiesQuery;

#[Object]
impl SimilaritiesQuery {
    /// Cases that resemble a filed initiative, the most alike first, at most ten: requests of every unit and cases of
    /// the past; and every other case that somebody judged, however little they resemble each other now. All that was
    /// written is compared; passages are shown of what the viewer reads. The keeper of its register, officers of the
    /// Department of Science and Technology, auditors, and its authors once it was answered, not withdrawn.
    async fn similar_initiatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the initiative.")] initiative_id: ID,
    ) -> Result<Vec<Similar>> {
        let actor = ctx.actor()?;
        let id = InitiativeId::parse(&initiative_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::similar(ctx.app(), actor, id).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// What the viewer may do with the report of an initiative.
    async fn similarity_rights(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the initiative.")] initiative_id: ID,
    ) -> Result<SimilarityRights> {
        let actor = ctx.actor()?;
        let id = InitiativeId::parse(&initiative_id).map_err(|refusal| ctx.refuse(refusal))?;
        let found = initiatives::find(ctx.app(), actor, id).await.map_err(|refusal| ctx.refuse(refusal))?;
        let case = found.ok_or_else(|| ctx.refuse(Refusal::NotFound))?;
        Ok(SimilarityRights {
            can_read: policy::may_read(actor, &case).is_ok(),
            can_judge: policy::may_judge(actor, &case).is_offered(),
        })
    }
}

/// What the viewer may do with the report of an initiative.
#[derive(SimpleObject)]
pub struct SimilarityRights {
    /// Whether the viewer reads what resembles it.
    can_read: bool,
    /// Whether the viewer records a judgement about that.
    can_judge: bool,
}

/// A case that resembles another.
#[Object(name = "SimilarInitiative")]
impl Similar {
    /// Opaque id of the case, of a request or of one of the past.
    async fn id(&self) -> ID {
        match self.key {
            CaseKey::Filed(id) => id.global(),
            CaseKey::Past(id) => id.global(),
        }
    }

    /// How much they resemble each other as they read now, in per mille.
    async fn score(&self) -> i32 {
        i32::from(self.score)
    }

    /// Whether it is worth a look: alike enough, or judged to be the same or extended.
    async fn is_worth_a_look(&self) -> bool {
        self.score >= similarity::THRESHOLD || self.judged.as_ref().is_some_and(Judged::is_reason_to_look)
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.title
    }

    /// The unit it was filed with; null for a case of the past.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Arc<Unit>>> {
        ctx.optional(ctx.loaders().unit(self.unit?).await)
    }

    /// The unit as it was called, for a case of the past.
    async fn past_unit_name(&self) -> Option<&str> {
        self.past_unit.as_deref()
    }

    /// Its number in the register, or its code where it comes from.
    async fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// When it was filed or submitted; null when not known.
    async fn filed_on(&self) -> Option<Date> {
        self.filed_on
    }

    /// Where it stands, when somebody is an author of both: one that was withdrawn or refused is tried once more. Null for
    /// others, and for cases of the past.
    async fn state_of_same_author(&self) -> Option<InitiativeState> {
        self.state_of_same_author
    }

    /// Passages of both that say the same, in the order of the initiative asked about.
    async fn passages(&self) -> &[Matching] {
        &self.passages
    }

    /// What was judged last; null when nobody has.
    async fn judgement(&self) -> Option<&Judged> {
        self.judged.as_ref()
    }
}

/// Two passages that say the same.
#[Object(name = "SimilarPassage")]
impl Matching {
    /// Of the initiative asked about.
    async fn own(&self) -> &str {
        &self.own
    }

    /// Of the case that resembles it.
    async fn other(&self) -> &str {
        &self.other
    }

    /// Which part of their words both have, in per mille.
    async fn share(&self) -> i32 {
        i32::from(self.share)
    }
}

/// What somebody judged of two cases that resemble each other.
#[Object(name = "SimilarityJudgement")]
impl Judged {
    /// What the initiative is to the other case; where it is mirrored, what the other case is to the initiative.
    async fn judgement(&self) -> Judgement {
        self.judgement
    }

    /// Whether it was judged the other way round, on the page of the other case.
    async fn is_mirrored(&self) -> bool {
        self.is_mirrored
    }

    /// Why; null when nothing was said.
    async fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// How much the two resembled each other then, in per mille; null where that was not kept.
    async fn score(&self) -> Option<i32> {
        self.score.map(i32::from)
    }

    /// Who judged.
    async fn by(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.by).await)
    }

    /// When.
    async fn at(&self) -> OffsetDateTime {
        self.at
    }
}

/// A judgement to be recorded.
#[derive(InputObject)]
pub struct JudgeSimilarityInput {
    /// The initiative asked about.
    pub initiative_id: ID,
    /// The case of its report.
    pub other_id: ID,
    /// What the initiative is to it.
    pub judgement: Judgement,
    /// Why, at most 2 000 characters.
    pub note: Option<String>,
}

/// Why a judgement cannot be recorded so.
#[derive(SimpleObject)]
pub struct SimilarityProblem {
    /// The reason in words, in the language of the request.
    message: String,
    /// Path of the input field it concerns.
    path: Vec<String>,
}

/// The case with the judgement, or what has to be corrected.
#[derive(Union)]
pub enum JudgeSimilarityResult {
    /// The case with the judgement.
    Similar(Similar),
    /// What has to be corrected.
    Problem(SimilarityProblem),
}

/// Deeds on what resembles initiatives.
#[derive(Default)]
pub struct SimilaritiesMutation;

#[Object]
impl SimilaritiesMutation {
    /// Records what an initiative is to a case of its report; it decides nothing by itself, and earlier judgements
    /// stay known. The keeper of its register and officers of the Department of Science and Technology, never its
    /// authors.
    #[graphql(directive = asks::apply(policy::JudgeSimilarity::PROOF))]
    async fn judge_similarity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which two, and what they are to each other.")] input: JudgeSimilarityInput,
    ) -> Result<JudgeSimilarityResult> {
        let actor = ctx.actor()?;
        let id = InitiativeId::parse(&input.initiative_id).map_err(|refusal| ctx.refuse(refusal))?;
        let other = InitiativeId::parse(&input.other_id)
            .map(CaseKey::Filed)
            .or_else(|_| PastInitiativeId::parse(&input.other_id).map(CaseKey::Past))
            .map_err(|refusal| ctx.refuse(refusal))?;
        let done = commands::judge(ctx.app(), actor, id, other, input.judgement, input.note.as_deref()).await;
        match done {
            Ok(similar) => Ok(JudgeSimilarityResult::Similar(similar)),
            Err(Failure::Problem(JudgementFault::NoteTooLong)) => {
                let message = ctx
                    .locale()
                    .pick("Ghi chú dài quá 2000 ký tự.", "The note is longer than 2000 characters.");
                let path = vec!["note".to_owned()];
                Ok(JudgeSimilarityResult::Problem(SimilarityProblem { message: message.to_owned(), path }))
            }
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }
}
