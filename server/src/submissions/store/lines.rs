//! Rows of lines.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait, JoinType,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

use super::super::model::{
    ColumnFilter, LineState, RoundOne, ScoreLine, Statement, Submission, SubmissionState,
};
use super::super::policy::{AppraiseLine, DelegateLine, EditLine, Reach};
use super::sheets;
use crate::access::Permit;
use crate::entity::score_line as table;
use crate::entity::submission;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CampaignId, CriterionId, PeerGroupId, ScoreLineId, SubmissionId, UnitId};
use crate::shared::json;
use crate::shared::page::{Count, Page, PageRequest};
use crate::shared::points::Points;

/// Rows in one statement, far below the limit of variables of either database.
const CHUNK: usize = 1000;

/// From a line to its sheet.
pub(super) fn to_sheet() -> RelationDef {
    table::Entity::belongs_to(submission::Entity)
        .from(table::Column::SubmissionId)
        .to(submission::Column::Id)
        .into()
}

/// Adds new lines.
pub async fn insert_lines(tx: &impl ConnectionTrait, lines: &[ScoreLine]) -> Result<(), Refusal> {
    for chunk in lines.chunks(CHUNK) {
        let rows = chunk.iter().map(|line| table::ActiveModel {
            id: Set(line.id.0),
            submission_id: Set(line.submission.0),
            criterion_id: Set(line.criterion.0),
            campaign_id: Set(line.campaign.0),
            unit_id: Set(line.unit.0),
            version: Set(line.version),
            r1_version: Set(line.r1_version),
            r1_score: Set(None),
            r1_reason: Set(None),
            r1_by: Set(None),
            r1_at: Set(None),
            r2_score: Set(None),
            r2_reason: Set(None),
            final_score: Set(None),
            decided_by: Set(None),
            decided_at: Set(None),
            updated_by: Set(None),
            delegate_id: Set(None),
            imported_facts: Set(line.imported.as_ref().map(json::to_text)),
            ..changes(line)
        });
        table::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The lines of sheets.
pub async fn lines_of(
    db: &impl ConnectionTrait,
    sheets: &[SubmissionId],
) -> Result<HashMap<SubmissionId, Vec<Arc<ScoreLine>>>, Refusal> {
    let mut found: HashMap<SubmissionId, Vec<Arc<ScoreLine>>> = HashMap::with_capacity(sheets.len());
    for chunk in sheets.chunks(CHUNK) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = table::Entity::find().filter(table::Column::SubmissionId.is_in(chunk)).all(db).await?;
        for row in rows {
            let line = line(row)?;
            found.entry(line.submission).or_default().push(Arc::new(line));
        }
    }
    Ok(found)
}

/// A line.
pub async fn line_by_id(db: &impl ConnectionTrait, id: ScoreLineId) -> Result<Option<ScoreLine>, Refusal> {
    table::Entity::find_by_id(id.0).one(db).await?.map(line).transpose()
}

/// A page of the lines of one criterion in all sheets that have left their unit, in the order of the units.
pub async fn column(
    db: &impl ConnectionTrait,
    campaign: CampaignId,
    criterion: CriterionId,
    reach: &Reach,
    filter: &ColumnFilter,
    hidden: &[UnitId],
    request: &PageRequest,
) -> Result<Page<(ScoreLine, Submission)>, Refusal> {
    let mut wanted = Condition::all()
        .add(table::Column::CampaignId.eq(campaign.0))
        .add(table::Column::CriterionId.eq(criterion.0))
        .add(sheets::in_states(&SubmissionState::LEFT_UNIT))
        .add(sheets::within(reach))
        .add(sheets::of_unit_like(filter.peer_group, filter.search.as_deref()));
    if filter.undecided_only {
        let is_hidden = table::Column::UnitId.is_in(hidden.iter().map(|unit| unit.0));
        wanted = wanted.add(Condition::any().add(undecided()).add(is_hidden));
    }
    let find = || table::Entity::find().join(JoinType::InnerJoin, to_sheet());
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        wanted = wanted.add(sheets::after(cursor)?);
    }
    let rows = find()
        .select_also(submission::Entity)
        .filter(wanted)
        .order_by_asc(submission::Column::Position)
        .order_by_asc(submission::Column::Id)
        .limit(request.limit())
        .all(db)
        .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for (row, sheet) in rows {
        let sheet =
            sheet.ok_or_else(|| Refusal::Internal(anyhow::anyhow!("score_line {} has no sheet", row.id)))?;
        lines.push((line(row)?, sheets::submission(sheet)?));
    }
    Ok(request.cut(lines, total, |(_, sheet)| sheets::cursor_of(sheet)))
}

/// Undecided lines of one criterion in one peer group.
#[derive(Clone, Copy, Debug)]
pub struct Undecided {
    /// Campaign.
    pub campaign: CampaignId,
    /// Criterion.
    pub criterion: CriterionId,
    /// Peer group.
    pub peer_group: PeerGroupId,
    /// How many.
    pub count: i64,
}

/// How many lines of these criteria wait for a decision, leaving out some units.
pub async fn undecided_by_criterion(
    db: &impl ConnectionTrait,
    criteria: &[CriterionId],
    without: &[UnitId],
) -> Result<Vec<Undecided>, Refusal> {
    let in_appraisal = [SubmissionState::Submitted, SubmissionState::UnderAppraisal];
    let rows: Vec<(Uuid, Uuid, Uuid, i64)> = table::Entity::find()
        .select_only()
        .column(table::Column::CampaignId)
        .column(table::Column::CriterionId)
        .column(submission::Column::PeerGroupId)
        .column_as(table::Column::Id.count(), "lines")
        .join(JoinType::InnerJoin, to_sheet())
        .filter(table::Column::CriterionId.is_in(criteria.iter().map(|id| id.0).collect::<Vec<Uuid>>()))
        .filter(table::Column::UnitId.is_not_in(without.iter().map(|id| id.0).collect::<Vec<Uuid>>()))
        .filter(undecided())
        .filter(sheets::in_states(&in_appraisal))
        .group_by(table::Column::CampaignId)
        .group_by(table::Column::CriterionId)
        .group_by(submission::Column::PeerGroupId)
        .into_tuple()
        .all(db)
        .await?;
    let undecided = |(campaign, criterion, peer_group, count)| Undecided {
        campaign: CampaignId(campaign),
        criterion: CriterionId(criterion),
        peer_group: PeerGroupId(peer_group),
        count,
    };
    Ok(rows.into_iter().map(undecided).collect())
}

/// Writes what the unit states; `false` when the line is not as it was read.
pub async fn save_statement(
    tx: &impl ConnectionTrait,
    permit: &Permit<EditLine>,
    line: &ScoreLine,
    by: AccountId,
) -> Result<bool, Refusal> {
    let changes = table::ActiveModel {
        version: Set(line.version + 1),
        r1_score: Set(line.r1_score.map(Points::hundredths)),
        r1_reason: Set(line.r1_reason.clone()),
        r1_by: Set(line.r1_by.map(|account| account.0)),
        r1_at: Set(line.r1_at),
        updated_by: Set(Some(by.0)),
        ..changes(line)
    };
    save(tx, permit.subject(), line.version, changes).await
}

/// Writes what later figures made of a line, whose sheet is locked.
pub async fn save_figures(
    tx: &impl ConnectionTrait,
    read: &ScoreLine,
    next: &ScoreLine,
) -> Result<(), Refusal> {
    let renewed = if next.statement == read.statement {
        table::ActiveModel::default()
    } else {
        table::ActiveModel { version: Set(next.version), ..changes(next) }
    };
    let renewed =
        table::ActiveModel { imported_facts: Set(next.imported.as_ref().map(json::to_text)), ..renewed };
    if save(tx, read.id.0, read.version, renewed).await? { Ok(()) } else { Err(Refusal::Conflict) }
}

/// Writes to whom a line is delegated. What the line states is not touched, so its version stays.
pub async fn save_delegate(
    tx: &impl ConnectionTrait,
    permit: &Permit<DelegateLine>,
    to: Option<AccountId>,
) -> Result<(), Refusal> {
    table::Entity::update_many()
        .set(table::ActiveModel { delegate_id: Set(to.map(|account| account.0)), ..Default::default() })
        .filter(table::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// How many lines that are not filled in yet wait for each of the people to whom they are delegated, by sheet.
pub async fn delegated_to(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
) -> Result<HashMap<SubmissionId, Vec<(AccountId, i64)>>, Refusal> {
    let rows: Vec<(Uuid, Uuid, i64)> = table::Entity::find()
        .select_only()
        .column(table::Column::SubmissionId)
        .column(table::Column::DelegateId)
        .column_as(table::Column::Id.count(), "waiting")
        .filter(table::Column::DelegateId.is_in(accounts.iter().map(|account| account.0)))
        .filter(table::Column::State.eq(LineState::Empty.code()))
        .group_by(table::Column::SubmissionId)
        .group_by(table::Column::DelegateId)
        .into_tuple()
        .all(db)
        .await?;
    let mut found: HashMap<SubmissionId, Vec<(AccountId, i64)>> = HashMap::new();
    for (sheet, delegate, count) in rows {
        found.entry(SubmissionId(sheet)).or_default().push((AccountId(delegate), count));
    }
    Ok(found)
}

/// Writes a decision of round 1; `false` when the line is not as it was read.
pub async fn save_round_one(
    tx: &impl ConnectionTrait,
    permit: &Permit<AppraiseLine>,
    read: &ScoreLine,
    decision: &RoundOne,
) -> Result<bool, Refusal> {
    let changes = table::ActiveModel {
        r1_version: Set(read.r1_version + 1),
        state: Set(decision.state.code().to_owned()),
        r1_score: Set(decision.score.map(Points::hundredths)),
        r1_reason: Set(decision.reason.clone()),
        r1_by: Set(Some(decision.by.0)),
        r1_at: Set(Some(decision.at)),
        updated_by: Set(Some(decision.by.0)),
        updated_at: Set(decision.at),
        ..Default::default()
    };
    let done = table::Entity::update_many()
        .set(changes)
        .filter(table::Column::Id.eq(permit.subject()))
        .filter(table::Column::Version.eq(read.version))
        .filter(table::Column::R1Version.eq(read.r1_version))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

async fn save(
    tx: &impl ConnectionTrait,
    id: Uuid,
    read_version: i32,
    changes: table::ActiveModel,
) -> Result<bool, Refusal> {
    let done = table::Entity::update_many()
        .set(changes)
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::Version.eq(read_version))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Lines that the appraisal has not decided.
pub(super) fn undecided() -> Condition {
    Condition::all().add(table::Column::State.is_in(LineState::UNDECIDED.map(LineState::code)))
}

/// The columns that a statement fills.
fn changes(line: &ScoreLine) -> table::ActiveModel {
    let Statement { facts, is_prefilled, self_score, scored, self_note, explanation } = &line.statement;
    table::ActiveModel {
        state: Set(line.state.code().to_owned()),
        facts: Set(facts.as_ref().map(json::to_text)),
        is_prefilled: Set(*is_prefilled),
        self_score: Set(self_score.map(Points::hundredths)),
        self_trace: Set(scored.as_ref().map(json::to_text)),
        self_note: Set(self_note.clone()),
        explanation: Set(explanation.clone()),
        updated_at: Set(line.updated_at),
        ..Default::default()
    }
}

/// Reads a row.
pub(super) fn line(row: table::Model) -> Result<ScoreLine, Refusal> {
    let statement = Statement {
        facts: row.facts.map(|text| json::from_text(&text, "score_line.facts")).transpose()?,
        is_prefilled: row.is_prefilled,
        self_score: row.self_score.map(Points::from_hundredths),
        scored: row.self_trace.map(|text| json::from_text(&text, "score_line.self_trace")).transpose()?,
        self_note: row.self_note,
        explanation: row.explanation,
    };
    Ok(ScoreLine {
        id: ScoreLineId(row.id),
        submission: SubmissionId(row.submission_id),
        campaign: CampaignId(row.campaign_id),
        unit: UnitId(row.unit_id),
        criterion: CriterionId(row.criterion_id),
        version: row.version,
        r1_version: row.r1_version,
        state: json::from_code(&row.state, "score_line.state")?,
        statement,
        imported: row
            .imported_facts
            .map(|text| json::from_text(&text, "score_line.imported_facts"))
            .transpose()?,
        r1_score: row.r1_score.map(Points::from_hundredths),
        r1_reason: row.r1_reason,
        r1_by: row.r1_by.map(AccountId),
        r1_at: row.r1_at,
        final_score: row.final_score.map(Points::from_hundredths),
        delegate: row.delegate_id.map(AccountId),
        updated_at: row.updated_at,
    })
}
