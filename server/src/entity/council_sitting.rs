//! Table `council_sitting`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "council_sitting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub council_id: Uuid,
    pub held_on: Date,
    #[sea_orm(column_type = "Text")]
    pub place: String,
    pub is_secret: bool,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub version: i32,
    pub created_at: OffsetDateTime,
    pub closed_at: Option<OffsetDateTime>,
    pub left_over: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub record: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
