//! Table `adjustment`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "adjustment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub score_line_id: Uuid,
    pub round: i32,
    pub from_points: Option<i64>,
    pub to_points: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub adjusted_by: Uuid,
    pub adjusted_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
