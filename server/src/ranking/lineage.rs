//! Results along the line of descent of units: a unit's own beside those of its predecessors and successors, and a
//! ranking laid on the map of another day. Nothing of one unit is added to another's silently.

use std::collections::{BTreeMap, HashMap};

use time::Date;

use super::model::{FamilyResult, Ranking, Relation, RestatedResult};
use super::policy::Standing;
use super::{policy, queries, store};
use crate::access::Actor;
use crate::app::App;
use crate::campaigns;
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;
use crate::shared::points::Points;
use crate::units;

/// The results of a unit and of its line of descent that this person sees: the newest first, the unit's own before
/// those of others.
pub async fn family_results(app: &App, actor: &Actor, unit: UnitId) -> Result<Vec<FamilyResult>, Refusal> {
    let db = app.db.read();
    let kin = units::kin(db, unit).await?;
    let everyone: Vec<UnitId> = [unit]
        .into_iter()
        .chain(kin.ancestors.iter().copied())
        .chain(kin.descendants.iter().copied())
        .collect();
    let found = store::results_of_units(db, &everyone).await?;
    let mut ranking_ids: Vec<_> = found.iter().map(|(ranking, ..)| *ranking).collect();
    ranking_ids.dedup();
    let rankings = store::by_ids(db, &ranking_ids).await?;
    let standings = queries::standings(db, actor, &rankings).await?;
    let standing = |ranking: &Ranking| standings.get(&ranking.campaign).copied().unwrap_or(Standing::Outside);
    let visible: HashMap<_, Ranking> = rankings
        .into_iter()
        .filter(|ranking| policy::sees_ranking(actor, ranking, standing(ranking)))
        .map(|ranking| (ranking.id, ranking))
        .collect();
    let campaign_ids: Vec<_> = visible.values().map(|ranking| ranking.campaign).collect();
    let campaigns: HashMap<_, _> = campaigns::load_many(db, &campaign_ids)
        .await?
        .into_iter()
        .map(|campaign| (campaign.id, campaign))
        .collect();
    let frozen_ids: Vec<_> = found.iter().map(|(_, _, result)| result.unit).collect();
    let mut frozen: HashMap<_, _> =
        campaigns::units_by_ids(db, &frozen_ids).await?.into_iter().map(|unit| (unit.id, unit)).collect();
    let mut results: Vec<FamilyResult> = found
        .into_iter()
        .filter_map(|(ranking, owner, result)| {
            let ranking = visible.get(&ranking)?;
            let relation = if owner == unit {
                Relation::Own
            } else if kin.ancestors.contains(&owner) {
                Relation::Predecessor
            } else {
                Relation::Successor
            };
            Some(FamilyResult {
                relation,
                campaign: campaigns.get(&ranking.campaign)?.clone(),
                unit: frozen.remove(&result.unit)?,
                is_released: ranking.is_released(),
                result,
            })
        })
        .collect();
    results.sort_by(|a, b| {
        let newest_first = b.campaign.period_to.cmp(&a.campaign.period_to);
        newest_first.then(a.relation.cmp(&b.relation)).then(a.result.position.cmp(&b.result.position))
    });
    Ok(results)
}

/// The totals of a ranking that the reader sees, laid on the units of a day, in tree order. Units that took no part
/// and have no kin that did are left out; so are ended ones that nothing came out of.
pub async fn restated(app: &App, ranking: &Ranking, map_of: Date) -> Result<Vec<RestatedResult>, Refusal> {
    let db = app.db.read();
    let campaign = campaigns::load(db, ranking.campaign).await?;
    let totals: BTreeMap<UnitId, Points> = store::totals(db, ranking.id).await?.into_iter().collect();
    let scores = totals.iter().map(|(unit, total)| (*unit, total.to_decimal())).collect();
    let reported_on = campaign.plan_date.unwrap_or(campaign.period_from);
    let mut restated = units::restated_means(db, &scores, reported_on, map_of).await?;
    let results = units::all(db, map_of).await?.into_iter().filter_map(|unit| {
        let restated = restated.remove(&unit.id)?;
        let sources =
            restated.sources.iter().filter_map(|source| Some((*source, *totals.get(&source.unit)?)));
        Some(RestatedResult {
            total: Points::round_half_up(restated.mean),
            is_restated: !restated.is_as_reported(unit.id),
            is_estimated: restated.is_estimated,
            sources: sources.collect(),
            unit,
        })
    });
    Ok(results.collect())
}
