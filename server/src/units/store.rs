//! Rows of units and their versions. Every read is of one date.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use time::Date;
use uuid::Uuid;

use super::model::{Unit, UnitFilter};
use crate::entity::unit_version as table;
use crate::shared::error::Refusal;
use crate::shared::fold::like_pattern;
use crate::shared::id::UnitId;
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};

/// Versions valid on a date.
fn valid_on(day: Date) -> Condition {
    Condition::all()
        .add(table::Column::ValidFrom.lte(day))
        .add(Condition::any().add(table::Column::ValidTo.is_null()).add(table::Column::ValidTo.gt(day)))
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
    for chunk in ids.chunks(1000) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = table::Entity::find()
            .filter(valid_on(day))
            .filter(table::Column::UnitId.is_in(chunk))
            .all(db)
            .await?;
        for row in rows {
            found.push(unit(row)?);
        }
    }
    Ok(found)
}

/// The units with these codes on a day.
pub async fn by_codes(db: &impl ConnectionTrait, codes: &[String], day: Date) -> Result<Vec<Unit>, Refusal> {
    let mut found = Vec::with_capacity(codes.len());
    for chunk in codes.chunks(1000) {
        let rows = table::Entity::find()
            .filter(valid_on(day))
            .filter(table::Column::Code.is_in(chunk.to_vec()))
            .all(db)
            .await?;
        for row in rows {
            found.push(unit(row)?);
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
        .map(unit)
        .collect()
}

/// Ids of a unit and everything below it on a day: one indexed statement.
pub async fn subtree_ids(db: &impl ConnectionTrait, path: &str, day: Date) -> Result<Vec<UnitId>, Refusal> {
    let ids: Vec<Uuid> = table::Entity::find()
        .select_only()
        .column(table::Column::UnitId)
        .filter(valid_on(day))
        .filter(below(path))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(UnitId).collect())
}

/// The units above a path on a day, root first.
pub async fn ancestors(db: &impl ConnectionTrait, path: &str, day: Date) -> Result<Vec<Unit>, Refusal> {
    let mut paths = Vec::new();
    for (at, _) in path.match_indices('/') {
        if at + 1 < path.len() {
            paths.push(path[..=at].to_owned());
        }
    }
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    table::Entity::find()
        .filter(valid_on(day))
        .filter(table::Column::Path.is_in(paths))
        .order_by_asc(table::Column::Path)
        .all(db)
        .await?
        .into_iter()
        .map(unit)
        .collect()
}

/// How many children each of `parents` has on a day.
pub async fn child_counts(
    db: &impl ConnectionTrait,
    parents: &[UnitId],
    day: Date,
) -> Result<HashMap<UnitId, u64>, Refusal> {
    let rows: Vec<(Option<Uuid>, i64)> = table::Entity::find()
        .select_only()
        .column(table::Column::ParentId)
        .column_as(table::Column::Id.count(), "children")
        .filter(valid_on(day))
        .filter(table::Column::ParentId.is_in(parents.iter().map(|id| id.0).collect::<Vec<_>>()))
        .group_by(table::Column::ParentId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(parent, count)| Some((UnitId(parent?), u64::try_from(count).unwrap_or(0))))
        .collect())
}

/// A page of units on a day, by path (tree order).
pub async fn page(
    db: &impl ConnectionTrait,
    filter: &UnitFilter,
    day: Date,
    request: &PageRequest,
) -> Result<Page<Unit>, Refusal> {
    let mut wanted = valid_on(day);
    if let Some(search) = &filter.search {
        let pattern = LikeExpr::new(like_pattern(search)).escape('\\');
        wanted = wanted.add(
            Condition::any()
                .add(Expr::col(table::Column::SearchText).like(pattern))
                .add(table::Column::Code.eq(search.trim())),
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
        let [path] = cursor.keys()?;
        wanted = wanted.add(table::Column::Path.gt(path));
    }
    let rows = table::Entity::find()
        .filter(wanted)
        .order_by_asc(table::Column::Path)
        .limit(request.limit())
        .all(db)
        .await?;
    let units = rows.into_iter().map(unit).collect::<Result<Vec<_>, _>>()?;
    Ok(request.cut(units, total, |unit| Cursor::of([unit.path.clone()])))
}

fn unit(row: table::Model) -> Result<Unit, Refusal> {
    Ok(Unit {
        id: UnitId(row.unit_id),
        code: row.code,
        kind: json::from_code(&row.kind, "unit_version.kind")?,
        scoring_kind: json::from_code(&row.scoring_kind, "unit_version.scoring_kind")?,
        subtype: row.subtype,
        name_vi: row.name_vi,
        name_en: row.name_en,
        parent: row.parent_id.map(UnitId),
        path: row.path,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    })
}
