//! Units: the identity of a legal person, and its versions valid in time.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, date, drop, flag, id, index, optional_date, optional_reference, optional_text, path, reference,
    refers, text, time, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, Table::create().table("unit").col(id()).col(time("created_at")).to_owned(), vec![])
            .await?;
        create(
            manager,
            Table::create()
                .table("unit_version")
                .col(id())
                .col(reference("unit_id"))
                .col(text("code"))
                .col(text("kind"))
                .col(text("scoring_kind"))
                .col(optional_text("subtype"))
                .col(text("name_vi"))
                .col(text("name_en"))
                .col(text("search_text"))
                .col(optional_reference("parent_id"))
                .col(path("path", manager))
                .col(date("valid_from"))
                .col(optional_date("valid_to"))
                .col(optional_text("note"))
                .foreign_key(&mut refers("unit_version", "unit_id", "unit"))
                .foreign_key(&mut refers("unit_version", "parent_id", "unit"))
                .to_owned(),
            vec![
                unique("unit_version", "code_from", &["code", "valid_from"]),
                unique("unit_version", "unit_from", &["unit_id", "valid_from"]),
                index("unit_version", "path", &["path"]),
                index("unit_version", "parent", &["parent_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("unit_statistic")
                .col(id())
                .col(reference("unit_id"))
                .col(text("period"))
                .col(text("figures"))
                .col(flag("is_sample"))
                .foreign_key(&mut refers("unit_statistic", "unit_id", "unit"))
                .to_owned(),
            vec![unique("unit_statistic", "unit_period", &["unit_id", "period"])],
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["unit_statistic", "unit_version", "unit"]).await
    }
}
