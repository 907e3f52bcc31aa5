//! The audit trail: one row for every deed, written in the deed's transaction.

use sea_orm_migration::prelude::*;

use crate::columns::{create, drop, id, index, optional_reference, optional_text, refers, text, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("audit_entry")
                .col(id())
                .col(time("at"))
                .col(optional_reference("actor_id"))
                .col(text("actor_name"))
                .col(optional_text("acting_role"))
                .col(optional_reference("unit_id"))
                .col(text("deed"))
                .col(text("subject_kind"))
                .col(optional_reference("subject_id"))
                .col(optional_reference("campaign_id"))
                .col(optional_text("before"))
                .col(optional_text("after"))
                .col(optional_text("reason"))
                .col(optional_text("address"))
                .col(optional_text("request_id"))
                .foreign_key(&mut refers("audit_entry", "actor_id", "account"))
                .foreign_key(&mut refers("audit_entry", "unit_id", "unit"))
                .to_owned(),
            vec![
                index("audit_entry", "subject", &["subject_id", "id"]),
                index("audit_entry", "actor", &["actor_id", "id"]),
                index("audit_entry", "unit", &["unit_id", "id"]),
                index("audit_entry", "campaign", &["campaign_id", "id"]),
            ],
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["audit_entry"]).await
    }
}
