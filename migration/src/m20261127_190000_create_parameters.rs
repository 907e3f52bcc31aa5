//! Parameters of law and local rules with their values through time, and the days of the calendar.

use sea_orm_migration::prelude::*;

use crate::columns::{create, date, drop, flag, id, integer, reference, refers, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("parameter_value")
                .col(id())
                .col(text("key"))
                .col(integer("position"))
                .col(integer("value"))
                .col(date("valid_from"))
                .col(text("source"))
                .col(flag("is_verified"))
                .col(text("reason"))
                .col(reference("recorded_by"))
                .col(time("recorded_at"))
                .foreign_key(&mut refers("parameter_value", "recorded_by", "account"))
                .to_owned(),
            vec![unique("parameter_value", "position", &["key", "position"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("calendar_day")
                .col(id())
                .col(date("date"))
                .col(text("kind"))
                .col(text("name_vi"))
                .col(text("name_en"))
                .col(text("source"))
                .col(reference("recorded_by"))
                .col(time("recorded_at"))
                .foreign_key(&mut refers("calendar_day", "recorded_by", "account"))
                .to_owned(),
            vec![unique("calendar_day", "date", &["date"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["calendar_day", "parameter_value"]).await
    }
}
