//! Table `initiative_adoption`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "initiative_adoption")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub initiative_id: Uuid,
    pub unit_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub asked_by: Uuid,
    pub asked_at: OffsetDateTime,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub applied_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    pub answered_by: Option<Uuid>,
    pub answered_at: Option<OffsetDateTime>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
