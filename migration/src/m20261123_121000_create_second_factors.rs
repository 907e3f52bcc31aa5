//! The second factor of an account, and its recovery codes.

use sea_orm_migration::prelude::*;

use crate::columns::{big, create, drop, id, optional_time, reference, refers, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("second_factor")
                .col(ColumnDef::new("account_id").uuid().not_null().primary_key())
                .col(text("secret"))
                .col(big("last_step"))
                .col(time("created_at"))
                .col(optional_time("confirmed_at"))
                .foreign_key(&mut refers("second_factor", "account_id", "account"))
                .to_owned(),
            vec![],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("recovery_code")
                .col(id())
                .col(reference("account_id"))
                .col(text("code_hash"))
                .col(optional_time("used_at"))
                .foreign_key(&mut refers("recovery_code", "account_id", "account"))
                .to_owned(),
            vec![unique("recovery_code", "hash", &["account_id", "code_hash"])],
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["recovery_code", "second_factor"]).await
    }
}
