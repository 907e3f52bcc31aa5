//! Documents that were generated: which paper, of which template and facts (INV-D2), and where its bytes stand.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, create, drop, id, index, integer, optional_integer, optional_reference, reference, refers, text,
    time,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("generated_document")
                .col(id())
                .col(text("form"))
                .col(reference("subject_id"))
                .col(optional_reference("part_id"))
                .col(optional_integer("year"))
                .col(text("format"))
                .col(integer("template_version"))
                .col(text("data_hash"))
                .col(text("sha256"))
                .col(big("size"))
                .col(text("name"))
                .col(reference("created_by"))
                .col(time("created_at"))
                .foreign_key(&mut refers("generated_document", "created_by", "account"))
                .to_owned(),
            vec![index("generated_document", "subject", &["subject_id", "form"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["generated_document"]).await
    }
}
