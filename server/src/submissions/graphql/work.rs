//! What waits for the viewer.

use std::sync::Arc;

use async_graphql::{Context, Object};
use time::OffsetDateTime;

use super::super::model::Sheet;
use super::super::work::{WorkItem, WorkKind};
use crate::criteria::Criterion;
use crate::graphql::campaign::CampaignNode;
use crate::graphql::context::ContextExt as _;
use crate::initiatives::Initiative;
use crate::reviews::ReviewedCase;

/// Something that waits for the viewer.
#[Object]
impl WorkItem {
    /// Kind of work.
    async fn kind(&self) -> WorkKind {
        self.kind
    }

    /// The campaign; null for work outside campaigns.
    #[graphql(name = "campaign")]
    async fn of_campaign_node(&self) -> Option<CampaignNode> {
        self.campaign.clone().map(CampaignNode::from)
    }

    /// The score sheet; null when the work concerns several or none.
    async fn submission(&self) -> Option<Arc<Sheet>> {
        self.sheet.clone()
    }

    /// The criterion; null unless lines of one criterion wait.
    #[graphql(name = "criterion")]
    async fn of_criterion(&self) -> Option<Arc<Criterion>> {
        self.criterion.clone()
    }

    /// The review, the next of them where there are several; null for other work.
    #[graphql(name = "review")]
    async fn of_review(&self) -> Option<Arc<ReviewedCase>> {
        self.review.clone()
    }

    /// The initiative; null for work of campaigns.
    #[graphql(name = "initiative")]
    async fn of_initiative(&self) -> Option<Arc<Initiative>> {
        self.initiative.clone()
    }

    /// When it is due; null when no date is set.
    #[graphql(name = "dueAt")]
    async fn due(&self) -> Option<OffsetDateTime> {
        self.due_at
    }

    /// How many of it there are.
    #[graphql(name = "count")]
    async fn number(&self) -> i64 {
        self.count
    }

    /// The due date has passed.
    async fn is_overdue(&self, ctx: &Context<'_>) -> bool {
        self.due_at.is_some_and(|due| ctx.app().clock.now() > due)
    }
}
