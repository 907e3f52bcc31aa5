//! Open sheets follow when their unit ends, by the policy of their campaign (INV-U3).

use std::collections::HashMap;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use sea_orm::ConnectionTrait;
use serde_json::Value;
use time::OffsetDateTime;

use super::model::{Dissolution, Submission, SubmissionState};
use super::{rules, store};
use crate::app::App;
use crate::campaigns::{self, Stage};
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;
use crate::units::{Affected, AffectedKind, Follower, Upheaval};

/// What happens to score sheets when units are reorganised.
pub const FOLLOWER: Follower = Follower { name: "submissions", count, follow, take_back };

/// States in which a sheet is still with its unit.
const OPEN: [SubmissionState; 4] = [
    SubmissionState::NotStarted,
    SubmissionState::Draft,
    SubmissionState::AwaitingSignoff,
    SubmissionState::Returned,
];

fn count<'a>(app: &'a App, upheaval: &'a Upheaval) -> BoxFuture<'a, Result<Vec<Affected>, Refusal>> {
    async move {
        let changes = changes(app.db.read(), upheaval, app.clock.now()).await?;
        let marked = |mark: Dissolution| {
            let count = changes.iter().filter(|(_, after)| after.dissolution == Some(mark)).count();
            u64::try_from(count).unwrap_or(u64::MAX)
        };
        Ok(vec![
            Affected { kind: AffectedKind::SheetsClosing, count: marked(Dissolution::Closed) },
            Affected { kind: AffectedKind::SheetsInherited, count: marked(Dissolution::Inherited) },
            Affected { kind: AffectedKind::SheetsExempt, count: marked(Dissolution::Exempt) },
        ])
    }
    .boxed()
}

fn follow<'a>(
    tx: &'a Transaction,
    upheaval: &'a Upheaval,
    now: OffsetDateTime,
) -> BoxFuture<'a, Result<Value, Refusal>> {
    async move {
        let changes = changes(tx, upheaval, now).await?;
        let mut kept = Vec::with_capacity(changes.len());
        for (before, after) in changes {
            kept.push(store::follow_unit(tx, &before, &after, now).await?);
        }
        serde_json::to_value(kept).map_err(|error| Refusal::Internal(error.into()))
    }
    .boxed()
}

fn take_back<'a>(tx: &'a Transaction, kept: Value) -> BoxFuture<'a, Result<bool, Refusal>> {
    async move {
        let kept: Vec<store::Followed> =
            serde_json::from_value(kept).map_err(|error| Refusal::Internal(error.into()))?;
        for sheet in kept {
            if !store::give_back_to_unit(tx, &sheet).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
    .boxed()
}

/// The open sheets of ending units, as they are and as they shall be.
async fn changes(
    db: &impl ConnectionTrait,
    upheaval: &Upheaval,
    now: OffsetDateTime,
) -> Result<Vec<(Submission, Submission)>, Refusal> {
    let heirs: HashMap<UnitId, Option<UnitId>> = upheaval.ended.iter().copied().collect();
    let units: Vec<UnitId> = heirs.keys().copied().collect();
    let sheets = store::of_units(db, &units, &OPEN).await?;
    let mut ids: Vec<_> = sheets.iter().map(|sheet| sheet.campaign).collect();
    ids.sort_unstable();
    ids.dedup();
    let policies: HashMap<_, _> = campaigns::load_many(db, &ids)
        .await?
        .into_iter()
        .filter(|campaign| campaign.stage == Stage::Published)
        .map(|campaign| (campaign.id, campaign.dissolution_policy))
        .collect();
    let changed = sheets
        .into_iter()
        .filter(|sheet| sheet.dissolution.is_none_or(|mark| mark == Dissolution::Inherited));
    Ok(changed
        .filter_map(|sheet| {
            let policy = *policies.get(&sheet.campaign)?;
            let heir = heirs.get(&sheet.unit).copied().flatten();
            let after = rules::dissolved(&sheet, policy, heir, upheaval.by, now);
            Some((sheet, after))
        })
        .collect())
}
