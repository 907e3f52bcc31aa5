//! What happens to a referral when its initiative goes no further.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use time::OffsetDateTime;

use super::store;
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::id::InitiativeId;

/// Ends the open referral of an initiative that goes no further, in the same transaction.
pub fn end_with_request(
    tx: &Transaction,
    initiative: InitiativeId,
    _now: OffsetDateTime,
) -> BoxFuture<'_, Result<(), Refusal>> {
    async move { store::end_open(tx, initiative).await }.boxed()
}
