//! Rows of attachments. The bytes stand in the blob store.

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::model::Attachment;
use super::policy::AttachFile;
use crate::access::Permit;
use crate::entity::initiative_attachment as table;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, AttachmentId, InitiativeId};

/// Adds a row.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &Permit<AttachFile>,
    file: &Attachment,
) -> Result<(), Refusal> {
    let row = table::ActiveModel {
        id: Set(file.id.0),
        initiative_id: Set(permit.subject()),
        name: Set(file.name.clone()),
        media_type: Set(file.media_type.clone()),
        size: Set(file.size),
        sha256: Set(file.sha256.clone()),
        is_confidential: Set(file.is_confidential),
        uploaded_by: Set(file.uploaded_by.0),
        uploaded_at: Set(file.uploaded_at),
    };
    table::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes a file of the request of the permit away.
pub async fn delete(
    tx: &impl ConnectionTrait,
    permit: &Permit<AttachFile>,
    file: AttachmentId,
) -> Result<(), Refusal> {
    table::Entity::delete_many()
        .filter(table::Column::Id.eq(file.0))
        .filter(table::Column::InitiativeId.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// A file.
pub async fn by_id(db: &impl ConnectionTrait, id: AttachmentId) -> Result<Option<Attachment>, Refusal> {
    Ok(table::Entity::find_by_id(id.0).one(db).await?.map(read))
}

/// The files of an initiative, in the order in which they came.
pub async fn of_initiative(db: &impl ConnectionTrait, id: InitiativeId) -> Result<Vec<Attachment>, Refusal> {
    let rows = table::Entity::find()
        .filter(table::Column::InitiativeId.eq(id.0))
        .order_by_asc(table::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: table::Model) -> Attachment {
    Attachment {
        id: AttachmentId(row.id),
        initiative: InitiativeId(row.initiative_id),
        name: row.name,
        media_type: row.media_type,
        size: row.size,
        sha256: row.sha256,
        is_confidential: row.is_confidential,
        uploaded_by: AccountId(row.uploaded_by),
        uploaded_at: row.uploaded_at,
    }
}
