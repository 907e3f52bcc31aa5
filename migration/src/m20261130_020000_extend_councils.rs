//! Who votes in a member's place, what is written down of a sitting, by when members score, and the numbers of
//! certificates.

use sea_orm_migration::prelude::*;

use crate::columns::{optional_date, optional_reference, optional_text};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A column that is added to a table.
type Added = (&'static str, fn() -> ColumnDef);

const ADDED: [Added; 5] = [
    ("review_seat", || optional_reference("deputy_id")),
    ("review_seat", || optional_text("deputy_basis")),
    ("council_sitting", || optional_text("record")),
    ("initiative_review", || optional_date("score_by")),
    ("initiative_recognition", || optional_text("certificate_numbers")),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in ADDED {
            manager.alter_table(Table::alter().table(table).add_column(column()).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in ADDED.into_iter().rev() {
            let name = column().get_column_name().to_owned();
            manager.alter_table(Table::alter().table(table).drop_column(name).to_owned()).await?;
        }
        Ok(())
    }
}
