//! Initiatives: requests to recognise them, their authors with shares, and what happened to each.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, drop, id, index, integer, optional_date, optional_integer, optional_reference, optional_text,
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
                .table("initiative")
                .col(id())
                .col(reference("unit_id"))
                .col(reference("drafted_by"))
                .col(text("state"))
                .col(integer("version"))
                .col(text("title"))
                .col(text("search_text"))
                .col(optional_text("kind"))
                .col(optional_date("first_applied_on"))
                .col(optional_date("application_ended_on"))
                .col(text("content"))
                .col(optional_reference("register_unit_id"))
                .col(optional_integer("register_year"))
                .col(optional_integer("register_number"))
                .col(optional_time("filed_at"))
                .col(optional_date("due_on"))
                .col(optional_text("refusal_ground"))
                .col(time("created_at"))
                .col(time("updated_at"))
                .foreign_key(&mut refers("initiative", "unit_id", "unit"))
                .foreign_key(&mut refers("initiative", "drafted_by", "account"))
                .foreign_key(&mut refers("initiative", "register_unit_id", "unit"))
                .to_owned(),
            vec![
                unique("initiative", "register", &["register_unit_id", "register_year", "register_number"]),
                index("initiative", "unit_state", &["unit_id", "state"]),
                index("initiative", "due", &["state", "due_on"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("initiative_register")
                .col(id())
                .col(reference("unit_id"))
                .col(integer("year"))
                .col(integer("last_number"))
                .foreign_key(&mut refers("initiative_register", "unit_id", "unit"))
                .to_owned(),
            vec![unique("initiative_register", "unit_year", &["unit_id", "year"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("initiative_author")
                .col(id())
                .col(reference("initiative_id"))
                .col(integer("position"))
                .col(reference("account_id"))
                .col(text("full_name"))
                .col(optional_date("birth_date"))
                .col(text("workplace"))
                .col(text("job_title"))
                .col(text("qualification"))
                .col(integer("share"))
                .col(optional_time("confirmed_at"))
                .col(optional_time("declined_at"))
                .col(optional_text("decline_reason"))
                .foreign_key(&mut refers("initiative_author", "initiative_id", "initiative"))
                .foreign_key(&mut refers("initiative_author", "account_id", "account"))
                .to_owned(),
            vec![
                unique("initiative_author", "account", &["initiative_id", "account_id"]),
                index("initiative_author", "account", &["account_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("initiative_event")
                .col(id())
                .col(reference("initiative_id"))
                .col(integer("position"))
                .col(text("kind"))
                .col(text("state"))
                .col(reference("by_id"))
                .col(text("role"))
                .col(time("at"))
                .col(optional_text("note"))
                .col(optional_date("due_on"))
                .col(optional_text("refusal_ground"))
                .foreign_key(&mut refers("initiative_event", "initiative_id", "initiative"))
                .foreign_key(&mut refers("initiative_event", "by_id", "account"))
                .to_owned(),
            vec![unique("initiative_event", "position", &["initiative_id", "position"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["initiative_event", "initiative_author", "initiative_register", "initiative"]).await
    }
}
