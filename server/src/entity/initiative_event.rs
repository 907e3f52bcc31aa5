//! Table `initiative_event`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "initiative_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub initiative_id: Uuid,
    pub position: i32,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub by_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub role: String,
    pub at: OffsetDateTime,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub due_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub refusal_ground: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
