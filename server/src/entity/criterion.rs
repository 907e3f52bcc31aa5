//! Table `criterion`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "criterion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub criteria_set_id: Uuid,
    pub group_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub code: String,
    #[sea_orm(column_type = "Text")]
    pub title_vi: String,
    #[sea_orm(column_type = "Text")]
    pub title_en: String,
    pub max_points: i64,
    #[sea_orm(column_type = "Text")]
    pub kinds: String,
    #[sea_orm(column_type = "Text")]
    pub rule_kind: String,
    #[sea_orm(column_type = "Text")]
    pub rule_params: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub zero_policy: Option<String>,
    pub self_scored: bool,
    #[sea_orm(column_type = "Text")]
    pub evidence_vi: String,
    #[sea_orm(column_type = "Text")]
    pub evidence_en: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub labels: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub prefill: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub seed_item: Option<String>,
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
