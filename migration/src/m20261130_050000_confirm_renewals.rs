//! Renewals of passwords: those that wait for a second administrator, and those that were done.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, drop, id, index, optional_reference, optional_text, optional_time, reference, refers, time,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("password_renewal")
                .col(id())
                .col(reference("account_id"))
                .col(optional_reference("asked_by"))
                .col(time("asked_at"))
                .col(optional_text("request"))
                .col(time("until"))
                .col(optional_text("outcome"))
                .col(optional_reference("settled_by"))
                .col(optional_time("settled_at"))
                .foreign_key(&mut refers("password_renewal", "account_id", "account"))
                .foreign_key(&mut refers("password_renewal", "asked_by", "account"))
                .foreign_key(&mut refers("password_renewal", "settled_by", "account"))
                .to_owned(),
            vec![index("password_renewal", "account", &["account_id"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["password_renewal"]).await
    }
}
