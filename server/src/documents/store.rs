//! Rows of documents that were generated. The bytes stand in the blob store.

use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::model::{DocumentFormat, GeneratedDocument, PaperKey};
use super::policy::GenerateDocument;
use crate::access::Permit;
use crate::entity::generated_document as table;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, DocumentId};

/// Most documents of one record in a list.
const MOST_LISTED: u64 = 500;

/// Adds a row.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &Permit<GenerateDocument>,
    document: &GeneratedDocument,
) -> Result<(), Refusal> {
    let row = table::ActiveModel {
        id: Set(document.id.0),
        form: Set(document.key.form.code().to_owned()),
        subject_id: Set(permit.subject()),
        part_id: Set(document.key.part),
        year: Set(document.key.year),
        format: Set(document.format.code().to_owned()),
        template_version: Set(document.template_version),
        data_hash: Set(document.data_hash.clone()),
        sha256: Set(document.sha256.clone()),
        size: Set(document.size),
        name: Set(document.name.clone()),
        created_by: Set(document.created_by.0),
        created_at: Set(document.created_at),
    };
    table::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// A document.
pub async fn by_id(db: &impl ConnectionTrait, id: DocumentId) -> Result<Option<GeneratedDocument>, Refusal> {
    table::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// The ids of the papers about any of these records, as part of another statement.
#[must_use]
pub fn ids_about(records: SelectStatement) -> SelectStatement {
    table::Entity::find()
        .select_only()
        .column(table::Column::Id)
        .filter(table::Column::SubjectId.in_subquery(records))
        .into_query()
}

/// The file that was made of the same facts with the same template.
pub async fn of_facts(
    db: &impl ConnectionTrait,
    key: &PaperKey,
    format: DocumentFormat,
    data_hash: &str,
) -> Result<Option<GeneratedDocument>, Refusal> {
    let part = match key.part {
        Some(part) => table::Column::PartId.eq(part),
        None => table::Column::PartId.is_null(),
    };
    let row = table::Entity::find()
        .filter(table::Column::SubjectId.eq(key.subject))
        .filter(table::Column::Form.eq(key.form.code()))
        .filter(part)
        .filter(table::Column::Format.eq(format.code()))
        .filter(table::Column::DataHash.eq(data_hash))
        .order_by_desc(table::Column::Id)
        .one(db)
        .await?;
    row.map(read).transpose()
}

/// The documents about these records, the newest first; at most 500.
pub async fn of_subjects(
    db: &impl ConnectionTrait,
    subjects: &[Uuid],
) -> Result<Vec<GeneratedDocument>, Refusal> {
    let rows = table::Entity::find()
        .filter(Condition::all().add(table::Column::SubjectId.is_in(subjects.iter().copied())))
        .order_by_desc(table::Column::Id)
        .limit(MOST_LISTED)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: table::Model) -> Result<GeneratedDocument, Refusal> {
    let broken = |what: &str| Refusal::Internal(anyhow::anyhow!("generated_document: unknown {what}"));
    Ok(GeneratedDocument {
        id: DocumentId(row.id),
        key: PaperKey {
            form: row.form.parse().map_err(|()| broken("form"))?,
            subject: row.subject_id,
            part: row.part_id,
            year: row.year,
        },
        format: row.format.parse().map_err(|()| broken("format"))?,
        template_version: row.template_version,
        data_hash: row.data_hash,
        sha256: row.sha256,
        size: row.size,
        name: row.name,
        created_by: AccountId(row.created_by),
        created_at: row.created_at,
    })
}
