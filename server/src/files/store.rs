//! Metadata rows of files. The bytes stand outside the database.

use std::collections::HashMap;

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use uuid::Uuid;

use super::model::StoredFile;
use super::policy::UploadFile;
use crate::access::Permit;
use crate::entity::stored_file as table;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, FileId, UnitId};

/// Adds a row unless the unit has these bytes already; answers whether it was added.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &Permit<UploadFile>,
    file: &StoredFile,
) -> Result<bool, Refusal> {
    let row = table::ActiveModel {
        id: Set(file.id.0),
        unit_id: Set(permit.subject()),
        sha256: Set(file.sha256.clone()),
        name: Set(file.name.clone()),
        media_type: Set(file.media_type.clone()),
        size: Set(file.size),
        uploaded_by: Set(file.uploaded_by.0),
        uploaded_at: Set(file.uploaded_at),
    };
    let same_bytes =
        OnConflict::columns([table::Column::UnitId, table::Column::Sha256]).do_nothing().to_owned();
    let added = table::Entity::insert(row).on_conflict(same_bytes).exec_without_returning(tx).await?;
    Ok(added == 1)
}

/// The file of a unit with these bytes.
pub async fn by_hash(
    db: &impl ConnectionTrait,
    unit: UnitId,
    sha256: &str,
) -> Result<Option<StoredFile>, Refusal> {
    let row = table::Entity::find()
        .filter(table::Column::UnitId.eq(unit.0))
        .filter(table::Column::Sha256.eq(sha256))
        .one(db)
        .await?;
    Ok(row.map(file))
}

/// The files with these ids.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[FileId]) -> Result<Vec<StoredFile>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(1000) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = table::Entity::find().filter(table::Column::Id.is_in(chunk)).all(db).await?;
        found.extend(rows.into_iter().map(file));
    }
    Ok(found)
}

/// The libraries of units, newest file first.
pub async fn of_units(
    db: &impl ConnectionTrait,
    units: &[UnitId],
) -> Result<HashMap<UnitId, Vec<StoredFile>>, Refusal> {
    let mut found: HashMap<UnitId, Vec<StoredFile>> = HashMap::new();
    for chunk in units.chunks(1000) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = table::Entity::find()
            .filter(table::Column::UnitId.is_in(chunk))
            .order_by_desc(table::Column::UploadedAt)
            .order_by_desc(table::Column::Id)
            .all(db)
            .await?;
        for row in rows {
            found.entry(UnitId(row.unit_id)).or_default().push(file(row));
        }
    }
    Ok(found)
}

fn file(row: table::Model) -> StoredFile {
    StoredFile {
        id: FileId(row.id),
        unit: UnitId(row.unit_id),
        sha256: row.sha256,
        name: row.name,
        media_type: row.media_type,
        size: row.size,
        uploaded_by: AccountId(row.uploaded_by),
        uploaded_at: row.uploaded_at,
    }
}
