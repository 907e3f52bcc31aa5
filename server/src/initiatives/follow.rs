//! Open requests follow when their unit ends: its main successor answers them, and refers those that were recognised.
//! Where there is none they stay with the unit that ended, and are shown so.

use std::collections::HashMap;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::Initiative;
use super::store;
use crate::app::App;
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::id::{InitiativeId, UnitId};
use crate::units::{Affected, AffectedKind, Follower, Upheaval};

/// What happens to initiatives when units are reorganised.
pub const FOLLOWER: Follower = Follower { name: "initiatives", count, follow, take_back };

/// A request that moved: enough to move it back while nobody changed it.
#[derive(Serialize, Deserialize)]
struct Moved {
    id: Uuid,
    version: i32,
    from: Uuid,
}

fn count<'a>(app: &'a App, upheaval: &'a Upheaval) -> BoxFuture<'a, Result<Vec<Affected>, Refusal>> {
    async move {
        let cases = open(app.db.read(), upheaval).await?;
        let (moving, left): (Vec<_>, Vec<_>) = cases.into_iter().partition(|(_, heir)| heir.is_some());
        let count = |cases: Vec<_>| u64::try_from(cases.len()).unwrap_or(u64::MAX);
        Ok(vec![
            Affected { kind: AffectedKind::InitiativesMoving, count: count(moving) },
            Affected { kind: AffectedKind::InitiativesLeftBehind, count: count(left) },
        ])
    }
    .boxed()
}

fn follow<'a>(
    tx: &'a Transaction,
    upheaval: &'a Upheaval,
    _now: OffsetDateTime,
) -> BoxFuture<'a, Result<Value, Refusal>> {
    async move {
        let mut kept = Vec::new();
        for (case, heir) in open(tx, upheaval).await? {
            let Some(heir) = heir else { continue };
            if !store::move_to_unit(tx, case.id, case.version, heir).await? {
                return Err(Refusal::Conflict);
            }
            kept.push(Moved { id: case.id.0, version: case.version, from: case.unit.0 });
        }
        serde_json::to_value(kept).map_err(|error| Refusal::Internal(error.into()))
    }
    .boxed()
}

fn take_back<'a>(tx: &'a Transaction, kept: Value) -> BoxFuture<'a, Result<bool, Refusal>> {
    async move {
        let kept: Vec<Moved> =
            serde_json::from_value(kept).map_err(|error| Refusal::Internal(error.into()))?;
        for moved in kept {
            if !store::move_to_unit(tx, InitiativeId(moved.id), moved.version, UnitId(moved.from)).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
    .boxed()
}

/// The open requests to units that end, each with the unit that answers it from then on.
async fn open(
    db: &impl ConnectionTrait,
    upheaval: &Upheaval,
) -> Result<Vec<(Initiative, Option<UnitId>)>, Refusal> {
    let heirs: HashMap<UnitId, Option<UnitId>> = upheaval.ended.iter().copied().collect();
    let units: Vec<UnitId> = heirs.keys().copied().collect();
    let cases = store::following_units(db, &units).await?;
    let with_heir = |case: Initiative| {
        let heir = heirs.get(&case.unit).copied().flatten();
        (case, heir)
    };
    Ok(cases.into_iter().map(with_heir).collect())
}
