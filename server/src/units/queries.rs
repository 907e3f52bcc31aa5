//! Reads of the catalogue. It is open to everybody who is signed in.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use time::Date;

use super::model::{ChildrenWanted, Unit, UnitFilter, UnitKind};
use super::{rules, store};
use crate::app::App;
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;
use crate::shared::page::{Page, PageRequest};

/// The units with these ids on a day; those that do not exist then are left out.
pub async fn load_many(db: &impl ConnectionTrait, ids: &[UnitId], day: Date) -> Result<Vec<Unit>, Refusal> {
    store::by_ids(db, ids, day).await
}

/// The units with these ids as they stand on a day or, when dissolved by then, as they last stood: records of the
/// past keep their unit.
pub async fn load_latest(db: &impl ConnectionTrait, ids: &[UnitId], day: Date) -> Result<Vec<Unit>, Refusal> {
    let mut versions: HashMap<UnitId, Vec<_>> = HashMap::new();
    for version in store::versions_of(db, ids).await? {
        versions.entry(version.unit).or_default().push(version);
    }
    let standing = versions.into_values().filter_map(|versions| rules::standing(versions, day));
    Ok(standing.map(|(version, as_of)| version.on(as_of)).collect())
}

/// The units with these codes on a day.
pub async fn by_codes(db: &impl ConnectionTrait, codes: &[String], day: Date) -> Result<Vec<Unit>, Refusal> {
    store::by_codes(db, codes, day).await
}

/// All units of a day, in tree order.
pub async fn all(db: &impl ConnectionTrait, day: Date) -> Result<Vec<Unit>, Refusal> {
    store::all(db, day).await
}

/// A page of units on a day, in tree order.
pub async fn page(
    app: &App,
    filter: &UnitFilter,
    day: Date,
    request: &PageRequest,
) -> Result<Page<Unit>, Refusal> {
    store::page(app.db.read(), filter, day, request).await
}

/// Ids of a unit and everything below it on a day.
pub async fn subtree_ids(db: &impl ConnectionTrait, top: &Unit, day: Date) -> Result<Vec<UnitId>, Refusal> {
    store::subtree_ids(db, &top.path, day).await
}

/// The units above each of these paths on a day, root first.
pub async fn ancestors(
    app: &App,
    paths: &[String],
    day: Date,
) -> Result<HashMap<String, Vec<Unit>>, Refusal> {
    let mut above: Vec<String> =
        paths.iter().flat_map(|path| rules::paths_above(path)).map(str::to_owned).collect();
    above.sort_unstable();
    above.dedup();
    let found: HashMap<String, Unit> = store::by_paths(app.db.read(), &above, day)
        .await?
        .into_iter()
        .map(|unit| (unit.path.clone(), unit))
        .collect();
    let above_one =
        |path: &String| rules::paths_above(path).filter_map(|path| found.get(path).cloned()).collect();
    Ok(paths.iter().map(|path| (path.clone(), above_one(path))).collect())
}

/// The first children of each unit.
pub async fn children(
    app: &App,
    parents: &[UnitId],
    wanted: &ChildrenWanted,
) -> Result<HashMap<UnitId, Vec<Unit>>, Refusal> {
    let mut children: HashMap<UnitId, Vec<Unit>> = HashMap::new();
    for child in store::children(app.db.read(), parents, wanted).await? {
        if let Some(parent) = child.parent {
            children.entry(parent).or_default().push(child);
        }
    }
    Ok(children)
}

/// How many children of a kind each unit has on a day; units without any are absent.
pub async fn child_counts(
    app: &App,
    parents: &[UnitId],
    kind: Option<UnitKind>,
    day: Date,
) -> Result<HashMap<UnitId, u64>, Refusal> {
    store::child_counts(app.db.read(), parents, kind, day).await
}
