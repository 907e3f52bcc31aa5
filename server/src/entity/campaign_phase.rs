//! Table `campaign_phase`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign_phase")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub campaign_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub opens_at: OffsetDateTime,
    pub closes_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
