//! The second step of a sign-in, proving again who one is, and ending sessions, in the schema.

use async_graphql::{Context, ID, InputObject, Object, Result, Union};

use super::{SignInResult, entry, problem, viewer_of};
use crate::access::Action as _;
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::graphql::viewer::Viewer;
use crate::identity::commands::{self, Proof};
use crate::identity::model::{IdentityFault, IdentityProblem, IdentityProblemCode, SessionInfo};
use crate::identity::{policy, queries};
use crate::shared::error::Failure;
use crate::shared::id::AccountId;
use crate::shared::operation::{self, Note};

/// Queries of sessions.
#[derive(Default)]
pub struct SessionsQuery;

#[Object]
impl SessionsQuery {
    /// The sessions of an account that are still alive, the last used first, at most 100; for administrators.
    async fn sessions_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Account.")] account_id: ID,
    ) -> Result<Vec<SessionInfo>> {
        let actor = ctx.actor()?;
        let account = AccountId::parse(&account_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::sessions_of(ctx.app(), actor, account).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// The second step of a sign-in.
#[derive(InputObject)]
pub struct VerifySignInCodeInput {
    /// Six digits of the authenticator, or a recovery code.
    pub code: String,
}

/// What proves again who sits there: a code where a second factor is set up, the password where there is none. What is
/// given beside it is not looked at.
#[derive(InputObject)]
pub struct ConfirmIdentityInput {
    /// Password.
    pub password: Option<String>,
    /// Six digits of the authenticator, or a recovery code.
    pub code: Option<String>,
}

/// One session.
#[derive(InputObject)]
pub struct EndSessionInput {
    /// Id of the session.
    pub id: ID,
}

/// All sessions of an account.
#[derive(InputObject)]
pub struct EndSessionsOfInput {
    /// Account.
    pub account_id: ID,
}

/// The signed-in person, confirmed, or what is wrong.
#[derive(Union)]
pub enum ConfirmIdentityResult {
    Viewer(Viewer),
    Problem(IdentityProblem),
}

/// Deeds about sessions.
#[derive(Default)]
pub struct SessionsMutation;

#[Object]
impl SessionsMutation {
    /// The second step of a sign-in: a code of the second factor. The session gets a new id. Needs no sign-in,
    /// but a first step at most ten minutes ago.
    #[graphql(directive = asks::apply(policy::BeginSession::PROOF))]
    async fn verify_sign_in_code(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code.")] input: VerifySignInCodeInput,
    ) -> Result<SignInResult> {
        policy::may_begin_session(ctx.visitor()).map_err(|refusal| ctx.refuse(refusal))?;
        let request = ctx.request();
        match commands::verify_code(ctx.app(), &request.session, &input.code, entry(request)).await {
            Ok(account) => {
                operation::note(Note::SignIn, "accepted");
                viewer_of(ctx, account.id).await.map(SignInResult::Viewer)
            }
            Err(failure) => {
                if matches!(failure, Failure::Problem(_)) {
                    operation::note(Note::SignIn, "refused");
                }
                problem(ctx, failure, "code").map(SignInResult::Problem)
            }
        }
    }

    /// Proves again who sits there; what answered `STEP_UP_REQUIRED` can then be done. Where a second factor is set up
    /// it takes a code of it: the password alone is answered with `CODE_NEEDED`.
    #[graphql(directive = asks::apply(policy::ConfirmIdentity::PROOF))]
    async fn confirm_identity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Password or code.")] input: ConfirmIdentityInput,
    ) -> Result<ConfirmIdentityResult> {
        let actor = ctx.person()?;
        let proof = Proof { password: input.password.as_deref(), code: input.code.as_deref() };
        match commands::confirm_identity(ctx.app(), &ctx.request().session, actor, proof).await {
            Ok(()) => viewer_of(ctx, actor.account).await.map(ConfirmIdentityResult::Viewer),
            Err(failure) => {
                use IdentityProblemCode::{CodeNeeded, WrongCode, WrongPassword};

                let field = match &failure {
                    Failure::Problem(IdentityFault { code: CodeNeeded | WrongCode, .. }) => "code",
                    Failure::Problem(IdentityFault { code: WrongPassword, .. }) => "password",
                    _ if input.code.is_some() => "code",
                    _ => "password",
                };
                problem(ctx, failure, field).map(ConfirmIdentityResult::Problem)
            }
        }
    }

    /// Ends one session of the viewer or, for administrators, of anybody. Answers true.
    #[graphql(directive = asks::apply(policy::EndSessions::PROOF))]
    async fn end_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session.")] input: EndSessionInput,
    ) -> Result<bool> {
        let actor = ctx.person()?;
        commands::end_session(ctx.app(), actor, &input.id)
            .await
            .map(|()| true)
            .map_err(|refusal| ctx.refuse(refusal))
    }

    /// Ends every session of the viewer but the present one; answers how many there were.
    #[graphql(directive = asks::apply(policy::EndSessions::PROOF))]
    async fn end_other_sessions(&self, ctx: &Context<'_>) -> Result<i32> {
        let actor = ctx.person()?;
        let ended = commands::end_other_sessions(ctx.app(), &ctx.request().session, actor).await;
        ended.map(count).map_err(|refusal| ctx.refuse(refusal))
    }

    /// Ends every session of an account; answers how many there were. For administrators.
    #[graphql(directive = asks::apply(policy::EndSessions::PROOF))]
    async fn end_sessions_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: EndSessionsOfInput,
    ) -> Result<i32> {
        let actor = ctx.actor()?;
        let account = AccountId::parse(&input.account_id).map_err(|refusal| ctx.refuse(refusal))?;
        let ended = commands::end_sessions_of(ctx.app(), actor, account).await;
        ended.map(count).map_err(|refusal| ctx.refuse(refusal))
    }
}

fn count(ended: u64) -> i32 {
    i32::try_from(ended).unwrap_or(i32::MAX)
}
