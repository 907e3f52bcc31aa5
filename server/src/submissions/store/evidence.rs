//! Rows of evidence and of adjustments: what hangs on a line.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait, FromQueryResult, JoinType,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::model::{Adjustment, Citation, EvidenceLink, SubmissionState};
use super::super::policy::{AppraiseLine, EditLine};
use crate::access::Permit;
use crate::entity::{adjustment, evidence_link as table, score_line, submission};
use crate::shared::error::Refusal;
use crate::shared::id::{
    AccountId, AdjustmentId, CampaignId, CriterionId, EvidenceLinkId, FileId, PeerGroupId, ScoreLineId,
    SubmissionId,
};
use crate::shared::json;
use crate::shared::points::Points;

/// Ids in one statement, far below the limit of variables of either database.
const CHUNK: usize = 1000;

#[derive(FromQueryResult)]
struct LinkOfSheet {
    submission_id: Uuid,
    #[sea_orm(nested)]
    link: table::Model,
}

#[derive(FromQueryResult)]
struct AdjustmentOfSheet {
    submission_id: Uuid,
    #[sea_orm(nested)]
    adjustment: adjustment::Model,
}

fn to_line() -> RelationDef {
    table::Entity::belongs_to(score_line::Entity)
        .from(table::Column::ScoreLineId)
        .to(score_line::Column::Id)
        .into()
}

/// The evidence of all lines of sheets, in the order in which it was attached.
pub async fn evidence_of(
    db: &impl ConnectionTrait,
    sheets: &[SubmissionId],
) -> Result<HashMap<SubmissionId, Vec<EvidenceLink>>, Refusal> {
    let mut found: HashMap<SubmissionId, Vec<EvidenceLink>> = HashMap::new();
    for chunk in sheets.chunks(CHUNK) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = table::Entity::find()
            .column_as(score_line::Column::SubmissionId, "submission_id")
            .join(JoinType::InnerJoin, to_line())
            .filter(score_line::Column::SubmissionId.is_in(chunk))
            .order_by_asc(table::Column::Id)
            .into_model::<LinkOfSheet>()
            .all(db)
            .await?;
        for row in rows {
            found.entry(SubmissionId(row.submission_id)).or_default().push(link(row.link));
        }
    }
    Ok(found)
}

/// A link.
pub async fn link_by_id(
    db: &impl ConnectionTrait,
    id: EvidenceLinkId,
) -> Result<Option<EvidenceLink>, Refusal> {
    Ok(table::Entity::find_by_id(id.0).one(db).await?.map(link))
}

/// How many lines cite each file.
pub async fn link_counts(
    db: &impl ConnectionTrait,
    files: &[FileId],
) -> Result<HashMap<FileId, u64>, Refusal> {
    let mut found = HashMap::new();
    for chunk in files.chunks(CHUNK) {
        let rows: Vec<(Uuid, i64)> = table::Entity::find()
            .select_only()
            .column(table::Column::FileId)
            .column_as(table::Column::Id.count(), "links")
            .filter(table::Column::FileId.is_in(chunk.iter().map(|id| id.0).collect::<Vec<Uuid>>()))
            .group_by(table::Column::FileId)
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|(file, count)| (FileId(file), u64::try_from(count).unwrap_or(0))));
    }
    Ok(found)
}

/// A line that cites a file, as far as the right to read the file depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Citing {
    /// Campaign.
    pub campaign: CampaignId,
    /// Criterion.
    pub criterion: CriterionId,
    /// Peer group of the unit.
    pub peer_group: PeerGroupId,
    /// State of the sheet.
    pub state: SubmissionState,
}

/// The lines that cite a file.
pub async fn lines_citing(db: &impl ConnectionTrait, file: FileId) -> Result<Vec<Citing>, Refusal> {
    let to_sheet: RelationDef = score_line::Entity::belongs_to(submission::Entity)
        .from(score_line::Column::SubmissionId)
        .to(submission::Column::Id)
        .into();
    let rows: Vec<(Uuid, Uuid, Uuid, String)> = table::Entity::find()
        .select_only()
        .column(submission::Column::CampaignId)
        .column(score_line::Column::CriterionId)
        .column(submission::Column::PeerGroupId)
        .column(submission::Column::State)
        .join(JoinType::InnerJoin, to_line())
        .join(JoinType::InnerJoin, to_sheet)
        .filter(table::Column::FileId.eq(file.0))
        .into_tuple()
        .all(db)
        .await?;
    let citing = |(campaign, criterion, peer_group, state): (Uuid, Uuid, Uuid, String)| {
        Ok(Citing {
            campaign: CampaignId(campaign),
            criterion: CriterionId(criterion),
            peer_group: PeerGroupId(peer_group),
            state: json::from_code(&state, "submission.state")?,
        })
    };
    rows.into_iter().map(citing).collect()
}

/// Attaches a file to the line of the permit.
pub async fn insert_link(
    tx: &impl ConnectionTrait,
    permit: &Permit<EditLine>,
    link: &EvidenceLink,
    by: AccountId,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let citation = link.citation.clone();
    let row = table::ActiveModel {
        id: Set(link.id.0),
        score_line_id: Set(permit.subject()),
        file_id: Set(link.file.0),
        title: Set(citation.title),
        document_number: Set(citation.document_number),
        document_date: Set(citation.document_date),
        issuer: Set(citation.issuer),
        section: Set(citation.section),
        page: Set(citation.page),
        note: Set(citation.note),
        created_by: Set(by.0),
        created_at: Set(now),
    };
    table::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes a file off the line of the permit; `false` when it was taken off before.
pub async fn delete_link(
    tx: &impl ConnectionTrait,
    permit: &Permit<EditLine>,
    link: EvidenceLinkId,
) -> Result<bool, Refusal> {
    let done = table::Entity::delete_many()
        .filter(table::Column::Id.eq(link.0))
        .filter(table::Column::ScoreLineId.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The adjustments of all lines of sheets, oldest first.
pub async fn adjustments_of(
    db: &impl ConnectionTrait,
    sheets: &[SubmissionId],
) -> Result<HashMap<SubmissionId, Vec<Adjustment>>, Refusal> {
    let to_line: RelationDef = adjustment::Entity::belongs_to(score_line::Entity)
        .from(adjustment::Column::ScoreLineId)
        .to(score_line::Column::Id)
        .into();
    let mut found: HashMap<SubmissionId, Vec<Adjustment>> = HashMap::new();
    for chunk in sheets.chunks(CHUNK) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = adjustment::Entity::find()
            .column_as(score_line::Column::SubmissionId, "submission_id")
            .join(JoinType::InnerJoin, to_line.clone())
            .filter(score_line::Column::SubmissionId.is_in(chunk))
            .order_by_asc(adjustment::Column::Id)
            .into_model::<AdjustmentOfSheet>()
            .all(db)
            .await?;
        for row in rows {
            found.entry(SubmissionId(row.submission_id)).or_default().push(read_adjustment(row.adjustment));
        }
    }
    Ok(found)
}

/// Records a decision on the line of the permit.
pub async fn insert_adjustment(
    tx: &impl ConnectionTrait,
    permit: &Permit<AppraiseLine>,
    adjusted: &Adjustment,
) -> Result<(), Refusal> {
    let row = adjustment::ActiveModel {
        id: Set(adjusted.id.0),
        score_line_id: Set(permit.subject()),
        round: Set(adjusted.round),
        from_points: Set(adjusted.from.map(Points::hundredths)),
        to_points: Set(adjusted.to.hundredths()),
        reason: Set(adjusted.reason.clone()),
        adjusted_by: Set(adjusted.by.0),
        adjusted_at: Set(adjusted.at),
    };
    adjustment::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

fn link(row: table::Model) -> EvidenceLink {
    EvidenceLink {
        id: EvidenceLinkId(row.id),
        line: ScoreLineId(row.score_line_id),
        file: FileId(row.file_id),
        citation: Citation {
            title: row.title,
            document_number: row.document_number,
            document_date: row.document_date,
            issuer: row.issuer,
            section: row.section,
            page: row.page,
            note: row.note,
        },
    }
}

fn read_adjustment(row: adjustment::Model) -> Adjustment {
    Adjustment {
        id: AdjustmentId(row.id),
        line: ScoreLineId(row.score_line_id),
        round: row.round,
        from: row.from_points.map(Points::from_hundredths),
        to: Points::from_hundredths(row.to_points),
        reason: row.reason,
        by: AccountId(row.adjusted_by),
        at: row.adjusted_at,
    }
}
