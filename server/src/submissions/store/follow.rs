//! Rows of sheets whose unit ends. The reorganisation holds the permit; what is done here is the campaign's policy.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::model::Submission;
use crate::entity::{score_line, submission as table};
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;

/// What takes a change back.
#[derive(Debug, Serialize, Deserialize)]
pub struct Followed {
    sheet: Uuid,
    unit: Uuid,
    state: String,
    submitted_at: Option<OffsetDateTime>,
    submitted_by: Option<Uuid>,
    dissolution: Option<String>,
    /// The version that the change left.
    version: i32,
}

/// How often the appraisal has decided lines of these units.
pub async fn decisions_on(db: &impl ConnectionTrait, units: &[UnitId]) -> Result<i64, Refusal> {
    let mut decisions = 0;
    for chunk in units.chunks(1000) {
        let counts: Vec<i32> = score_line::Entity::find()
            .select_only()
            .column(score_line::Column::R1Version)
            .filter(score_line::Column::UnitId.is_in(chunk.iter().map(|unit| unit.0)))
            .filter(score_line::Column::R1Version.gt(0))
            .into_tuple()
            .all(db)
            .await?;
        decisions += counts.into_iter().map(i64::from).sum::<i64>();
    }
    Ok(decisions)
}

/// Writes what becomes of a sheet when its unit ends.
pub async fn follow_unit(
    tx: &impl ConnectionTrait,
    before: &Submission,
    after: &Submission,
    now: OffsetDateTime,
) -> Result<Followed, Refusal> {
    let kept = Followed {
        sheet: before.id.0,
        unit: before.unit.0,
        state: before.state.code().to_owned(),
        submitted_at: before.submitted_at,
        submitted_by: before.submitted_by.map(|account| account.0),
        dissolution: before.dissolution.map(|mark| mark.code().to_owned()),
        version: before.version + 1,
    };
    let change = table::ActiveModel {
        unit_id: Set(after.unit.0),
        state: Set(after.state.code().to_owned()),
        submitted_at: Set(after.submitted_at),
        submitted_by: Set(after.submitted_by.map(|account| account.0)),
        dissolution: Set(after.dissolution.map(|mark| mark.code().to_owned())),
        version: Set(kept.version),
        updated_at: Set(now),
        ..Default::default()
    };
    table::Entity::update_many().set(change).filter(table::Column::Id.eq(kept.sheet)).exec(tx).await?;
    hand_over(tx, kept.sheet, after.unit.0).await?;
    Ok(kept)
}

/// Takes such a change back; `false` when somebody has worked on the sheet since.
pub async fn give_back_to_unit(tx: &impl ConnectionTrait, kept: &Followed) -> Result<bool, Refusal> {
    let change = table::ActiveModel {
        unit_id: Set(kept.unit),
        state: Set(kept.state.clone()),
        submitted_at: Set(kept.submitted_at),
        submitted_by: Set(kept.submitted_by),
        dissolution: Set(kept.dissolution.clone()),
        version: Set(kept.version + 1),
        ..Default::default()
    };
    let done = table::Entity::update_many()
        .set(change)
        .filter(table::Column::Id.eq(kept.sheet))
        .filter(table::Column::Version.eq(kept.version))
        .exec(tx)
        .await?;
    hand_over(tx, kept.sheet, kept.unit).await?;
    Ok(done.rows_affected == 1)
}

/// The lines of a sheet belong to the unit that works on it.
async fn hand_over(tx: &impl ConnectionTrait, sheet: Uuid, unit: Uuid) -> Result<(), Refusal> {
    score_line::Entity::update_many()
        .set(score_line::ActiveModel { unit_id: Set(unit), ..Default::default() })
        .filter(score_line::Column::SubmissionId.eq(sheet))
        .exec(tx)
        .await?;
    Ok(())
}
