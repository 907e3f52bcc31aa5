//! Submissions: one score sheet for each unit of a campaign, its lines, evidence and adjustments.
//!
//! A sheet repeats its unit's peer group, place and search text: they are frozen at publication, and lists
//! of sheets are filtered and ordered by them.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, create, drop, flag, id, index, integer, optional_big, optional_date, optional_reference,
    optional_text, optional_time, reference, refers, text, time, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("submission")
                .col(id())
                .col(reference("campaign_id"))
                .col(reference("campaign_unit_id"))
                .col(reference("unit_id"))
                .col(reference("peer_group_id"))
                .col(integer("position"))
                .col(text("search_text"))
                .col(text("state"))
                .col(integer("version"))
                .col(optional_time("first_submitted_at"))
                .col(optional_time("signed_off_at"))
                .col(optional_time("submitted_at"))
                .col(optional_reference("submitted_by"))
                .col(optional_time("opened_at"))
                .col(optional_text("content_hash"))
                .col(optional_text("return_reason"))
                .col(time("updated_at"))
                .foreign_key(&mut refers("submission", "campaign_id", "campaign"))
                .foreign_key(&mut refers("submission", "campaign_unit_id", "campaign_unit"))
                .foreign_key(&mut refers("submission", "unit_id", "unit"))
                .foreign_key(&mut refers("submission", "peer_group_id", "peer_group"))
                .foreign_key(&mut refers("submission", "submitted_by", "account"))
                .to_owned(),
            vec![
                unique("submission", "campaign_unit", &["campaign_unit_id"]),
                index("submission", "campaign_position", &["campaign_id", "position"]),
                index("submission", "campaign_state", &["campaign_id", "state"]),
                index("submission", "unit", &["unit_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("score_line")
                .col(id())
                .col(reference("submission_id"))
                .col(reference("criterion_id"))
                .col(reference("campaign_id"))
                .col(reference("unit_id"))
                .col(integer("version"))
                .col(text("state"))
                .col(optional_text("facts"))
                .col(flag("is_prefilled"))
                .col(optional_big("self_score"))
                .col(optional_text("self_trace"))
                .col(optional_text("self_note"))
                .col(optional_text("explanation"))
                .col(optional_big("r1_score"))
                .col(optional_text("r1_reason"))
                .col(optional_reference("r1_by"))
                .col(optional_time("r1_at"))
                .col(optional_big("r2_score"))
                .col(optional_text("r2_reason"))
                .col(optional_big("final_score"))
                .col(optional_reference("decided_by"))
                .col(optional_time("decided_at"))
                .col(optional_reference("updated_by"))
                .col(time("updated_at"))
                .foreign_key(&mut refers("score_line", "submission_id", "submission"))
                .foreign_key(&mut refers("score_line", "criterion_id", "criterion"))
                .foreign_key(&mut refers("score_line", "campaign_id", "campaign"))
                .foreign_key(&mut refers("score_line", "unit_id", "unit"))
                .foreign_key(&mut refers("score_line", "r1_by", "account"))
                .foreign_key(&mut refers("score_line", "decided_by", "account"))
                .foreign_key(&mut refers("score_line", "updated_by", "account"))
                .to_owned(),
            vec![
                unique("score_line", "submission_criterion", &["submission_id", "criterion_id"]),
                index("score_line", "campaign_criterion", &["campaign_id", "criterion_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("evidence_link")
                .col(id())
                .col(reference("score_line_id"))
                .col(reference("file_id"))
                .col(optional_text("title"))
                .col(optional_text("document_number"))
                .col(optional_date("document_date"))
                .col(optional_text("issuer"))
                .col(optional_text("section"))
                .col(optional_text("page"))
                .col(optional_text("note"))
                .col(reference("created_by"))
                .col(time("created_at"))
                .foreign_key(&mut refers("evidence_link", "score_line_id", "score_line"))
                .foreign_key(&mut refers("evidence_link", "file_id", "stored_file"))
                .foreign_key(&mut refers("evidence_link", "created_by", "account"))
                .to_owned(),
            vec![
                index("evidence_link", "line", &["score_line_id"]),
                index("evidence_link", "file", &["file_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("adjustment")
                .col(id())
                .col(reference("score_line_id"))
                .col(integer("round"))
                .col(optional_big("from_points"))
                .col(big("to_points"))
                .col(optional_text("reason"))
                .col(reference("adjusted_by"))
                .col(time("adjusted_at"))
                .foreign_key(&mut refers("adjustment", "score_line_id", "score_line"))
                .foreign_key(&mut refers("adjustment", "adjusted_by", "account"))
                .to_owned(),
            vec![index("adjustment", "line", &["score_line_id"])],
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["adjustment", "evidence_link", "score_line", "submission"]).await
    }
}
