//! Table `password_renewal`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "password_renewal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub asked_by: Option<Uuid>,
    pub asked_at: OffsetDateTime,
    #[sea_orm(column_type = "Text", nullable)]
    pub request: Option<String>,
    pub until: OffsetDateTime,
    #[sea_orm(column_type = "Text", nullable)]
    pub outcome: Option<String>,
    pub settled_by: Option<Uuid>,
    pub settled_at: Option<OffsetDateTime>,
}

impl ActiveModelBehavior for ActiveModel {}
