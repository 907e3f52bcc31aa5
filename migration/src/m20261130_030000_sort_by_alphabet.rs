//! People stand in lists in the order of the Vietnamese alphabet, and what is searched is folded as searches now are:
//! look-alike letters and signs that nobody sees no longer count.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::QueryResult;
use texts::fold::fold;
use texts::order::person_key;
use uuid::Uuid;

use crate::columns::{index, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Rows read at once.
const BATCH: u64 = 500;

/// Tables with a text that is searched.
const SEARCHED: [&str; 5] = ["account", "campaign_unit", "initiative", "submission", "unit_version"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The former key, `sort_name`, stays for one release.
        let mut key = text("sort_key");
        key.default("");
        manager.alter_table(Table::alter().table("account").add_column(key).to_owned()).await?;
        renew(manager, "account", ("display_name", "sort_key"), person_key).await?;
        manager.create_index(index("account", "sort_key", &["sort_key", "id"])).await?;
        for table in SEARCHED {
            renew(manager, table, ("search_text", "search_text"), fold).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What is searched stays: the former way of folding makes nothing else of it.
        manager.drop_index(Index::drop().name("account_sort_key_idx").table("account").to_owned()).await?;
        manager.alter_table(Table::alter().table("account").drop_column("sort_key").to_owned()).await
    }
}

/// Makes one column of every row anew from another.
async fn renew(
    manager: &SchemaManager<'_>,
    table: &'static str,
    (from, into): (&'static str, &'static str),
    make: impl Fn(&str) -> String,
) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let mut last = Uuid::nil();
    loop {
        let mut batch = Query::select();
        batch.columns(["id", from, into]).from(table).and_where(Expr::col("id").gt(last));
        let rows: Vec<QueryResult> = db.query_all(batch.order_by("id", Order::Asc).limit(BATCH)).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            last = row.try_get("", "id")?;
            let (source, held): (String, String) = (row.try_get("", from)?, row.try_get("", into)?);
            let made = make(&source);
            if made != held {
                let mut update = Query::update();
                update.table(table).and_where(Expr::col("id").eq(last)).values([(into, made.into())]);
                db.execute(&update).await?;
            }
        }
    }
}
