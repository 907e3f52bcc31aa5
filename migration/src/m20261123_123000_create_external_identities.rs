//! Accounts as the identity provider knows them, and sign-ins on their way through it.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, id, index, reference, refers, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("external_identity")
                .col(id())
                .col(reference("account_id"))
                .col(text("issuer"))
                .col(text("subject"))
                .col(time("created_at"))
                .foreign_key(&mut refers("external_identity", "account_id", "account"))
                .to_owned(),
            vec![
                unique("external_identity", "subject", &["issuer", "subject"]),
                index("external_identity", "account", &["account_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("sso_attempt")
                .col(ColumnDef::new("browser_hash").text().not_null().primary_key())
                .col(text("state"))
                .col(text("nonce"))
                .col(text("verifier"))
                .col(text("next"))
                .col(time("begun_at"))
                .to_owned(),
            vec![index("sso_attempt", "begun", &["begun_at"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["sso_attempt", "external_identity"]).await
    }
}
