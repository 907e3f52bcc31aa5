//! Accounts, their role assignments, sessions and the throttle of sign-ins.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, date, drop, flag, id, index, integer, optional_date, optional_reference, optional_text,
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
                .table("account")
                .col(id())
                .col(text("login"))
                .col(text("display_name"))
                .col(text("sort_name"))
                .col(text("search_text"))
                .col(optional_text("email"))
                .col(optional_reference("unit_id"))
                .col(optional_text("password_hash"))
                .col(flag("must_change_password"))
                .col(flag("is_active"))
                .col(flag("is_sample"))
                .col(time("created_at"))
                .col(optional_time("last_sign_in_at"))
                .foreign_key(&mut refers("account", "unit_id", "unit"))
                .to_owned(),
            vec![
                unique("account", "login", &["login"]),
                index("account", "sort_name", &["sort_name", "id"]),
                index("account", "unit", &["unit_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("role_assignment")
                .col(id())
                .col(reference("account_id"))
                .col(text("role"))
                .col(optional_reference("unit_id"))
                .col(date("valid_from"))
                .col(optional_date("valid_to"))
                .col(optional_text("legal_basis"))
                .col(time("created_at"))
                .foreign_key(&mut refers("role_assignment", "account_id", "account"))
                .foreign_key(&mut refers("role_assignment", "unit_id", "unit"))
                .to_owned(),
            vec![
                index("role_assignment", "account", &["account_id"]),
                index("role_assignment", "unit", &["unit_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("session")
                .col(ColumnDef::new("id_hash").text().not_null().primary_key())
                .col(optional_reference("account_id"))
                .col(text("data"))
                .col(optional_text("address"))
                .col(optional_text("user_agent"))
                .col(time("created_at"))
                .col(time("last_seen_at"))
                .col(time("expires_at"))
                .foreign_key(&mut refers("session", "account_id", "account"))
                .to_owned(),
            vec![index("session", "account", &["account_id"]), index("session", "expires", &["expires_at"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("sign_in_throttle")
                .col(ColumnDef::new("subject").text().not_null().primary_key())
                .col(integer("failures"))
                .col(time("window_started_at"))
                .col(optional_time("blocked_until"))
                .to_owned(),
            vec![],
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["sign_in_throttle", "session", "role_assignment", "account"]).await
    }
}
