//! A sitting in the schema.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use time::{Date, OffsetDateTime};

use super::super::model::{Sitting, SittingState};
use super::super::policy;
use super::super::queries::ReviewedCase;
use crate::councils::Council;
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;

/// A sitting of a council.
#[Object(name = "CouncilSitting")]
impl Sitting {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Counts the changes but for votes; a deed names the version it was decided on.
    async fn version(&self) -> i32 {
        self.version
    }

    /// Of which council.
    async fn council(&self, ctx: &Context<'_>) -> Result<Arc<Council>> {
        ctx.required(ctx.loaders().councils().council(self.council).await)
    }

    /// On which day.
    async fn held_on(&self) -> Date {
        self.held_on
    }

    /// Where.
    async fn place(&self) -> &str {
        &self.place
    }

    /// Whether it votes in secret.
    async fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// Where it stands.
    async fn state(&self) -> SittingState {
        self.state
    }

    /// When it was closed; null while it is open.
    async fn closed_at(&self) -> Option<OffsetDateTime> {
        self.closed_at
    }

    /// Who is present.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn present(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Account>>> {
        let mut present = Vec::with_capacity(self.present.len());
        for id in &self.present {
            present.push(ctx.required(ctx.loaders().account(*id).await)?);
        }
        Ok(present)
    }

    /// The cases of its agenda that the viewer may see.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn agenda(&self, ctx: &Context<'_>) -> Result<Vec<Arc<ReviewedCase>>> {
        let actor = ctx.actor()?;
        let agenda = ctx.loaders().reviews().agenda(self.id).await.map_err(|refusal| ctx.refuse(refusal))?;
        let is_seen = |found: &Arc<ReviewedCase>| policy::sees(actor, &found.review, &found.case);
        Ok(agenda.into_iter().filter(is_seen).collect())
    }

    /// Whether the viewer may change it, record who is present, and close it.
    async fn viewer_can_hold(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(actor) = ctx.visitor() else { return Ok(false) };
        let council = ctx.required(ctx.loaders().councils().council(self.council).await)?;
        let is_permitted = policy::may_hold_this(actor, &council, self).is_ok();
        Ok(self.state == SittingState::Open && is_permitted)
    }
}
