//! Rows of accounts and role assignments, as they follow a reorganisation of units. The reorganisation holds the
//! permit; what is done here is a rule, not a choice.

use std::collections::HashSet;

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::entity::{account, role_assignment, role_scope};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, RoleAssignmentId, UnitId};
use crate::units::Upheaval;

/// Ids in one statement, far below the limit of variables of either database.
const CHUNK: usize = 1000;

/// What takes the moves of people back.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Moves {
    /// Accounts with the unit before and the one after.
    accounts: Vec<(Uuid, Uuid, Uuid)>,
    /// Assignments that ended, with their last day before.
    ended: Vec<(Uuid, Option<Date>)>,
    /// Assignments that had not begun and were handed on whole, with the unit before.
    handed_on: Vec<(Uuid, Uuid)>,
    /// Assignments that were made.
    made: Vec<Uuid>,
}

/// Number of accounts at home in these units.
pub async fn accounts_in(db: &impl ConnectionTrait, units: &[UnitId]) -> Result<u64, Refusal> {
    let mut count = 0;
    for chunk in units.chunks(CHUNK) {
        let ids: Vec<Uuid> = chunk.iter().map(|unit| unit.0).collect();
        count += account::Entity::find().filter(account::Column::UnitId.is_in(ids)).count(db).await?;
    }
    Ok(count)
}

/// Number of role assignments over these units that are in force on a day or later.
pub async fn assignments_over(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    day: Date,
) -> Result<u64, Refusal> {
    let mut count = 0;
    for chunk in units.chunks(CHUNK) {
        count += role_assignment::Entity::find().filter(over(chunk, day)).count(db).await?;
    }
    Ok(count)
}

fn over(units: &[UnitId], day: Date) -> Condition {
    let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    let lasts = Condition::any()
        .add(role_assignment::Column::ValidTo.is_null())
        .add(role_assignment::Column::ValidTo.gte(day));
    Condition::all().add(role_assignment::Column::UnitId.is_in(ids)).add(lasts)
}

/// Moves the people of one unit to its heir, and keeps what takes that back.
pub async fn follow(
    tx: &impl ConnectionTrait,
    (unit, heir): (UnitId, Option<UnitId>),
    upheaval: &Upheaval,
    now: OffsetDateTime,
    moves: &mut Moves,
) -> Result<(), Refusal> {
    if let Some(heir) = heir {
        let people = account::Entity::find().filter(account::Column::UnitId.eq(unit.0)).all(tx).await?;
        if !people.is_empty() {
            moves.accounts.extend(people.iter().map(|person| (person.id, unit.0, heir.0)));
            let left: Vec<_> = people.iter().map(|person| (AccountId(person.id), unit)).collect();
            let last_day = vietnam_date(now).max(upheaval.effective_date);
            super::store::remember_homes(tx, &left, last_day).await?;
            let moved = account::ActiveModel { unit_id: Set(Some(heir.0)), ..Default::default() };
            account::Entity::update_many()
                .set(moved)
                .filter(account::Column::UnitId.eq(unit.0))
                .exec(tx)
                .await?;
        }
    }
    let day = upheaval.effective_date;
    let held = role_assignment::Entity::find().filter(over(&[unit], day)).all(tx).await?;
    let ids: Vec<Uuid> = held.iter().map(|assignment| assignment.id).collect();
    let substitutions = role_scope::Entity::find().filter(role_scope::Column::AssignmentId.is_in(ids));
    let substitutions: HashSet<Uuid> =
        substitutions.all(tx).await?.into_iter().map(|scope| scope.assignment_id).collect();
    for assignment in held {
        if assignment.valid_from >= day {
            if let Some(heir) = heir {
                moves.handed_on.push((assignment.id, unit.0));
                set_unit(tx, assignment.id, heir.0).await?;
            }
            continue;
        }
        moves.ended.push((assignment.id, assignment.valid_to));
        set_end(tx, assignment.id, day.previous_day()).await?;
        // Who stands in for a colleague does so in the unit that ends; the new unit names its own.
        if let Some(heir) = heir.filter(|_| !substitutions.contains(&assignment.id)) {
            let id = RoleAssignmentId::fresh().0;
            moves.made.push(id);
            let mut goes_on = assignment.into_active_model().reset_all();
            goes_on.id = Set(id);
            goes_on.unit_id = Set(Some(heir.0));
            goes_on.valid_from = Set(day);
            goes_on.legal_basis = Set(Some(upheaval.legal_basis.clone()));
            goes_on.created_at = Set(now);
            role_assignment::Entity::insert(goes_on).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// Takes moves back; `false` when somebody has been given another unit since.
pub async fn take_back(tx: &impl ConnectionTrait, moves: &Moves) -> Result<bool, Refusal> {
    for (person, before, after) in &moves.accounts {
        let back = account::ActiveModel { unit_id: Set(Some(*before)), ..Default::default() };
        let restored = account::Entity::update_many()
            .set(back)
            .filter(account::Column::Id.eq(*person))
            .filter(account::Column::UnitId.eq(*after))
            .exec(tx)
            .await?;
        if restored.rows_affected != 1 {
            return Ok(false);
        }
    }
    for chunk in moves.made.chunks(CHUNK) {
        role_assignment::Entity::delete_many()
            .filter(role_assignment::Column::Id.is_in(chunk.to_vec()))
            .exec(tx)
            .await?;
    }
    for (assignment, end) in &moves.ended {
        set_end(tx, *assignment, *end).await?;
    }
    for (assignment, unit) in &moves.handed_on {
        set_unit(tx, *assignment, *unit).await?;
    }
    Ok(true)
}

async fn set_end(tx: &impl ConnectionTrait, assignment: Uuid, end: Option<Date>) -> Result<(), Refusal> {
    let change = role_assignment::ActiveModel { valid_to: Set(end), ..Default::default() };
    set(tx, assignment, change).await
}

async fn set_unit(tx: &impl ConnectionTrait, assignment: Uuid, unit: Uuid) -> Result<(), Refusal> {
    let change = role_assignment::ActiveModel { unit_id: Set(Some(unit)), ..Default::default() };
    set(tx, assignment, change).await
}

async fn set(
    tx: &impl ConnectionTrait,
    assignment: Uuid,
    change: role_assignment::ActiveModel,
) -> Result<(), Refusal> {
    role_assignment::Entity::update_many()
        .set(change)
        .filter(role_assignment::Column::Id.eq(assignment))
        .exec(tx)
        .await?;
    Ok(())
}
