//! What becomes of score sheets whose unit ends: the campaign's policy, and the mark on the sheet.

use sea_orm_migration::prelude::*;

use crate::columns::{optional_text, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut policy = text("dissolution_policy");
        policy.default("CLOSE_AT_DISSOLUTION");
        manager.alter_table(Table::alter().table("campaign").add_column(policy).to_owned()).await?;
        manager
            .alter_table(
                Table::alter().table("submission").add_column(optional_text("dissolution")).to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("submission").drop_column("dissolution").to_owned()).await?;
        manager
            .alter_table(Table::alter().table("campaign").drop_column("dissolution_policy").to_owned())
            .await
    }
}
