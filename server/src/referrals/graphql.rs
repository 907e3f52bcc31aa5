//! Referrals in the schema: what a unit sends to the province, what the Department finds, and the board.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Union};
use time::{Date, OffsetDateTime};

use super::model::{Finding, ReferralFault, ReferralState};
use super::queries::{self, BoardColumn, ReferredCase};
use super::words::ReferralProblem;
use super::{commands, policy, rules};
use crate::access::{Action as _, Answered as _};
use crate::adoptions;
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;
use crate::initiatives::{self, Initiative, InitiativeState, Move, RefusalGround};
use crate::recognitions::GivenNumber;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{InitiativeId, ReferralId};
use crate::units::Unit;

/// Queries of referrals.
#[derive(Default)]
pub struct ReferralsQuery;

#[Object]
impl ReferralsQuery {
    /// The referrals of an initiative, the oldest first; at most one of them is open.
    async fn initiative_referrals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the initiative.")] initiative_id: ID,
    ) -> Result<Vec<Arc<ReferredCase>>> {
        let actor = ctx.actor()?;
        let id = InitiativeId::parse(&initiative_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::of_initiative(ctx.app(), actor, id).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// What the viewer may do about referring an initiative; null when there is none that the viewer may see.
    async fn referral_rights(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the initiative.")] initiative_id: ID,
    ) -> Option<Result<ReferralRights>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let id = InitiativeId::parse(&initiative_id).ok()?;
        let rights = async {
            let Some(case) = initiatives::find(ctx.app(), actor, id).await? else { return Ok(None) };
            Ok(Some(ReferralRights {
                can_begin: queries::can_begin(ctx.app(), actor, &case).await?,
                can_ask_adopters: adoptions::can_ask(actor, &case),
            }))
        };
        ctx.optional(rights.await)
    }

    /// Referrals whose petition waits for its number, for clerks; at most 200.
    async fn unnumbered_referrals(&self, ctx: &Context<'_>) -> Result<Vec<Arc<ReferredCase>>> {
        let actor = ctx.actor()?;
        queries::unnumbered(ctx.app(), actor).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Everything that was referred, by where it stands. For officers of the Department, the province's leaders and
    /// inspectors.
    async fn referral_board(&self, ctx: &Context<'_>) -> Result<Vec<BoardColumn>> {
        let actor = ctx.actor()?;
        queries::board(ctx.app(), actor).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// What the viewer may do about referring an initiative.
#[derive(SimpleObject)]
pub struct ReferralRights {
    /// Whether a referral may be begun, or the open one written on.
    can_begin: bool,
    /// Whether units may be asked to confirm that they adopted it.
    can_ask_adopters: bool,
}

/// A column of the board.
#[Object(name = "ReferralColumn")]
impl BoardColumn {
    /// Where its initiatives stand.
    async fn state(&self) -> InitiativeState {
        self.state
    }

    /// How many there are.
    async fn count(&self) -> i64 {
        self.count
    }

    /// Of how many the answer is overdue.
    async fn overdue_count(&self) -> i64 {
        self.overdue
    }

    /// The first of them, the earliest due first; at most 20.
    async fn initiatives(&self) -> Vec<Arc<Initiative>> {
        self.cases.clone()
    }
}

/// What a unit sends to the province about an initiative that it recognised.
#[Object(name = "InitiativeReferral")]
impl ReferredCase {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.referral.id.global()
    }

    /// Counts the changes; a deed names the version it was decided on.
    async fn version(&self) -> i32 {
        self.referral.version
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

    /// Which unit refers it.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.referral.unit).await)
    }

    /// What the unit says of effect and reach.
    async fn statement(&self) -> &str {
        &self.referral.statement
    }

    /// Where it stands; where its initiative stands tells what became of it.
    async fn state(&self) -> ReferralState {
        self.referral.state
    }

    /// Who last wrote it.
    async fn prepared_by(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.referral.prepared_by).await)
    }

    /// When.
    async fn prepared_at(&self) -> OffsetDateTime {
        self.referral.prepared_at
    }

    /// Who sent it; null until then.
    async fn sent_by(&self, ctx: &Context<'_>) -> Option<Result<Arc<Account>>> {
        let (by, _) = self.referral.sent?;
        ctx.optional(ctx.loaders().account(by).await)
    }

    /// When; null until then.
    async fn sent_at(&self) -> Option<OffsetDateTime> {
        self.referral.sent.map(|(_, at)| at)
    }

    /// Number of the unit's petition; null until the clerk enters it.
    async fn petition_number(&self) -> Option<&str> {
        self.referral.petition.as_ref().map(|(number, _)| number.as_str())
    }

    /// Date of the unit's petition; null until the clerk enters it.
    async fn petition_date(&self) -> Option<Date> {
        self.referral.petition.as_ref().map(|(_, date)| *date)
    }

    /// Everything that is missing before it can be sent; empty when it is not open to change.
    async fn missing(&self, ctx: &Context<'_>) -> Result<Vec<ReferralProblem>> {
        if !self.is_open() {
            return Ok(Vec::new());
        }
        let missing = queries::missing(ctx.app().db.read(), &self.case, &self.referral.statement).await;
        let missing = missing.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(missing.iter().map(|fault| fault.problem(ctx.locale())).collect())
    }

    /// Whether the viewer may write on it now.
    async fn viewer_can_write(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_prepare(actor, Some(&self.referral), &self.case).is_offered();
        ctx.visitor().is_some_and(may)
    }

    /// Whether the viewer may send it now; what is missing is told by `missing`.
    async fn viewer_can_send(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_send(actor, &self.referral, &self.case).is_offered();
        ctx.visitor().is_some_and(may)
    }

    /// Whether the viewer may take it back now.
    async fn viewer_can_take_back(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_take_back(actor, &self.referral, &self.case).is_offered();
        ctx.visitor().is_some_and(may)
    }

    /// Whether the viewer may accept it now, or ask for completion.
    async fn viewer_can_check(&self, ctx: &Context<'_>) -> bool {
        self.may_find(ctx, Move::AcceptReferral)
    }

    /// Whether the viewer may refuse it now.
    async fn viewer_can_refuse(&self, ctx: &Context<'_>) -> bool {
        self.may_find(ctx, Move::RefuseReferral)
    }

    /// Whether the viewer may enter or correct the number of its petition.
    async fn viewer_can_number(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_number(actor, &self.referral, &self.case).is_offered();
        ctx.visitor().is_some_and(may)
    }

    /// How many units confirmed that they adopted the initiative, and how many are needed.
    async fn reach(&self, ctx: &Context<'_>) -> Result<ReferralReach> {
        let reach = queries::reach(ctx.app(), self.case.id).await;
        let (confirmed, needed) = reach.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(ReferralReach { confirmed: i32::try_from(confirmed).unwrap_or(i32::MAX), needed })
    }
}

/// How many units confirmed that they adopted an initiative.
#[derive(SimpleObject)]
pub struct ReferralReach {
    /// Units that confirmed it.
    confirmed: i32,
    /// Units that the parameter asks for.
    needed: i32,
}

impl ReferredCase {
    fn is_open(&self) -> bool {
        rules::sending(&self.referral, self.case.state).is_ok()
    }

    fn may_find(&self, ctx: &Context<'_>, step: Move) -> bool {
        let may = |actor| policy::check_finding(actor, &self.referral, &self.case, step).is_offered();
        ctx.visitor().is_some_and(may)
    }
}

/// What a unit says of effect and reach.
#[derive(InputObject)]
pub struct PrepareReferralInput {
    /// About which initiative.
    initiative_id: ID,
    /// The version of the open referral that the text was written on; left out for a new one.
    version: Option<i32>,
    /// The text, at most 10 000 characters; it may be unfinished.
    statement: String,
}

/// A referral that something is done with.
#[derive(InputObject)]
pub struct ReferralDeedInput {
    /// Which one.
    id: ID,
    /// The version that the decision was made on.
    version: i32,
}

/// A referral to be taken back.
#[derive(InputObject)]
pub struct TakeBackReferralInput {
    /// Which one.
    id: ID,
    /// The version that the decision was made on.
    version: i32,
    /// Why, at most 2 000 characters.
    reason: String,
}

/// A referral to be completed.
#[derive(InputObject)]
pub struct RequestCompletionInput {
    /// Which one.
    id: ID,
    /// The version that the decision was made on.
    version: i32,
    /// What is missing, at most 2 000 characters.
    reason: String,
    /// By when; not in the past.
    until: Date,
}

/// A referral that is complete.
#[derive(InputObject)]
pub struct AcceptReferralInput {
    /// Which one.
    id: ID,
    /// The version that the decision was made on.
    version: i32,
    /// A remark, at most 2 000 characters.
    note: Option<String>,
}

/// A referral to be refused.
#[derive(InputObject)]
pub struct RefuseReferralInput {
    /// Which one.
    id: ID,
    /// The version that the decision was made on.
    version: i32,
    /// On which ground.
    ground: RefusalGround,
    /// Why, in words; at most 2 000 characters.
    reason: String,
}

/// Number and date of a petition.
#[derive(InputObject)]
pub struct RecordPetitionNumberInput {
    /// Of which referral.
    id: ID,
    /// The version that the change was made on.
    version: i32,
    /// Number and symbol, at most 60 characters: "32/TTr-UBND".
    number: String,
    /// Date of the petition.
    date: Date,
    /// Why a number or date that stands is corrected, at most 2 000 characters; needed where it is.
    reason: Option<String>,
}

/// Several things that have to be corrected.
#[derive(SimpleObject)]
pub struct ReferralProblems {
    /// Everything that stands in the way.
    problems: Vec<ReferralProblem>,
}

/// The referral as it is now, or what has to be corrected.
#[derive(Union)]
pub enum ReferralResult {
    /// The referral as it is now.
    Referral(Arc<ReferredCase>),
    /// What has to be corrected.
    Problems(ReferralProblems),
}

fn outcome(
    ctx: &Context<'_>,
    done: Result<Arc<ReferredCase>, Failure<Vec<ReferralFault>>>,
) -> Result<ReferralResult> {
    match done {
        Ok(found) => Ok(ReferralResult::Referral(found)),
        Err(Failure::Problem(faults)) => {
            let problems = faults.iter().map(|fault| fault.problem(ctx.locale())).collect();
            Ok(ReferralResult::Problems(ReferralProblems { problems }))
        }
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

fn known(ctx: &Context<'_>, id: &ID, version: i32) -> Result<(ReferralId, i32)> {
    let id = ReferralId::parse(id).map_err(|refusal: Refusal| ctx.refuse(refusal))?;
    Ok((id, version))
}

/// Deeds on referrals.
#[derive(Default)]
pub struct ReferralsMutation;

#[Object]
impl ReferralsMutation {
    /// Begins a referral of a recognised initiative, or writes on the open one. The keeper of the unit's register and
    /// its head, never for an initiative of their own.
    #[graphql(directive = asks::apply(policy::PrepareReferral::PROOF))]
    async fn prepare_referral(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which initiative, and what the unit says.")] input: PrepareReferralInput,
    ) -> Result<ReferralResult> {
        let actor = ctx.actor()?;
        let id = InitiativeId::parse(&input.initiative_id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::prepare(ctx.app(), actor, id, input.version, &input.statement).await)
    }

    /// Sends a referral to the Department of Science and Technology, or sends it again when it was to be completed; the
    /// day of the answer is set. A head of the unit, never for an initiative of their own.
    #[graphql(directive = asks::apply(policy::SendReferral::PROOF))]
    async fn send_referral(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which referral.")] input: ReferralDeedInput,
    ) -> Result<ReferralResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        outcome(ctx, commands::send(ctx.app(), actor, at).await)
    }

    /// Takes a referral back until it is decided; whatever the council does with it ends. A head of the unit, never for
    /// an initiative of their own.
    #[graphql(directive = asks::apply(policy::SendReferral::PROOF))]
    async fn take_back_referral(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which referral, and why.")] input: TakeBackReferralInput,
    ) -> Result<ReferralResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        outcome(ctx, commands::take_back(ctx.app(), actor, at, &input.reason).await)
    }

    /// Gives a referral back to its unit to be completed, with a day. Officers of the Department, never for an
    /// initiative of their own.
    #[graphql(directive = asks::apply(policy::CheckReferral::PROOF))]
    async fn request_referral_completion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which referral, what and by when.")] input: RequestCompletionInput,
    ) -> Result<ReferralResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        let finding = Finding::RequestCompletion { reason: input.reason, until: input.until };
        outcome(ctx, commands::find_about(ctx.app(), actor, at, finding).await)
    }

    /// Accepts a referral as complete; its examination begins. Officers of the Department, never for an initiative of
    /// their own.
    #[graphql(directive = asks::apply(policy::CheckReferral::PROOF))]
    async fn accept_referral(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which referral.")] input: AcceptReferralInput,
    ) -> Result<ReferralResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        outcome(ctx, commands::find_about(ctx.app(), actor, at, Finding::Accept { note: input.note }).await)
    }

    /// Refuses a referral on a ground; what the unit recognised stands. Officers of the Department, never for an
    /// initiative of their own.
    #[graphql(directive = asks::apply(policy::CheckReferral::PROOF))]
    async fn refuse_referral(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which referral, on which ground and why.")] input: RefuseReferralInput,
    ) -> Result<ReferralResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        let finding = Finding::Refuse { ground: input.ground, reason: input.reason };
        outcome(ctx, commands::find_about(ctx.app(), actor, at, finding).await)
    }

    /// Enters number and date of the petition behind a referral, or corrects them with a reason. The clerk of the unit or of the
    /// province, never an author.
    #[graphql(directive = asks::apply(policy::NumberPetition::PROOF))]
    async fn record_petition_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which referral, number and date.")] input: RecordPetitionNumberInput,
    ) -> Result<ReferralResult> {
        let actor = ctx.actor()?;
        let at = known(ctx, &input.id, input.version)?;
        let reason = input.reason.unwrap_or_default();
        let given = GivenNumber { number: input.number, date: input.date, reason };
        outcome(ctx, commands::number(ctx.app(), actor, at, &given).await)
    }
}
