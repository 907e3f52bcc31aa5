//! Table `sign_in_throttle`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_throttle")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    pub failures: i32,
    pub window_started_at: OffsetDateTime,
    pub blocked_until: Option<OffsetDateTime>,
    #[sea_orm(column_type = "Text", nullable)]
    pub login_hash: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
