//! Table `score_line`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub submission_id: Uuid,
    pub criterion_id: Uuid,
    pub campaign_id: Uuid,
    pub unit_id: Uuid,
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub facts: Option<String>,
    pub is_prefilled: bool,
    pub self_score: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub self_trace: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub self_note: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub explanation: Option<String>,
    pub r1_version: i32,
    pub r1_score: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub r1_reason: Option<String>,
    pub r1_by: Option<Uuid>,
    pub r1_at: Option<OffsetDateTime>,
    pub r2_score: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub r2_reason: Option<String>,
    pub final_score: Option<i64>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<OffsetDateTime>,
    pub updated_by: Option<Uuid>,
    pub delegate_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub imported_facts: Option<String>,
    pub updated_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
