//! Table `similarity_judgement`.

use sea_orm::entity::prelude::*;
use time::OffsetDateTime;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "similarity_judgement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub initiative_id: Uuid,
    pub other_initiative_id: Option<Uuid>,
    pub past_initiative_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub judgement: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub judged_by: Uuid,
    pub judged_at: OffsetDateTime,
    pub score: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
