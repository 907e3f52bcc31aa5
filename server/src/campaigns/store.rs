//! Rows of campaigns, their calendar, peer groups, frozen units and appraisers.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{
    AppraiserAssignment, Campaign, CampaignFault, CampaignProblem, CampaignUnit, CampaignUnitFilter,
    PeerGroup, Phase, PhaseExtension, Stage,
};
use super::policy::{Drafts, ExtendPhase, PrepareCampaign, PublishCampaign};
use crate::access::Permit;
use crate::entity::{
    appraiser_assignment, campaign, campaign_phase, campaign_unit, peer_group, phase_extension,
};
use crate::shared::error::{Failure, Refusal, breaks_constraint};
use crate::shared::fold::{fold, like_pattern};
use crate::shared::id::{
    AccountId, AppraiserAssignmentId, CampaignId, CampaignUnitId, CriteriaSetId, CriterionId, PeerGroupId,
    UnitId, fresh,
};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};
use crate::units::UnitKind;

/// Rows in one insert: far below the number of values that one statement may bind.
const ROWS_PER_INSERT: usize = 200;

/// The campaigns with these ids: three statements, however many there are.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[CampaignId]) -> Result<Vec<Campaign>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = campaign::Entity::find().filter(campaign::Column::Id.is_in(ids)).all(db).await?;
    with_parts(db, rows).await
}

/// The campaign with this code.
pub async fn by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Campaign>, Refusal> {
    let row = campaign::Entity::find().filter(campaign::Column::Code.eq(code)).one(db).await?;
    Ok(with_parts(db, row.into_iter().collect()).await?.pop())
}

async fn with_parts(db: &impl ConnectionTrait, rows: Vec<campaign::Model>) -> Result<Vec<Campaign>, Refusal> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut phases: HashMap<Uuid, Vec<Phase>> = HashMap::new();
    for row in campaign_phase::Entity::find()
        .filter(campaign_phase::Column::CampaignId.is_in(ids.clone()))
        .all(db)
        .await?
    {
        let kind = json::from_code(&row.kind, "campaign_phase.kind")?;
        let phase = Phase { kind, opens_at: row.opens_at, closes_at: row.closes_at };
        phases.entry(row.campaign_id).or_default().push(phase);
    }
    let mut groups: HashMap<Uuid, Vec<PeerGroup>> = HashMap::new();
    for row in peer_group::Entity::find()
        .filter(peer_group::Column::CampaignId.is_in(ids))
        .order_by_asc(peer_group::Column::Position)
        .all(db)
        .await?
    {
        groups.entry(row.campaign_id).or_default().push(group_of(row)?);
    }
    rows.into_iter()
        .map(|row| {
            let mut phases = phases.remove(&row.id).unwrap_or_default();
            phases.sort_by_key(|phase| phase.kind);
            let peer_groups = groups.remove(&row.id).unwrap_or_default();
            campaign_of(row, phases, peer_groups)
        })
        .collect()
}

/// A campaign to be changed in this transaction.
pub async fn lock(tx: &impl ConnectionTrait, id: CampaignId) -> Result<Option<Campaign>, Refusal> {
    let row = campaign::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    Ok(with_parts(tx, row.into_iter().collect()).await?.pop())
}

/// A page of campaigns, newest first.
pub async fn page(
    db: &impl ConnectionTrait,
    drafts: &Drafts,
    request: &PageRequest,
) -> Result<Page<Campaign>, Refusal> {
    let mut wanted = Condition::all();
    if let Drafts::Of(open) = drafts {
        let open: Vec<Uuid> = open.iter().map(|id| id.0).collect();
        wanted = wanted.add(
            Condition::any()
                .add(campaign::Column::State.ne(Stage::Draft.code()))
                .add(campaign::Column::Id.is_in(open)),
        );
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(campaign::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [id] = cursor.keys()?;
        let id = Uuid::parse_str(id).map_err(|_| crate::shared::page::not_a_cursor())?;
        wanted = wanted.add(campaign::Column::Id.lt(id));
    }
    let rows = campaign::Entity::find()
        .filter(wanted)
        .order_by_desc(campaign::Column::Id)
        .limit(request.limit())
        .all(db)
        .await?;
    let campaigns = with_parts(db, rows).await?;
    Ok(request.cut(campaigns, total, |campaign| Cursor::of([campaign.id.0.to_string()])))
}

/// Stores a new campaign with its calendar and peer groups.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &Permit<PrepareCampaign>,
    new: &Campaign,
    now: OffsetDateTime,
) -> Result<(), Failure<CampaignProblem>> {
    let row = campaign::ActiveModel {
        id: Set(permit.subject()),
        code: Set(new.code.clone()),
        title_vi: Set(new.title_vi.clone()),
        title_en: Set(new.title_en.clone()),
        owner_unit_id: Set(new.owner_unit.0),
        criteria_set_id: Set(new.criteria_set.0),
        plan_number: Set(new.plan_number.clone()),
        plan_date: Set(new.plan_date),
        period_from: Set(new.period_from),
        period_to: Set(new.period_to),
        reference_kind: Set(new.reference_kind.code().to_owned()),
        state: Set(new.stage.code().to_owned()),
        version: Set(new.version),
        is_sample: Set(new.is_sample),
        created_at: Set(now),
        published_at: Set(None),
        dissolution_policy: Set(new.dissolution_policy.code().to_owned()),
    };
    match campaign::Entity::insert(row).exec_without_returning(tx).await {
        Ok(_) => {}
        Err(error) if breaks_constraint(&error, "campaign_code_key", "campaign.code") => {
            let fault = CampaignFault::CodeTaken { code: new.code.clone() };
            return Err(Failure::Problem(CampaignProblem::at(["code"], fault)));
        }
        Err(error) => return Err(error.into()),
    }
    insert_phases(tx, permit, &new.phases).await?;
    for group in &new.peer_groups {
        peer_group::Entity::insert(group_row(permit, group)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Stores a changed draft; false when somebody else changed or published it since `version`.
pub async fn revise(
    tx: &impl ConnectionTrait,
    permit: &Permit<PrepareCampaign>,
    before: &Campaign,
    after: &Campaign,
) -> Result<bool, Refusal> {
    let done = campaign::Entity::update_many()
        .set(campaign::ActiveModel {
            title_vi: Set(after.title_vi.clone()),
            title_en: Set(after.title_en.clone()),
            criteria_set_id: Set(after.criteria_set.0),
            plan_number: Set(after.plan_number.clone()),
            plan_date: Set(after.plan_date),
            period_from: Set(after.period_from),
            period_to: Set(after.period_to),
            version: Set(after.version),
            dissolution_policy: Set(after.dissolution_policy.code().to_owned()),
            ..Default::default()
        })
        .filter(campaign::Column::Id.eq(permit.subject()))
        .filter(campaign::Column::Version.eq(before.version))
        .filter(campaign::Column::State.eq(Stage::Draft.code()))
        .exec(tx)
        .await?;
    if done.rows_affected != 1 {
        return Ok(false);
    }
    campaign_phase::Entity::delete_many()
        .filter(campaign_phase::Column::CampaignId.eq(permit.subject()))
        .exec(tx)
        .await?;
    insert_phases(tx, permit, &after.phases).await?;
    store_peer_groups(tx, permit, &before.peer_groups, &after.peer_groups).await?;
    Ok(true)
}

async fn insert_phases(
    tx: &impl ConnectionTrait,
    permit: &Permit<PrepareCampaign>,
    phases: &[Phase],
) -> Result<(), Refusal> {
    let rows: Vec<_> = phases
        .iter()
        .map(|phase| campaign_phase::ActiveModel {
            id: Set(fresh()),
            campaign_id: Set(permit.subject()),
            kind: Set(phase.kind.code().to_owned()),
            opens_at: Set(phase.opens_at),
            closes_at: Set(phase.closes_at),
        })
        .collect();
    if !rows.is_empty() {
        campaign_phase::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Stores peer groups by id; those that are gone take their appraisers' assignments with them.
async fn store_peer_groups(
    tx: &impl ConnectionTrait,
    permit: &Permit<PrepareCampaign>,
    before: &[PeerGroup],
    after: &[PeerGroup],
) -> Result<(), Refusal> {
    let is_kept = |id: PeerGroupId| after.iter().any(|group| group.id == id);
    let gone: Vec<Uuid> = before.iter().filter(|group| !is_kept(group.id)).map(|group| group.id.0).collect();
    if !gone.is_empty() {
        appraiser_assignment::Entity::delete_many()
            .filter(appraiser_assignment::Column::CampaignId.eq(permit.subject()))
            .filter(appraiser_assignment::Column::PeerGroupId.is_in(gone.clone()))
            .exec(tx)
            .await?;
        peer_group::Entity::delete_many().filter(peer_group::Column::Id.is_in(gone)).exec(tx).await?;
    }
    for group in after {
        if before.iter().any(|known| known.id == group.id) {
            peer_group::Entity::update_many()
                .set(group_row(permit, group))
                .filter(peer_group::Column::Id.eq(group.id.0))
                .exec(tx)
                .await?;
        } else {
            peer_group::Entity::insert(group_row(permit, group)).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// Stores that a campaign is published; false when somebody else changed it since `version`.
pub async fn publish(
    tx: &impl ConnectionTrait,
    permit: &Permit<PublishCampaign>,
    version: i32,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let done = campaign::Entity::update_many()
        .set(campaign::ActiveModel { published_at: Set(Some(now)), ..stage_row(Stage::Published, version) })
        .filter(campaign::Column::Id.eq(permit.subject()))
        .filter(campaign::Column::Version.eq(version))
        .filter(campaign::Column::State.eq(Stage::Draft.code()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Stores a later stage; false when somebody else changed the campaign since `version`.
pub async fn advance<A>(
    tx: &impl ConnectionTrait,
    permit: &Permit<A>,
    to: Stage,
    version: i32,
) -> Result<bool, Refusal> {
    let done = campaign::Entity::update_many()
        .set(stage_row(to, version))
        .filter(campaign::Column::Id.eq(permit.subject()))
        .filter(campaign::Column::Version.eq(version))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Stores a later closing and the record of it; false when somebody else changed the campaign since
/// `version`.
pub async fn extend_phase(
    tx: &impl ConnectionTrait,
    permit: &Permit<ExtendPhase>,
    version: i32,
    record: &PhaseExtension,
) -> Result<bool, Refusal> {
    let done = campaign::Entity::update_many()
        .set(campaign::ActiveModel { version: Set(version + 1), ..Default::default() })
        .filter(campaign::Column::Id.eq(permit.subject()))
        .filter(campaign::Column::Version.eq(version))
        .exec(tx)
        .await?;
    if done.rows_affected != 1 {
        return Ok(false);
    }
    campaign_phase::Entity::update_many()
        .set(campaign_phase::ActiveModel { closes_at: Set(record.until), ..Default::default() })
        .filter(campaign_phase::Column::CampaignId.eq(permit.subject()))
        .filter(campaign_phase::Column::Kind.eq(record.kind.code()))
        .exec(tx)
        .await?;
    let row = phase_extension::ActiveModel {
        id: Set(fresh()),
        campaign_id: Set(permit.subject()),
        kind: Set(record.kind.code().to_owned()),
        closed_at: Set(record.closed_at),
        until: Set(record.until),
        reason: Set(record.reason.clone()),
        extended_by: Set(record.extended_by.0),
        extended_at: Set(record.extended_at),
    };
    phase_extension::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(true)
}

/// The extensions of these campaigns, oldest first.
pub async fn extensions_of(
    db: &impl ConnectionTrait,
    ids: &[CampaignId],
) -> Result<Vec<PhaseExtension>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = phase_extension::Entity::find()
        .filter(phase_extension::Column::CampaignId.is_in(ids))
        .order_by_asc(phase_extension::Column::Id)
        .all(db)
        .await?;
    let extension = |row: phase_extension::Model| {
        Ok(PhaseExtension {
            campaign: CampaignId(row.campaign_id),
            kind: json::from_code(&row.kind, "phase_extension.kind")?,
            closed_at: row.closed_at,
            until: row.until,
            reason: row.reason,
            extended_by: AccountId(row.extended_by),
            extended_at: row.extended_at,
        })
    };
    rows.into_iter().map(extension).collect()
}

fn stage_row(stage: Stage, version: i32) -> campaign::ActiveModel {
    campaign::ActiveModel {
        state: Set(stage.code().to_owned()),
        version: Set(version + 1),
        ..Default::default()
    }
}

/// The ids of the campaigns whose result is released to the units, as part of another statement.
#[must_use]
pub fn ids_released() -> SelectStatement {
    let stages = [Stage::ResultReleased, Stage::ResultPublished].map(Stage::code);
    campaign::Entity::find()
        .select_only()
        .column(campaign::Column::Id)
        .filter(campaign::Column::State.is_in(stages))
        .into_query()
}

/// The ids of the campaigns whose result is not released yet, as part of another statement; of those only whose period
/// had begun on a day, where one is named.
#[must_use]
pub fn ids_unreleased(begun_by: Option<Date>) -> SelectStatement {
    let stages = [Stage::Draft, Stage::Published].map(Stage::code);
    let mut chosen = campaign::Entity::find()
        .select_only()
        .column(campaign::Column::Id)
        .filter(campaign::Column::State.is_in(stages));
    if let Some(day) = begun_by {
        chosen = chosen.filter(campaign::Column::PeriodFrom.lte(day));
    }
    chosen.into_query()
}

/// Freezes the units of a campaign.
pub async fn insert_units(
    tx: &impl ConnectionTrait,
    permit: &Permit<PublishCampaign>,
    units: &[CampaignUnit],
) -> Result<(), Refusal> {
    for chunk in units.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().map(|unit| campaign_unit::ActiveModel {
            id: Set(unit.id.0),
            campaign_id: Set(permit.subject()),
            unit_id: Set(unit.unit.0),
            peer_group_id: Set(unit.peer_group.0),
            code: Set(unit.code.clone()),
            kind: Set(unit.kind.code().to_owned()),
            scoring_kind: Set(unit.scoring_kind.code().to_owned()),
            name_vi: Set(unit.name_vi.clone()),
            name_en: Set(unit.name_en.clone()),
            parent_name_vi: Set(unit.parent_name_vi.clone()),
            path: Set(unit.path.clone()),
            search_text: Set(fold(&format!("{} {}", unit.qualified_name(), unit.name_en))),
            position: Set(unit.position),
        });
        campaign_unit::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The ids of the units of campaigns as which these were frozen.
pub fn ids_frozen_of(units: &[UnitId]) -> SelectStatement {
    campaign_unit::Entity::find()
        .select_only()
        .column(campaign_unit::Column::Id)
        .filter(campaign_unit::Column::UnitId.is_in(units.iter().map(|unit| unit.0)))
        .into_query()
}

/// All frozen units of campaigns, each campaign's in its order.
pub async fn units_of(db: &impl ConnectionTrait, ids: &[CampaignId]) -> Result<Vec<CampaignUnit>, Refusal> {
    campaign_unit::Entity::find()
        .filter(campaign_unit::Column::CampaignId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(campaign_unit::Column::Position)
        .all(db)
        .await?
        .into_iter()
        .map(unit_of)
        .collect()
}

/// The units that take part in each of these campaigns, or which of some do: one statement.
pub async fn taking_part(
    db: &impl ConnectionTrait,
    ids: &[CampaignId],
    units: Option<&[UnitId]>,
) -> Result<HashMap<CampaignId, Vec<UnitId>>, Refusal> {
    let mut wanted = Condition::all().add(campaign_unit::Column::CampaignId.is_in(ids.iter().map(|id| id.0)));
    if let Some(units) = units {
        wanted = wanted.add(campaign_unit::Column::UnitId.is_in(units.iter().map(|id| id.0)));
    }
    let rows: Vec<(Uuid, Uuid)> = campaign_unit::Entity::find()
        .select_only()
        .column(campaign_unit::Column::CampaignId)
        .column(campaign_unit::Column::UnitId)
        .filter(wanted)
        .into_tuple()
        .all(db)
        .await?;
    let mut found: HashMap<CampaignId, Vec<UnitId>> = HashMap::new();
    for (campaign, unit) in rows {
        found.entry(CampaignId(campaign)).or_default().push(UnitId(unit));
    }
    Ok(found)
}

/// The frozen units with these ids.
pub async fn units_by_ids(
    db: &impl ConnectionTrait,
    ids: &[CampaignUnitId],
) -> Result<Vec<CampaignUnit>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(1000) {
        let ids: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = campaign_unit::Entity::find().filter(campaign_unit::Column::Id.is_in(ids)).all(db).await?;
        for row in rows {
            found.push(unit_of(row)?);
        }
    }
    Ok(found)
}

/// A page of the frozen units of a campaign, in its order.
pub async fn units_page(
    db: &impl ConnectionTrait,
    id: CampaignId,
    filter: &CampaignUnitFilter,
    request: &PageRequest,
) -> Result<Page<CampaignUnit>, Refusal> {
    let mut wanted = Condition::all().add(campaign_unit::Column::CampaignId.eq(id.0));
    if let Some(group) = filter.peer_group {
        wanted = wanted.add(campaign_unit::Column::PeerGroupId.eq(group.0));
    }
    if let Some(search) = &filter.search {
        let pattern = LikeExpr::new(like_pattern(search)).escape('\\');
        wanted = wanted.add(
            Condition::any()
                .add(Expr::col(campaign_unit::Column::SearchText).like(pattern))
                .add(campaign_unit::Column::Code.eq(search.trim())),
        );
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(campaign_unit::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [position] = cursor.keys()?;
        let position: i32 = position.parse().map_err(|_| crate::shared::page::not_a_cursor())?;
        wanted = wanted.add(campaign_unit::Column::Position.gt(position));
    }
    let rows = campaign_unit::Entity::find()
        .filter(wanted)
        .order_by_asc(campaign_unit::Column::Position)
        .limit(request.limit())
        .all(db)
        .await?;
    let units = rows.into_iter().map(unit_of).collect::<Result<Vec<_>, _>>()?;
    Ok(request.cut(units, total, |unit| Cursor::of([unit.position.to_string()])))
}

/// How many frozen units each of these peer groups has.
pub async fn frozen_counts(
    db: &impl ConnectionTrait,
    groups: &[PeerGroupId],
) -> Result<HashMap<PeerGroupId, u64>, Refusal> {
    let rows: Vec<(Uuid, i64)> = campaign_unit::Entity::find()
        .select_only()
        .column(campaign_unit::Column::PeerGroupId)
        .column_as(campaign_unit::Column::Id.count(), "units")
        .filter(campaign_unit::Column::PeerGroupId.is_in(groups.iter().map(|id| id.0).collect::<Vec<_>>()))
        .group_by(campaign_unit::Column::PeerGroupId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, count)| (PeerGroupId(id), u64::try_from(count).unwrap_or(0))).collect())
}

/// The peer groups with these ids.
pub async fn groups_by_ids(
    db: &impl ConnectionTrait,
    ids: &[PeerGroupId],
) -> Result<Vec<PeerGroup>, Refusal> {
    peer_group::Entity::find()
        .filter(peer_group::Column::Id.is_in(ids.iter().map(|id| id.0).collect::<Vec<_>>()))
        .all(db)
        .await?
        .into_iter()
        .map(group_of)
        .collect()
}

/// The campaigns that these peer groups belong to.
pub async fn campaigns_of_groups(
    db: &impl ConnectionTrait,
    ids: &[PeerGroupId],
) -> Result<Vec<CampaignId>, Refusal> {
    let found: Vec<Uuid> = peer_group::Entity::find()
        .select_only()
        .column(peer_group::Column::CampaignId)
        .distinct()
        .filter(peer_group::Column::Id.is_in(ids.iter().map(|id| id.0).collect::<Vec<_>>()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(CampaignId).collect())
}

/// The assignments of a campaign, oldest first.
pub async fn assignments_of(
    db: &impl ConnectionTrait,
    id: CampaignId,
) -> Result<Vec<AppraiserAssignment>, Refusal> {
    assignments(db, Condition::all().add(appraiser_assignment::Column::CampaignId.eq(id.0))).await
}

/// The assignments of these accounts in all campaigns, oldest first.
pub async fn assignments_of_accounts(
    db: &impl ConnectionTrait,
    ids: &[AccountId],
) -> Result<Vec<AppraiserAssignment>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    assignments(db, Condition::all().add(appraiser_assignment::Column::AccountId.is_in(ids))).await
}

/// An assignment.
pub async fn assignment(
    db: &impl ConnectionTrait,
    id: AppraiserAssignmentId,
) -> Result<Option<AppraiserAssignment>, Refusal> {
    let found = assignments(db, Condition::all().add(appraiser_assignment::Column::Id.eq(id.0))).await?;
    Ok(found.into_iter().next())
}

async fn assignments(
    db: &impl ConnectionTrait,
    wanted: Condition,
) -> Result<Vec<AppraiserAssignment>, Refusal> {
    let rows = appraiser_assignment::Entity::find()
        .filter(wanted)
        .order_by_asc(appraiser_assignment::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| AppraiserAssignment {
            id: AppraiserAssignmentId(row.id),
            campaign: CampaignId(row.campaign_id),
            account: AccountId(row.account_id),
            criterion: CriterionId(row.criterion_id),
            peer_group: row.peer_group_id.map(PeerGroupId),
        })
        .collect())
}

/// Stores new assignments.
pub async fn insert_assignments(
    tx: &impl ConnectionTrait,
    permit: &Permit<PrepareCampaign>,
    new: &[AppraiserAssignment],
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    for chunk in new.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().map(|one| appraiser_assignment::ActiveModel {
            id: Set(one.id.0),
            campaign_id: Set(permit.subject()),
            account_id: Set(one.account.0),
            criterion_id: Set(one.criterion.0),
            peer_group_id: Set(one.peer_group.map(|group| group.0)),
            created_at: Set(now),
        });
        appraiser_assignment::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Deletes assignments.
pub async fn delete_assignments(
    tx: &impl ConnectionTrait,
    permit: &Permit<PrepareCampaign>,
    ids: &[AppraiserAssignmentId],
) -> Result<(), Refusal> {
    appraiser_assignment::Entity::delete_many()
        .filter(appraiser_assignment::Column::CampaignId.eq(permit.subject()))
        .filter(appraiser_assignment::Column::Id.is_in(ids.iter().map(|id| id.0).collect::<Vec<_>>()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Points an assignment to the same criterion in another version of the set.
pub async fn repoint_assignment(
    tx: &impl ConnectionTrait,
    permit: &Permit<PrepareCampaign>,
    assignment: AppraiserAssignmentId,
    to: CriterionId,
) -> Result<(), Refusal> {
    appraiser_assignment::Entity::update_many()
        .set(appraiser_assignment::ActiveModel { criterion_id: Set(to.0), ..Default::default() })
        .filter(appraiser_assignment::Column::CampaignId.eq(permit.subject()))
        .filter(appraiser_assignment::Column::Id.eq(assignment.0))
        .exec(tx)
        .await?;
    Ok(())
}

fn group_row(permit: &Permit<PrepareCampaign>, group: &PeerGroup) -> peer_group::ActiveModel {
    peer_group::ActiveModel {
        id: Set(group.id.0),
        campaign_id: Set(permit.subject()),
        code: Set(group.code.clone()),
        name_vi: Set(group.name_vi.clone()),
        name_en: Set(group.name_en.clone()),
        scoring_kinds: Set(json::to_text(
            &group.scoring_kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>(),
        )),
        position: Set(group.position),
    }
}

fn group_of(row: peer_group::Model) -> Result<PeerGroup, Refusal> {
    let kinds: Vec<String> = json::from_text(&row.scoring_kinds, "peer_group.scoring_kinds")?;
    Ok(PeerGroup {
        id: PeerGroupId(row.id),
        code: row.code,
        name_vi: row.name_vi,
        name_en: row.name_en,
        scoring_kinds: kinds
            .iter()
            .map(|code| json::from_code::<UnitKind>(code, "peer_group.scoring_kinds"))
            .collect::<Result<_, _>>()?,
        position: row.position,
    })
}

fn campaign_of(
    row: campaign::Model,
    phases: Vec<Phase>,
    peer_groups: Vec<PeerGroup>,
) -> Result<Campaign, Refusal> {
    Ok(Campaign {
        id: CampaignId(row.id),
        code: row.code,
        title_vi: row.title_vi,
        title_en: row.title_en,
        owner_unit: UnitId(row.owner_unit_id),
        criteria_set: CriteriaSetId(row.criteria_set_id),
        plan_number: row.plan_number,
        plan_date: row.plan_date,
        period_from: row.period_from,
        period_to: row.period_to,
        reference_kind: json::from_code(&row.reference_kind, "campaign.reference_kind")?,
        stage: json::from_code(&row.state, "campaign.state")?,
        version: row.version,
        is_sample: row.is_sample,
        published_at: row.published_at,
        dissolution_policy: json::from_code(&row.dissolution_policy, "campaign.dissolution_policy")?,
        phases,
        peer_groups,
    })
}

fn unit_of(row: campaign_unit::Model) -> Result<CampaignUnit, Refusal> {
    Ok(CampaignUnit {
        id: CampaignUnitId(row.id),
        campaign: CampaignId(row.campaign_id),
        unit: UnitId(row.unit_id),
        peer_group: PeerGroupId(row.peer_group_id),
        code: row.code,
        kind: json::from_code(&row.kind, "campaign_unit.kind")?,
        scoring_kind: json::from_code(&row.scoring_kind, "campaign_unit.scoring_kind")?,
        name_vi: row.name_vi,
        name_en: row.name_en,
        parent_name_vi: row.parent_name_vi,
        path: row.path,
        position: row.position,
    })
}
