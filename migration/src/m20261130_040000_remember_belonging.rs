//! Where people worked before, and how often the appraisal changed a line, apart from how often its unit did.

use sea_orm_migration::prelude::*;

use crate::columns::{create, date, drop, id, index, integer, reference, refers};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("account_past_unit")
                .col(id())
                .col(reference("account_id"))
                .col(reference("unit_id"))
                .col(date("last_day"))
                .foreign_key(&mut refers("account_past_unit", "account_id", "account"))
                .foreign_key(&mut refers("account_past_unit", "unit_id", "unit"))
                .to_owned(),
            vec![index("account_past_unit", "account", &["account_id"])],
        )
        .await?;
        let mut decisions = integer("r1_version");
        decisions.default(0);
        manager.alter_table(Table::alter().table("score_line").add_column(decisions).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("score_line").drop_column("r1_version").to_owned()).await?;
        drop(manager, &["account_past_unit"]).await
    }
}
