//! What sitting on a council excludes.

use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::store;
use crate::access::Role;
use crate::identity::Given;
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;

/// Whoever sits on a council that is not over administers no accounts.
pub fn excludes_role(tx: &Transaction, given: Given) -> BoxFuture<'_, Result<bool, Refusal>> {
    async move { Ok(given.role == Role::SysAdmin && store::sits(tx, given.account, given.on).await?) }.boxed()
}
