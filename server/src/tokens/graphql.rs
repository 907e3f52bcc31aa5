//! Personal tokens in the schema.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Union};
use time::OffsetDateTime;

use super::commands::{self, NewToken};
use super::model::{ApiToken, ApiTokenProblem, TokenScope};
use super::{policy, queries, rules};
use crate::access::{Action as _, Actor};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::shared::error::Failure;
use crate::shared::id::{AccountId, ApiTokenId};

/// Queries of tokens.
#[derive(Default)]
pub struct TokensQuery;

#[Object]
impl TokensQuery {
    /// The tokens of an account, the newest first, at most 100; for administrators.
    async fn api_tokens_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Account.")] account_id: ID,
    ) -> Result<Vec<ApiToken>> {
        let actor = ctx.actor()?;
        let account = AccountId::parse(&account_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::of_account(ctx.app(), actor, account).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// The part of the viewer that this slice knows.
pub struct ViewerTokens(pub Arc<Actor>);

#[Object]
impl ViewerTokens {
    /// The viewer's tokens, the newest first, at most 100; revoked and expired ones too.
    async fn api_tokens(&self, ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
        queries::own(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// The longest life of a new token, in days.
    async fn api_token_max_days(&self, ctx: &Context<'_>) -> i32 {
        i32::try_from(ctx.app().config.token_max_days).unwrap_or(i32::MAX)
    }
}

/// A personal token, without its secret.
#[Object]
impl ApiToken {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// Name its owner gave it.
    async fn name(&self) -> &str {
        &self.name
    }

    /// What it may do, within what its person may.
    async fn scope(&self) -> TokenScope {
        self.scope
    }

    /// Its last four characters.
    async fn hint(&self) -> &str {
        &self.hint
    }

    /// When it was made.
    async fn created_at(&self) -> OffsetDateTime {
        self.created_at
    }

    /// When it ends.
    async fn expires_at(&self) -> OffsetDateTime {
        self.expires_at
    }

    /// When it was last used, to within a minute; null when never.
    async fn last_used_at(&self) -> Option<OffsetDateTime> {
        self.last_used_at
    }

    /// From where it was last used; null when never, or when the address is not known.
    async fn last_used_address(&self) -> Option<&str> {
        self.last_used_address.as_deref()
    }

    /// When it was revoked; null when it was not.
    async fn revoked_at(&self) -> Option<OffsetDateTime> {
        self.revoked_at
    }

    /// Whether it opens now.
    async fn is_open(&self, ctx: &Context<'_>) -> bool {
        rules::opens(self, ctx.app().clock.now())
    }
}

/// A new token.
#[derive(InputObject)]
pub struct CreateApiTokenInput {
    /// A name that says what it is for, 1 to 60 characters.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// Days until it ends, at most `viewer.apiTokenMaxDays`.
    pub days: i32,
}

/// A token to be revoked.
#[derive(InputObject)]
pub struct RevokeApiTokenInput {
    /// Token.
    pub id: ID,
}

/// A new token with its secret, which is answered this once.
#[derive(SimpleObject)]
pub struct CreatedApiToken {
    /// The token.
    pub token: ApiToken,
    /// What a program sends in `Authorization: Bearer …`.
    pub secret: String,
}

/// A new token, or what is wrong.
#[derive(Union)]
pub enum CreateApiTokenResult {
    Created(CreatedApiToken),
    Problem(ApiTokenProblem),
}

/// Deeds about tokens.
#[derive(Default)]
pub struct TokensMutation;

#[Object]
impl TokensMutation {
    /// Makes a personal token; its secret is shown this once. It acts by the roles in which the viewer acts now, as long
    /// as they are in force, and ends with the last of them, with the password and with the account. A program sends it in `Authorization: Bearer …`.
    #[graphql(directive = asks::apply(policy::CreateToken::PROOF))]
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Name, scope and life.")] input: CreateApiTokenInput,
    ) -> Result<CreateApiTokenResult> {
        let actor = ctx.person()?;
        // Whoever must still set up a second factor gets no token around it.
        ctx.actor()?;
        let new = NewToken { name: input.name, scope: input.scope, days: input.days };
        match commands::create(ctx.app(), actor, new).await {
            Ok((token, secret)) => Ok(CreateApiTokenResult::Created(CreatedApiToken { token, secret })),
            Err(Failure::Problem(code)) => {
                let problem = code.problem(ctx.locale(), ctx.app().config.token_max_days);
                Ok(CreateApiTokenResult::Problem(problem))
            }
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// Revokes a token of the viewer or, for administrators, of anybody: it opens nothing any more.
    #[graphql(directive = asks::apply(policy::RevokeTokens::PROOF))]
    async fn revoke_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: RevokeApiTokenInput,
    ) -> Result<ApiToken> {
        let actor = ctx.person()?;
        let id = ApiTokenId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        commands::revoke(ctx.app(), actor, id).await.map_err(|refusal| ctx.refuse(refusal))
    }
}
