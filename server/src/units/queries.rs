//! Reads of the catalogue. It is open to everybody who is signed in.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;
use sea_orm::ConnectionTrait;
use time::Date;

use super::model::{
    ChildrenWanted, Effect, Family, Kin, Link, Reorganisation, ReorganisationProblem, ReorganisationState,
    Restated, Unit, UnitFilter, UnitKind,
};
use super::{commands, policy, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{ReorganisationId, UnitId};
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

/// Every version of each unit, oldest first, each as on its first day.
pub async fn histories(app: &App, ids: &[UnitId]) -> Result<HashMap<UnitId, Vec<Unit>>, Refusal> {
    let mut histories: HashMap<UnitId, Vec<Unit>> = HashMap::new();
    let mut versions = store::versions_of(app.db.read(), ids).await?;
    versions.sort_by_key(|version| version.valid_from);
    for version in versions {
        let first_day = version.valid_from;
        histories.entry(version.unit).or_default().push(version.on(first_day));
    }
    Ok(histories)
}

/// The steps around each unit.
pub async fn families(db: &impl ConnectionTrait, ids: &[UnitId]) -> Result<HashMap<UnitId, Family>, Refusal> {
    let mut families: HashMap<UnitId, Family> = ids.iter().map(|id| (*id, Family::default())).collect();
    for step in store::successions_of(db, ids).await? {
        if step.is_own_change() {
            if let Some(family) = families.get_mut(&step.predecessor) {
                family.changes.push(step);
            }
            continue;
        }
        if let Some(family) = step.successor.and_then(|successor| families.get_mut(&successor)) {
            family.predecessors.push(step.clone());
        }
        if let Some(family) = families.get_mut(&step.predecessor) {
            family.successors.push(step);
        }
    }
    Ok(families)
}

/// Every unit that one came out of or that came out of it, through any number of steps, with itself.
pub async fn kin(db: &impl ConnectionTrait, unit: UnitId) -> Result<Kin, Refusal> {
    Ok(rules::kin(unit, &store::every_succession(db).await?))
}

/// The same of several units, each without itself: as many statements as there are steps in the longest line, not as
/// there are units.
pub async fn kin_of_each(
    db: &impl ConnectionTrait,
    ids: &[UnitId],
) -> Result<HashMap<UnitId, Vec<UnitId>>, Refusal> {
    let mut known: HashSet<UnitId> = ids.iter().copied().collect();
    let mut next: Vec<UnitId> = known.iter().copied().collect();
    let mut steps = Vec::new();
    while !next.is_empty() {
        let found = store::successions_of(db, &next).await?;
        let ends = found.iter().flat_map(|step| [Some(step.predecessor), step.successor]).flatten();
        next = ends.filter(|unit| known.insert(*unit)).collect();
        steps.extend(found);
    }
    let akin = |unit: UnitId| {
        let kin = rules::kin(unit, &steps);
        kin.ancestors.into_iter().chain(kin.descendants).filter(|other| *other != unit).collect()
    };
    Ok(ids.iter().map(|unit| (*unit, akin(*unit))).collect())
}

/// Scores of units of one day laid on the map of another: each is the mean of what went into it.
pub async fn restated_means(
    db: &impl ConnectionTrait,
    scores: &BTreeMap<UnitId, Decimal>,
    reported_on: Date,
    map_of: Date,
) -> Result<BTreeMap<UnitId, Restated>, Refusal> {
    let steps = store::every_succession(db).await?;
    let links: Vec<Link> = if map_of >= reported_on {
        let units: Vec<UnitId> = scores.keys().copied().collect();
        rules::links(&units, &steps, reported_on, map_of)
    } else {
        let earlier: Vec<UnitId> = store::all(db, map_of).await?.into_iter().map(|unit| unit.id).collect();
        rules::links(&earlier, &steps, map_of, reported_on).iter().map(Link::turned).collect()
    };
    Ok(rules::restate_means(scores, &links))
}

/// A reorganisation, if it exists for this person.
pub async fn reorganisation(
    app: &App,
    actor: &Actor,
    id: ReorganisationId,
) -> Result<Option<Reorganisation>, Refusal> {
    let found = store::reorganisation(app.db.read(), id).await?;
    Ok(found.filter(|found| policy::sees(actor, found)))
}

/// A page of the reorganisations that this person sees, newest first.
pub async fn reorganisations(
    app: &App,
    actor: &Actor,
    request: &PageRequest,
) -> Result<Page<Reorganisation>, Refusal> {
    store::reorganisations_page(app.db.read(), policy::sees_drafts(actor), request).await
}

/// What a draft would do, or what is wrong with it; nothing for one that is no draft, or whom it does not concern.
pub async fn preview(
    app: &App,
    actor: &Actor,
    draft: &Reorganisation,
) -> Result<Option<Result<Effect, ReorganisationProblem>>, Refusal> {
    if draft.state != ReorganisationState::Draft || !policy::sees_drafts(actor) {
        return Ok(None);
    }
    match commands::previewed(app, draft, actor.account).await {
        Ok(effect) => Ok(Some(Ok(effect))),
        Err(Failure::Problem(problem)) => Ok(Some(Err(problem))),
        Err(Failure::Refusal(refusal)) => Err(refusal),
    }
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

/// The ids of all units right below these on a day.
pub async fn children_of(
    db: &impl ConnectionTrait,
    parents: &[UnitId],
    day: Date,
) -> Result<Vec<UnitId>, Refusal> {
    store::children_of(db, parents, day).await
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
