//! Rows of councils, their members, and imported rubrics.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{Council, CouncilMember, InitiativeLevel, Rubric};
use super::policy::{KeepCouncil, Reach};
use crate::access::Permit;
use crate::entity::{council, council_member, initiative_rubric};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CouncilId, UnitId, fresh};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};

/// The councils with these ids: two statements, however many there are.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[CouncilId]) -> Result<Vec<Council>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    with_members(db, council::Entity::find().filter(council::Column::Id.is_in(ids)).all(db).await?).await
}

/// Whether somebody is or was a member of any council.
pub async fn is_member(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, Refusal> {
    let seats = council_member::Entity::find().filter(council_member::Column::AccountId.eq(account.0));
    Ok(seats.limit(1).count(db).await? > 0)
}

/// The ids of the councils of these units, and of the province where that is meant.
pub async fn ids_of(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    of_province: bool,
) -> Result<Vec<CouncilId>, Refusal> {
    let of_units = Condition::all()
        .add(council::Column::Level.eq(InitiativeLevel::Base.code()))
        .add(council::Column::UnitId.is_in(units.iter().map(|unit| unit.0)));
    let mut wanted = Condition::any().add(of_units);
    if of_province {
        wanted = wanted.add(council::Column::Level.eq(InitiativeLevel::Province.code()));
    }
    let ids: Vec<Uuid> = council::Entity::find()
        .select_only()
        .column(council::Column::Id)
        .filter(wanted)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(CouncilId).collect())
}

/// The name of another council of the same unit and level that examines on some day from today on on which this one does.
pub async fn beside(
    db: &impl ConnectionTrait,
    council: &Council,
    today: Date,
) -> Result<Option<String>, Refusal> {
    let from = council.valid_from.max(today);
    let lasts =
        Condition::any().add(council::Column::ValidTo.is_null()).add(council::Column::ValidTo.gte(from));
    let mut wanted = Condition::all()
        .add(council::Column::UnitId.eq(council.unit.0))
        .add(council::Column::Level.eq(council.level.code()))
        .add(council::Column::Id.ne(council.id.0))
        .add(lasts);
    if let Some(last) = council.valid_to {
        wanted = wanted.add(council::Column::ValidFrom.lte(last));
    }
    let names = council::Entity::find().select_only().column(council::Column::Name).filter(wanted);
    Ok(names.order_by_asc(council::Column::Id).into_tuple().one(db).await?)
}

/// Whether somebody is a member of a council that is not over on a day.
pub async fn sits(db: &impl ConnectionTrait, account: AccountId, day: Date) -> Result<bool, Refusal> {
    let own = council_member::Entity::find()
        .select_only()
        .column(council_member::Column::CouncilId)
        .filter(council_member::Column::AccountId.eq(account.0))
        .into_query();
    let lasts =
        Condition::any().add(council::Column::ValidTo.is_null()).add(council::Column::ValidTo.gte(day));
    let found = council::Entity::find().filter(council::Column::Id.in_subquery(own)).filter(lasts);
    Ok(found.count(db).await? > 0)
}

/// A council, locked until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, id: CouncilId) -> Result<Option<Council>, Refusal> {
    let row = council::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    Ok(with_members(tx, row.into_iter().collect()).await?.pop())
}

async fn with_members(db: &impl ConnectionTrait, rows: Vec<council::Model>) -> Result<Vec<Council>, Refusal> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut members: HashMap<Uuid, Vec<CouncilMember>> = HashMap::new();
    if !ids.is_empty() {
        let found = council_member::Entity::find()
            .filter(council_member::Column::CouncilId.is_in(ids))
            .order_by_asc(council_member::Column::Ordinal);
        for row in found.all(db).await? {
            members.entry(row.council_id).or_default().push(CouncilMember {
                account: AccountId(row.account_id),
                position: json::from_code(&row.position, "council_member.position")?,
            });
        }
    }
    let read = |row: council::Model| {
        Ok(Council {
            id: CouncilId(row.id),
            unit: UnitId(row.unit_id),
            level: json::from_code(&row.level, "council.level")?,
            name: row.name,
            basis: row.basis,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            version: row.version,
            members: members.remove(&row.id).unwrap_or_default(),
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(read).collect()
}

/// A page of the councils within reach, the newest first.
pub async fn page(
    db: &impl ConnectionTrait,
    reach: &Reach,
    unit: Option<UnitId>,
    request: &PageRequest,
) -> Result<Page<Council>, Refusal> {
    let own = council_member::Entity::find()
        .select_only()
        .column(council_member::Column::CouncilId)
        .filter(council_member::Column::AccountId.eq(reach.account.0))
        .into_query();
    let seen = Condition::any()
        .add(council::Column::Id.in_subquery(own))
        .add(reach.units.on((council::Entity, council::Column::UnitId)));
    let mut wanted = Condition::all().add(seen);
    if let Some(unit) = unit {
        wanted = wanted.add(council::Column::UnitId.eq(unit.0));
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(council::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [id] = cursor.keys()?;
        let id = Uuid::parse_str(id).map_err(|_| crate::shared::page::not_a_cursor())?;
        wanted = wanted.add(council::Column::Id.lt(id));
    }
    let rows = council::Entity::find()
        .filter(wanted)
        .order_by_desc(council::Column::Id)
        .limit(request.limit())
        .all(db)
        .await?;
    let found = with_members(db, rows).await?;
    Ok(request.cut(found, total, |council| Cursor::of([council.id.0.to_string()])))
}

/// Keeps a new council.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &Permit<KeepCouncil>,
    new: &Council,
) -> Result<(), Refusal> {
    let row =
        council::ActiveModel { id: Set(permit.subject()), created_at: Set(new.updated_at), ..values(new) };
    council::Entity::insert(row).exec_without_returning(tx).await?;
    insert_members(tx, permit, &new.members).await
}

/// Writes a council as it is now, with its members.
pub async fn save(
    tx: &impl ConnectionTrait,
    permit: &Permit<KeepCouncil>,
    next: &Council,
) -> Result<(), Refusal> {
    council::Entity::update_many()
        .set(values(next))
        .filter(council::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    council_member::Entity::delete_many()
        .filter(council_member::Column::CouncilId.eq(permit.subject()))
        .exec(tx)
        .await?;
    insert_members(tx, permit, &next.members).await
}

async fn insert_members(
    tx: &impl ConnectionTrait,
    permit: &Permit<KeepCouncil>,
    members: &[CouncilMember],
) -> Result<(), Refusal> {
    let rows = (0..).zip(members).map(|(ordinal, member)| council_member::ActiveModel {
        id: Set(fresh()),
        council_id: Set(permit.subject()),
        ordinal: Set(ordinal),
        account_id: Set(member.account.0),
        position: Set(member.position.code().to_owned()),
    });
    council_member::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

fn values(council: &Council) -> council::ActiveModel {
    council::ActiveModel {
        unit_id: Set(council.unit.0),
        level: Set(council.level.code().to_owned()),
        name: Set(council.name.clone()),
        basis: Set(council.basis.clone()),
        valid_from: Set(council.valid_from),
        valid_to: Set(council.valid_to),
        version: Set(council.version),
        updated_at: Set(council.updated_at),
        ..Default::default()
    }
}

/// The imported rubrics, in the order of their import.
pub async fn rubrics(db: &impl ConnectionTrait) -> Result<Vec<Rubric>, Refusal> {
    let rows = initiative_rubric::Entity::find().order_by_asc(initiative_rubric::Column::Id).all(db).await?;
    rows.iter().map(|row| json::from_text(&row.content, "initiative_rubric.content")).collect()
}

/// Keeps an imported rubric.
pub async fn insert_rubric(
    tx: &impl ConnectionTrait,
    rubric: &Rubric,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let row = initiative_rubric::ActiveModel {
        id: Set(fresh()),
        code: Set(rubric.code.clone()),
        version: Set(rubric.version),
        content: Set(json::to_text(rubric)),
        imported_at: Set(now),
    };
    initiative_rubric::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
