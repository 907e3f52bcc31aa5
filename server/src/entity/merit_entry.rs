//! Table `merit_entry`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "merit_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub campaign_id: Uuid,
    pub campaign_unit_id: Uuid,
    pub unit_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub item_code: String,
    pub quantity: i32,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    pub recorded_by: Uuid,
    pub recorded_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
