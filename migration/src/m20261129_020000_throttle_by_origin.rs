//! Attempts to sign in are counted by name and origin, under hashes; browsers that signed in before are known.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, index, optional_text, reference, refers, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What was counted so far stood under the names as they were typed, of any length.
        manager.execute(Query::delete().from_table("sign_in_throttle").to_owned()).await?;
        let mut login = optional_text("login_hash");
        manager
            .alter_table(Table::alter().table("sign_in_throttle").add_column(&mut login).to_owned())
            .await?;
        manager.create_index(index("sign_in_throttle", "login", &["login_hash"])).await?;
        manager.create_index(index("sign_in_throttle", "window", &["window_started_at"])).await?;
        create(
            manager,
            Table::create()
                .table("known_browser")
                .col(ColumnDef::new("secret_hash").text().not_null().primary_key())
                .col(reference("account_id"))
                .col(time("first_seen_at"))
                .col(time("last_seen_at"))
                .foreign_key(&mut refers("known_browser", "account_id", "account"))
                .to_owned(),
            vec![
                index("known_browser", "account", &["account_id", "last_seen_at"]),
                index("known_browser", "seen", &["last_seen_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["known_browser"]).await?;
        for name in ["sign_in_throttle_window_idx", "sign_in_throttle_login_idx"] {
            manager.drop_index(Index::drop().name(name).table("sign_in_throttle").to_owned()).await?;
        }
        manager
            .alter_table(Table::alter().table("sign_in_throttle").drop_column("login_hash").to_owned())
            .await?;
        manager.execute(Query::delete().from_table("sign_in_throttle").to_owned()).await
    }
}
