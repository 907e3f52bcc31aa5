//! `node(id)`: any record by its opaque id, as far as the viewer may see it.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Object, Result};

use super::context::ContextExt as _;
use crate::campaigns::{self, Campaign};
use crate::criteria::{self, CriteriaSet};
use crate::files::{self, StoredFile};
use crate::identity::Account;
use crate::shared::error::Refusal;
use crate::shared::id::{
    self, AccountId, CampaignId, CriteriaSetId, FileId, ScoreLineId, SubmissionId, UnitId,
};
use crate::submissions::{self, ScoreLine, Submission};
use crate::units::Unit;

/// A record with an opaque id that `node` finds again.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque id."))]
pub enum Node {
    Unit(Arc<Unit>),
    Account(Arc<Account>),
    CriteriaSet(Arc<CriteriaSet>),
    Campaign(Arc<Campaign>),
    Submission(Submission),
    ScoreLine(ScoreLine),
    StoredFile(StoredFile),
}

/// Look-up by opaque id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The record with this opaque id; null when there is none that the viewer may see.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id as answered by any `id` field.")] id: ID,
    ) -> Option<Result<Node>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let (kind, uuid) = id::decode(&id)?;
        let app = ctx.app();
        let found: Result<Option<Node>, Refusal> = match kind.as_str() {
            UnitId::KIND => ctx.loaders().unit(UnitId(uuid)).await.map(|found| found.map(Node::Unit)),
            AccountId::KIND => {
                ctx.loaders().account(AccountId(uuid)).await.map(|found| found.map(Node::Account))
            }
            CriteriaSetId::KIND => criteria::find(app, actor, CriteriaSetId(uuid))
                .await
                .map(|found| found.map(Node::CriteriaSet)),
            CampaignId::KIND => campaigns::find(app, actor, CampaignId(uuid))
                .await
                .map(|found| found.map(Node::Campaign)),
            SubmissionId::KIND => submissions::find(app, actor, SubmissionId(uuid))
                .await
                .map(|found| found.map(Node::Submission)),
            ScoreLineId::KIND => submissions::find_line(app, actor, ScoreLineId(uuid))
                .await
                .map(|found| found.map(Node::ScoreLine)),
            FileId::KIND => {
                files::find(app, actor, FileId(uuid)).await.map(|found| found.map(Node::StoredFile))
            }
            _ => Ok(None),
        };
        ctx.optional(found)
    }
}
