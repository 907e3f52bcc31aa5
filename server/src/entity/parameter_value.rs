//! Table `parameter_value`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "parameter_value")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub key: String,
    pub position: i32,
    pub value: i32,
    pub valid_from: Date,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    pub is_verified: bool,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub recorded_by: Uuid,
    pub recorded_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
