//! Rows of adoptions.

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::model::{Adoption, AdoptionAnswer, AdoptionState};
use super::policy::{AnswerAdoption, AskAdopter};
use crate::access::Permit;
use crate::entity::initiative_adoption;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, AdoptionId, InitiativeId, UnitId};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};

/// An adoption.
pub async fn by_id(db: &impl ConnectionTrait, id: AdoptionId) -> Result<Option<Adoption>, Refusal> {
    initiative_adoption::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// The adoptions of these initiatives, in the order in which units were asked.
pub async fn of_initiatives(
    db: &impl ConnectionTrait,
    initiatives: &[InitiativeId],
) -> Result<Vec<Adoption>, Refusal> {
    let ids: Vec<Uuid> = initiatives.iter().map(|id| id.0).collect();
    let rows = initiative_adoption::Entity::find()
        .filter(initiative_adoption::Column::InitiativeId.is_in(ids))
        .order_by_asc(initiative_adoption::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

/// A page of what these units were asked, the newest first; only what waits for an answer, where that is meant.
pub async fn page(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    is_awaited: bool,
    request: &PageRequest,
) -> Result<Page<Adoption>, Refusal> {
    let mut wanted = asked(units);
    if is_awaited {
        wanted = wanted.add(initiative_adoption::Column::State.eq(AdoptionState::Asked.code()));
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(initiative_adoption::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [id] = cursor.keys()?;
        let id = Uuid::parse_str(id).map_err(|_| crate::shared::page::not_a_cursor())?;
        wanted = wanted.add(initiative_adoption::Column::Id.lt(id));
    }
    let rows = initiative_adoption::Entity::find()
        .filter(wanted)
        .order_by_desc(initiative_adoption::Column::Id)
        .limit(request.limit())
        .all(db)
        .await?;
    let found = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(request.cut(found, total, |adoption| Cursor::of([adoption.id.0.to_string()])))
}

/// How many questions to these units wait for an answer.
pub async fn count_awaited(db: &impl ConnectionTrait, units: &[UnitId]) -> Result<u64, Refusal> {
    let awaited = asked(units).add(initiative_adoption::Column::State.eq(AdoptionState::Asked.code()));
    Ok(initiative_adoption::Entity::find().filter(awaited).count(db).await?)
}

fn asked(units: &[UnitId]) -> Condition {
    let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    Condition::all().add(initiative_adoption::Column::UnitId.is_in(ids))
}

/// Keeps a question to a unit.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &Permit<AskAdopter>,
    new: &Adoption,
) -> Result<(), Refusal> {
    let row = initiative_adoption::ActiveModel {
        id: Set(new.id.0),
        initiative_id: Set(permit.subject()),
        unit_id: Set(new.unit.0),
        note: Set(new.note.clone()),
        asked_by: Set(new.asked_by.0),
        asked_at: Set(new.asked_at),
        ..answered(new)
    };
    initiative_adoption::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes a question back.
pub async fn delete(tx: &impl ConnectionTrait, permit: &Permit<AskAdopter>) -> Result<(), Refusal> {
    initiative_adoption::Entity::delete_by_id(permit.subject()).exec(tx).await?;
    Ok(())
}

/// Writes what a unit answered.
pub async fn save_answer(
    tx: &impl ConnectionTrait,
    permit: &Permit<AnswerAdoption>,
    next: &Adoption,
) -> Result<(), Refusal> {
    initiative_adoption::Entity::update_many()
        .set(answered(next))
        .filter(initiative_adoption::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

fn answered(adoption: &Adoption) -> initiative_adoption::ActiveModel {
    let (applied_on, text) = match adoption.answer.as_ref().map(|(answer, ..)| answer) {
        None => (None, None),
        Some(AdoptionAnswer::Confirmed { applied_on, effect }) => (Some(*applied_on), Some(effect.clone())),
        Some(AdoptionAnswer::Declined { reason }) => (None, Some(reason.clone())),
    };
    initiative_adoption::ActiveModel {
        state: Set(adoption.state().code().to_owned()),
        applied_on: Set(applied_on),
        answer: Set(text),
        answered_by: Set(adoption.answer.as_ref().map(|(_, by, _)| by.0)),
        answered_at: Set(adoption.answer.as_ref().map(|(.., at)| *at)),
        version: Set(adoption.version),
        ..Default::default()
    }
}

fn read(row: initiative_adoption::Model) -> Result<Adoption, Refusal> {
    let broken = || Refusal::Internal(anyhow::anyhow!("initiative_adoption {}: half an answer", row.id));
    let answer = match json::from_code(&row.state, "initiative_adoption.state")? {
        AdoptionState::Asked => None,
        AdoptionState::Confirmed => Some(AdoptionAnswer::Confirmed {
            applied_on: row.applied_on.ok_or_else(broken)?,
            effect: row.answer.clone().unwrap_or_default(),
        }),
        AdoptionState::Declined => {
            Some(AdoptionAnswer::Declined { reason: row.answer.clone().unwrap_or_default() })
        }
    };
    let given = row.answered_by.zip(row.answered_at);
    Ok(Adoption {
        id: AdoptionId(row.id),
        initiative: InitiativeId(row.initiative_id),
        unit: UnitId(row.unit_id),
        note: row.note.clone(),
        asked_by: AccountId(row.asked_by),
        asked_at: row.asked_at,
        answer: answer.zip(given).map(|(answer, (by, at))| (answer, AccountId(by), at)),
        version: row.version,
    })
}
