//! Table `role_scope`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_scope")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub assignment_id: Uuid,
    pub campaign_id: Option<Uuid>,
    pub peer_group_id: Option<Uuid>,
    pub substitutes_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
