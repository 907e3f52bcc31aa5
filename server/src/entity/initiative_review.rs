//! Table `initiative_review`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "initiative_review")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub initiative_id: Uuid,
    pub council_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub level: String,
    #[sea_orm(column_type = "Text")]
    pub rubric: String,
    #[sea_orm(column_type = "Text")]
    pub hidden_names: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub version: i32,
    pub sitting_id: Option<Uuid>,
    pub agree: i32,
    pub disagree: i32,
    pub abstain: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub result: Option<String>,
    pub assigned_by: Uuid,
    pub assigned_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
    pub score_by: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
