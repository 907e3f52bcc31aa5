//! Personal tokens for programs that ask GraphQL in a person's name.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, drop, id, index, optional_reference, optional_text, optional_time, reference, refers, text, time,
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
                .table("api_token")
                .col(id())
                .col(reference("account_id"))
                .col(text("name"))
                .col(text("scope"))
                .col(text("secret_hash"))
                .col(text("hint"))
                .col(time("created_at"))
                .col(time("expires_at"))
                .col(optional_time("last_used_at"))
                .col(optional_text("last_used_address"))
                .col(optional_time("revoked_at"))
                .col(optional_reference("revoked_by"))
                .foreign_key(&mut refers("api_token", "account_id", "account"))
                .foreign_key(&mut refers("api_token", "revoked_by", "account"))
                .to_owned(),
            vec![
                unique("api_token", "secret", &["secret_hash"]),
                index("api_token", "account", &["account_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["api_token"]).await
    }
}
