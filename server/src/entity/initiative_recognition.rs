//! Table `initiative_recognition`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "initiative_recognition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub initiative_id: Uuid,
    pub review_id: Uuid,
    pub unit_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub level: String,
    pub decided_by: Uuid,
    pub decided_at: OffsetDateTime,
    #[sea_orm(column_type = "Text", nullable)]
    pub decision_number: Option<String>,
    pub decision_date: Option<Date>,
    pub valid_until: Date,
    pub version: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub certificate_numbers: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
