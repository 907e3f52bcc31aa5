//! Initiatives in the schema: reads and deeds.

mod inputs;
mod parts;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject, Union};
use time::Date;

use super::commands::{self, Decision, Known};
use super::model::{Initiative, InitiativeFault, InitiativeFilter, InitiativeState};
use super::words::InitiativeProblem;
use super::{policy, queries, rules};
use crate::access::{Action as _, Actor, Answered as _};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request, search_text};
use crate::identity::Account;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Failure;
use crate::shared::fold::fold;
use crate::shared::id::{AccountId, InitiativeId, UnitId};
use inputs::{
    AcceptInitiativeInput, AnswerAuthorshipInput, HandOverInitiativeInput, InitiativeDeedInput,
    RefuseInitiativeInput, RequestInitiativeFixInput, SaveInitiativeInput, WithdrawInitiativeInput,
};

/// Queries of initiatives.
#[derive(Default)]
pub struct InitiativesQuery;

#[Object]
impl InitiativesQuery {
    /// Initiatives, the newest first: the viewer's own, and what was filed within the viewer's reach.
    #[expect(clippy::too_many_arguments, reason = "each is a filter of the list")]
    async fn initiatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of initiatives, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(
            desc = "Text in the title, the field or the authors' names; marks and case do not count. At most 200 \
                          characters."
        )]
        search: Option<String>,
        #[graphql(desc = "Only those in this state.")] state: Option<InitiativeState>,
        #[graphql(desc = "Only requests to this unit.")] unit_id: Option<ID>,
        #[graphql(desc = "Only those of which the viewer is an author.")] is_mine: Option<bool>,
        #[graphql(desc = "Only those whose answer is overdue.")] is_overdue: Option<bool>,
    ) -> Result<Answer<Arc<Initiative>>> {
        let actor = ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let unit = unit_id.map(|id| UnitId::parse(&id)).transpose().map_err(|refusal| ctx.refuse(refusal))?;
        let today = vietnam_date(ctx.app().clock.now());
        let filter = InitiativeFilter {
            search: search_text(ctx, search)?.map(|text| fold(&text)),
            state,
            unit,
            is_mine: is_mine.unwrap_or(false),
            due_before: is_overdue.unwrap_or(false).then_some(today),
        };
        let page = queries::page(ctx.app(), actor, &filter, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
    }

    /// One initiative; null when there is none that the viewer may see.
    async fn initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the initiative.")] id: ID,
    ) -> Option<Result<Arc<Initiative>>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let id = InitiativeId::parse(&id).ok()?;
        ctx.optional(queries::find(ctx.app(), actor, id).await)
    }

    /// Colleagues who may be named as co-authors, by given name. For those who write requests.
    async fn possible_authors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of people, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Text in the name; marks and case do not count. At most 200 characters.")]
        search: String,
    ) -> Result<Answer<Arc<Account>>> {
        let actor = ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let search = search_text(ctx, Some(search))?.unwrap_or_default();
        let page = queries::possible_authors(ctx.app(), actor, search, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page.map(Arc::new)))
    }

    /// Until when an initiative that was first applied on a day can be filed: always a working day.
    async fn last_day_to_file_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "First application or trial.")] first_applied_on: Date,
    ) -> Result<Date> {
        ctx.actor()?;
        Ok(rules::last_day_to_file(first_applied_on, &*parts::filing_clock(ctx).await?))
    }
}

/// The part of the viewer that this slice knows.
pub struct ViewerInitiatives(pub Arc<Actor>);

#[Object]
impl ViewerInitiatives {
    /// Whether the viewer may begin requests to recognise initiatives of their own.
    async fn can_write_initiatives(&self) -> bool {
        policy::may_begin(&self.0, InitiativeId::fresh()).is_offered()
    }

    /// Whether the viewer keeps the register of a unit.
    async fn keeps_initiative_register(&self) -> bool {
        policy::keeps_register(&self.0)
    }

    /// Whether the viewer reads requests that others filed.
    async fn can_read_initiatives(&self) -> bool {
        policy::reads_filed(&self.0)
    }
}

/// Several things that have to be corrected.
#[derive(SimpleObject)]
pub struct InitiativeProblems {
    /// Everything that stands in the way, in the order of the form.
    problems: Vec<InitiativeProblem>,
}

/// The initiative as it is now, or what has to be corrected.
#[derive(Union)]
pub enum InitiativeResult {
    /// The initiative as it is now.
    Initiative(Arc<Initiative>),
    /// What has to be corrected.
    Problems(InitiativeProblems),
}

fn outcome(
    ctx: &Context<'_>,
    done: Result<Initiative, Failure<Vec<InitiativeFault>>>,
) -> Result<InitiativeResult> {
    match done {
        Ok(case) => Ok(InitiativeResult::Initiative(Arc::new(case))),
        Err(Failure::Problem(faults)) => {
            let problems = faults.iter().map(|fault| fault.problem(ctx.locale())).collect();
            Ok(InitiativeResult::Problems(InitiativeProblems { problems }))
        }
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

fn known(ctx: &Context<'_>, id: &ID, version: i32) -> Result<Known> {
    let id = InitiativeId::parse(id).map_err(|refusal| ctx.refuse(refusal))?;
    Ok(Known { id, version })
}

/// Deeds on initiatives.
#[derive(Default)]
pub struct InitiativesMutation;

#[Object]
impl InitiativesMutation {
    /// Begins a request to recognise an initiative, or writes on one. A change of the authors or of their shares asks
    /// every co-author to confirm again. Whoever drafts it, until it is filed and while a correction is asked for.
    #[graphql(directive = asks::apply(policy::WriteInitiative::PROOF))]
    async fn save_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request as it shall read.")] input: SaveInitiativeInput,
    ) -> Result<InitiativeResult> {
        let actor = ctx.actor()?;
        let (at, form) = match input.read() {
            Ok(read) => read,
            Err(Failure::Problem(fault)) => return outcome(ctx, Err(Failure::Problem(vec![fault]))),
            Err(Failure::Refusal(refusal)) => return Err(ctx.refuse(refusal)),
        };
        outcome(ctx, commands::save(ctx.app(), actor, at, form).await)
    }

    /// Confirms or declines the viewer's own share. Co-authors, until it is filed and while a correction is asked for.
    #[graphql(directive = asks::apply(policy::AnswerAuthorship::PROOF))]
    async fn answer_authorship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and the answer.")] input: AnswerAuthorshipInput,
    ) -> Result<InitiativeResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        let refused_because = match input.confirms {
            true => None,
            false => Some(input.reason.unwrap_or_default()),
        };
        outcome(ctx, commands::answer(ctx.app(), actor, at, refused_because.as_deref()).await)
    }

    /// Lets a co-author go on with a request that is being written. Whoever drafts it; once their account is closed, a
    /// co-author for themselves.
    #[graphql(directive = asks::apply(policy::HandOverInitiative::PROOF))]
    async fn hand_over_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and who goes on.")] input: HandOverInitiativeInput,
    ) -> Result<InitiativeResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        let to = AccountId::parse(&input.to_id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::hand_over(ctx.app(), actor, at, to).await)
    }

    /// Files a request, or files it again after a correction; it gets its number in the register of the unit and a
    /// day by which it is answered. Whoever drafts it.
    #[graphql(directive = asks::apply(policy::FileInitiative::PROOF))]
    async fn file_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request.")] input: InitiativeDeedInput,
    ) -> Result<InitiativeResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        outcome(ctx, commands::file(ctx.app(), actor, at).await)
    }

    /// Withdraws a request. Whoever drafts it, until it is decided.
    #[graphql(directive = asks::apply(policy::FileInitiative::PROOF))]
    async fn withdraw_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and why.")] input: WithdrawInitiativeInput,
    ) -> Result<InitiativeResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        outcome(ctx, commands::withdraw(ctx.app(), actor, at, &input.reason).await)
    }

    /// Gives a request back to its authors to be corrected, with a day. The secretary of the unit's initiative
    /// council, never for a request of their own.
    #[graphql(directive = asks::apply(policy::KeepRegister::PROOF))]
    async fn request_initiative_fix(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, what and by when.")] input: RequestInitiativeFixInput,
    ) -> Result<InitiativeResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        let decision = Decision::RequestFix { reason: input.reason, until: input.until };
        outcome(ctx, commands::decide(ctx.app(), actor, at, decision).await)
    }

    /// Accepts the form of a request; its examination begins. The secretary of the unit's initiative council, never
    /// for a request of their own.
    #[graphql(directive = asks::apply(policy::KeepRegister::PROOF))]
    async fn accept_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request.")] input: AcceptInitiativeInput,
    ) -> Result<InitiativeResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        outcome(ctx, commands::decide(ctx.app(), actor, at, Decision::Accept { note: input.note }).await)
    }

    /// Refuses a request on a ground. The secretary of the unit's initiative council, never for a request of their
    /// own.
    #[graphql(directive = asks::apply(policy::KeepRegister::PROOF))]
    async fn refuse_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, on which ground and why.")] input: RefuseInitiativeInput,
    ) -> Result<InitiativeResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        let decision = Decision::Refuse { ground: input.ground, reason: input.reason };
        outcome(ctx, commands::decide(ctx.app(), actor, at, decision).await)
    }
}
