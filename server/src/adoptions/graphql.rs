//! Adoptions in the schema: what is asked of units, and what they answer.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Union};
use time::{Date, OffsetDateTime};

use super::model::{AdoptionAnswer, AdoptionFault, AdoptionState};
use super::queries::{self, AdoptedCase};
use super::words::AdoptionProblem;
use super::{commands, policy};
use crate::access::{Action as _, Answered as _};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request};
use crate::identity::Account;
use crate::initiatives::{self, Initiative, InitiativeSection};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AdoptionId, InitiativeId, UnitId};
use crate::units::Unit;

/// Queries of adoptions.
#[derive(Default)]
pub struct AdoptionsQuery;

#[Object]
impl AdoptionsQuery {
    /// The units that were asked whether they took an initiative over, with their answers; at most 50.
    async fn initiative_adoptions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the initiative.")] initiative_id: ID,
    ) -> Result<Vec<Arc<AdoptedCase>>> {
        let actor = ctx.actor()?;
        let id = InitiativeId::parse(&initiative_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::of_initiative(ctx.app(), actor, id).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// What the viewer's units were asked to confirm, the newest first.
    async fn adoption_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of requests, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only those that wait for an answer.")] is_awaited: Option<bool>,
    ) -> Result<Answer<Arc<AdoptedCase>>> {
        let actor = ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::asked_of(ctx.app(), actor, is_awaited.unwrap_or(false), &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
    }
}

/// That another unit was asked whether it took an initiative over, with its answer.
#[Object(name = "InitiativeAdoption")]
impl AdoptedCase {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.adoption.id.global()
    }

    /// Counts the changes; a deed names the version it was decided on.
    async fn version(&self) -> i32 {
        self.adoption.version
    }

    /// The initiative; null unless the viewer reads it.
    async fn initiative(&self, ctx: &Context<'_>) -> Option<Arc<Initiative>> {
        let actor = ctx.visitor()?;
        initiatives::must_see(actor, &self.case).is_ok().then(|| Arc::clone(&self.case))
    }

    /// Name of the initiative.
    async fn title(&self) -> &str {
        &self.case.title
    }

    /// The unit whose initiative it is.
    async fn of_unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.case.unit).await)
    }

    /// What of the solution may be published, so that the unit that was asked knows what is meant.
    async fn solution(&self) -> String {
        self.case.content.passage(InitiativeSection::Solution).open
    }

    /// The unit that was asked.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.adoption.unit).await)
    }

    /// What it took over, as the asking unit says; empty when it said nothing.
    async fn note(&self) -> &str {
        &self.adoption.note
    }

    /// Who asked.
    async fn asked_by(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.adoption.asked_by).await)
    }

    /// When.
    async fn asked_at(&self) -> OffsetDateTime {
        self.adoption.asked_at
    }

    /// Where it stands.
    async fn state(&self) -> AdoptionState {
        self.adoption.state()
    }

    /// From which day on the unit applies it; null unless it confirmed.
    async fn applied_on(&self) -> Option<Date> {
        match &self.adoption.answer {
            Some((AdoptionAnswer::Confirmed { applied_on, .. }, ..)) => Some(*applied_on),
            _ => None,
        }
    }

    /// With what effect; null unless it confirmed.
    async fn effect(&self) -> Option<&str> {
        match &self.adoption.answer {
            Some((AdoptionAnswer::Confirmed { effect, .. }, ..)) => Some(effect),
            _ => None,
        }
    }

    /// Why it does not apply it; null unless it declined.
    async fn decline_reason(&self) -> Option<&str> {
        match &self.adoption.answer {
            Some((AdoptionAnswer::Declined { reason }, ..)) => Some(reason),
            _ => None,
        }
    }

    /// Who answered; null until then.
    async fn answered_by(&self, ctx: &Context<'_>) -> Option<Result<Arc<Account>>> {
        let (_, by, _) = self.adoption.answer.as_ref()?;
        ctx.optional(ctx.loaders().account(*by).await)
    }

    /// When; null until then.
    async fn answered_at(&self) -> Option<OffsetDateTime> {
        self.adoption.answer.as_ref().map(|(.., at)| *at)
    }

    /// Whether the viewer may answer now, or answer anew.
    async fn viewer_can_answer(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_answer(actor, &self.adoption, &self.case).is_offered();
        ctx.visitor().is_some_and(may)
    }

    /// Whether the viewer may take the question back now.
    async fn viewer_can_take_back(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_take_back(actor, &self.adoption, &self.case).is_offered();
        ctx.visitor().is_some_and(may)
    }
}

/// A unit to be asked.
#[derive(InputObject)]
pub struct AskAdopterInput {
    /// About which initiative.
    initiative_id: ID,
    /// Which unit.
    unit_id: ID,
    /// What it took over, at most 2 000 characters.
    note: Option<String>,
}

/// An answer to be given for a unit.
#[derive(InputObject)]
pub struct AnswerAdoptionInput {
    /// To which question.
    id: ID,
    /// The version that the answer was given to.
    version: i32,
    /// Whether the unit applies the initiative.
    confirms: bool,
    /// From which day on; with a confirmation, not before the first application and not in the future.
    applied_on: Option<Date>,
    /// With what effect; with a confirmation, at most 2 000 characters.
    effect: Option<String>,
    /// Why not; when declining, at most 2 000 characters.
    reason: Option<String>,
}

/// A question to be taken back.
#[derive(InputObject)]
pub struct TakeBackAdoptionInput {
    /// Which one.
    id: ID,
    /// The version that the decision was made on.
    version: i32,
}

/// The adoption as it is now, or what has to be corrected.
#[derive(Union)]
pub enum AdoptionResult {
    /// The adoption as it is now.
    Adoption(Arc<AdoptedCase>),
    /// What has to be corrected.
    Problem(AdoptionProblem),
}

/// That a question was taken back.
#[derive(SimpleObject)]
pub struct TakenBackAdoption {
    /// Id of the question that is no more.
    id: ID,
}

/// That the question was taken back, or what stands in the way.
#[derive(Union)]
pub enum TakeBackAdoptionResult {
    /// That it was taken back.
    TakenBack(TakenBackAdoption),
    /// What stands in the way.
    Problem(AdoptionProblem),
}

fn outcome(
    ctx: &Context<'_>,
    done: Result<Arc<AdoptedCase>, Failure<AdoptionFault>>,
) -> Result<AdoptionResult> {
    match done {
        Ok(found) => Ok(AdoptionResult::Adoption(found)),
        Err(Failure::Problem(fault)) => Ok(AdoptionResult::Problem(fault.problem(ctx.locale()))),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

/// Deeds on adoptions.
#[derive(Default)]
pub struct AdoptionsMutation;

#[Object]
impl AdoptionsMutation {
    /// Asks a unit to confirm that it took an initiative over. The keeper of the register and the head of the
    /// initiative's unit, never about an initiative of their own.
    #[graphql(directive = asks::apply(policy::AskAdopter::PROOF))]
    async fn ask_adopter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which unit, about which initiative.")] input: AskAdopterInput,
    ) -> Result<AdoptionResult> {
        let actor = ctx.actor()?;
        let id = InitiativeId::parse(&input.initiative_id).map_err(|refusal| ctx.refuse(refusal))?;
        let Ok(unit) = UnitId::parse(&input.unit_id) else {
            return outcome(ctx, Err(Failure::Problem(AdoptionFault::BadUnit)));
        };
        let note = input.note.unwrap_or_default();
        outcome(ctx, commands::ask(ctx.app(), actor, id, unit, &note).await)
    }

    /// Answers for a unit that was asked whether it took an initiative over; anew until the province's council has
    /// voted. The head of that unit, never an author.
    #[graphql(directive = asks::apply(policy::AnswerAdoption::PROOF))]
    async fn answer_adoption(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which question, and the answer.")] input: AnswerAdoptionInput,
    ) -> Result<AdoptionResult> {
        let actor = ctx.actor()?;
        let id = AdoptionId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        let given = match (input.confirms, input.applied_on) {
            (true, Some(applied_on)) => {
                AdoptionAnswer::Confirmed { applied_on, effect: input.effect.unwrap_or_default() }
            }
            (true, None) => {
                return Err(ctx.refuse(Refusal::bad(
                    "appliedOn: xác nhận phải có ngày áp dụng",
                    "appliedOn: must come with a confirmation",
                )));
            }
            (false, _) => AdoptionAnswer::Declined { reason: input.reason.unwrap_or_default() },
        };
        outcome(ctx, commands::answer(ctx.app(), actor, (id, input.version), given).await)
    }

    /// Takes a question back that the unit has not answered. Whoever may ask.
    #[graphql(directive = asks::apply(policy::AskAdopter::PROOF))]
    async fn take_back_adoption(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which question.")] input: TakeBackAdoptionInput,
    ) -> Result<TakeBackAdoptionResult> {
        let actor = ctx.actor()?;
        let id = AdoptionId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        match commands::take_back(ctx.app(), actor, (id, input.version)).await {
            Ok(found) => {
                Ok(TakeBackAdoptionResult::TakenBack(TakenBackAdoption { id: found.adoption.id.global() }))
            }
            Err(Failure::Problem(fault)) => Ok(TakeBackAdoptionResult::Problem(fault.problem(ctx.locale()))),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }
}
