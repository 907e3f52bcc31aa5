//! Criteria sets: versioned trees of groups and criteria, with bonus and penalty items.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, create, drop, flag, id, index, integer, optional_text, reference, refers, text, time, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("criteria_set")
                .col(id())
                .col(text("code"))
                .col(integer("version"))
                .col(text("title_vi"))
                .col(text("title_en"))
                .col(text("state"))
                .col(integer("lock_version"))
                .col(big("bonus_total_cap"))
                .col(text("classes"))
                .col(text("ranking"))
                .col(time("created_at"))
                .to_owned(),
            vec![unique("criteria_set", "code_version", &["code", "version"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("criterion_group")
                .col(id())
                .col(reference("criteria_set_id"))
                .col(text("code"))
                .col(text("title_vi"))
                .col(text("title_en"))
                .col(integer("position"))
                .foreign_key(&mut refers("criterion_group", "criteria_set_id", "criteria_set"))
                .to_owned(),
            vec![unique("criterion_group", "set_code", &["criteria_set_id", "code"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("criterion")
                .col(id())
                .col(reference("criteria_set_id"))
                .col(reference("group_id"))
                .col(text("code"))
                .col(text("title_vi"))
                .col(text("title_en"))
                .col(big("max_points"))
                .col(text("kinds"))
                .col(text("rule_kind"))
                .col(text("rule_params"))
                .col(optional_text("zero_policy"))
                .col(flag("self_scored"))
                .col(text("evidence_vi"))
                .col(text("evidence_en"))
                .col(optional_text("labels"))
                .col(optional_text("prefill"))
                .col(optional_text("seed_item"))
                .col(integer("position"))
                .foreign_key(&mut refers("criterion", "criteria_set_id", "criteria_set"))
                .foreign_key(&mut refers("criterion", "group_id", "criterion_group"))
                .to_owned(),
            vec![
                unique("criterion", "set_code", &["criteria_set_id", "code"]),
                index("criterion", "group", &["group_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("merit_item")
                .col(id())
                .col(reference("criteria_set_id"))
                .col(text("side"))
                .col(text("code"))
                .col(text("title_vi"))
                .col(text("title_en"))
                .col(text("params"))
                .col(integer("position"))
                .foreign_key(&mut refers("merit_item", "criteria_set_id", "criteria_set"))
                .to_owned(),
            vec![unique("merit_item", "set_code", &["criteria_set_id", "code"])],
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["merit_item", "criterion", "criterion_group", "criteria_set"]).await
    }
}
