//! Rows of units, of their versions in time, and of their monthly figures.

mod reorganisations;
mod successions;

use std::collections::HashMap;

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{
    Expr, ExprTrait as _, Func, LikeExpr, OnConflict, Order, Query, SelectStatement, WindowStatement,
};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::entity::{unit as unit_table, unit_statistic as statistic, unit_version as table};
use crate::shared::error::Refusal;
use crate::shared::fold::like_pattern;
use crate::shared::id::{self, UnitId};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};
use crate::units::model::{ChildrenWanted, Plan, StoredFigures, Unit, UnitFilter, UnitKind, Version};

pub use reorganisations::{
    apply_plan, lock_reorganisation, reorganisation, reorganisations_page, save_reorganisation, take_back,
};
pub use successions::{every_succession, save_succession_plan, successions_of};

/// Values in one statement: both databases bound the number of variables, and the widest row has fourteen.
const CHUNK: usize = 1000;
/// Name of a later version of the same unit.
const LATER: &str = "later";

/// The ids of units that once bore a name with this folded text in it, as part of another slice's statement.
#[must_use]
pub fn ids_named(text: &str) -> SelectStatement {
    let pattern = LikeExpr::new(like_pattern(text)).escape('\\');
    table::Entity::find()
        .select_only()
        .column(table::Column::UnitId)
        .filter(Expr::col(table::Column::SearchText).like(pattern))
        .into_query()
}

/// Versions valid on a date.
fn valid_on(day: Date) -> Condition {
    Condition::all()
        .add(table::Column::ValidFrom.lte(day))
        .add(Condition::any().add(table::Column::ValidTo.is_null()).add(table::Column::ValidTo.gt(day)))
}

/// The last version of each unit that has begun by a date: how it stands, or how it stood last.
fn begun_by(day: Date) -> Condition {
    let later = Query::select()
        .expr(Expr::val(1))
        .from_as(table::Entity, LATER)
        .and_where(Expr::col((LATER, table::Column::UnitId)).equals((table::Entity, table::Column::UnitId)))
        .and_where(Expr::col((LATER, table::Column::ValidFrom)).lte(day))
        .and_where(
            Expr::col((LATER, table::Column::ValidFrom))
                .gt(Expr::col((table::Entity, table::Column::ValidFrom))),
        )
        .to_owned();
    Condition::all().add(table::Column::ValidFrom.lte(day)).add(Expr::exists(later).not())
}

/// Everything whose path begins with `path`, as a range that both databases answer from the index.
fn below(path: &str) -> Condition {
    Condition::all().add(table::Column::Path.gte(path)).add(table::Column::Path.lt(path_end(path)))
}

/// The first path after all paths below `path`: `/` is followed by `0` in byte order.
fn path_end(path: &str) -> String {
    let mut end = path.trim_end_matches('/').to_owned();
    end.push('0');
    end
}

/// The versions of `ids` on a day.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[UnitId], day: Date) -> Result<Vec<Unit>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = table::Entity::find()
            .filter(valid_on(day))
            .filter(table::Column::UnitId.is_in(chunk))
            .all(db)
            .await?;
        for row in rows {
            found.push(unit(row, day)?);
        }
    }
    Ok(found)
}

/// The units with these codes on a day.
pub async fn by_codes(db: &impl ConnectionTrait, codes: &[String], day: Date) -> Result<Vec<Unit>, Refusal> {
    let mut found = Vec::with_capacity(codes.len());
    for chunk in codes.chunks(CHUNK) {
        let rows = table::Entity::find()
            .filter(valid_on(day))
            .filter(table::Column::Code.is_in(chunk.to_vec()))
            .all(db)
            .await?;
        for row in rows {
            found.push(unit(row, day)?);
        }
    }
    Ok(found)
}

/// All units of a day, in tree order.
pub async fn all(db: &impl ConnectionTrait, day: Date) -> Result<Vec<Unit>, Refusal> {
    table::Entity::find()
        .filter(valid_on(day))
        .order_by_asc(table::Column::Path)
        .all(db)
        .await?
        .into_iter()
        .map(|row| unit(row, day))
        .collect()
}

/// Ids of a unit and everything below it on a day: one indexed statement.
pub async fn subtree_ids(db: &impl ConnectionTrait, path: &str, day: Date) -> Result<Vec<UnitId>, Refusal> {
    let ids: Vec<Uuid> =
        subtree(path, day).select_only().column(table::Column::UnitId).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(UnitId).collect())
}

fn subtree(path: &str, day: Date) -> Select<table::Entity> {
    table::Entity::find().filter(valid_on(day)).filter(below(path))
}

/// The units with these paths on a day.
pub async fn by_paths(db: &impl ConnectionTrait, paths: &[String], day: Date) -> Result<Vec<Unit>, Refusal> {
    let mut found = Vec::with_capacity(paths.len());
    for chunk in paths.chunks(CHUNK) {
        let rows = table::Entity::find()
            .filter(valid_on(day))
            .filter(table::Column::Path.is_in(chunk.to_vec()))
            .all(db)
            .await?;
        for row in rows {
            found.push(unit(row, day)?);
        }
    }
    Ok(found)
}

/// The first children of each of `parents`, in tree order: one statement for all of them.
pub async fn children(
    db: &impl ConnectionTrait,
    parents: &[UnitId],
    wanted: &ChildrenWanted,
) -> Result<Vec<Unit>, Refusal> {
    let mut among = of_parents(parents, wanted.kind, wanted.day);
    if let Some(after) = &wanted.after {
        among = among.add(table::Column::Path.gt(after.as_str()));
    }
    let mut nth_of_parent = WindowStatement::partition_by(table::Column::ParentId);
    nth_of_parent.order_by(table::Column::Path, Order::Asc);
    let numbered = Query::select()
        .column(table::Column::Id)
        .expr_window_as(Func::cust("ROW_NUMBER"), nth_of_parent, "nth")
        .from(table::Entity)
        .cond_where(among)
        .to_owned();
    let first_ones = Query::select()
        .column(table::Column::Id)
        .from_subquery(numbered, "numbered")
        .and_where(Expr::col("nth").lte(wanted.limit))
        .to_owned();
    table::Entity::find()
        .filter(table::Column::Id.in_subquery(first_ones))
        .order_by_asc(table::Column::Path)
        .all(db)
        .await?
        .into_iter()
        .map(|row| unit(row, wanted.day))
        .collect()
}

/// The ids of all children of `parents` on a day.
pub async fn children_of(
    db: &impl ConnectionTrait,
    parents: &[UnitId],
    day: Date,
) -> Result<Vec<UnitId>, Refusal> {
    let ids: Vec<Uuid> = table::Entity::find()
        .select_only()
        .column(table::Column::UnitId)
        .filter(of_parents(parents, None, day))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(UnitId).collect())
}

/// How many children of a kind each of `parents` has on a day.
pub async fn child_counts(
    db: &impl ConnectionTrait,
    parents: &[UnitId],
    kind: Option<UnitKind>,
    day: Date,
) -> Result<HashMap<UnitId, u64>, Refusal> {
    let rows: Vec<(Option<Uuid>, i64)> = table::Entity::find()
        .select_only()
        .column(table::Column::ParentId)
        .column_as(table::Column::Id.count(), "children")
        .filter(of_parents(parents, kind, day))
        .group_by(table::Column::ParentId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(parent, count)| Some((UnitId(parent?), u64::try_from(count).unwrap_or(0))))
        .collect())
}

/// Children on a day; a batch holds at most a thousand parents.
fn of_parents(parents: &[UnitId], kind: Option<UnitKind>, day: Date) -> Condition {
    let parents = parents.iter().map(|id| id.0).collect::<Vec<_>>();
    let mut children = valid_on(day).add(table::Column::ParentId.is_in(parents));
    if let Some(kind) = kind {
        children = children.add(table::Column::Kind.eq(kind.code()));
    }
    children
}

/// A page of units on a day, by path (tree order).
pub async fn page(
    db: &impl ConnectionTrait,
    filter: &UnitFilter,
    day: Date,
    request: &PageRequest,
) -> Result<Page<Unit>, Refusal> {
    let mut wanted = if filter.with_ended { begun_by(day) } else { valid_on(day) };
    if let Some(search) = &filter.search {
        let pattern = LikeExpr::new(like_pattern(&search.words)).escape('\\');
        wanted = wanted.add(
            Condition::any()
                .add(Expr::col(table::Column::SearchText).like(pattern))
                .add(table::Column::Code.eq(search.code.as_str())),
        );
    }
    if let Some(kind) = filter.kind {
        wanted = wanted.add(table::Column::Kind.eq(kind.code()));
    }
    if let Some(parent) = filter.parent {
        wanted = wanted.add(table::Column::ParentId.eq(parent.0));
    }
    if let Some(within) = filter.within {
        let top = by_ids(db, &[within], day).await?;
        match top.first() {
            Some(top) => wanted = wanted.add(below(&top.path)),
            None => wanted = wanted.add(table::Column::UnitId.eq(within.0)),
        }
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(table::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [path, id] = cursor.keys()?;
        let id = Uuid::parse_str(id).map_err(|_| crate::shared::page::not_a_cursor())?;
        // Units of different times may stand at one place.
        wanted = wanted.add(
            Condition::any()
                .add(table::Column::Path.gt(path))
                .add(Condition::all().add(table::Column::Path.eq(path)).add(table::Column::UnitId.gt(id))),
        );
    }
    let rows = table::Entity::find()
        .filter(wanted)
        .order_by_asc(table::Column::Path)
        .order_by_asc(table::Column::UnitId)
        .limit(request.limit())
        .all(db)
        .await?;
    let units = rows.into_iter().map(|row| last_seen(row, day)).collect::<Result<Vec<_>, _>>()?;
    Ok(request.cut(units, total, |unit| Cursor::of([unit.path.clone(), unit.id.0.to_string()])))
}

/// Every version of every unit, as an import needs them.
pub async fn every_version(db: &impl ConnectionTrait) -> Result<Vec<Version>, Refusal> {
    table::Entity::find()
        .order_by_asc(table::Column::Path)
        .order_by_asc(table::Column::ValidFrom)
        .all(db)
        .await?
        .into_iter()
        .map(version)
        .collect()
}

/// Every version of these units.
pub async fn versions_of(db: &impl ConnectionTrait, ids: &[UnitId]) -> Result<Vec<Version>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        for row in table::Entity::find().filter(table::Column::UnitId.is_in(chunk)).all(db).await? {
            found.push(version(row)?);
        }
    }
    Ok(found)
}

/// Writes what an import planned. Imports are run by whoever administers the server, on its command line, so there
/// is no permit to ask for.
pub async fn save(tx: &impl ConnectionTrait, plan: &Plan, now: OffsetDateTime) -> Result<(), Refusal> {
    save_versions(tx, &plan.new_units, &plan.new_versions, &plan.changed_versions, now).await
}

/// Writes new units, new versions and changed ones.
async fn save_versions(
    tx: &impl ConnectionTrait,
    new_units: &[UnitId],
    new_versions: &[Version],
    changed_versions: &[Version],
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    for chunk in new_units.chunks(CHUNK) {
        let rows = chunk.iter().map(|id| unit_table::ActiveModel { id: Set(id.0), created_at: Set(now) });
        unit_table::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    for chunk in new_versions.chunks(CHUNK) {
        table::Entity::insert_many(chunk.iter().map(row)).exec_without_returning(tx).await?;
    }
    for version in changed_versions {
        let changed = table::ActiveModel { id: NotSet, ..row(version) };
        table::Entity::update_many().set(changed).filter(table::Column::Id.eq(version.id)).exec(tx).await?;
    }
    Ok(())
}

/// The figures of all units from one month to another.
pub async fn figures_between(
    db: &impl ConnectionTrait,
    first: &str,
    last: &str,
) -> Result<Vec<StoredFigures>, Refusal> {
    statistic::Entity::find()
        .filter(statistic::Column::Period.between(first, last))
        .all(db)
        .await?
        .into_iter()
        .map(figures)
        .collect()
}

/// The figures of these units from one month to another.
pub async fn figures_of_units(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    first: &str,
    last: &str,
) -> Result<Vec<StoredFigures>, Refusal> {
    let mut found = Vec::new();
    for chunk in units.chunks(CHUNK) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = statistic::Entity::find()
            .filter(statistic::Column::UnitId.is_in(chunk))
            .filter(statistic::Column::Period.between(first, last))
            .all(db)
            .await?;
        for row in rows {
            found.push(figures(row)?);
        }
    }
    Ok(found)
}

/// Writes figures in the place of those of the same unit and month.
pub async fn save_figures(tx: &impl ConnectionTrait, all: Vec<StoredFigures>) -> Result<(), Refusal> {
    let in_place = OnConflict::columns([statistic::Column::UnitId, statistic::Column::Period])
        .update_columns([statistic::Column::Figures, statistic::Column::IsSample])
        .to_owned();
    for chunk in all.chunks(CHUNK) {
        let rows = chunk.iter().map(|month| statistic::ActiveModel {
            id: Set(id::fresh()),
            unit_id: Set(month.unit.0),
            period: Set(month.period.clone()),
            figures: Set(json::to_text(&month.figures)),
            is_sample: Set(month.is_sample),
        });
        statistic::Entity::insert_many(rows).on_conflict(in_place.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn figures(row: statistic::Model) -> Result<StoredFigures, Refusal> {
    Ok(StoredFigures {
        unit: UnitId(row.unit_id),
        period: row.period,
        figures: json::from_text(&row.figures, "unit_statistic.figures")?,
        is_sample: row.is_sample,
    })
}

fn row(version: &Version) -> table::ActiveModel {
    table::ActiveModel {
        id: Set(version.id),
        unit_id: Set(version.unit.0),
        code: Set(version.code.clone()),
        kind: Set(version.kind.code().to_owned()),
        scoring_kind: Set(version.kind.scoring_kind().code().to_owned()),
        subtype: Set(version.subtype.clone()),
        name_vi: Set(version.name_vi.clone()),
        name_en: Set(version.name_en.clone()),
        search_text: Set(version.search_text.clone()),
        parent_id: Set(version.parent.map(|parent| parent.0)),
        path: Set(version.path.clone()),
        valid_from: Set(version.valid_from),
        valid_to: Set(version.valid_to),
        note: Set(version.note.clone()),
    }
}

fn version(row: table::Model) -> Result<Version, Refusal> {
    Ok(Version {
        id: row.id,
        unit: UnitId(row.unit_id),
        code: row.code,
        kind: json::from_code(&row.kind, "unit_version.kind")?,
        subtype: row.subtype,
        name_vi: row.name_vi,
        name_en: row.name_en,
        search_text: row.search_text,
        parent: row.parent_id.map(UnitId),
        path: row.path,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        note: row.note,
    })
}

/// A unit on a day or, when it ended by then, on its last day.
fn last_seen(row: table::Model, day: Date) -> Result<Unit, Refusal> {
    let version = version(row)?;
    let last = version.valid_to.and_then(Date::previous_day).unwrap_or(day);
    Ok(version.on(Ord::min(last, day)))
}

fn unit(row: table::Model, day: Date) -> Result<Unit, Refusal> {
    version(row).map(|version| version.on(day))
}

#[cfg(test)]
mod tests {
    use migration::{Migrator, MigratorTrait as _};
    use sea_orm::{Database, DbBackend, QueryTrait as _, Statement};
    use time::macros::date;

    use super::*;

    #[tokio::test]
    async fn a_subtree_is_read_from_the_index_of_paths() {
        let db = Database::connect("sqlite::memory:").await.expect("SQLite opens");
        Migrator::up(&db, None).await.expect("migrations run");
        let mut read = subtree("89/886/", date!(2021 - 12 - 01)).build(DbBackend::Sqlite);
        read.sql = format!("EXPLAIN QUERY PLAN {}", read.sql);
        let rows = db.query_all_raw(Statement { ..read }).await.expect("a plan");
        let plan: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").expect("text")).collect();
        assert!(
            plan.iter().any(|step| step.contains("unit_version_path_time_idx (path>? AND path<?)")),
            "{plan:?}"
        );
    }

    #[test]
    fn paths_below_are_those_and_no_others() {
        assert_eq!(path_end("89/"), "890");
        let below = |path: &str| path >= "89/" && path < path_end("89/").as_str();
        assert!(below("89/") && below("89/886/") && below("89/zz/"));
        assert!(!below("89-A/") && !below("890/") && !below("8/") && !below("89.1/"));
    }
}
