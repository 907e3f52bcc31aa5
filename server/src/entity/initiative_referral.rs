//! Table `initiative_referral`.

use sea_orm::entity::prelude::*;
use time::{Date, OffsetDateTime};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "initiative_referral")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub initiative_id: Uuid,
    pub unit_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub statement: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub prepared_by: Uuid,
    pub prepared_at: OffsetDateTime,
    pub sent_by: Option<Uuid>,
    pub sent_at: Option<OffsetDateTime>,
    #[sea_orm(column_type = "Text", nullable)]
    pub petition_number: Option<String>,
    pub petition_date: Option<Date>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
