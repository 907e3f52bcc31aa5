//! How alike two cases were when somebody judged them, and how many cases a sitting left to the next.

use sea_orm_migration::prelude::*;

use crate::columns::{integer, optional_integer};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let judgement =
            Table::alter().table("similarity_judgement").add_column(optional_integer("score")).to_owned();
        manager.alter_table(judgement).await?;
        let mut left_over = integer("left_over");
        left_over.default(0);
        manager.alter_table(Table::alter().table("council_sitting").add_column(left_over).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("council_sitting").drop_column("left_over").to_owned())
            .await?;
        manager
            .alter_table(Table::alter().table("similarity_judgement").drop_column("score").to_owned())
            .await
    }
}
