//! What happens to a review when its request goes no further.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use time::OffsetDateTime;

use super::store;
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
