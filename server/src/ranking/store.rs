//! Rows of rankings, results and merits. One computation of a campaign replaces the one before.

use std::collections::HashSet;

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::{Computed, MeritEntry, PublicPlace, Ranking, TieBreak, UnitResult};
use super::policy::{ComputeRanking, PublishResult, RecordMerit, ReleaseResult};
use crate::access::{Permit, Scope};
use crate::entity::{merit_entry, ranking, ranking_result as result};
use crate::shared::error::Refusal;
use crate::shared::id::{
    AccountId, CampaignId, CampaignUnitId, MeritEntryId, PeerGroupId, RankingId, RankingResultId, UnitId,
};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};
use crate::shared::points::Points;

/// Rows in one insert, far below the number of values that one statement may bind.
const ROWS_PER_INSERT: usize = 500;

/// The rankings of these campaigns.
pub async fn of_campaigns(db: &impl ConnectionTrait, ids: &[CampaignId]) -> Result<Vec<Ranking>, Refusal> {
    let rows = ranking::Entity::find()
        .filter(ranking::Column::CampaignId.is_in(ids.iter().map(|id| id.0).collect::<Vec<Uuid>>()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read_ranking).collect())
}

/// The ranking of a campaign, if one was computed.
pub async fn of_campaign(db: &impl ConnectionTrait, id: CampaignId) -> Result<Option<Ranking>, Refusal> {
    Ok(of_campaigns(db, &[id]).await?.pop())
}

/// The published rankings, the newest first.
pub async fn published(db: &impl ConnectionTrait, most: u64) -> Result<Vec<Ranking>, Refusal> {
    let rows = ranking::Entity::find()
        .filter(ranking::Column::PublishedAt.is_not_null())
        .order_by_desc(ranking::Column::PublishedAt)
        .order_by_desc(ranking::Column::Id)
        .limit(most)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read_ranking).collect())
}

/// Replaces the results of the campaign of the permit by a new computation.
pub async fn save(
    tx: &impl ConnectionTrait,
    permit: &Permit<ComputeRanking>,
    ranking: &Ranking,
    results: &[Computed],
) -> Result<(), Refusal> {
    result::Entity::delete_many().filter(result::Column::RankingId.eq(ranking.id.0)).exec(tx).await?;
    ranking::Entity::delete_many().filter(ranking::Column::CampaignId.eq(permit.subject())).exec(tx).await?;
    let row = ranking::ActiveModel {
        id: Set(ranking.id.0),
        campaign_id: Set(permit.subject()),
        inputs_hash: Set(ranking.inputs_hash.clone()),
        computed_at: Set(ranking.computed_at),
        computed_by: Set(ranking.computed_by.0),
        unit_count: Set(ranking.unit_count),
        appraised_count: Set(ranking.appraised_count),
        released_at: Set(ranking.released_at),
        published_at: Set(ranking.published_at),
    };
    ranking::Entity::insert(row).exec_without_returning(tx).await?;
    for chunk in results.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().map(|computed| result_row(ranking.id, computed));
        result::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn result_row(ranking: RankingId, computed: &Computed) -> result::ActiveModel {
    let Computed { unit, unit_id, peer_group, tally, placing, ties, is_provisional, position } = computed;
    result::ActiveModel {
        id: Set(RankingResultId::fresh().0),
        ranking_id: Set(ranking.0),
        campaign_unit_id: Set(unit.0),
        peer_group_id: Set(peer_group.0),
        unit_id: Set(unit_id.0),
        raw: Set(tally.raw.hundredths()),
        applicable_max: Set(tally.applicable_max.hundredths()),
        base: Set(tally.base.hundredths()),
        bonus: Set(tally.bonus.hundredths()),
        penalty: Set(tally.penalty.hundredths()),
        total: Set(tally.total.hundredths()),
        grade: Set(tally.grade.code().to_owned()),
        rank: Set(i32::try_from(placing.rank).unwrap_or(i32::MAX)),
        is_tied: Set(placing.is_tied),
        gap_to_next: Set(placing.gap_to_next.map(Points::hundredths)),
        is_provisional: Set(*is_provisional),
        knock_out: Set((!tally.knock_outs.is_empty()).then(|| json::to_text(&tally.knock_outs))),
        ties: Set((!ties.is_empty()).then(|| json::to_text(ties))),
        trace: Set(json::to_text(&tally.trace)),
        position: Set(*position),
    }
}

/// Marks the ranking of the permit's campaign as released.
pub async fn release(
    tx: &impl ConnectionTrait,
    permit: &Permit<ReleaseResult>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let released = ranking::ActiveModel { released_at: Set(Some(now)), ..Default::default() };
    ranking::Entity::update_many()
        .set(released)
        .filter(ranking::Column::CampaignId.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Marks the ranking of the permit's campaign as published.
pub async fn publish(
    tx: &impl ConnectionTrait,
    permit: &Permit<PublishResult>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let published = ranking::ActiveModel { published_at: Set(Some(now)), ..Default::default() };
    ranking::Entity::update_many()
        .set(published)
        .filter(ranking::Column::CampaignId.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// A page of results, by peer group and rank.
pub async fn results_page(
    db: &impl ConnectionTrait,
    ranking: RankingId,
    peer_group: Option<PeerGroupId>,
    request: &PageRequest,
) -> Result<Page<UnitResult>, Refusal> {
    let mut wanted = Condition::all().add(result::Column::RankingId.eq(ranking.0));
    if let Some(group) = peer_group {
        wanted = wanted.add(result::Column::PeerGroupId.eq(group.0));
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(result::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [position] = cursor.keys()?;
        let position: i32 = position.parse().map_err(|_| bad_cursor())?;
        wanted = wanted.add(result::Column::Position.gt(position));
    }
    let rows = result::Entity::find()
        .filter(wanted)
        .order_by_asc(result::Column::Position)
        .limit(request.limit())
        .all(db)
        .await?;
    let results = rows.into_iter().map(read_result).collect::<Result<Vec<_>, _>>()?;
    Ok(request.cut(results, total, |result| Cursor::of([result.position.to_string()])))
}

/// Ranking, unit and peer group; rank, total, class, and what decided between equal totals.
type PlaceRow = (Uuid, Uuid, Uuid, i32, i64, String, Option<String>);

/// What everybody may read of these rankings, by peer group and rank.
pub async fn public_places(
    db: &impl ConnectionTrait,
    rankings: &[RankingId],
) -> Result<Vec<PublicPlace>, Refusal> {
    let rows: Vec<PlaceRow> = result::Entity::find()
        .select_only()
        .column(result::Column::RankingId)
        .column(result::Column::CampaignUnitId)
        .column(result::Column::PeerGroupId)
        .column(result::Column::Rank)
        .column(result::Column::Total)
        .column(result::Column::Grade)
        .column(result::Column::Ties)
        .filter(result::Column::RankingId.is_in(rankings.iter().map(|id| id.0).collect::<Vec<Uuid>>()))
        .order_by_asc(result::Column::Position)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(ranking, unit, peer_group, rank, total, grade, ties)| {
            Ok(PublicPlace {
                ranking: RankingId(ranking),
                unit: CampaignUnitId(unit),
                peer_group: PeerGroupId(peer_group),
                rank,
                total: Points::from_hundredths(total),
                grade: json::from_code(&grade, "ranking_result.grade")?,
                ties: read_ties(ties)?,
            })
        })
        .collect()
}

/// The units of a peer group in the order of their ranks.
pub async fn units_by_rank(
    db: &impl ConnectionTrait,
    ranking: RankingId,
    peer_group: PeerGroupId,
) -> Result<Vec<CampaignUnitId>, Refusal> {
    let ids: Vec<Uuid> = result::Entity::find()
        .select_only()
        .column(result::Column::CampaignUnitId)
        .filter(result::Column::RankingId.eq(ranking.0))
        .filter(result::Column::PeerGroupId.eq(peer_group.0))
        .order_by_asc(result::Column::Position)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(CampaignUnitId).collect())
}

/// The units that these rankings place.
pub async fn placed_units(
    db: &impl ConnectionTrait,
    rankings: &[RankingId],
) -> Result<HashSet<CampaignUnitId>, Refusal> {
    let ids: Vec<Uuid> = result::Entity::find()
        .select_only()
        .column(result::Column::CampaignUnitId)
        .filter(result::Column::RankingId.is_in(rankings.iter().map(|id| id.0).collect::<Vec<Uuid>>()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(CampaignUnitId).collect())
}

/// The result of a unit in a ranking, if the ranking places it.
pub async fn result_of_unit(
    db: &impl ConnectionTrait,
    ranking: RankingId,
    unit: UnitId,
) -> Result<Option<UnitResult>, Refusal> {
    let row = result::Entity::find()
        .filter(result::Column::RankingId.eq(ranking.0))
        .filter(result::Column::UnitId.eq(unit.0))
        .one(db)
        .await?;
    row.map(read_result).transpose()
}

/// The totals of all units in a ranking.
pub async fn totals(db: &impl ConnectionTrait, ranking: RankingId) -> Result<Vec<(UnitId, Points)>, Refusal> {
    let rows: Vec<(Uuid, i64)> = result::Entity::find()
        .select_only()
        .column(result::Column::UnitId)
        .column(result::Column::Total)
        .filter(result::Column::RankingId.eq(ranking.0))
        .order_by_asc(result::Column::Position)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(unit, total)| (UnitId(unit), Points::from_hundredths(total))).collect())
}

/// The results of these units in all rankings.
pub async fn results_of_units(
    db: &impl ConnectionTrait,
    units: &[UnitId],
) -> Result<Vec<(RankingId, UnitId, UnitResult)>, Refusal> {
    let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    let rows = result::Entity::find()
        .filter(result::Column::UnitId.is_in(ids))
        .order_by_asc(result::Column::RankingId)
        .order_by_asc(result::Column::Position)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| Ok((RankingId(row.ranking_id), UnitId(row.unit_id), read_result(row)?)))
        .collect()
}

/// The rankings with these ids.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[RankingId]) -> Result<Vec<Ranking>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = ranking::Entity::find().filter(ranking::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(read_ranking).collect())
}

/// All merits of a campaign, oldest first.
pub async fn merits_of(db: &impl ConnectionTrait, id: CampaignId) -> Result<Vec<MeritEntry>, Refusal> {
    let rows = merit_entry::Entity::find()
        .filter(merit_entry::Column::CampaignId.eq(id.0))
        .order_by_asc(merit_entry::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read_merit).collect())
}

/// A page of the merits of the units in a scope, newest first.
pub async fn merits_page(
    db: &impl ConnectionTrait,
    campaign: CampaignId,
    scope: &Scope,
    unit: Option<UnitId>,
    request: &PageRequest,
) -> Result<Page<MeritEntry>, Refusal> {
    let mut wanted = Condition::all()
        .add(merit_entry::Column::CampaignId.eq(campaign.0))
        .add(scope.on(merit_entry::Column::UnitId));
    if let Some(unit) = unit {
        wanted = wanted.add(merit_entry::Column::UnitId.eq(unit.0));
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(merit_entry::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [id] = cursor.keys()?;
        wanted = wanted.add(merit_entry::Column::Id.lt(Uuid::parse_str(id).map_err(|_| bad_cursor())?));
    }
    let rows = merit_entry::Entity::find()
        .filter(wanted)
        .order_by_desc(merit_entry::Column::Id)
        .limit(request.limit())
        .all(db)
        .await?;
    let merits = rows.into_iter().map(read_merit).collect();
    Ok(request.cut(merits, total, |merit: &MeritEntry| Cursor::of([merit.id.0.to_string()])))
}

/// A merit.
pub async fn merit(db: &impl ConnectionTrait, id: MeritEntryId) -> Result<Option<MeritEntry>, Refusal> {
    Ok(merit_entry::Entity::find_by_id(id.0).one(db).await?.map(read_merit))
}

/// Records a merit in the campaign of the permit.
pub async fn insert_merit(
    tx: &impl ConnectionTrait,
    permit: &Permit<RecordMerit>,
    merit: &MeritEntry,
) -> Result<(), Refusal> {
    let row = merit_entry::ActiveModel {
        id: Set(merit.id.0),
        campaign_id: Set(permit.subject()),
        campaign_unit_id: Set(merit.unit.0),
        unit_id: Set(merit.unit_id.0),
        item_code: Set(merit.item_code.clone()),
        quantity: Set(merit.quantity),
        source: Set(merit.source.clone()),
        recorded_by: Set(merit.recorded_by.0),
        recorded_at: Set(merit.recorded_at),
    };
    merit_entry::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Removes a merit from the campaign of the permit.
pub async fn delete_merit(
    tx: &impl ConnectionTrait,
    permit: &Permit<RecordMerit>,
    merit: MeritEntryId,
) -> Result<(), Refusal> {
    merit_entry::Entity::delete_many()
        .filter(merit_entry::Column::Id.eq(merit.0))
        .filter(merit_entry::Column::CampaignId.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

fn bad_cursor() -> Refusal {
    crate::shared::page::not_a_cursor()
}

fn read_ranking(row: ranking::Model) -> Ranking {
    Ranking {
        id: RankingId(row.id),
        campaign: CampaignId(row.campaign_id),
        inputs_hash: row.inputs_hash,
        computed_at: row.computed_at,
        computed_by: AccountId(row.computed_by),
        unit_count: row.unit_count,
        appraised_count: row.appraised_count,
        released_at: row.released_at,
        published_at: row.published_at,
    }
}

fn read_result(row: result::Model) -> Result<UnitResult, Refusal> {
    let knock_outs =
        row.knock_out.map(|text| json::from_text(&text, "ranking_result.knock_out")).transpose()?;
    Ok(UnitResult {
        id: RankingResultId(row.id),
        unit: CampaignUnitId(row.campaign_unit_id),
        peer_group: PeerGroupId(row.peer_group_id),
        raw: Points::from_hundredths(row.raw),
        applicable_max: Points::from_hundredths(row.applicable_max),
        base: Points::from_hundredths(row.base),
        bonus: Points::from_hundredths(row.bonus),
        penalty: Points::from_hundredths(row.penalty),
        total: Points::from_hundredths(row.total),
        grade: json::from_code(&row.grade, "ranking_result.grade")?,
        rank: row.rank,
        is_tied: row.is_tied,
        gap_to_next: row.gap_to_next.map(Points::from_hundredths),
        is_provisional: row.is_provisional,
        knock_outs: knock_outs.unwrap_or_default(),
        trace: json::from_text(&row.trace, "ranking_result.trace")?,
        ties: read_ties(row.ties)?,
        position: row.position,
    })
}

fn read_ties(text: Option<String>) -> Result<Vec<TieBreak>, Refusal> {
    let ties = text.map(|text| json::from_text(&text, "ranking_result.ties")).transpose()?;
    Ok(ties.unwrap_or_default())
}

fn read_merit(row: merit_entry::Model) -> MeritEntry {
    MeritEntry {
        id: MeritEntryId(row.id),
        campaign: CampaignId(row.campaign_id),
        unit: CampaignUnitId(row.campaign_unit_id),
        unit_id: UnitId(row.unit_id),
        item_code: row.item_code,
        quantity: row.quantity,
        source: row.source,
        recorded_by: AccountId(row.recorded_by),
        recorded_at: row.recorded_at,
    }
}
