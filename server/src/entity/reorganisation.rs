//! Table `reorganisation`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reorganisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub legal_basis: String,
    pub effective_date: Date,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub units: String,
    #[sea_orm(column_type = "Text")]
    pub steps: String,
    #[sea_orm(column_type = "Text")]
    pub undo: String,
    pub created_by: Uuid,
    pub created_at: OffsetDateTime,
    pub applied_by: Option<Uuid>,
    pub applied_at: Option<OffsetDateTime>,
    pub undone_at: Option<OffsetDateTime>,
}

impl ActiveModelBehavior for ActiveModel {}
