//! One row that the readiness check rewrites, to learn whether the database keeps writes.

use sea_orm_migration::prelude::*;

use crate::columns::{big, create, drop, integer, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut id = integer("id");
        id.primary_key();
        create(
            manager,
            Table::create().table("write_probe").col(id).col(big("beats")).col(text("padding")).to_owned(),
            Vec::new(),
        )
        .await?;
        let row = Query::insert()
            .into_table("write_probe")
            .columns(["id", "beats", "padding"])
            .values_panic([1.into(), 0_i64.into(), "".into()])
            .to_owned();
        manager.execute(row).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["write_probe"]).await
    }
}
