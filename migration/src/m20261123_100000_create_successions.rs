//! Successions: which unit came out of which; and the reorganisations that make them.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, date, drop, flag, id, index, integer, optional_big, optional_reference, optional_text,
    optional_time, reference, refers, text, time, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("reorganisation")
                .col(id())
                .col(text("title"))
                .col(text("legal_basis"))
                .col(date("effective_date"))
                .col(text("state"))
                .col(integer("version"))
                .col(text("units"))
                .col(text("steps"))
                .col(text("undo"))
                .col(reference("created_by"))
                .col(time("created_at"))
                .col(optional_reference("applied_by"))
                .col(optional_time("applied_at"))
                .col(optional_time("undone_at"))
                .to_owned(),
            vec![index("reorganisation", "effective_date", &["effective_date"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("unit_succession")
                .col(id())
                .col(reference("predecessor_id"))
                .col(optional_reference("successor_id"))
                .col(date("effective_date"))
                .col(text("kind"))
                .col(optional_big("share"))
                .col(flag("is_main"))
                .col(text("legal_basis"))
                .col(optional_text("note"))
                .col(optional_reference("reorganisation_id"))
                .foreign_key(&mut refers("unit_succession", "predecessor_id", "unit"))
                .foreign_key(&mut refers("unit_succession", "successor_id", "unit"))
                .foreign_key(&mut refers("unit_succession", "reorganisation_id", "reorganisation"))
                .to_owned(),
            vec![
                unique("unit_succession", "step", &["predecessor_id", "successor_id", "effective_date"]),
                index("unit_succession", "successor", &["successor_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["unit_succession", "reorganisation"]).await
    }
}
