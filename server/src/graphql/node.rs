//! `node(id)`: any record by its opaque id, as far as the viewer may see it.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Object, Result};

use super::context::ContextExt as _;
use crate::identity::Account;
use crate::shared::error::Refusal;
use crate::shared::id::{self, AccountId, UnitId};
use crate::units::Unit;

/// A record with an opaque id that `node` finds again.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque id."))]
pub enum Node {
    Unit(Arc<Unit>),
    Account(Arc<Account>),
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
        if let Err(error) = ctx.actor() {
            return Some(Err(error));
        }
        let (kind, uuid) = id::decode(&id)?;
        let found: Result<Option<Node>, Refusal> = match kind.as_str() {
            UnitId::KIND => ctx.loaders().unit(UnitId(uuid)).await.map(|found| found.map(Node::Unit)),
            AccountId::KIND => {
                ctx.loaders().account(AccountId(uuid)).await.map(|found| found.map(Node::Account))
            }
            _ => Ok(None),
        };
        ctx.optional(found)
    }
}
