//! Rows of criteria sets and their parts. A set is always read and checked as a whole.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::{
    BonusItem, ClassBand, CriteriaSet, CriterionSpec, Grade, GroupSpec, Label, PenaltyItem, PenaltyUnit,
    Rule, RuleKind,
};
use super::policy::{FreezeCriteria, ImportCriteria, ReviseCriteria};
use super::stored::{CriteriaSetState, Criterion, PartIds, StoredSet};
use crate::access::Permit;
use crate::entity::{criteria_set, criterion, criterion_group, merit_item};
use crate::shared::error::{Failure, Refusal, breaks_constraint};
use crate::shared::id::{CriteriaSetId, CriterionGroupId, CriterionId, MeritItemId};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};
use crate::shared::points::Points;
use crate::units::UnitKind;

const BONUS: &str = "BONUS";
const PENALTY: &str = "PENALTY";

/// A class as it is stored.
#[derive(Serialize, Deserialize)]
struct ClassRow {
    grade: Grade,
    min: Points,
}

/// A bonus item as it is stored.
#[derive(Serialize, Deserialize)]
struct BonusRow {
    per_unit: Points,
    cap: Points,
    evidence: Label,
}

/// A penalty as it is stored.
#[derive(Serialize, Deserialize)]
struct PenaltyRow {
    points_each: Points,
    cap: Option<Points>,
    per: PenaltyUnit,
    is_knock_out: bool,
}

/// The sets with these ids: four statements, however many there are.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[CriteriaSetId]) -> Result<Vec<StoredSet>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let sets =
        criteria_set::Entity::find().filter(criteria_set::Column::Id.is_in(ids.clone())).all(db).await?;
    let mut parts: HashMap<Uuid, Parts> = HashMap::new();
    for row in criterion_group::Entity::find()
        .filter(criterion_group::Column::CriteriaSetId.is_in(ids.clone()))
        .order_by_asc(criterion_group::Column::Position)
        .all(db)
        .await?
    {
        parts.entry(row.criteria_set_id).or_default().groups.push(row);
    }
    for row in criterion::Entity::find()
        .filter(criterion::Column::CriteriaSetId.is_in(ids.clone()))
        .order_by_asc(criterion::Column::Position)
        .all(db)
        .await?
    {
        parts.entry(row.criteria_set_id).or_default().criteria.push(row);
    }
    for row in merit_item::Entity::find()
        .filter(merit_item::Column::CriteriaSetId.is_in(ids))
        .order_by_asc(merit_item::Column::Position)
        .all(db)
        .await?
    {
        parts.entry(row.criteria_set_id).or_default().merits.push(row);
    }
    sets.into_iter()
        .map(|row| {
            let parts = parts.remove(&row.id).unwrap_or_default();
            stored(row, parts)
        })
        .collect()
}

/// A set to be changed in this transaction.
pub async fn lock(tx: &impl ConnectionTrait, id: CriteriaSetId) -> Result<Option<StoredSet>, Refusal> {
    criteria_set::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    Ok(by_ids(tx, &[id]).await?.pop())
}

/// A page of ids, newest first.
pub async fn page(db: &impl ConnectionTrait, request: &PageRequest) -> Result<Page<CriteriaSetId>, Refusal> {
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(criteria_set::Entity::find().count(db).await?),
    };
    let mut wanted = Condition::all();
    if let Some(cursor) = &request.after {
        let [id] = cursor.keys()?;
        let id = Uuid::parse_str(id).map_err(|_| crate::shared::page::not_a_cursor())?;
        wanted = wanted.add(criteria_set::Column::Id.lt(id));
    }
    let ids: Vec<Uuid> = criteria_set::Entity::find()
        .select_only()
        .column(criteria_set::Column::Id)
        .filter(wanted)
        .order_by_desc(criteria_set::Column::Id)
        .limit(request.limit())
        .into_tuple()
        .all(db)
        .await?;
    let ids = ids.into_iter().map(CriteriaSetId).collect();
    Ok(request.cut(ids, total, |id| Cursor::of([id.0.to_string()])))
}

/// The set that a criterion belongs to.
pub async fn set_of_criterion(
    db: &impl ConnectionTrait,
    id: CriterionId,
) -> Result<Option<CriteriaSetId>, Refusal> {
    let row = criterion::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.map(|row| CriteriaSetId(row.criteria_set_id)))
}

/// The set that a group belongs to.
pub async fn set_of_group(
    db: &impl ConnectionTrait,
    id: CriterionGroupId,
) -> Result<Option<CriteriaSetId>, Refusal> {
    let row = criterion_group::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.map(|row| CriteriaSetId(row.criteria_set_id)))
}

/// Whether this version of this code is stored.
pub async fn exists(db: &impl ConnectionTrait, code: &str, version: u32) -> Result<bool, Refusal> {
    let count = criteria_set::Entity::find()
        .filter(criteria_set::Column::Code.eq(code))
        .filter(criteria_set::Column::Version.eq(version))
        .count(db)
        .await?;
    Ok(count > 0)
}

/// The newest stored version of a code; 0 when there is none.
pub async fn latest_version(db: &impl ConnectionTrait, code: &str) -> Result<u32, Refusal> {
    let row = criteria_set::Entity::find()
        .filter(criteria_set::Column::Code.eq(code))
        .order_by_desc(criteria_set::Column::Version)
        .one(db)
        .await?;
    row.map_or(Ok(0), |row| number(row.version, "criteria_set.version"))
}

/// Stores a new set. The problem is `taken` when this version of the code is stored already.
pub async fn insert<P>(
    tx: &impl ConnectionTrait,
    permit: &Permit<ImportCriteria>,
    set: &StoredSet,
    now: OffsetDateTime,
    taken: P,
) -> Result<(), Failure<P>> {
    let spec = &set.spec;
    let id = permit.subject();
    let classes: Vec<_> =
        spec.classes.iter().map(|class| ClassRow { grade: class.grade, min: class.min_total }).collect();
    let row = criteria_set::ActiveModel {
        id: Set(id),
        code: Set(spec.code.clone()),
        version: Set(i32::try_from(spec.version).map_err(|error| Refusal::Internal(error.into()))?),
        title_vi: Set(spec.title.vi.clone()),
        title_en: Set(spec.title.en.clone()),
        state: Set(set.state.code().to_owned()),
        lock_version: Set(set.lock_version),
        bonus_total_cap: Set(spec.bonus_total_cap.hundredths()),
        classes: Set(json::to_text(&classes)),
        ranking: Set(json::to_text(&spec.ranking)),
        created_at: Set(now),
    };
    match criteria_set::Entity::insert(row).exec_without_returning(tx).await {
        Ok(_) => {}
        Err(error) if breaks_constraint(&error, "criteria_set_code_version_key", "criteria_set.code") => {
            return Err(Failure::Problem(taken));
        }
        Err(error) => return Err(error.into()),
    }
    let groups = (1..).zip(&set.groups).map(|(position, group)| criterion_group::ActiveModel {
        id: Set(group.id.0),
        criteria_set_id: Set(id),
        code: Set(group.spec.code.clone()),
        title_vi: Set(group.spec.title.vi.clone()),
        title_en: Set(group.spec.title.en.clone()),
        position: Set(position),
    });
    insert_all::<criterion_group::Entity, _>(tx, groups.collect()).await?;
    insert_all::<criterion::Entity, _>(tx, set.criteria.iter().map(|one| criterion_row(id, one)).collect())
        .await?;
    let bonus_items = set.bonus_items.iter().map(|item| {
        let params = BonusRow {
            per_unit: item.spec.per_unit,
            cap: item.spec.cap,
            evidence: item.spec.evidence.clone(),
        };
        (item.id, BONUS, &item.spec.code, &item.spec.title, json::to_text(&params))
    });
    let penalties = set.penalties.iter().map(|item| {
        let (points_each, cap) = (item.spec.points_each, item.spec.cap);
        let params =
            PenaltyRow { points_each, cap, per: item.spec.per, is_knock_out: item.spec.is_knock_out };
        (item.id, PENALTY, &item.spec.code, &item.spec.title, json::to_text(&params))
    });
    let merits =
        (1..).zip(bonus_items.chain(penalties)).map(|(position, (item, side, code, title, params))| {
            merit_item::ActiveModel {
                id: Set(item.0),
                criteria_set_id: Set(id),
                side: Set(side.to_owned()),
                code: Set(code.clone()),
                title_vi: Set(title.vi.clone()),
                title_en: Set(title.en.clone()),
                params: Set(params),
                position: Set(position),
            }
        });
    insert_all::<merit_item::Entity, _>(tx, merits.collect()).await?;
    Ok(())
}

/// Counts the lock version up; false when somebody else changed or froze the set since `lock_version`.
pub async fn count_up(
    tx: &impl ConnectionTrait,
    permit: &Permit<ReviseCriteria>,
    lock_version: i32,
) -> Result<bool, Refusal> {
    let done = criteria_set::Entity::update_many()
        .col_expr(criteria_set::Column::LockVersion, Expr::val(lock_version + 1))
        .filter(criteria_set::Column::Id.eq(permit.subject()))
        .filter(criteria_set::Column::LockVersion.eq(lock_version))
        .filter(criteria_set::Column::State.eq(CriteriaSetState::Draft.code()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Stores a new criterion in its place; those behind it move by one.
pub async fn insert_criterion(
    tx: &impl ConnectionTrait,
    permit: &Permit<ReviseCriteria>,
    added: &Criterion,
) -> Result<(), Refusal> {
    move_from(tx, permit, added.position, 1).await?;
    criterion::Entity::insert(criterion_row(permit.subject(), added)).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed criterion.
pub async fn update_criterion(
    tx: &impl ConnectionTrait,
    permit: &Permit<ReviseCriteria>,
    changed: &Criterion,
) -> Result<(), Refusal> {
    let row = criterion_row(permit.subject(), changed);
    criterion::Entity::update_many()
        .set(row)
        .filter(criterion::Column::Id.eq(changed.id.0))
        .filter(criterion::Column::CriteriaSetId.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes a criterion of a draft; those behind it move by one.
pub async fn delete_criterion(
    tx: &impl ConnectionTrait,
    permit: &Permit<ReviseCriteria>,
    removed: &Criterion,
) -> Result<(), Refusal> {
    criterion::Entity::delete_many()
        .filter(criterion::Column::Id.eq(removed.id.0))
        .filter(criterion::Column::CriteriaSetId.eq(permit.subject()))
        .exec(tx)
        .await?;
    move_from(tx, permit, removed.position, -1).await
}

/// Freezes a set.
pub async fn freeze(tx: &impl ConnectionTrait, permit: &Permit<FreezeCriteria>) -> Result<(), Refusal> {
    criteria_set::Entity::update_many()
        .col_expr(criteria_set::Column::State, Expr::val(CriteriaSetState::Frozen.code()))
        .filter(criteria_set::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn move_from(
    tx: &impl ConnectionTrait,
    permit: &Permit<ReviseCriteria>,
    position: i32,
    by: i32,
) -> Result<(), Refusal> {
    criterion::Entity::update_many()
        .col_expr(criterion::Column::Position, Expr::col(criterion::Column::Position).add(by))
        .filter(criterion::Column::CriteriaSetId.eq(permit.subject()))
        .filter(criterion::Column::Position.gte(position))
        .exec(tx)
        .await?;
    Ok(())
}

async fn insert_all<E, A>(tx: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), Refusal>
where
    E: sea_orm::EntityTrait,
    A: sea_orm::ActiveModelTrait<Entity = E>,
{
    // Far below the number of values that one statement may bind on either database.
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(200)).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn criterion_row(set: Uuid, one: &Criterion) -> criterion::ActiveModel {
    let spec = &one.spec;
    criterion::ActiveModel {
        id: Set(one.id.0),
        criteria_set_id: Set(set),
        group_id: Set(one.group.id.0),
        code: Set(spec.code.clone()),
        title_vi: Set(spec.title.vi.clone()),
        title_en: Set(spec.title.en.clone()),
        max_points: Set(spec.max.hundredths()),
        kinds: Set(json::to_text(&spec.kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>())),
        rule_kind: Set(spec.rule.kind().code().to_owned()),
        rule_params: Set(json::to_text(&spec.rule.params())),
        zero_policy: Set(spec.zero_policy.map(|policy| policy.code().to_owned())),
        self_scored: Set(spec.self_scored),
        evidence_vi: Set(spec.evidence.vi.clone()),
        evidence_en: Set(spec.evidence.en.clone()),
        labels: Set((!spec.labels.is_empty()).then(|| json::to_text(&spec.labels))),
        prefill: Set(spec.prefill.as_ref().map(json::to_text)),
        seed_item: Set(spec.seed_item.clone()),
        position: Set(one.position),
    }
}

/// Rows of the parts of one set, in order.
#[derive(Default)]
struct Parts {
    groups: Vec<criterion_group::Model>,
    criteria: Vec<criterion::Model>,
    merits: Vec<merit_item::Model>,
}

fn stored(row: criteria_set::Model, parts: Parts) -> Result<StoredSet, Refusal> {
    let group_codes: HashMap<Uuid, String> =
        parts.groups.iter().map(|group| (group.id, group.code.clone())).collect();
    let (bonus_rows, penalty_rows): (Vec<_>, Vec<_>) =
        parts.merits.into_iter().partition(|row| row.side == BONUS);
    let ids = PartIds {
        group_ids: parts.groups.iter().map(|row| CriterionGroupId(row.id)).collect(),
        criterion_ids: parts.criteria.iter().map(|row| CriterionId(row.id)).collect(),
        bonus_ids: bonus_rows.iter().map(|row| MeritItemId(row.id)).collect(),
        penalty_ids: penalty_rows.iter().map(|row| MeritItemId(row.id)).collect(),
    };
    let classes: Vec<ClassRow> = json::from_text(&row.classes, "criteria_set.classes")?;
    let groups = parts
        .groups
        .into_iter()
        .map(|group| GroupSpec { code: group.code, title: Label { vi: group.title_vi, en: group.title_en } });
    let spec = CriteriaSet {
        code: row.code,
        version: number(row.version, "criteria_set.version")?,
        title: Label { vi: row.title_vi, en: row.title_en },
        groups: groups.collect(),
        criteria: parts
            .criteria
            .into_iter()
            .map(|row| {
                let group = group_codes.get(&row.group_id).cloned().unwrap_or_default();
                criterion_spec(row, group)
            })
            .collect::<Result<_, _>>()?,
        bonus_items: bonus_rows.into_iter().map(bonus_item).collect::<Result<_, _>>()?,
        bonus_total_cap: Points::from_hundredths(row.bonus_total_cap),
        penalties: penalty_rows.into_iter().map(penalty_item).collect::<Result<_, _>>()?,
        classes: classes
            .into_iter()
            .map(|class| ClassBand { grade: class.grade, min_total: class.min })
            .collect(),
        ranking: json::from_text(&row.ranking, "criteria_set.ranking")?,
    };
    let state = json::from_code(&row.state, "criteria_set.state")?;
    Ok(StoredSet::assemble(CriteriaSetId(row.id), state, row.lock_version, spec, ids))
}

fn criterion_spec(row: criterion::Model, group: String) -> Result<CriterionSpec, Refusal> {
    let kinds: Vec<String> = json::from_text(&row.kinds, "criterion.kinds")?;
    let rule_kind: RuleKind = json::from_code(&row.rule_kind, "criterion.rule_kind")?;
    let rule = Rule::parse(rule_kind, &row.rule_params).map_err(|error| {
        Refusal::Internal(anyhow::anyhow!("unreadable criterion.rule_params of {}: {error:?}", row.id))
    })?;
    Ok(CriterionSpec {
        code: row.code,
        group,
        position: number(row.position, "criterion.position")?,
        title: Label { vi: row.title_vi, en: row.title_en },
        max: Points::from_hundredths(row.max_points),
        kinds: kinds
            .iter()
            .map(|code| json::from_code::<UnitKind>(code, "criterion.kinds"))
            .collect::<Result<_, _>>()?,
        rule,
        zero_policy: row
            .zero_policy
            .map(|code| json::from_code(&code, "criterion.zero_policy"))
            .transpose()?,
        self_scored: row.self_scored,
        evidence: Label { vi: row.evidence_vi, en: row.evidence_en },
        seed_item: row.seed_item,
        labels: row
            .labels
            .map(|text| json::from_text(&text, "criterion.labels"))
            .transpose()?
            .unwrap_or_default(),
        prefill: row.prefill.map(|text| json::from_text(&text, "criterion.prefill")).transpose()?,
    })
}

fn bonus_item(row: merit_item::Model) -> Result<BonusItem, Refusal> {
    let params: BonusRow = json::from_text(&row.params, "merit_item.params")?;
    let title = Label { vi: row.title_vi, en: row.title_en };
    Ok(BonusItem {
        code: row.code,
        title,
        per_unit: params.per_unit,
        cap: params.cap,
        evidence: params.evidence,
    })
}

fn penalty_item(row: merit_item::Model) -> Result<PenaltyItem, Refusal> {
    let params: PenaltyRow = json::from_text(&row.params, "merit_item.params")?;
    Ok(PenaltyItem {
        code: row.code,
        title: Label { vi: row.title_vi, en: row.title_en },
        points_each: params.points_each,
        cap: params.cap,
        per: params.per,
        is_knock_out: params.is_knock_out,
    })
}

fn number(value: i32, column: &'static str) -> Result<u32, Refusal> {
    u32::try_from(value)
        .map_err(|_| Refusal::Internal(anyhow::anyhow!("negative number {value} in {column}")))
}
