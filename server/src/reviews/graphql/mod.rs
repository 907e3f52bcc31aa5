//! Reviews and sittings in the schema: reads and deeds.

mod inputs;
mod plan;
mod results;
mod review;
mod seat;
mod sitting;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject, Union};

use super::commands;
use super::model::{ReviewFault, SeatChange, Sitting};
use super::policy;
use super::queries::{self, ReviewedCase, SessionPlan};
use super::words::ReviewProblem;
use crate::access::Action as _;
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, CouncilId, InitiativeId, ReviewId, SittingId};
use inputs::{
    AssignReviewsInput, CastVoteInput, ChangeSeatInput, CloseSittingInput, DeclareConflictInput,
    RecordAttendanceInput, SaveReviewSheetInput, SaveSittingInput, SeatChangeKind, TakeReviewBackInput,
};
use plan::AssignmentPlan;
use sitting::SittingTally;

/// The sessions of a council of the province in this year.
#[derive(SimpleObject)]
pub struct CouncilSessions {
    /// The year.
    year: i32,
    /// Sittings held or called in it.
    held: u64,
    /// Sittings that the parameter asks for.
    planned: i32,
}

/// What the viewer may read of councils on an initiative.
#[derive(SimpleObject)]
pub struct ReviewRights {
    /// Whether `initiativeReviews` answers the viewer.
    can_read: bool,
}

/// Queries of reviews and sittings.
#[derive(Default)]
pub struct ReviewsQuery;

#[Object]
impl ReviewsQuery {
    /// One review; null when there is none that the viewer may see.
    async fn initiative_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the review.")] id: ID,
    ) -> Option<Result<Arc<ReviewedCase>>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let id = ReviewId::parse(&id).ok()?;
        ctx.optional(queries::find(ctx.app(), actor, id).await)
    }

    /// The reviews of an initiative that the viewer may see, the oldest first: for its members, and for those who look
    /// after such reviews; refused to others who see the initiative, its authors among them. `reviewRights` says so.
    async fn initiative_reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the initiative.")] initiative_id: ID,
    ) -> Result<Vec<Arc<ReviewedCase>>> {
        let actor = ctx.actor()?;
        let id = InitiativeId::parse(&initiative_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::of_initiative(ctx.app(), actor, id).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// What the viewer may read of councils on an initiative.
    async fn review_rights(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the initiative.")] initiative_id: ID,
    ) -> Result<ReviewRights> {
        let actor = ctx.actor()?;
        let id = InitiativeId::parse(&initiative_id).map_err(|refusal| ctx.refuse(refusal))?;
        match queries::of_initiative(ctx.app(), actor, id).await {
            Ok(_) => Ok(ReviewRights { can_read: true }),
            Err(Refusal::Forbidden) => Ok(ReviewRights { can_read: false }),
            Err(refusal) => Err(ctx.refuse(refusal)),
        }
    }

    /// What the viewer has still to score, the least reviewed first.
    async fn review_queue(&self, ctx: &Context<'_>) -> Result<ReviewQueue> {
        let actor = ctx.actor()?;
        queries::queue(ctx.app(), actor).await.map(ReviewQueue).map_err(|refusal| ctx.refuse(refusal))
    }

    /// What would become of cases given to a council: who would score, who would be excluded, what would be hidden.
    /// Nothing is changed. For those who may give them.
    async fn assignment_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which cases, to which council.")] input: AssignReviewsInput,
    ) -> Result<AssignmentPlanResult> {
        let actor = ctx.actor()?;
        let form = input.read().map_err(|refusal| ctx.refuse(refusal))?;
        match queries::plan(ctx.app(), actor, &form).await {
            Ok(plan) => Ok(AssignmentPlanResult::Plan(AssignmentPlan(plan))),
            Err(Failure::Problem(faults)) => Ok(AssignmentPlanResult::Problems(problems(ctx, &faults))),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// One sitting; null when there is none that the viewer may see.
    async fn council_sitting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the sitting.")] id: ID,
    ) -> Option<Result<Arc<Sitting>>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let id = SittingId::parse(&id).ok()?;
        ctx.optional(queries::find_sitting(ctx.app(), actor, id).await)
    }

    /// How the votes of a sitting stand: little to read, for those who look at it again and again. Null when there is none
    /// that the viewer may see.
    async fn sitting_tally(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the sitting.")] id: ID,
    ) -> Option<Result<SittingTally>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let id = SittingId::parse(&id).ok()?;
        let found = queries::tally(ctx.app(), actor, id).await;
        ctx.optional(found.map(|found| found.map(|(sitting, cases)| SittingTally::of(&sitting, cases))))
    }

    /// Sittings of a council, the newest first. Its members, its keepers and those who look after it.
    async fn council_sittings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the council.")] council_id: ID,
        #[graphql(desc = "Number of sittings, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
    ) -> Result<Answer<Arc<Sitting>>> {
        let actor = ctx.actor()?;
        let council = CouncilId::parse(&council_id).map_err(|refusal| ctx.refuse(refusal))?;
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::sittings_of(ctx.app(), actor, council, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
    }

    /// How many sittings a council of the province holds this year; null for other councils, and for one that the viewer
    /// may not see.
    async fn council_sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the council.")] council_id: ID,
    ) -> Option<Result<CouncilSessions>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let council = CouncilId::parse(&council_id).ok()?;
        let found = match queries::session_plan(ctx.app(), actor, council).await {
            Err(Refusal::NotFound) => Ok(None),
            found => found,
        };
        ctx.optional(found.map(|found| {
            found.map(|SessionPlan { year, held, planned }| CouncilSessions { year, held, planned })
        }))
    }

    /// Cases of a council that are scored and wait for a sitting, the oldest first; at most 200. Its members, its
    /// keepers and those who look after it.
    async fn reviews_ready_for_sitting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the council.")] council_id: ID,
    ) -> Result<Vec<Arc<ReviewedCase>>> {
        let actor = ctx.actor()?;
        let council = CouncilId::parse(&council_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::ready_for_sitting(ctx.app(), actor, council).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// What a member has still to score.
pub struct ReviewQueue(queries::Queue);

/// What a member has still to score.
#[Object]
impl ReviewQueue {
    /// How many sheets await the viewer's signature.
    async fn awaited_count(&self) -> i32 {
        i32::try_from(self.0.awaited.len()).unwrap_or(i32::MAX)
    }

    /// How many sheets the viewer has signed.
    async fn signed_count(&self) -> i32 {
        i32::try_from(self.0.signed).unwrap_or(i32::MAX)
    }

    /// Reviews that await the viewer's sheet, those with the fewest signed sheets first; at most 200.
    async fn reviews(&self) -> &[Arc<ReviewedCase>] {
        &self.0.awaited
    }
}

/// Several things that have to be corrected.
#[derive(SimpleObject)]
pub struct ReviewProblems {
    /// Everything that stands in the way.
    problems: Vec<ReviewProblem>,
}

/// What would become of the cases, or what stands in the way.
#[derive(Union)]
pub enum AssignmentPlanResult {
    /// What would become of the cases.
    Plan(AssignmentPlan),
    /// What stands in the way.
    Problems(ReviewProblems),
}

/// The reviews that began.
#[derive(SimpleObject)]
pub struct AssignedReviews {
    /// One for each case, in the order asked.
    reviews: Vec<Arc<ReviewedCase>>,
}

/// The reviews that began, or what stands in the way.
#[derive(Union)]
pub enum AssignReviewsResult {
    /// The reviews that began.
    Assigned(AssignedReviews),
    /// What stands in the way.
    Problems(ReviewProblems),
}

/// The review as it is now, or what has to be corrected.
#[derive(Union)]
pub enum ReviewResultUnion {
    /// The review as it is now.
    Review(Arc<ReviewedCase>),
    /// What has to be corrected.
    Problems(ReviewProblems),
}

/// That a member left a review.
#[derive(SimpleObject)]
pub struct ConflictDeclared {
    /// Id of the review, which does not exist for them any more.
    review_id: ID,
}

/// That a member left a review, or what has to be corrected.
#[derive(Union)]
pub enum DeclareConflictResult {
    /// That the member left.
    Declared(ConflictDeclared),
    /// What has to be corrected.
    Problems(ReviewProblems),
}

/// The sitting as it is now, or what has to be corrected.
#[derive(Union)]
pub enum SittingResult {
    /// The sitting as it is now.
    Sitting(Arc<Sitting>),
    /// What has to be corrected.
    Problems(ReviewProblems),
}

fn problems(ctx: &Context<'_>, faults: &[ReviewFault]) -> ReviewProblems {
    ReviewProblems { problems: faults.iter().map(|fault| fault.problem(ctx.locale())).collect() }
}

fn on_review(
    ctx: &Context<'_>,
    done: Result<Arc<ReviewedCase>, Failure<Vec<ReviewFault>>>,
) -> Result<ReviewResultUnion> {
    match done {
        Ok(found) => Ok(ReviewResultUnion::Review(found)),
        Err(Failure::Problem(faults)) => Ok(ReviewResultUnion::Problems(problems(ctx, &faults))),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

fn on_sitting(
    ctx: &Context<'_>,
    done: Result<Arc<Sitting>, Failure<Vec<ReviewFault>>>,
) -> Result<SittingResult> {
    match done {
        Ok(sitting) => Ok(SittingResult::Sitting(sitting)),
        Err(Failure::Problem(faults)) => Ok(SittingResult::Problems(problems(ctx, &faults))),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

/// Deeds on reviews and sittings.
#[derive(Default)]
pub struct ReviewsMutation;

#[Object]
impl ReviewsMutation {
    /// Gives accepted requests to a council: all of them, or none. Authors take no part, the load is spread evenly.
    /// The keeper of the council's register, never with a case of their own.
    #[graphql(directive = asks::apply(policy::AssignReviews::PROOF))]
    async fn assign_reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which cases, to which council.")] input: AssignReviewsInput,
    ) -> Result<AssignReviewsResult> {
        let actor = ctx.actor()?;
        let form = input.read().map_err(|refusal| ctx.refuse(refusal))?;
        match commands::assign(ctx.app(), actor, &form).await {
            Ok(reviews) => Ok(AssignReviewsResult::Assigned(AssignedReviews { reviews })),
            Err(Failure::Problem(faults)) => Ok(AssignReviewsResult::Problems(problems(ctx, &faults))),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// Takes a case back from its council while nobody has signed a sheet. The keeper of the council's register.
    #[graphql(directive = asks::apply(policy::AssignReviews::PROOF))]
    async fn take_review_back(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which review, and why.")] input: TakeReviewBackInput,
    ) -> Result<ReviewResultUnion> {
        let actor = ctx.actor()?;
        let id = ReviewId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        on_review(ctx, commands::take_back(ctx.app(), actor, id, input.version, &input.reason).await)
    }

    /// Changes who takes part in a review, until the first vote. The keeper of the council's register while nobody has
    /// signed a sheet, and to ask another where a conflict left too few who score; once sheets are signed whoever presides
    /// excludes for a conflict of interest, or does without a sheet that is awaited. A signed sheet is set aside.
    #[graphql(directive = asks::apply(policy::AssignReviews::PROOF))]
    async fn change_review_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which review, whose seat, and how.")] input: ChangeSeatInput,
    ) -> Result<ReviewResultUnion> {
        let actor = ctx.actor()?;
        let id = ReviewId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        let account = AccountId::parse(&input.account_id).map_err(|refusal| ctx.refuse(refusal))?;
        let reason = input.reason.unwrap_or_default();
        let change = match input.change {
            SeatChangeKind::Exclude => SeatChange::Exclude { reason },
            SeatChangeKind::Appoint => SeatChange::Appoint { reason },
            SeatChangeKind::Release => SeatChange::Release { reason },
        };
        let done = commands::change_seat(ctx.app(), actor, (id, input.version), account, change).await;
        on_review(ctx, done)
    }

    /// Declares a conflict of interest: the viewer leaves the review, and a sheet that they signed is set aside. A member,
    /// until the first vote.
    #[graphql(directive = asks::apply(policy::ScoreReview::PROOF))]
    async fn declare_conflict(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which review, and why.")] input: DeclareConflictInput,
    ) -> Result<DeclareConflictResult> {
        let actor = ctx.actor()?;
        let id = ReviewId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        match commands::declare_conflict(ctx.app(), actor, id, &input.reason).await {
            Ok(()) => Ok(DeclareConflictResult::Declared(ConflictDeclared { review_id: id.global() })),
            Err(Failure::Problem(faults)) => Ok(DeclareConflictResult::Problems(problems(ctx, &faults))),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// Keeps the viewer's sheet in a review, and signs it where that is meant; a signed sheet never changes. A member
    /// who scores.
    #[graphql(directive = asks::apply(policy::ScoreReview::PROOF))]
    async fn save_review_sheet(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sheet as it shall read.")] input: SaveReviewSheetInput,
    ) -> Result<ReviewResultUnion> {
        let actor = ctx.actor()?;
        let form = input.read().map_err(|refusal| ctx.refuse(refusal))?;
        on_review(ctx, commands::save_sheet(ctx.app(), actor, form).await)
    }

    /// Prepares a sitting with its agenda, or changes one that is open; it is moved to another day with a reason, until
    /// somebody has voted. The keeper of the council's register.
    #[graphql(directive = asks::apply(policy::HoldSitting::PROOF))]
    async fn save_sitting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sitting as it shall be.")] input: SaveSittingInput,
    ) -> Result<SittingResult> {
        let actor = ctx.actor()?;
        let (known, form) = input.read().map_err(|refusal| ctx.refuse(refusal))?;
        on_sitting(ctx, commands::save_sitting(ctx.app(), actor, known, form).await)
    }

    /// Records who is present in an open sitting, on its day, and who votes in the place of a member where the rubric lets
    /// them. The keeper of the council's register.
    #[graphql(directive = asks::apply(policy::HoldSitting::PROOF))]
    async fn record_attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which sitting, and who.")] input: RecordAttendanceInput,
    ) -> Result<SittingResult> {
        let actor = ctx.actor()?;
        let form = input.read().map_err(|refusal| ctx.refuse(refusal))?;
        on_sitting(ctx, commands::record_attendance(ctx.app(), actor, form).await)
    }

    /// Votes on a case of an open sitting, once and for all, on its day and while enough others are present. A member who
    /// takes part and is present, or who stands in for one.
    #[graphql(directive = asks::apply(policy::CastVote::PROOF))]
    async fn cast_vote(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On which review, and how.")] input: CastVoteInput,
    ) -> Result<ReviewResultUnion> {
        let actor = ctx.actor()?;
        let id = ReviewId::parse(&input.review_id).map_err(|refusal| ctx.refuse(refusal))?;
        on_review(ctx, commands::vote(ctx.app(), actor, id, input.choice).await)
    }

    /// Closes a sitting on its day, or later with a reason: its votes stand, and the decisions are awaited. A case on which
    /// no vote was held stays for the next sitting. The keeper of the council's register.
    #[graphql(directive = asks::apply(policy::HoldSitting::PROOF))]
    async fn close_sitting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sitting.")] input: CloseSittingInput,
    ) -> Result<SittingResult> {
        let actor = ctx.actor()?;
        let form = input.read().map_err(|refusal| ctx.refuse(refusal))?;
        on_sitting(ctx, commands::close_sitting(ctx.app(), actor, form).await)
    }
}
