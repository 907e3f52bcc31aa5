//! What happens to a review when its request goes no further, and what taking part in one excludes.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use time::OffsetDateTime;

use super::store;
use crate::access::Role;
use crate::identity::Given;
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::id::InitiativeId;

/// Ends the open reviews of a request that goes no further, in the same transaction.
pub fn end_with_request(
    tx: &Transaction,
    initiative: InitiativeId,
    now: OffsetDateTime,
) -> BoxFuture<'_, Result<(), Refusal>> {
    async move { store::end_open(tx, initiative, now).await }.boxed()
}

/// Whoever takes part in a review that is not decided administers no accounts.
pub fn excludes_role(tx: &Transaction, given: Given) -> BoxFuture<'_, Result<bool, Refusal>> {
    async move { Ok(given.role == Role::SysAdmin && store::takes_part(tx, given.account).await?) }.boxed()
}
