//! Open sheets follow when their unit ends, by the policy of their campaign (INV-U3).

use std::collections::HashMap;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

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

/// What takes back what followed, and by what is seen that the appraisal has decided since.
#[derive(Debug, Serialize, Deserialize)]
#[serde(from = "AnyKept")]
struct Kept {
    sheets: Vec<store::Followed>,
    ended: Vec<Uuid>,
    /// How often lines of the units that end had been decided.
    decisions: i64,
}

/// The same as it was kept at any time: before decisions were counted it was the sheets alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum AnyKept {
    Counted { sheets: Vec<store::Followed>, ended: Vec<Uuid>, decisions: i64 },
    Sheets(Vec<store::Followed>),
}

impl From<AnyKept> for Kept {
    fn from(kept: AnyKept) -> Self {
        match kept {
            AnyKept::Counted { sheets, ended, decisions } => Self { sheets, ended, decisions },
            AnyKept::Sheets(sheets) => Self { sheets, ended: Vec::new(), decisions: 0 },
        }
    }
}

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
        let ended: Vec<UnitId> = upheaval.ended.iter().map(|(unit, _)| *unit).collect();
        let mut sheets = Vec::with_capacity(changes.len());
        for (before, after) in changes {
            sheets.push(store::follow_unit(tx, &before, &after, now).await?);
        }
        let decisions = store::decisions_on(tx, &ended).await?;
        let kept = Kept { sheets, ended: ended.iter().map(|unit| unit.0).collect(), decisions };
        serde_json::to_value(kept).map_err(|error| Refusal::Internal(error.into()))
    }
    .boxed()
}

fn take_back<'a>(tx: &'a Transaction, kept: Value) -> BoxFuture<'a, Result<bool, Refusal>> {
    async move {
        let kept: Kept = serde_json::from_value(kept).map_err(|error| Refusal::Internal(error.into()))?;
        let ended: Vec<UnitId> = kept.ended.iter().copied().map(UnitId).collect();
        if store::decisions_on(tx, &ended).await? != kept.decisions {
            return Ok(false);
        }
        for sheet in kept.sheets {
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
