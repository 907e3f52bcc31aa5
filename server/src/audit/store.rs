//! Rows of the trail: insert and read, nothing else.

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::{AuditEntry, AuditFilter, AuditScope, Deed};
use crate::access::Actor;
use crate::entity::audit_entry as table;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, AuditEntryId, UnitId};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};

/// Rows in one insert, far below the number of values that one statement may bind.
const ROWS_PER_INSERT: usize = 500;

/// Records a deed in the transaction of the deed. `actor` is `None` for what the server does itself.
pub async fn record(
    tx: &impl ConnectionTrait,
    actor: Option<&Actor>,
    deed: Deed,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    table::Entity::insert(row(actor, deed, now)).exec_without_returning(tx).await?;
    Ok(())
}

/// Records many deeds of one kind at once, in the transaction of the deeds.
pub async fn record_all(
    tx: &impl ConnectionTrait,
    actor: Option<&Actor>,
    deeds: Vec<Deed>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let mut rows: Vec<_> = deeds.into_iter().map(|deed| row(actor, deed, now)).collect();
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(ROWS_PER_INSERT));
        table::Entity::insert_many(rows).exec_without_returning(tx).await?;
        rows = rest;
    }
    Ok(())
}

fn row(actor: Option<&Actor>, deed: Deed, now: OffsetDateTime) -> table::ActiveModel {
    table::ActiveModel {
        id: Set(AuditEntryId::fresh().0),
        at: Set(now),
        actor_id: Set(actor.map(|actor| actor.account.0)),
        actor_name: Set(actor.map_or_else(|| "Thi Đua".to_owned(), |actor| actor.name.clone())),
        acting_role: Set(deed.role.map(|role| role.code().to_owned())),
        unit_id: Set(deed.unit.map(|unit| unit.0)),
        deed: Set(deed.name.to_owned()),
        subject_kind: Set(deed.subject_kind.to_owned()),
        subject_id: Set(Some(deed.subject)),
        campaign_id: Set(deed.campaign.map(|campaign| campaign.0)),
        before: Set(deed.before),
        after: Set(deed.after),
        reason: Set(deed.reason),
        address: Set(actor.and_then(|actor| actor.address.clone())),
        request_id: Set(actor.and_then(|actor| actor.request_id.clone())),
    }
}

fn visible(scope: &AuditScope) -> Condition {
    match scope {
        AuditScope::All => Condition::all(),
        AuditScope::Campaigns(me) => {
            Condition::any().add(table::Column::CampaignId.is_not_null()).add(table::Column::ActorId.eq(me.0))
        }
        AuditScope::Units(units, me) => Condition::any()
            .add(table::Column::UnitId.is_in(units.iter().map(|unit| unit.0).collect::<Vec<Uuid>>()))
            .add(table::Column::ActorId.eq(me.0)),
    }
}

/// A page of entries, newest first.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: &AuditScope,
    filter: &AuditFilter,
    request: &PageRequest,
) -> Result<Page<AuditEntry>, Refusal> {
    let mut all = Condition::all().add(visible(scope));
    if let Some(subject) = filter.subject {
        all = all.add(table::Column::SubjectId.eq(subject));
    }
    if let Some(actor) = filter.actor {
        all = all.add(table::Column::ActorId.eq(actor.0));
    }
    if let Some(deed) = &filter.deed {
        all = all.add(table::Column::Deed.eq(deed.as_str()));
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(table::Entity::find().filter(all.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [id] = cursor.keys()?;
        let id =
            Uuid::parse_str(id).map_err(|_| Refusal::BadInput("after: not a cursor of this list".into()))?;
        all = all.add(table::Column::Id.lt(id));
    }
    let rows = table::Entity::find()
        .filter(all)
        .order_by_desc(table::Column::Id)
        .limit(request.limit())
        .all(db)
        .await?;
    let entries = rows.into_iter().map(entry).collect::<Result<Vec<_>, _>>()?;
    Ok(request.cut(entries, total, |entry| Cursor::of([entry.id.0.to_string()])))
}

fn entry(row: table::Model) -> Result<AuditEntry, Refusal> {
    Ok(AuditEntry {
        id: AuditEntryId(row.id),
        at: row.at,
        actor: row.actor_id.map(AccountId),
        actor_name: row.actor_name,
        acting_role: row
            .acting_role
            .map(|code| json::from_code(&code, "audit_entry.acting_role"))
            .transpose()?,
        unit: row.unit_id.map(UnitId),
        deed: row.deed,
        subject_kind: row.subject_kind,
        subject: row.subject_id,
        before: row.before,
        after: row.after,
        reason: row.reason,
        address: row.address,
        request_id: row.request_id,
    })
}
