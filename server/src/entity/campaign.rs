//! Table `campaign`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub code: String,
    #[sea_orm(column_type = "Text")]
    pub title_vi: String,
    #[sea_orm(column_type = "Text")]
    pub title_en: String,
    pub owner_unit_id: Uuid,
    pub criteria_set_id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub plan_number: Option<String>,
    pub plan_date: Option<Date>,
    pub period_from: Date,
    pub period_to: Date,
    #[sea_orm(column_type = "Text")]
    pub reference_kind: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub version: i32,
    pub is_sample: bool,
    pub created_at: OffsetDateTime,
    pub published_at: Option<OffsetDateTime>,
    #[sea_orm(column_type = "Text")]
    pub dissolution_policy: String,
}

impl ActiveModelBehavior for ActiveModel {}
