//! The tree of a day from the index alone: with the days of validity in it, versions of other days are passed over
//! without being read.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("unit_version", "path_time", &["path", "valid_from", "valid_to"])).await?;
        manager.drop_index(Index::drop().name("unit_version_path_idx").table("unit_version").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("unit_version", "path", &["path"])).await?;
        manager
            .drop_index(Index::drop().name("unit_version_path_time_idx").table("unit_version").to_owned())
            .await
    }
}
