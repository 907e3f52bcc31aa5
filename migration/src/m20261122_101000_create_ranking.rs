//! Rankings: one computation for a campaign, and the result of each unit in it.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, create, drop, flag, id, index, integer, optional_big, optional_text, optional_time, reference,
    refers, text, time, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("ranking")
                .col(id())
                .col(reference("campaign_id"))
                .col(text("inputs_hash"))
                .col(time("computed_at"))
                .col(reference("computed_by"))
                .col(integer("unit_count"))
                .col(integer("appraised_count"))
                .col(optional_time("released_at"))
                .col(optional_time("published_at"))
                .foreign_key(&mut refers("ranking", "campaign_id", "campaign"))
                .foreign_key(&mut refers("ranking", "computed_by", "account"))
                .to_owned(),
            vec![unique("ranking", "campaign", &["campaign_id"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("ranking_result")
                .col(id())
                .col(reference("ranking_id"))
                .col(reference("campaign_unit_id"))
                .col(reference("peer_group_id"))
                .col(reference("unit_id"))
                .col(big("raw"))
                .col(big("applicable_max"))
                .col(big("base"))
                .col(big("bonus"))
                .col(big("penalty"))
                .col(big("total"))
                .col(text("grade"))
                .col(integer("rank"))
                .col(flag("is_tied"))
                .col(optional_big("gap_to_next"))
                .col(integer("position"))
                .col(flag("is_provisional"))
                .col(optional_text("knock_out"))
                .col(text("trace"))
                .foreign_key(&mut refers("ranking_result", "ranking_id", "ranking"))
                .foreign_key(&mut refers("ranking_result", "campaign_unit_id", "campaign_unit"))
                .foreign_key(&mut refers("ranking_result", "peer_group_id", "peer_group"))
                .foreign_key(&mut refers("ranking_result", "unit_id", "unit"))
                .to_owned(),
            vec![
                unique("ranking_result", "ranking_unit", &["ranking_id", "campaign_unit_id"]),
                index("ranking_result", "ranking_position", &["ranking_id", "position"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("merit_entry")
                .col(id())
                .col(reference("campaign_id"))
                .col(reference("campaign_unit_id"))
                .col(reference("unit_id"))
                .col(text("item_code"))
                .col(integer("quantity"))
                .col(text("source"))
                .col(reference("recorded_by"))
                .col(time("recorded_at"))
                .foreign_key(&mut refers("merit_entry", "campaign_id", "campaign"))
                .foreign_key(&mut refers("merit_entry", "campaign_unit_id", "campaign_unit"))
                .foreign_key(&mut refers("merit_entry", "unit_id", "unit"))
                .foreign_key(&mut refers("merit_entry", "recorded_by", "account"))
                .to_owned(),
            vec![index("merit_entry", "campaign", &["campaign_id"])],
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["merit_entry", "ranking_result", "ranking"]).await
    }
}
