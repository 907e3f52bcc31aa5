//! Files: what is known of a blob; the bytes live in the blob store under their SHA-256.

use sea_orm_migration::prelude::*;

use crate::columns::{big, create, drop, id, reference, refers, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("stored_file")
                .col(id())
                .col(reference("unit_id"))
                .col(text("sha256"))
                .col(text("name"))
                .col(text("media_type"))
                .col(big("size"))
                .col(reference("uploaded_by"))
                .col(time("uploaded_at"))
                .foreign_key(&mut refers("stored_file", "unit_id", "unit"))
                .foreign_key(&mut refers("stored_file", "uploaded_by", "account"))
                .to_owned(),
            vec![unique("stored_file", "unit_sha256", &["unit_id", "sha256"])],
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["stored_file"]).await
    }
}
