//! What resembles an initiative: past cases from elsewhere, and what people judged of two that resemble each other.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, drop, id, index, optional_date, optional_reference, optional_text, reference, refers, text, time,
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
                .table("past_initiative")
                .col(id())
                .col(text("code"))
                .col(text("title"))
                .col(text("text"))
                .col(text("unit_name"))
                .col(optional_date("submitted_on"))
                .col(time("imported_at"))
                .to_owned(),
            vec![unique("past_initiative", "code", &["code"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("similarity_judgement")
                .col(id())
                .col(reference("initiative_id"))
                .col(optional_reference("other_initiative_id"))
                .col(optional_reference("past_initiative_id"))
                .col(text("judgement"))
                .col(optional_text("note"))
                .col(reference("judged_by"))
                .col(time("judged_at"))
                .foreign_key(&mut refers("similarity_judgement", "initiative_id", "initiative"))
                .foreign_key(&mut refers("similarity_judgement", "other_initiative_id", "initiative"))
                .foreign_key(&mut refers("similarity_judgement", "past_initiative_id", "past_initiative"))
                .foreign_key(&mut refers("similarity_judgement", "judged_by", "account"))
                .to_owned(),
            vec![index("similarity_judgement", "initiative", &["initiative_id"])],
        )
        .await?;
        manager.create_index(index("initiative", "updated", &["updated_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name("initiative_updated_idx").table("initiative").to_owned())
            .await?;
        drop(manager, &["similarity_judgement", "past_initiative"]).await
    }
}
