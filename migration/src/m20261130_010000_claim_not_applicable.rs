//! That a criterion does not apply to a unit is a claim until the appraisal has decided it; the imported statistics stay
//! beside what the unit states; a result keeps what decided between equal totals.

use sea_orm_migration::prelude::*;

use crate::columns::optional_text;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Sheets whose appraisal is not concluded: what is concluded stays as it was decided.
const OPEN: &str = "submission_id IN (SELECT id FROM submission WHERE state IN \
    ('NOT_STARTED', 'DRAFT', 'AWAITING_SIGNOFF', 'SUBMITTED', 'RETURNED', 'UNDER_APPRAISAL'))";

/// Surveys that units do not score themselves and that do not apply without a result.
const SURVEYS: &str = "criterion_id IN (SELECT id FROM criterion WHERE rule_kind = 'SURVEY' AND NOT self_scored \
    AND (zero_policy IS NULL OR zero_policy = 'NOT_APPLICABLE'))";

/// How a survey without a result came to nothing.
const NO_SURVEY: &str = r#"{"outcome":{"not_applicable":"NO_SURVEY"},"trace":{"steps":[{"step":"no_survey","policy":"NOT_APPLICABLE"},{"step":"not_applicable"}]},"next":null}"#;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lines = Table::alter().table("score_line").add_column(optional_text("imported_facts")).to_owned();
        manager.alter_table(lines).await?;
        let results = Table::alter().table("ranking_result").add_column(optional_text("ties")).to_owned();
        manager.alter_table(results).await?;
        let db = manager.get_connection();
        // What nobody has touched since the sheet was opened is what the statistics said.
        db.execute_unprepared("UPDATE score_line SET imported_facts = facts WHERE is_prefilled").await?;
        db.execute_unprepared(&format!(
            "UPDATE score_line SET state = 'CLAIMED_NOT_APPLICABLE' WHERE state = 'NOT_APPLICABLE' AND {OPEN} \
             AND NOT ({SURVEYS})"
        ))
        .await?;
        db.execute_unprepared(&format!(
            "UPDATE score_line SET state = 'NOT_APPLICABLE', self_trace = '{NO_SURVEY}' WHERE state = 'EMPTY' \
             AND facts IS NULL AND {OPEN} AND {SURVEYS}"
        ))
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(&format!(
            "UPDATE score_line SET state = 'EMPTY', self_trace = NULL WHERE state = 'NOT_APPLICABLE' AND r1_at IS NULL \
             AND self_trace = '{NO_SURVEY}'"
        ))
        .await?;
        db.execute_unprepared(
            "UPDATE score_line SET state = 'NOT_APPLICABLE' WHERE state = 'CLAIMED_NOT_APPLICABLE'",
        )
        .await?;
        manager.alter_table(Table::alter().table("ranking_result").drop_column("ties").to_owned()).await?;
        manager.alter_table(Table::alter().table("score_line").drop_column("imported_facts").to_owned()).await
    }
}
