//! Reads and writes of the appraisal over many lines and sheets at once, and what the ranking reads and
//! seals. The number of statements grows with chunks, not with rows.

use std::collections::{BTreeMap, HashSet};

use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::model::{
    Adjustment, Decided, Dissolution, LineOutcome, LineState, ScoreLine, Submission, SubmissionState,
};
use super::super::policy::{AppraiseLine, ConcludeAppraisal, OpenSubmission};
use super::{lines, sheets};
use crate::access::Permit;
use crate::criteria::FlatFacts;
use crate::entity::{adjustment, score_line, submission};
use crate::shared::error::Refusal;
use crate::shared::id::{
    AccountId, CampaignId, CampaignUnitId, CriterionId, PeerGroupId, ScoreLineId, SubmissionId, UnitId,
};
use crate::shared::json;
use crate::shared::points::Points;

/// Ids or rows in one statement, far below the limit of variables of either database.
const CHUNK: usize = 1000;

/// The lines with these ids.
pub async fn lines_by_ids(db: &impl ConnectionTrait, ids: &[ScoreLineId]) -> Result<Vec<ScoreLine>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = score_line::Entity::find().filter(score_line::Column::Id.is_in(chunk)).all(db).await?;
        for row in rows {
            found.push(lines::line(row)?);
        }
    }
    Ok(found)
}

/// Sheets read for change, always in the same order, so that two transactions never wait for each other.
pub async fn lock_many(tx: &impl ConnectionTrait, ids: &[SubmissionId]) -> Result<Vec<Submission>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    let mut ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    for chunk in ids.chunks(CHUNK) {
        let rows = submission::Entity::find()
            .filter(submission::Column::Id.is_in(chunk.to_vec()))
            .order_by_asc(submission::Column::Id)
            .lock_exclusive()
            .all(tx)
            .await?;
        for row in rows {
            found.push(sheets::submission(row)?);
        }
    }
    Ok(found)
}

/// The sheets of a peer group in one state, read for change.
pub async fn lock_group(
    tx: &impl ConnectionTrait,
    campaign: CampaignId,
    peer_group: PeerGroupId,
    state: SubmissionState,
) -> Result<Vec<Submission>, Refusal> {
    let rows = submission::Entity::find()
        .filter(submission::Column::CampaignId.eq(campaign.0))
        .filter(submission::Column::PeerGroupId.eq(peer_group.0))
        .filter(submission::Column::State.eq(state.code()))
        .order_by_asc(submission::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    rows.into_iter().map(sheets::submission).collect()
}

/// Those of these sheets that have undecided lines.
pub async fn with_undecided(
    db: &impl ConnectionTrait,
    ids: &[SubmissionId],
) -> Result<HashSet<SubmissionId>, Refusal> {
    let mut found = HashSet::new();
    for chunk in ids.chunks(CHUNK) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let open: Vec<Uuid> = score_line::Entity::find()
            .select_only()
            .column(score_line::Column::SubmissionId)
            .distinct()
            .filter(score_line::Column::SubmissionId.is_in(chunk))
            .filter(lines::undecided())
            .into_tuple()
            .all(db)
            .await?;
        found.extend(open.into_iter().map(SubmissionId));
    }
    Ok(found)
}

/// How many lines of each criterion the appraisal has decided in each peer group, of how many in sheets
/// that have left their unit: one statement.
pub async fn decided(
    db: &impl ConnectionTrait,
    campaign: CampaignId,
    hidden: &[UnitId],
) -> Result<Vec<Decided>, Refusal> {
    let rows: Vec<(Uuid, Uuid, String, i64)> = score_line::Entity::find()
        .select_only()
        .column(score_line::Column::CriterionId)
        .column(submission::Column::PeerGroupId)
        .column(score_line::Column::State)
        .column_as(score_line::Column::Id.count(), "lines")
        .join(JoinType::InnerJoin, lines::to_sheet())
        .filter(score_line::Column::CampaignId.eq(campaign.0))
        .filter(score_line::Column::UnitId.is_not_in(hidden.iter().map(|unit| unit.0)))
        .filter(sheets::in_states(&SubmissionState::LEFT_UNIT))
        .group_by(score_line::Column::CriterionId)
        .group_by(submission::Column::PeerGroupId)
        .group_by(score_line::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let mut counts: BTreeMap<(Uuid, Uuid), (i64, i64)> = BTreeMap::new();
    for (criterion, peer_group, state, lines) in rows {
        let state: LineState = json::from_code(&state, "score_line.state")?;
        let (decided, total) = counts.entry((criterion, peer_group)).or_default();
        *total += lines;
        if !LineState::UNDECIDED.contains(&state) {
            *decided += lines;
        }
    }
    let decided = |((criterion, peer_group), (decided, total))| Decided {
        criterion: CriterionId(criterion),
        peer_group: PeerGroupId(peer_group),
        decided,
        total,
    };
    Ok(counts.into_iter().map(decided).collect())
}

/// Accepts the lines of the permits as their units scored them; answers how many were undecided until now.
pub async fn accept_lines(
    tx: &impl ConnectionTrait,
    permits: &[Permit<AppraiseLine>],
    by: AccountId,
    now: OffsetDateTime,
) -> Result<u64, Refusal> {
    let scored = score_line::Column::SelfScore.is_not_null();
    decide_many(tx, permits, LineState::Accepted, scored, by, now).await
}

/// Finds that the lines of the permits do not apply, as their units claim; answers how many were undecided until now.
pub async fn confirm_claims(
    tx: &impl ConnectionTrait,
    permits: &[Permit<AppraiseLine>],
    by: AccountId,
    now: OffsetDateTime,
) -> Result<u64, Refusal> {
    let claimed = score_line::Column::State.eq(LineState::ClaimedNotApplicable.code());
    decide_many(tx, permits, LineState::NotApplicable, claimed, by, now).await
}

/// Decides undecided lines as their units state them. What is claimed not to apply has no self score, so that it gets
/// none in round 1 either.
async fn decide_many(
    tx: &impl ConnectionTrait,
    permits: &[Permit<AppraiseLine>],
    to: LineState,
    only: Expr,
    by: AccountId,
    now: OffsetDateTime,
) -> Result<u64, Refusal> {
    let mut decided = 0;
    for chunk in permits.chunks(CHUNK) {
        let fixed = score_line::ActiveModel {
            state: Set(to.code().to_owned()),
            r1_reason: Set(None),
            r1_by: Set(Some(by.0)),
            r1_at: Set(Some(now)),
            updated_by: Set(Some(by.0)),
            updated_at: Set(now),
            ..Default::default()
        };
        let done = score_line::Entity::update_many()
            .set(fixed)
            .col_expr(score_line::Column::R1Score, Expr::col(score_line::Column::SelfScore))
            .col_expr(score_line::Column::R1Version, Expr::col(score_line::Column::R1Version).add(1))
            .filter(score_line::Column::Id.is_in(subjects(chunk)))
            .filter(only.clone())
            .filter(lines::undecided())
            .exec(tx)
            .await?;
        decided += done.rows_affected;
    }
    Ok(decided)
}

/// Records decisions on the lines of the permits, which stand in the same order.
pub async fn insert_adjustments(
    tx: &impl ConnectionTrait,
    permits: &[Permit<AppraiseLine>],
    adjusted: &[Adjustment],
) -> Result<(), Refusal> {
    let pairs: Vec<_> = permits.iter().zip(adjusted).collect();
    for chunk in pairs.chunks(CHUNK) {
        let rows = chunk.iter().map(|(permit, adjusted)| adjustment::ActiveModel {
            id: Set(adjusted.id.0),
            score_line_id: Set(permit.subject()),
            round: Set(adjusted.round),
            from_points: Set(adjusted.from.map(Points::hundredths)),
            to_points: Set(adjusted.to.hundredths()),
            reason: Set(adjusted.reason.clone()),
            adjusted_by: Set(adjusted.by.0),
            adjusted_at: Set(adjusted.at),
        });
        adjustment::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Opens the submitted sheets of the permits; answers how many were submitted until now.
pub async fn open_sheets(
    tx: &impl ConnectionTrait,
    permits: &[Permit<OpenSubmission>],
    now: OffsetDateTime,
) -> Result<u64, Refusal> {
    let opened = submission::ActiveModel {
        state: Set(SubmissionState::UnderAppraisal.code().to_owned()),
        opened_at: Set(Some(now)),
        updated_at: Set(now),
        ..Default::default()
    };
    move_many(tx, &subjects(permits), SubmissionState::Submitted, &opened).await
}

/// Concludes round 1 of the sheets of the permits; answers how many were under appraisal until now.
pub async fn conclude_sheets(
    tx: &impl ConnectionTrait,
    permits: &[Permit<ConcludeAppraisal>],
    now: OffsetDateTime,
) -> Result<u64, Refusal> {
    let concluded = submission::ActiveModel {
        state: Set(SubmissionState::Appraised1.code().to_owned()),
        updated_at: Set(now),
        ..Default::default()
    };
    move_many(tx, &subjects(permits), SubmissionState::UnderAppraisal, &concluded).await
}

async fn move_many(
    tx: &impl ConnectionTrait,
    ids: &[Uuid],
    from: SubmissionState,
    changes: &submission::ActiveModel,
) -> Result<u64, Refusal> {
    let mut moved = 0;
    for chunk in ids.chunks(CHUNK) {
        let done = submission::Entity::update_many()
            .set(changes.clone())
            .col_expr(submission::Column::Version, Expr::col(submission::Column::Version).add(1))
            .filter(submission::Column::Id.is_in(chunk.to_vec()))
            .filter(submission::Column::State.eq(from.code()))
            .exec(tx)
            .await?;
        moved += done.rows_affected;
    }
    Ok(moved)
}

fn subjects<A>(permits: &[Permit<A>]) -> Vec<Uuid> {
    permits.iter().map(Permit::subject).collect()
}

// ── for the ranking ──

/// All sheets of a campaign, in the order of its units.
pub async fn of_campaign(db: &impl ConnectionTrait, id: CampaignId) -> Result<Vec<Submission>, Refusal> {
    let rows = submission::Entity::find()
        .filter(submission::Column::CampaignId.eq(id.0))
        .order_by_asc(submission::Column::Position)
        .all(db)
        .await?;
    rows.into_iter().map(sheets::submission).collect()
}

/// The units that left a campaign when they ended.
pub async fn exempt_units(
    db: &impl ConnectionTrait,
    ids: &[CampaignId],
) -> Result<HashSet<CampaignUnitId>, Refusal> {
    let ids: Vec<Uuid> = submission::Entity::find()
        .select_only()
        .column(submission::Column::CampaignUnitId)
        .filter(submission::Column::CampaignId.is_in(ids.iter().map(|id| id.0)))
        .filter(submission::Column::Dissolution.eq(Dissolution::Exempt.code()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(CampaignUnitId).collect())
}

/// How many sheets of these campaigns stand in which state: one statement.
pub async fn states_of_campaigns(
    db: &impl ConnectionTrait,
    ids: &[CampaignId],
) -> Result<Vec<(CampaignId, SubmissionState, i64)>, Refusal> {
    let rows: Vec<(Uuid, String, i64)> = submission::Entity::find()
        .select_only()
        .column(submission::Column::CampaignId)
        .column(submission::Column::State)
        .column_as(submission::Column::Id.count(), "sheets")
        .filter(submission::Column::CampaignId.is_in(ids.iter().map(|id| id.0).collect::<Vec<Uuid>>()))
        .group_by(submission::Column::CampaignId)
        .group_by(submission::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(campaign, state, count): (Uuid, String, i64)| {
        Ok((CampaignId(campaign), json::from_code(&state, "submission.state")?, count))
    };
    rows.into_iter().map(read).collect()
}

/// What every line of a campaign, or of one of its peer groups, comes to: one statement.
pub async fn outcomes(
    db: &impl ConnectionTrait,
    campaign: CampaignId,
    peer_group: Option<PeerGroupId>,
) -> Result<Vec<LineOutcome>, Refusal> {
    let mut wanted = Condition::all().add(score_line::Column::CampaignId.eq(campaign.0));
    if let Some(group) = peer_group {
        wanted = wanted.add(submission::Column::PeerGroupId.eq(group.0));
    }
    let rows: Vec<OutcomeRow> = score_line::Entity::find()
        .select_only()
        .column(submission::Column::CampaignUnitId)
        .column_as(submission::Column::State, "sheet_state")
        .column(score_line::Column::SubmissionId)
        .column(score_line::Column::CriterionId)
        .column(score_line::Column::State)
        .column(score_line::Column::Facts)
        .column(score_line::Column::SelfScore)
        .column(score_line::Column::R1Score)
        .join(JoinType::InnerJoin, lines::to_sheet())
        .filter(wanted)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(outcome).collect()
}

type OutcomeRow = (Uuid, String, Uuid, Uuid, String, Option<String>, Option<i64>, Option<i64>);

fn outcome(row: OutcomeRow) -> Result<LineOutcome, Refusal> {
    let (campaign_unit, sheet_state, submission, criterion, state, facts, self_score, r1_score) = row;
    let facts: Option<FlatFacts> =
        facts.map(|text| json::from_text(&text, "score_line.facts")).transpose()?;
    Ok(LineOutcome {
        submission: SubmissionId(submission),
        campaign_unit: CampaignUnitId(campaign_unit),
        sheet_state: json::from_code(&sheet_state, "submission.state")?,
        criterion: CriterionId(criterion),
        state: json::from_code(&state, "score_line.state")?,
        ratio: facts.and_then(|facts| Some((facts.numerator?, facts.denominator?))),
        self_score: self_score.map(Points::from_hundredths),
        r1_score: r1_score.map(Points::from_hundredths),
    })
}

/// Makes the appraised sheets of the permit's campaign and their lines final: two statements. A line's final
/// score is that of round 1, else the unit's own; lines that do not apply stay so.
pub async fn finalise<A>(
    tx: &impl ConnectionTrait,
    permit: &Permit<A>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let appraised = Query::select()
        .column(submission::Column::Id)
        .from(submission::Entity)
        .and_where(submission::Column::CampaignId.eq(permit.subject()))
        .and_where(submission::Column::State.eq(SubmissionState::Appraised1.code()))
        .to_owned();
    let standing =
        Func::coalesce([Expr::col(score_line::Column::R1Score), Expr::col(score_line::Column::SelfScore)]);
    score_line::Entity::update_many()
        .set(score_line::ActiveModel {
            state: Set(LineState::Final.code().to_owned()),
            decided_at: Set(Some(now)),
            updated_at: Set(now),
            ..Default::default()
        })
        .col_expr(score_line::Column::FinalScore, standing.into())
        .col_expr(score_line::Column::DecidedBy, Expr::col(score_line::Column::R1By))
        .col_expr(score_line::Column::R1Version, Expr::col(score_line::Column::R1Version).add(1))
        .filter(score_line::Column::CampaignId.eq(permit.subject()))
        .filter(score_line::Column::State.ne(LineState::NotApplicable.code()))
        .filter(score_line::Column::SubmissionId.in_subquery(appraised))
        .exec(tx)
        .await?;
    submission::Entity::update_many()
        .set(submission::ActiveModel {
            state: Set(SubmissionState::Final.code().to_owned()),
            updated_at: Set(now),
            ..Default::default()
        })
        .col_expr(submission::Column::Version, Expr::col(submission::Column::Version).add(1))
        .filter(submission::Column::CampaignId.eq(permit.subject()))
        .filter(submission::Column::State.eq(SubmissionState::Appraised1.code()))
        .exec(tx)
        .await?;
    Ok(())
}
