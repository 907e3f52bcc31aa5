//! Table `review_seat`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_seat")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub review_id: Uuid,
    pub ordinal: i32,
    pub account_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub position: String,
    pub scores: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub exclusion: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub exclusion_reason: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub points: String,
    #[sea_orm(column_type = "Text")]
    pub remark: String,
    pub version: i32,
    pub saved_at: Option<OffsetDateTime>,
    pub signed_at: Option<OffsetDateTime>,
    pub has_voted: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub choice: Option<String>,
    pub deputy_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub deputy_basis: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
