//! Table `phase_extension`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "phase_extension")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub campaign_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub closed_at: OffsetDateTime,
    pub until: OffsetDateTime,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub extended_by: Uuid,
    pub extended_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
