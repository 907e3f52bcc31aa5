//! Table `initiative_author`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "initiative_author")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub initiative_id: Uuid,
    pub position: i32,
    pub account_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub full_name: String,
    pub birth_date: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub workplace: String,
    #[sea_orm(column_type = "Text")]
    pub job_title: String,
    #[sea_orm(column_type = "Text")]
    pub qualification: String,
    pub share: i32,
    pub confirmed_at: Option<OffsetDateTime>,
    pub declined_at: Option<OffsetDateTime>,
    #[sea_orm(column_type = "Text", nullable)]
    pub decline_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
