//! People move with their unit: when it ends, their account goes to its main successor, and their roles over it go
//! on over the successor from that day. A role over a unit without a successor ends.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde_json::Value;
use time::OffsetDateTime;

use super::follow_store::{self as store, Moves};
use crate::app::App;
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::units::{Affected, AffectedKind, Follower, Upheaval};

/// What happens to accounts and roles when units are reorganised.
pub const FOLLOWER: Follower = Follower { name: "identity", count, follow, take_back };

fn count<'a>(app: &'a App, upheaval: &'a Upheaval) -> BoxFuture<'a, Result<Vec<Affected>, Refusal>> {
    async move {
        let (with_heir, without): (Vec<_>, Vec<_>) =
            upheaval.ended.iter().copied().partition(|(_, heir)| heir.is_some());
        let db = app.db.read();
        let mut affected = Vec::new();
        for (units, people, roles) in [
            (with_heir, AffectedKind::AccountsMoving, AffectedKind::AssignmentsMoving),
            (without, AffectedKind::AccountsLeftBehind, AffectedKind::AssignmentsEnding),
        ] {
            let ids: Vec<_> = units.into_iter().map(|(unit, _)| unit).collect();
            let accounts = store::accounts_in(db, &ids).await?;
            let assignments = store::assignments_over(db, &ids, upheaval.effective_date).await?;
            affected.push(Affected { kind: people, count: accounts });
            affected.push(Affected { kind: roles, count: assignments });
        }
        Ok(affected)
    }
    .boxed()
}

fn follow<'a>(
    tx: &'a Transaction,
    upheaval: &'a Upheaval,
    now: OffsetDateTime,
) -> BoxFuture<'a, Result<Value, Refusal>> {
    async move {
        let mut moves = Moves::default();
        for (unit, heir) in &upheaval.ended {
            store::follow(tx, (*unit, *heir), upheaval, now, &mut moves).await?;
        }
        serde_json::to_value(moves).map_err(|error| Refusal::Internal(error.into()))
    }
    .boxed()
}

fn take_back<'a>(tx: &'a Transaction, kept: Value) -> BoxFuture<'a, Result<bool, Refusal>> {
    async move {
        let moves: Moves = serde_json::from_value(kept).map_err(|error| Refusal::Internal(error.into()))?;
        store::take_back(tx, &moves).await
    }
    .boxed()
}
