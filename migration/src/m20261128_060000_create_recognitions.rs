//! Recognitions of initiatives, each with the decision behind it.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, date, drop, id, index, integer, optional_date, optional_text, reference, refers, text, time,
    unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("initiative_recognition")
                .col(id())
                .col(reference("initiative_id"))
                .col(reference("review_id"))
                .col(reference("unit_id"))
                .col(text("level"))
                .col(reference("decided_by"))
                .col(time("decided_at"))
                .col(optional_text("decision_number"))
                .col(optional_date("decision_date"))
                .col(date("valid_until"))
                .col(integer("version"))
                .foreign_key(&mut refers("initiative_recognition", "initiative_id", "initiative"))
                .foreign_key(&mut refers("initiative_recognition", "review_id", "initiative_review"))
                .foreign_key(&mut refers("initiative_recognition", "unit_id", "unit"))
                .foreign_key(&mut refers("initiative_recognition", "decided_by", "account"))
                .to_owned(),
            vec![
                unique("initiative_recognition", "review", &["review_id"]),
                index("initiative_recognition", "initiative", &["initiative_id"]),
                index("initiative_recognition", "unit", &["unit_id", "decided_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["initiative_recognition"]).await
    }
}
