//! Table `ranking`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ranking")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub campaign_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub inputs_hash: String,
    pub computed_at: OffsetDateTime,
    pub computed_by: Uuid,
    pub unit_count: i32,
    pub appraised_count: i32,
    pub released_at: Option<OffsetDateTime>,
    pub published_at: Option<OffsetDateTime>,
}

impl ActiveModelBehavior for ActiveModel {}
