//! Table `appraiser_assignment`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appraiser_assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub campaign_id: Uuid,
    pub account_id: Uuid,
    pub criterion_id: Uuid,
    pub peer_group_id: Option<Uuid>,
    pub created_at: OffsetDateTime,
}

impl ActiveModelBehavior for ActiveModel {}
