//! Table `council_member`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "council_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub council_id: Uuid,
    pub ordinal: i32,
    pub account_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub position: String,
}

impl ActiveModelBehavior for ActiveModel {}
