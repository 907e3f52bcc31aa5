//! Table `unit_succession`.

use sea_orm::entity::prelude::*;
use time::Date;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_succession")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub predecessor_id: Uuid,
    pub successor_id: Option<Uuid>,
    pub effective_date: Date,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub share: Option<i64>,
    pub is_main: bool,
    #[sea_orm(column_type = "Text")]
    pub legal_basis: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub reorganisation_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
