//! Table `initiative_cancellation`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "initiative_cancellation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub recognition_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub ground: String,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub cancelled_by: Uuid,
    pub cancelled_at: OffsetDateTime,
    #[sea_orm(column_type = "Text", nullable)]
    pub decision_number: Option<String>,
    pub decision_date: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
