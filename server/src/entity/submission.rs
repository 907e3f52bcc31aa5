//! Table `submission`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub campaign_id: Uuid,
    pub campaign_unit_id: Uuid,
    pub unit_id: Uuid,
    pub peer_group_id: Uuid,
    pub position: i32,
    #[sea_orm(column_type = "Text")]
    pub search_text: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub version: i32,
    pub first_submitted_at: Option<OffsetDateTime>,
    pub signed_off_at: Option<OffsetDateTime>,
    pub submitted_at: Option<OffsetDateTime>,
    pub submitted_by: Option<Uuid>,
    pub opened_at: Option<OffsetDateTime>,
    #[sea_orm(column_type = "Text", nullable)]
    pub content_hash: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub return_reason: Option<String>,
    pub updated_at: OffsetDateTime,
    #[sea_orm(column_type = "Text", nullable)]
    pub dissolution: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
