//! Files that authors add to their request to recognise an initiative.

use sea_orm_migration::prelude::*;

use crate::columns::{big, create, drop, flag, id, reference, refers, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("initiative_attachment")
                .col(id())
                .col(reference("initiative_id"))
                .col(text("name"))
                .col(text("media_type"))
                .col(big("size"))
                .col(text("sha256"))
                .col(flag("is_confidential"))
                .col(reference("uploaded_by"))
                .col(time("uploaded_at"))
                .foreign_key(&mut refers("initiative_attachment", "initiative_id", "initiative"))
                .foreign_key(&mut refers("initiative_attachment", "uploaded_by", "account"))
                .to_owned(),
            vec![unique("initiative_attachment", "file", &["initiative_id", "sha256"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["initiative_attachment"]).await
    }
}
