//! Table `known_browser`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "known_browser")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub secret_hash: String,
    pub account_id: Uuid,
    pub first_seen_at: OffsetDateTime,
    pub last_seen_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
