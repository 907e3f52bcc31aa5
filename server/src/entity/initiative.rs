//! Table `initiative`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "initiative")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    pub drafted_by: Uuid,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub search_text: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub kind: Option<String>,
    pub first_applied_on: Option<Date>,
    pub application_ended_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub content: String,
    pub register_unit_id: Option<Uuid>,
    pub register_year: Option<i32>,
    pub register_number: Option<i32>,
    pub filed_at: Option<OffsetDateTime>,
    pub referred_at: Option<OffsetDateTime>,
    pub due_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub refusal_ground: Option<String>,
    pub created_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
