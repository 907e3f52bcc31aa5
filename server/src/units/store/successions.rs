//! Rows of successions.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{CHUNK, save_versions};
use crate::entity::unit_succession as table;
use crate::shared::error::Refusal;
use crate::shared::id::{ReorganisationId, SuccessionId, UnitId};
use crate::shared::json;
use crate::units::model::{Share, Succession, SuccessionPlan};

/// Every step, oldest first.
pub async fn every_succession(db: &impl ConnectionTrait) -> Result<Vec<Succession>, Refusal> {
    let rows = table::Entity::find()
        .order_by_asc(table::Column::EffectiveDate)
        .order_by_asc(table::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(succession).collect()
}

/// The steps that lead from or to these units, oldest first.
pub async fn successions_of(db: &impl ConnectionTrait, units: &[UnitId]) -> Result<Vec<Succession>, Refusal> {
    let mut found = Vec::new();
    for chunk in units.chunks(CHUNK / 2) {
        let ids: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let touches = Condition::any()
            .add(table::Column::PredecessorId.is_in(ids.clone()))
            .add(table::Column::SuccessorId.is_in(ids));
        let rows = table::Entity::find()
            .filter(touches)
            .order_by_asc(table::Column::EffectiveDate)
            .order_by_asc(table::Column::Id)
            .all(db)
            .await?;
        for row in rows {
            found.push(succession(row)?);
        }
    }
    Ok(found)
}

/// Writes what an import of successions planned. Imports are run by whoever administers the server, on its command
/// line, so there is no permit to ask for.
pub async fn save_succession_plan(
    tx: &impl ConnectionTrait,
    plan: &SuccessionPlan,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    save_versions(tx, &plan.new_units, &plan.new_versions, &plan.changed_versions, now).await?;
    insert(tx, None, &plan.new_steps).await?;
    for step in &plan.changed_steps {
        let changed = table::ActiveModel { id: NotSet, ..row(step) };
        table::Entity::update_many().set(changed).filter(table::Column::Id.eq(step.id.0)).exec(tx).await?;
    }
    Ok(())
}

/// Adds new steps, those of a reorganisation or others.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    reorganisation: Option<ReorganisationId>,
    steps: &[Succession],
) -> Result<(), Refusal> {
    let of_it = |step: &Succession| table::ActiveModel {
        reorganisation_id: Set(reorganisation.map(|id| id.0)),
        ..row(step)
    };
    for chunk in steps.chunks(CHUNK) {
        table::Entity::insert_many(chunk.iter().map(of_it)).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn row(step: &Succession) -> table::ActiveModel {
    table::ActiveModel {
        id: Set(step.id.0),
        predecessor_id: Set(step.predecessor.0),
        successor_id: Set(step.successor.map(|unit| unit.0)),
        effective_date: Set(step.effective_date),
        kind: Set(step.kind.code().to_owned()),
        share: Set(step.share.map(Share::millionths)),
        is_main: Set(step.is_main),
        legal_basis: Set(step.legal_basis.clone()),
        note: Set(step.note.clone()),
        reorganisation_id: Set(step.reorganisation.map(|id| id.0)),
    }
}

fn succession(row: table::Model) -> Result<Succession, Refusal> {
    Ok(Succession {
        id: SuccessionId(row.id),
        predecessor: UnitId(row.predecessor_id),
        successor: row.successor_id.map(UnitId),
        effective_date: row.effective_date,
        kind: json::from_code(&row.kind, "unit_succession.kind")?,
        share: row.share.and_then(Share::from_millionths),
        is_main: row.is_main,
        legal_basis: row.legal_basis,
        note: row.note,
        reorganisation: row.reorganisation_id.map(ReorganisationId),
    })
}
