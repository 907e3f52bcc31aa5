//! Campaigns: calendar, peer groups, frozen units and who appraises what.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, date, drop, flag, id, index, integer, optional_date, optional_reference, optional_text,
    optional_time, path, reference, refers, text, time, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("campaign")
                .col(id())
                .col(text("code"))
                .col(text("title_vi"))
                .col(text("title_en"))
                .col(reference("owner_unit_id"))
                .col(reference("criteria_set_id"))
                .col(optional_text("plan_number"))
                .col(optional_date("plan_date"))
                .col(date("period_from"))
                .col(date("period_to"))
                .col(text("reference_kind"))
                .col(text("state"))
                .col(integer("version"))
                .col(flag("is_sample"))
                .col(time("created_at"))
                .col(optional_time("published_at"))
                .foreign_key(&mut refers("campaign", "owner_unit_id", "unit"))
                .foreign_key(&mut refers("campaign", "criteria_set_id", "criteria_set"))
                .to_owned(),
            vec![unique("campaign", "code", &["code"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("campaign_phase")
                .col(id())
                .col(reference("campaign_id"))
                .col(text("kind"))
                .col(time("opens_at"))
                .col(time("closes_at"))
                .foreign_key(&mut refers("campaign_phase", "campaign_id", "campaign"))
                .to_owned(),
            vec![unique("campaign_phase", "campaign_kind", &["campaign_id", "kind"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("phase_extension")
                .col(id())
                .col(reference("campaign_id"))
                .col(text("kind"))
                .col(time("closed_at"))
                .col(time("until"))
                .col(text("reason"))
                .col(reference("extended_by"))
                .col(time("extended_at"))
                .foreign_key(&mut refers("phase_extension", "campaign_id", "campaign"))
                .foreign_key(&mut refers("phase_extension", "extended_by", "account"))
                .to_owned(),
            vec![index("phase_extension", "campaign", &["campaign_id"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("peer_group")
                .col(id())
                .col(reference("campaign_id"))
                .col(text("code"))
                .col(text("name_vi"))
                .col(text("name_en"))
                .col(text("scoring_kinds"))
                .col(integer("position"))
                .foreign_key(&mut refers("peer_group", "campaign_id", "campaign"))
                .to_owned(),
            vec![unique("peer_group", "campaign_code", &["campaign_id", "code"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("campaign_unit")
                .col(id())
                .col(reference("campaign_id"))
                .col(reference("unit_id"))
                .col(reference("peer_group_id"))
                .col(text("code"))
                .col(text("kind"))
                .col(text("scoring_kind"))
                .col(text("name_vi"))
                .col(text("name_en"))
                .col(optional_text("parent_name_vi"))
                .col(path("path", manager))
                .col(text("search_text"))
                .col(integer("position"))
                .foreign_key(&mut refers("campaign_unit", "campaign_id", "campaign"))
                .foreign_key(&mut refers("campaign_unit", "unit_id", "unit"))
                .foreign_key(&mut refers("campaign_unit", "peer_group_id", "peer_group"))
                .to_owned(),
            vec![
                unique("campaign_unit", "campaign_unit", &["campaign_id", "unit_id"]),
                index("campaign_unit", "campaign_position", &["campaign_id", "position"]),
                index("campaign_unit", "unit", &["unit_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("appraiser_assignment")
                .col(id())
                .col(reference("campaign_id"))
                .col(reference("account_id"))
                .col(reference("criterion_id"))
                .col(optional_reference("peer_group_id"))
                .col(time("created_at"))
                .foreign_key(&mut refers("appraiser_assignment", "campaign_id", "campaign"))
                .foreign_key(&mut refers("appraiser_assignment", "account_id", "account"))
                // A criterion that is removed from a draft set takes its appraisers along.
                .foreign_key(
                    refers("appraiser_assignment", "criterion_id", "criterion")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .foreign_key(&mut refers("appraiser_assignment", "peer_group_id", "peer_group"))
                .to_owned(),
            vec![
                index("appraiser_assignment", "campaign", &["campaign_id"]),
                index("appraiser_assignment", "account", &["account_id"]),
            ],
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(
            manager,
            &[
                "appraiser_assignment",
                "campaign_unit",
                "peer_group",
                "phase_extension",
                "campaign_phase",
                "campaign",
            ],
        )
        .await
    }
}
