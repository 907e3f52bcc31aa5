//! Rows of sheets.

use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::model::{LineState, StateCount, Submission, SubmissionFilter, SubmissionState};
use super::super::policy::{BeginSheet, Groups, MovesSheet, Reach};
use crate::access::Permit;
use crate::campaigns::{self, Campaign, PhaseKind};
use crate::entity::score_line;
use crate::entity::submission as table;
use crate::shared::error::Refusal;
use crate::shared::fold::like_pattern;
use crate::shared::id::{AccountId, CampaignId, CampaignUnitId, PeerGroupId, SubmissionId, UnitId};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};

/// Rows in one statement, far below the limit of variables of either database.
const CHUNK: usize = 1000;

/// Adds new sheets, each with the text its unit is found by.
pub async fn insert_sheets(
    tx: &impl ConnectionTrait,
    sheets: &[(Submission, String)],
) -> Result<(), Refusal> {
    for chunk in sheets.chunks(CHUNK) {
        let rows = chunk.iter().map(|(sheet, search_text)| table::ActiveModel {
            id: Set(sheet.id.0),
            campaign_id: Set(sheet.campaign.0),
            campaign_unit_id: Set(sheet.campaign_unit.0),
            unit_id: Set(sheet.unit.0),
            peer_group_id: Set(sheet.peer_group.0),
            position: Set(sheet.position),
            search_text: Set(search_text.clone()),
            state: Set(sheet.state.code().to_owned()),
            version: Set(sheet.version),
            first_submitted_at: Set(sheet.first_submitted_at),
            signed_off_at: Set(sheet.signed_off_at),
            submitted_at: Set(sheet.submitted_at),
            submitted_by: Set(sheet.submitted_by.map(|account| account.0)),
            opened_at: Set(sheet.opened_at),
            content_hash: Set(sheet.content_hash.clone()),
            return_reason: Set(sheet.return_reason.clone()),
            updated_at: Set(sheet.updated_at),
            dissolution: Set(sheet.dissolution.map(|mark| mark.code().to_owned())),
        });
        table::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The sheets with these ids.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[SubmissionId]) -> Result<Vec<Submission>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = table::Entity::find().filter(table::Column::Id.is_in(chunk)).all(db).await?;
        for row in rows {
            found.push(submission(row)?);
        }
    }
    Ok(found)
}

/// A sheet, read for change: nobody else changes it or its lines until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, id: SubmissionId) -> Result<Option<Submission>, Refusal> {
    let row = table::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    row.map(submission).transpose()
}

/// The sheets of units in these states, in campaigns of any age.
pub async fn of_units(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    states: &[SubmissionState],
) -> Result<Vec<Submission>, Refusal> {
    let rows = table::Entity::find()
        .filter(table::Column::UnitId.is_in(units.iter().map(|unit| unit.0).collect::<Vec<Uuid>>()))
        .filter(in_states(states))
        .order_by_asc(table::Column::Position)
        .all(db)
        .await?;
    rows.into_iter().map(submission).collect()
}

/// The sheets in these states that were opened for these units, whoever works on them now, in campaigns of any age.
pub async fn of_campaign_units(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    states: &[SubmissionState],
) -> Result<Vec<Submission>, Refusal> {
    let mut found = Vec::new();
    for chunk in units.chunks(CHUNK) {
        let rows = table::Entity::find()
            .filter(table::Column::CampaignUnitId.in_subquery(campaigns::ids_frozen_of(chunk)))
            .filter(in_states(states))
            .all(db)
            .await?;
        for row in rows {
            found.push(submission(row)?);
        }
    }
    Ok(found)
}

/// A page of the sheets of a campaign, in the order of its units.
pub async fn page(
    db: &impl ConnectionTrait,
    campaign: &Campaign,
    reach: &Reach,
    filter: &SubmissionFilter,
    now: OffsetDateTime,
    request: &PageRequest,
) -> Result<Page<Submission>, Refusal> {
    let mut wanted = Condition::all()
        .add(table::Column::CampaignId.eq(campaign.id.0))
        .add(within(reach))
        .add(of_unit_like(filter.peer_group, filter.search.as_deref()));
    if let Some(state) = filter.state {
        wanted = wanted.add(table::Column::State.eq(state.code()));
    }
    match filter.overdue {
        Some(true) => wanted = wanted.add(overdue(campaign, now)),
        Some(false) => wanted = wanted.add(overdue(campaign, now).not()),
        None => {}
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(table::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        wanted = wanted.add(after(cursor)?);
    }
    let rows = table::Entity::find()
        .filter(wanted)
        .order_by_asc(table::Column::Position)
        .order_by_asc(table::Column::Id)
        .limit(request.limit())
        .all(db)
        .await?;
    let sheets = rows.into_iter().map(submission).collect::<Result<Vec<_>, _>>()?;
    Ok(request.cut(sheets, total, cursor_of))
}

/// How many sheets of a campaign stand in which state, for each peer group.
pub async fn state_counts(
    db: &impl ConnectionTrait,
    campaign: CampaignId,
    reach: &Reach,
) -> Result<Vec<StateCount>, Refusal> {
    let rows: Vec<(Uuid, String, bool, i64)> = table::Entity::find()
        .select_only()
        .column(table::Column::PeerGroupId)
        .column(table::Column::State)
        .expr_as(table::Column::ReturnReason.is_not_null(), "is_completion")
        .column_as(table::Column::Id.count(), "sheets")
        .filter(table::Column::CampaignId.eq(campaign.0))
        .filter(within(reach))
        .group_by(table::Column::PeerGroupId)
        .group_by(table::Column::State)
        .group_by(table::Column::ReturnReason.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let count = |(peer_group, state, is_completion, count): (Uuid, String, bool, i64)| {
        let state = json::from_code(&state, "submission.state")?;
        Ok(StateCount { peer_group: PeerGroupId(peer_group), state, is_completion, count })
    };
    rows.into_iter().map(count).collect()
}

/// How many sheets under appraisal have every line decided, for each campaign.
pub async fn ready_to_conclude(db: &impl ConnectionTrait) -> Result<Vec<(CampaignId, i64)>, Refusal> {
    let undecided = Query::select()
        .column(score_line::Column::SubmissionId)
        .from(score_line::Entity)
        .and_where(score_line::Column::State.is_in(LineState::UNDECIDED.map(LineState::code)))
        .to_owned();
    let rows: Vec<(Uuid, i64)> = table::Entity::find()
        .select_only()
        .column(table::Column::CampaignId)
        .column_as(table::Column::Id.count(), "sheets")
        .filter(table::Column::State.eq(SubmissionState::UnderAppraisal.code()))
        .filter(table::Column::Id.not_in_subquery(undecided))
        .group_by(table::Column::CampaignId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(campaign, count)| (CampaignId(campaign), count)).collect())
}

/// Moves a sheet on; `false` when it is not as it was read.
pub async fn save_sheet<A: MovesSheet>(
    tx: &impl ConnectionTrait,
    permit: &Permit<A>,
    read_version: i32,
    sheet: &Submission,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let changes = table::ActiveModel {
        state: Set(sheet.state.code().to_owned()),
        version: Set(read_version + 1),
        first_submitted_at: Set(sheet.first_submitted_at),
        signed_off_at: Set(sheet.signed_off_at),
        submitted_at: Set(sheet.submitted_at),
        submitted_by: Set(sheet.submitted_by.map(|account| account.0)),
        opened_at: Set(sheet.opened_at),
        content_hash: Set(sheet.content_hash.clone()),
        return_reason: Set(sheet.return_reason.clone()),
        updated_at: Set(now),
        ..Default::default()
    };
    let done = table::Entity::update_many()
        .set(changes)
        .filter(table::Column::Id.eq(permit.subject()))
        .filter(table::Column::Version.eq(read_version))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Marks a sheet as begun. Its version stays: no person's deed on the sheet is overtaken by it.
pub async fn begin(
    tx: &impl ConnectionTrait,
    permit: &Permit<BeginSheet>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let changes = table::ActiveModel {
        state: Set(SubmissionState::Draft.code().to_owned()),
        updated_at: Set(now),
        ..Default::default()
    };
    table::Entity::update_many()
        .set(changes)
        .filter(table::Column::Id.eq(permit.subject()))
        .filter(table::Column::State.eq(SubmissionState::NotStarted.code()))
        .exec(tx)
        .await?;
    Ok(())
}

// ── conditions, shared with the lines of one criterion ──

/// Sheets that exist for a person.
pub(super) fn within(reach: &Reach) -> Condition {
    let Reach::Part { units, groups, led } = reach else { return Condition::all() };
    let of_groups = match groups {
        Groups::All => Condition::all(),
        Groups::Only(groups) => {
            let groups: Vec<Uuid> = groups.iter().map(|group| group.0).collect();
            Condition::all().add(table::Column::PeerGroupId.is_in(groups))
        }
    };
    let has_left = of_groups.add(in_states(&SubmissionState::LEFT_UNIT));
    let led: Vec<Uuid> = led.iter().map(|group| group.0).collect();
    Condition::any()
        .add(units.on((table::Entity, table::Column::UnitId)))
        .add(has_left)
        .add(table::Column::PeerGroupId.is_in(led))
}

/// Sheets of a peer group whose unit is found by a text.
pub(super) fn of_unit_like(peer_group: Option<PeerGroupId>, search: Option<&str>) -> Condition {
    let mut wanted = Condition::all();
    if let Some(group) = peer_group {
        wanted = wanted.add(table::Column::PeerGroupId.eq(group.0));
    }
    if let Some(search) = search {
        let pattern = LikeExpr::new(like_pattern(search)).escape('\\');
        wanted = wanted.add(Expr::col((table::Entity, table::Column::SearchText)).like(pattern));
    }
    wanted
}

/// Sheets in one of these states.
pub(super) fn in_states(states: &[SubmissionState]) -> Condition {
    let codes: Vec<&str> = states.iter().map(|state| state.code()).collect();
    Condition::all().add(table::Column::State.is_in(codes))
}

/// Sheets after a position in the order of the units.
pub(super) fn after(cursor: &Cursor) -> Result<Condition, Refusal> {
    let bad = || crate::shared::page::not_a_cursor();
    let [position, id] = cursor.keys()?;
    let position: i32 = position.parse().map_err(|_| bad())?;
    let id = Uuid::parse_str(id).map_err(|_| bad())?;
    Ok(Condition::any()
        .add(table::Column::Position.gt(position))
        .add(Condition::all().add(table::Column::Position.eq(position)).add(table::Column::Id.gt(id))))
}

/// The position of a sheet in the order of the units.
pub(super) fn cursor_of(sheet: &Submission) -> Cursor {
    Cursor::of([sheet.position.to_string(), sheet.id.0.to_string()])
}

/// Sheets still with their unit although the deadline has passed; the same as `rules::is_overdue`.
fn overdue(campaign: &Campaign, now: OffsetDateTime) -> Condition {
    let is_over = |kind| campaign.phase(kind).is_some_and(|phase| now > phase.closes_at);
    let mut late = Condition::any();
    if is_over(PhaseKind::SelfScoring) {
        late = late.add(table::Column::ReturnReason.is_null());
    }
    if is_over(PhaseKind::Appraisal1) {
        late = late.add(table::Column::ReturnReason.is_not_null());
    }
    if late.is_empty() {
        late = late.add(Expr::val(false));
    }
    Condition::all().add(late).add(in_states(&SubmissionState::LEFT_UNIT).not())
}

/// Reads a row.
pub(super) fn submission(row: table::Model) -> Result<Submission, Refusal> {
    Ok(Submission {
        id: SubmissionId(row.id),
        campaign: CampaignId(row.campaign_id),
        campaign_unit: CampaignUnitId(row.campaign_unit_id),
        unit: UnitId(row.unit_id),
        peer_group: PeerGroupId(row.peer_group_id),
        position: row.position,
        state: json::from_code(&row.state, "submission.state")?,
        version: row.version,
        first_submitted_at: row.first_submitted_at,
        signed_off_at: row.signed_off_at,
        submitted_at: row.submitted_at,
        submitted_by: row.submitted_by.map(AccountId),
        opened_at: row.opened_at,
        content_hash: row.content_hash,
        return_reason: row.return_reason,
        updated_at: row.updated_at,
        dissolution: row
            .dissolution
            .map(|code| json::from_code(&code, "submission.dissolution"))
            .transpose()?,
    })
}
