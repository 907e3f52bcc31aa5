//! Table `criteria_set`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "criteria_set")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub code: String,
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub title_vi: String,
    #[sea_orm(column_type = "Text")]
    pub title_en: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub lock_version: i32,
    pub bonus_total_cap: i64,
    #[sea_orm(column_type = "Text")]
    pub classes: String,
    #[sea_orm(column_type = "Text")]
    pub ranking: String,
    pub created_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
