//! Batched reads of units within one request: a page of units costs the same few statements whatever its length.

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::Arc;

use futures::FutureExt as _;
use time::Date;

use super::model::{ChildrenWanted, Family, Unit, UnitKind};
use super::queries;
use crate::app::App;
use crate::shared::batch::Batch;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;

/// The batched reads of units of one request. The catalogue is open to everybody who is signed in, so they know
/// no actor.
pub struct UnitBatches {
    latest: Batch<UnitId, Unit>,
    on: Batch<(UnitId, Date), Unit>,
    ancestors: Batch<(String, Date), Vec<Unit>>,
    children: Batch<(UnitId, ChildrenWanted), Vec<Unit>>,
    child_counts: Batch<(UnitId, Option<UnitKind>, Date), u64>,
    histories: Batch<UnitId, Vec<Unit>>,
    families: Batch<UnitId, Family>,
}

impl UnitBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let apps: [App; 7] = std::array::from_fn(|_| app.clone());
        let [for_latest, for_on, for_ancestors, for_children, for_counts, for_histories, for_families] = apps;
        Self {
            latest: Batch::new(move |ids: Vec<UnitId>| {
                let app = for_latest.clone();
                async move {
                    let today = vietnam_date(app.clock.now());
                    let found = queries::load_latest(app.db.read(), &ids, today).await?;
                    Ok(found.into_iter().map(|unit| (unit.id, unit)).collect())
                }
                .boxed()
            }),
            on: Batch::new(move |keys: Vec<(UnitId, Date)>| {
                let app = for_on.clone();
                by_group(
                    keys,
                    |(id, day)| (day, id),
                    move |day, ids| {
                        let app = app.clone();
                        async move {
                            let found = queries::load_many(app.db.read(), &ids, day).await?;
                            Ok(found.into_iter().map(|unit| ((unit.id, day), unit)).collect())
                        }
                    },
                )
                .boxed()
            }),
            ancestors: Batch::new(move |keys: Vec<(String, Date)>| {
                let app = for_ancestors.clone();
                by_group(
                    keys,
                    |(path, day)| (day, path),
                    move |day, paths| {
                        let app = app.clone();
                        async move {
                            let found = queries::ancestors(&app, &paths, day).await?;
                            Ok(found.into_iter().map(|(path, above)| ((path, day), above)).collect())
                        }
                    },
                )
                .boxed()
            }),
            children: Batch::new(move |keys: Vec<(UnitId, ChildrenWanted)>| {
                let app = for_children.clone();
                by_group(
                    keys,
                    |(id, wanted)| (wanted, id),
                    move |wanted, ids| {
                        let app = app.clone();
                        async move {
                            let found = queries::children(&app, &ids, &wanted).await?;
                            Ok(found
                                .into_iter()
                                .map(|(id, children)| ((id, wanted.clone()), children))
                                .collect())
                        }
                    },
                )
                .boxed()
            }),
            child_counts: Batch::new(move |keys: Vec<(UnitId, Option<UnitKind>, Date)>| {
                let app = for_counts.clone();
                by_group(
                    keys,
                    |(id, kind, day)| ((kind, day), id),
                    move |(kind, day), ids| {
                        let app = app.clone();
                        async move {
                            let found = queries::child_counts(&app, &ids, kind, day).await?;
                            Ok(found.into_iter().map(|(id, count)| ((id, kind, day), count)).collect())
                        }
                    },
                )
                .boxed()
            }),
            histories: Batch::new(move |ids: Vec<UnitId>| {
                let app = for_histories.clone();
                async move { queries::histories(&app, &ids).await }.boxed()
            }),
            families: Batch::new(move |ids: Vec<UnitId>| {
                let app = for_families.clone();
                async move { queries::families(app.db.read(), &ids).await }.boxed()
            }),
        }
    }

    /// A unit as it stands today or, when dissolved, as it last stood.
    pub async fn latest(&self, id: UnitId) -> Result<Option<Arc<Unit>>, Refusal> {
        self.latest.load(id).await
    }

    /// A unit as it stands on a day; absent when it does not exist then.
    pub async fn on(&self, id: UnitId, day: Date) -> Result<Option<Arc<Unit>>, Refusal> {
        self.on.load((id, day)).await
    }

    /// The units above a unit on its day, root first.
    pub async fn ancestors(&self, unit: &Unit) -> Result<Vec<Unit>, Refusal> {
        let above = self.ancestors.load((unit.path.clone(), unit.as_of)).await?;
        Ok(above.map(|above| above.to_vec()).unwrap_or_default())
    }

    /// The first children of a unit, in tree order.
    pub async fn children(&self, id: UnitId, wanted: ChildrenWanted) -> Result<Vec<Unit>, Refusal> {
        let children = self.children.load((id, wanted)).await?;
        Ok(children.map(|children| children.to_vec()).unwrap_or_default())
    }

    /// How many children of a kind, or of any, a unit has on a day.
    pub async fn child_count(&self, id: UnitId, kind: Option<UnitKind>, day: Date) -> Result<u64, Refusal> {
        Ok(self.child_counts.load((id, kind, day)).await?.map_or(0, |count| *count))
    }

    /// Every version of a unit, oldest first, each as on its first day.
    pub async fn history(&self, id: UnitId) -> Result<Vec<Unit>, Refusal> {
        let history = self.histories.load(id).await?;
        Ok(history.map(|history| history.to_vec()).unwrap_or_default())
    }

    /// The steps around a unit.
    pub async fn family(&self, id: UnitId) -> Result<Arc<Family>, Refusal> {
        Ok(self.families.load(id).await?.unwrap_or_default())
    }
}

/// Fetches keys group by group; within one request nearly all keys are of one day, which is one group.
async fn by_group<K, G, I, V, F, R>(
    keys: Vec<K>,
    split: impl Fn(K) -> (G, I),
    fetch: F,
) -> Result<HashMap<K, V>, Refusal>
where
    K: Eq + Hash,
    G: Eq + Hash,
    F: Fn(G, Vec<I>) -> R,
    R: Future<Output = Result<HashMap<K, V>, Refusal>>,
{
    let mut groups: HashMap<G, Vec<I>> = HashMap::new();
    for key in keys {
        let (group, item) = split(key);
        groups.entry(group).or_default().push(item);
    }
    let mut all = HashMap::new();
    for (group, items) in groups {
        all.extend(fetch(group, items).await?);
    }
    Ok(all)
}
