//! Rows of recognitions.

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::model::Recognition;
use super::policy::{DecideInitiative, NumberDecision};
use crate::access::Permit;
use crate::entity::initiative_recognition;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, InitiativeId, RecognitionId, ReviewId, UnitId};
use crate::shared::json;

/// A recognition.
pub async fn by_id(db: &impl ConnectionTrait, id: RecognitionId) -> Result<Option<Recognition>, Refusal> {
    let row = initiative_recognition::Entity::find_by_id(id.0).one(db).await?;
    row.map(read).transpose()
}

/// A recognition, locked until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, id: RecognitionId) -> Result<Option<Recognition>, Refusal> {
    let row = initiative_recognition::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    row.map(read).transpose()
}

/// The recognitions of an initiative, the oldest first.
pub async fn of_initiative(
    db: &impl ConnectionTrait,
    initiative: InitiativeId,
) -> Result<Vec<Recognition>, Refusal> {
    let rows = initiative_recognition::Entity::find()
        .filter(initiative_recognition::Column::InitiativeId.eq(initiative.0))
        .order_by_asc(initiative_recognition::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

/// Recognitions by these units, or by any, whose decision has no number yet; the oldest first, at most `limit`.
pub async fn unnumbered(
    db: &impl ConnectionTrait,
    units: Option<&[UnitId]>,
    limit: u64,
) -> Result<Vec<Recognition>, Refusal> {
    let mut found = initiative_recognition::Entity::find()
        .filter(initiative_recognition::Column::DecisionNumber.is_null());
    if let Some(units) = units {
        let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
        found = found.filter(initiative_recognition::Column::UnitId.is_in(ids));
    }
    let rows = found.order_by_asc(initiative_recognition::Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// Keeps a recognition.
pub async fn insert(
    tx: &impl ConnectionTrait,
    _permit: &Permit<DecideInitiative>,
    new: &Recognition,
) -> Result<(), Refusal> {
    let row = initiative_recognition::ActiveModel {
        id: Set(new.id.0),
        initiative_id: Set(new.initiative.0),
        review_id: Set(new.review.0),
        unit_id: Set(new.unit.0),
        level: Set(new.level.code().to_owned()),
        decided_by: Set(new.decided_by.0),
        decided_at: Set(new.decided_at),
        decision_number: Set(new.decision_number.clone()),
        decision_date: Set(new.decision_date),
        valid_until: Set(new.valid_until),
        version: Set(new.version),
    };
    initiative_recognition::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes number and date of the decision, and until when it may be used.
pub async fn save_number(
    tx: &impl ConnectionTrait,
    permit: &Permit<NumberDecision>,
    next: &Recognition,
) -> Result<(), Refusal> {
    let row = initiative_recognition::ActiveModel {
        decision_number: Set(next.decision_number.clone()),
        decision_date: Set(next.decision_date),
        valid_until: Set(next.valid_until),
        version: Set(next.version),
        ..Default::default()
    };
    initiative_recognition::Entity::update_many()
        .set(row)
        .filter(initiative_recognition::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

fn read(row: initiative_recognition::Model) -> Result<Recognition, Refusal> {
    Ok(Recognition {
        id: RecognitionId(row.id),
        initiative: InitiativeId(row.initiative_id),
        review: ReviewId(row.review_id),
        unit: UnitId(row.unit_id),
        level: json::from_code(&row.level, "initiative_recognition.level")?,
        decided_by: AccountId(row.decided_by),
        decided_at: row.decided_at,
        decision_number: row.decision_number,
        decision_date: row.decision_date,
        valid_until: row.valid_until,
        version: row.version,
    })
}
