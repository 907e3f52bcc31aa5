//! What a role assignment is bound to beyond a unit, whose place it takes, and who fills in which line.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, index, optional_reference, reference, refers};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut assignment = reference("assignment_id");
        create(
            manager,
            Table::create()
                .table("role_scope")
                .col(assignment.primary_key())
                .col(optional_reference("campaign_id"))
                .col(optional_reference("peer_group_id"))
                .col(optional_reference("substitutes_id"))
                .foreign_key(&mut refers("role_scope", "assignment_id", "role_assignment"))
                .foreign_key(&mut refers("role_scope", "campaign_id", "campaign"))
                .foreign_key(&mut refers("role_scope", "peer_group_id", "peer_group"))
                .foreign_key(&mut refers("role_scope", "substitutes_id", "role_assignment"))
                .to_owned(),
            vec![index("role_scope", "substitutes", &["substitutes_id"])],
        )
        .await?;
        let mut delegate = optional_reference("delegate_id");
        manager.alter_table(Table::alter().table("score_line").add_column(&mut delegate).to_owned()).await?;
        manager.create_index(index("score_line", "delegate", &["delegate_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name("score_line_delegate_idx").table("score_line").to_owned())
            .await?;
        manager.alter_table(Table::alter().table("score_line").drop_column("delegate_id").to_owned()).await?;
        drop(manager, &["role_scope"]).await
    }
}
