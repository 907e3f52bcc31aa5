//! Table `ranking_result`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ranking_result")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ranking_id: Uuid,
    pub campaign_unit_id: Uuid,
    pub peer_group_id: Uuid,
    pub unit_id: Uuid,
    pub raw: i64,
    pub applicable_max: i64,
    pub base: i64,
    pub bonus: i64,
    pub penalty: i64,
    pub total: i64,
    #[sea_orm(column_type = "Text")]
    pub grade: String,
    pub rank: i32,
    pub is_tied: bool,
    pub gap_to_next: Option<i64>,
    pub position: i32,
    pub is_provisional: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub knock_out: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub trace: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub ties: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
