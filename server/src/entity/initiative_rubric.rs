//! Table `initiative_rubric`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "initiative_rubric")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub code: String,
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub content: String,
    pub imported_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
