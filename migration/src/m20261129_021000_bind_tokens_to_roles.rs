//! The role assignments that a personal token was made with: it never has more, and ends with the last of them.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, index, reference, refers};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("api_token_role")
                .col(reference("token_id"))
                .col(reference("assignment_id"))
                .primary_key(Index::create().col("token_id").col("assignment_id"))
                .foreign_key(&mut refers("api_token_role", "token_id", "api_token"))
                .foreign_key(
                    refers("api_token_role", "assignment_id", "role_assignment")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
            vec![index("api_token_role", "assignment", &["assignment_id"])],
        )
        .await?;
        // Tokens of before keep what their person had been given when they were made.
        let held = Query::select()
            .column(("api_token", "id"))
            .column(("role_assignment", "id"))
            .from("api_token")
            .inner_join(
                "role_assignment",
                Expr::col(("role_assignment", "account_id")).equals(("api_token", "account_id")),
            )
            .and_where(Expr::col(("api_token", "revoked_at")).is_null())
            .and_where(
                Expr::col(("role_assignment", "created_at")).lte(Expr::col(("api_token", "created_at"))),
            )
            .to_owned();
        let mut kept = Query::insert();
        kept.into_table("api_token_role").columns(["token_id", "assignment_id"]);
        kept.select_from(held).map_err(|error| DbErr::Custom(error.to_string()))?;
        manager.execute(kept).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["api_token_role"]).await
    }
}
