//! The second factor in the schema.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, Union};

use super::model::{
    RecoveryCodes, SecondFactor, SecondFactorEnrolment, SecondFactorProblem, SecondFactorProblemCode,
};
use super::{commands, policy, queries};
use crate::access::{Action as _, Actor};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::shared::error::Failure;
use crate::shared::id::AccountId;

/// Queries of second factors.
#[derive(Default)]
pub struct FactorsQuery;

#[Object]
impl FactorsQuery {
    /// The second factor of an account, for administrators.
    async fn second_factor_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Account.")] account_id: ID,
    ) -> Result<SecondFactor> {
        let actor = ctx.actor()?;
        let account = AccountId::parse(&account_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::of_account(ctx.app(), actor, account).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// The part of the viewer that this slice knows.
pub struct ViewerFactor(pub Arc<Actor>);

#[Object]
impl ViewerFactor {
    /// The viewer's second factor.
    async fn second_factor(&self, ctx: &Context<'_>) -> Result<SecondFactor> {
        queries::own(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Whether a role demands a second factor that must be set up before anything else.
    async fn must_enrol_second_factor(&self) -> bool {
        self.0.must_enrol_second_factor
    }
}

/// A first code.
#[derive(InputObject)]
pub struct ConfirmSecondFactorInput {
    /// Six digits of the authenticator.
    pub code: String,
}

/// A reset of somebody else's second factor.
#[derive(InputObject)]
pub struct ResetSecondFactorInput {
    /// Account.
    pub account_id: ID,
    /// Why, for the audit trail; at least 10 characters.
    pub reason: String,
}

/// A new secret, or why there is none.
#[derive(Union)]
pub enum BeginSecondFactorResult {
    Enrolment(SecondFactorEnrolment),
    Problem(SecondFactorProblem),
}

/// Recovery codes, or why there are none.
#[derive(Union)]
pub enum RecoveryCodesResult {
    Codes(RecoveryCodes),
    Problem(SecondFactorProblem),
}

/// The second factor as it stands now, or what is wrong.
#[derive(Union)]
pub enum SecondFactorResult {
    SecondFactor(SecondFactor),
    Problem(SecondFactorProblem),
}

/// Deeds about second factors.
#[derive(Default)]
pub struct FactorsMutation;

#[Object]
impl FactorsMutation {
    /// Begins to set up the viewer's second factor: the secret is shown once and counts after a first code.
    #[graphql(directive = asks::apply(policy::KeepSecondFactor::PROOF))]
    async fn begin_second_factor(&self, ctx: &Context<'_>) -> Result<BeginSecondFactorResult> {
        let actor = ctx.person()?;
        let account = ctx.required(ctx.loaders().account(actor.account).await)?;
        match commands::begin(ctx.app(), actor, &account.login).await {
            Ok(enrolment) => Ok(BeginSecondFactorResult::Enrolment(enrolment)),
            Err(failure) => problem(ctx, failure).map(BeginSecondFactorResult::Problem),
        }
    }

    /// Confirms the new secret with a first code: from now on sign-in asks for one. Answers ten recovery codes,
    /// shown once.
    #[graphql(directive = asks::apply(policy::ConfirmSecondFactor::PROOF))]
    async fn confirm_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first code.")] input: ConfirmSecondFactorInput,
    ) -> Result<RecoveryCodesResult> {
        let actor = ctx.person()?;
        match commands::confirm(ctx.app(), &ctx.request().session, actor, &input.code).await {
            Ok(codes) => Ok(RecoveryCodesResult::Codes(codes)),
            Err(failure) => problem(ctx, failure).map(RecoveryCodesResult::Problem),
        }
    }

    /// Makes ten new recovery codes, shown once; the old ones open nothing any more.
    #[graphql(directive = asks::apply(policy::KeepSecondFactor::PROOF))]
    async fn renew_recovery_codes(&self, ctx: &Context<'_>) -> Result<RecoveryCodesResult> {
        let actor = ctx.person()?;
        match commands::renew_codes(ctx.app(), actor).await {
            Ok(codes) => Ok(RecoveryCodesResult::Codes(codes)),
            Err(failure) => problem(ctx, failure).map(RecoveryCodesResult::Problem),
        }
    }

    /// Removes the viewer's second factor, unless a role demands it.
    #[graphql(directive = asks::apply(policy::KeepSecondFactor::PROOF))]
    async fn remove_second_factor(&self, ctx: &Context<'_>) -> Result<SecondFactorResult> {
        let actor = ctx.person()?;
        match commands::remove(ctx.app(), actor).await {
            Ok(factor) => Ok(SecondFactorResult::SecondFactor(factor)),
            Err(failure) => problem(ctx, failure).map(SecondFactorResult::Problem),
        }
    }

    /// Takes the second factor from somebody who has lost it; for administrators.
    #[graphql(directive = asks::apply(policy::ResetSecondFactor::PROOF))]
    async fn reset_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose, and why.")] input: ResetSecondFactorInput,
    ) -> Result<SecondFactorResult> {
        let actor = ctx.actor()?;
        let account = AccountId::parse(&input.account_id).map_err(|refusal| ctx.refuse(refusal))?;
        match commands::reset(ctx.app(), actor, account, &input.reason).await {
            Ok(factor) => Ok(SecondFactorResult::SecondFactor(factor)),
            Err(failure) => problem(ctx, failure).map(SecondFactorResult::Problem),
        }
    }
}

fn problem(ctx: &Context<'_>, failure: Failure<SecondFactorProblemCode>) -> Result<SecondFactorProblem> {
    match failure {
        Failure::Problem(code) => Ok(code.problem(ctx.locale())),
        Failure::Refusal(refusal) => Err(ctx.refuse(refusal)),
    }
}
