//! Reads of criteria sets. They are open to everybody who is signed in.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;

use super::store;
use super::stored::{Criterion, StoredSet};
use crate::access::Actor;
use crate::app::App;
use crate::shared::error::Refusal;
use crate::shared::id::{CriteriaSetId, CriterionId};
use crate::shared::page::{Page, PageRequest};

/// A criteria set; frozen ones come from memory.
///
/// Inside a transaction that freezes a set, use what `freeze` returns: a set read as frozen is
/// remembered, which is right only once the transaction is committed.
pub async fn load_set(
    app: &App,
    db: &impl ConnectionTrait,
    id: CriteriaSetId,
) -> Result<Arc<StoredSet>, Refusal> {
    load_sets(app, db, &[id]).await?.remove(&id).ok_or(Refusal::NotFound)
}

/// The criteria sets with these ids, in one read for all that are not in memory.
pub async fn load_sets(
    app: &App,
    db: &impl ConnectionTrait,
    ids: &[CriteriaSetId],
) -> Result<HashMap<CriteriaSetId, Arc<StoredSet>>, Refusal> {
    let mut found: HashMap<_, _> =
        ids.iter().filter_map(|id| app.criteria.get(*id).map(|set| (*id, set))).collect();
    let missing: Vec<_> = ids.iter().copied().filter(|id| !found.contains_key(id)).collect();
    if !missing.is_empty() {
        for set in store::by_ids(db, &missing).await? {
            let set = Arc::new(set);
            app.criteria.keep(&set);
            found.insert(set.id, set);
        }
    }
    Ok(found)
}

/// A criteria set, if there is one.
pub async fn find(app: &App, _reader: &Actor, id: CriteriaSetId) -> Result<Option<Arc<StoredSet>>, Refusal> {
    Ok(load_sets(app, app.db.read(), &[id]).await?.remove(&id))
}

/// A criterion in its version, if there is one.
pub async fn find_criterion(
    app: &App,
    reader: &Actor,
    id: CriterionId,
) -> Result<Option<Arc<Criterion>>, Refusal> {
    let Some(set) = store::set_of_criterion(app.db.read(), id).await? else { return Ok(None) };
    let set = find(app, reader, set).await?;
    Ok(set.and_then(|set| set.criterion(id).cloned()))
}

/// A page of criteria sets, newest first.
pub async fn page(
    app: &App,
    _reader: &Actor,
    request: &PageRequest,
) -> Result<Page<Arc<StoredSet>>, Refusal> {
    let page = store::page(app.db.read(), request).await?;
    let ids: Vec<_> = page.rows.iter().map(|(_, id)| *id).collect();
    let sets = load_sets(app, app.db.read(), &ids).await?;
    let rows = page.rows.into_iter().filter_map(|(at, id)| Some((at, Arc::clone(sets.get(&id)?)))).collect();
    Ok(Page { rows, has_next: page.has_next, has_previous: page.has_previous, total: page.total })
}
