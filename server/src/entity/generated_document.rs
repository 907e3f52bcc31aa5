//! Table `generated_document`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "generated_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub form: String,
    pub subject_id: Uuid,
    pub part_id: Option<Uuid>,
    pub year: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub format: String,
    pub template_version: i32,
    #[sea_orm(column_type = "Text")]
    pub data_hash: String,
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    pub size: i64,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub created_by: Uuid,
    pub created_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
