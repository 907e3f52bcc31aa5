//! Reads of rankings. Before the release they exist for those who lead, decide, inspect or analyse; after it for
//! everybody signed in; published results for everybody.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;

use super::model::{MeritEntry, PublicPlace, Ranking, UnitResult};
use super::policy::{HeatSight, Standing};
use super::{policy, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::campaigns::{self, Campaign, CampaignUnit, Stage};
use crate::criteria::{self, Criterion};
use crate::shared::error::Refusal;
use crate::shared::id::{CampaignId, CampaignUnitId, CriterionId, PeerGroupId, RankingId, UnitId};
use crate::shared::page::{Page, PageRequest};
use crate::shared::points::Points;
use crate::submissions;

/// Most campaigns on the public page.
const MOST_PUBLIC: u64 = 50;

/// The rankings of these campaigns, whoever may see them.
pub async fn load_many(app: &App, ids: &[CampaignId]) -> Result<Vec<Ranking>, Refusal> {
    store::of_campaigns(app.db.read(), ids).await
}

/// The ranking, if it exists for this person, who stands so in its campaign.
#[must_use]
pub fn visible(actor: &Actor, ranking: Option<Arc<Ranking>>, standing: Standing) -> Option<Arc<Ranking>> {
    ranking.filter(|ranking| policy::sees_ranking(actor, ranking, standing))
}

/// Where a person stands in the campaigns of those of these rankings of which it decides what they see: three
/// statements at most.
pub async fn standings(
    db: &impl ConnectionTrait,
    actor: &Actor,
    rankings: &[Ranking],
) -> Result<HashMap<CampaignId, Standing>, Refusal> {
    let decides = |one: &&Ranking| policy::asks_standing(actor, one);
    let ids: Vec<CampaignId> = rankings.iter().filter(decides).map(|one| one.campaign).collect();
    standings_in(db, actor, &ids).await
}

async fn standings_in(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ids: &[CampaignId],
) -> Result<HashMap<CampaignId, Standing>, Refusal> {
    let mut standings = HashMap::new();
    if ids.is_empty() {
        return Ok(standings);
    }
    let own = actor.own_units(time::Date::MIN);
    let taking_part = campaigns::taking_part(db, ids, Some(&own)).await?;
    for campaign in campaigns::load_many(db, ids).await? {
        let is_own = |unit: &UnitId| actor.belongs_to(*unit, campaign.period_from);
        let takes_part = taking_part.get(&campaign.id).is_some_and(|units| units.iter().any(is_own));
        standings.insert(campaign.id, if takes_part { Standing::TakesPart } else { Standing::Outside });
    }
    Ok(standings)
}

/// A page of the results of a ranking that the reader sees, each with its unit.
pub async fn results(
    app: &App,
    ranking: &Ranking,
    peer_group: Option<PeerGroupId>,
    request: &PageRequest,
) -> Result<Page<(UnitResult, CampaignUnit)>, Refusal> {
    let db = app.db.read();
    let page = store::results_page(db, ranking.id, peer_group, request).await?;
    let ids: Vec<_> = page.rows.iter().map(|(_, result)| result.unit).collect();
    let mut units = units_by_id(campaigns::units_by_ids(db, &ids).await?);
    let with_unit = |(cursor, result): (_, UnitResult)| {
        let unit = units.remove(&result.unit)?;
        Some((cursor, (result, unit)))
    };
    let rows = page.rows.into_iter().filter_map(with_unit).collect();
    Ok(Page { rows, has_next: page.has_next, has_previous: page.has_previous, total: page.total })
}

/// The result of a unit in a ranking that the reader sees, with the unit as frozen; `None` when it has no rank.
pub async fn result_of(
    app: &App,
    ranking: &Ranking,
    unit: UnitId,
) -> Result<Option<(UnitResult, CampaignUnit)>, Refusal> {
    let db = app.db.read();
    let Some(result) = store::result_of_unit(db, ranking.id, unit).await? else { return Ok(None) };
    let frozen = campaigns::units_by_ids(db, &[result.unit]).await?.pop();
    Ok(frozen.map(|frozen| (result, frozen)))
}

/// The units of a campaign that sent no sheet before the ranking was computed, in the order of the campaign: they have
/// neither rank nor class. Units that left the campaign when they ended are not among them.
pub async fn without_sheet(
    app: &App,
    ranking: &Ranking,
    peer_group: Option<PeerGroupId>,
) -> Result<Vec<CampaignUnit>, Refusal> {
    let db = app.db.read();
    let placed = store::placed_units(db, &[ranking.id]).await?;
    let left = submissions::exempt_units(db, &[ranking.campaign]).await?;
    let mut units = campaigns::units_of(db, ranking.campaign).await?;
    units.retain(|unit| {
        let is_wanted = peer_group.is_none_or(|group| unit.peer_group == group);
        is_wanted && !placed.contains(&unit.id) && !left.contains(&unit.id)
    });
    Ok(units)
}

/// Points in per mille of the maximum: one row for each unit of a peer group.
pub struct HeatRows {
    /// The criteria that apply to the group and that the reader sees, in the order of the sheet.
    pub criteria: Vec<Arc<Criterion>>,
    /// A unit and its cells, in the order of the criteria.
    pub rows: Vec<(CampaignUnit, Vec<Option<i32>>)>,
    /// Whether it is only what the reader is assigned.
    pub is_partial: bool,
}

/// The heat map of a peer group as far as this person sees it; `None` when they see nothing of it.
pub async fn heatmap(
    app: &App,
    actor: &Actor,
    campaign: &Campaign,
    ranking: Option<&Ranking>,
    peer_group: PeerGroupId,
) -> Result<Option<HeatRows>, Refusal> {
    let db = app.db.read();
    let group = campaign.peer_group(peer_group).ok_or(Refusal::NotFound)?;
    let assignments = submissions::assignments_of(db, actor).await?;
    let standing = standings_in(db, actor, &[campaign.id]).await?.remove(&campaign.id);
    let ranking_and_standing = (ranking, standing.unwrap_or(Standing::Outside));
    let Some(sight) = policy::heat_sight(actor, campaign.id, ranking_and_standing, &assignments, peer_group)
    else {
        return Ok(None);
    };
    let set = criteria::load_set(app, db, campaign.criteria_set).await?;
    let is_shown = |criterion: &&Arc<Criterion>| {
        let applies = group.scoring_kinds.iter().any(|kind| criterion.spec.applies_to(*kind));
        applies
            && match &sight {
                HeatSight::Whole => true,
                HeatSight::Assigned(assigned) => assigned.contains(&criterion.id),
            }
    };
    let criteria: Vec<_> = set.criteria.iter().filter(is_shown).cloned().collect();
    let lines = submissions::outcomes_of_campaign(db, campaign.id, Some(peer_group)).await?;
    let mut units = campaigns::units_of(db, campaign.id).await?;
    units.retain(|unit| unit.peer_group == peer_group);
    match (&sight, ranking) {
        (HeatSight::Whole, Some(ranking)) => {
            let ordered = store::units_by_rank(db, ranking.id, peer_group).await?;
            // Who has no rank stands behind those that have one.
            let place = |unit: &CampaignUnit| ordered.iter().position(|id| *id == unit.id);
            units.sort_by_key(|unit| place(unit).unwrap_or(usize::MAX));
        }
        (HeatSight::Whole, None) => {}
        (HeatSight::Assigned(_), _) => {
            let is_with_appraisal = |unit: &CampaignUnit| {
                lines.iter().any(|line| line.campaign_unit == unit.id && line.sheet_state.has_left_unit())
            };
            units.retain(is_with_appraisal);
        }
    }
    let hidden = submissions::hidden_appraisals(actor, campaign);
    units.retain(|unit| !hidden.contains(&unit.unit));
    let mut points: HashMap<(CampaignUnitId, CriterionId), Points> = HashMap::new();
    for line in lines {
        if let Some(own) = line.points().filter(|_| line.sheet_state.is_submitted()) {
            points.insert((line.campaign_unit, line.criterion), own);
        }
    }
    let cells = |unit: CampaignUnitId| {
        let cell = |criterion: &Arc<Criterion>| {
            rules::per_mille(points.get(&(unit, criterion.id)).copied(), criterion.spec.max)
        };
        criteria.iter().map(cell).collect()
    };
    let rows = units.into_iter().map(|unit| (unit.clone(), cells(unit.id))).collect();
    Ok(Some(HeatRows { criteria, rows, is_partial: sight != HeatSight::Whole }))
}

/// A page of the bonuses and penalties that this person reads, each with its unit.
pub async fn merits(
    app: &App,
    actor: &Actor,
    campaign: CampaignId,
    unit: Option<UnitId>,
    request: &PageRequest,
) -> Result<Page<(MeritEntry, CampaignUnit)>, Refusal> {
    let db = app.db.read();
    let page = store::merits_page(db, campaign, &policy::merits_of(actor, campaign), unit, request).await?;
    let ids: Vec<_> = page.rows.iter().map(|(_, merit)| merit.unit).collect();
    let units = units_by_id(campaigns::units_by_ids(db, &ids).await?);
    let with_unit = |(cursor, merit): (_, MeritEntry)| {
        let unit = units.get(&merit.unit)?.clone();
        Some((cursor, (merit, unit)))
    };
    let rows = page.rows.into_iter().filter_map(with_unit).collect();
    Ok(Page { rows, has_next: page.has_next, has_previous: page.has_previous, total: page.total })
}

/// A published result: what everybody may read of it.
pub struct Published {
    /// The campaign.
    pub campaign: Campaign,
    /// When it was published.
    pub published_at: time::OffsetDateTime,
    /// The places, by peer group and rank; empty when nobody asked.
    pub places: Vec<(PublicPlace, CampaignUnit)>,
    /// The units that sent no sheet, in the order of the campaign: neither ranked nor classed; empty when nobody asked.
    pub without_sheet: Vec<CampaignUnit>,
}

/// Whether the places are wanted, which costs three statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// Only what stands above the list.
    Skip,
    /// Every unit's place.
    All,
}

/// The published results, the newest first.
pub async fn published(app: &App, places: Places) -> Result<Vec<Published>, Refusal> {
    let db = app.db.read();
    let rankings = store::published(db, MOST_PUBLIC).await?;
    let ids: Vec<_> = rankings.iter().map(|ranking| ranking.campaign).collect();
    let campaigns = campaigns::load_many(db, &ids).await?;
    with_places(app, rankings, campaigns, places).await
}

/// The published result of a campaign by its code.
pub async fn published_one(app: &App, code: &str, places: Places) -> Result<Option<Published>, Refusal> {
    let db = app.db.read();
    let Some(campaign) = campaigns::find_by_code(db, code).await? else { return Ok(None) };
    if campaign.stage != Stage::ResultPublished {
        return Ok(None);
    }
    let rankings = store::of_campaigns(db, &[campaign.id]).await?;
    Ok(with_places(app, rankings, vec![campaign], places).await?.pop())
}

async fn with_places(
    app: &App,
    rankings: Vec<Ranking>,
    campaigns: Vec<Campaign>,
    places: Places,
) -> Result<Vec<Published>, Refusal> {
    let db = app.db.read();
    let mut by_ranking: HashMap<RankingId, Vec<(PublicPlace, CampaignUnit)>> = HashMap::new();
    let mut without_sheet: HashMap<CampaignId, Vec<CampaignUnit>> = HashMap::new();
    if places == Places::All {
        let ids: Vec<_> = rankings.iter().map(|ranking| ranking.id).collect();
        let found = store::public_places(db, &ids).await?;
        let shown: Vec<CampaignId> = campaigns.iter().map(|campaign| campaign.id).collect();
        let all = campaigns::units_of_many(db, &shown).await?;
        let left = submissions::exempt_units(db, &shown).await?;
        let mut units = units_by_id(all.clone());
        for place in found {
            if let Some(unit) = units.remove(&place.unit) {
                by_ranking.entry(place.ranking).or_default().push((place, unit));
            }
        }
        // What no place took sent no sheet.
        for unit in all.into_iter().filter(|unit| units.contains_key(&unit.id) && !left.contains(&unit.id)) {
            without_sheet.entry(unit.campaign).or_default().push(unit);
        }
    }
    let mut campaigns: HashMap<CampaignId, Campaign> =
        campaigns.into_iter().map(|campaign| (campaign.id, campaign)).collect();
    let published = |ranking: Ranking| {
        Some(Published {
            campaign: campaigns.remove(&ranking.campaign)?,
            published_at: ranking.published_at?,
            places: by_ranking.remove(&ranking.id).unwrap_or_default(),
            without_sheet: without_sheet.remove(&ranking.campaign).unwrap_or_default(),
        })
    };
    Ok(rankings.into_iter().filter_map(published).collect())
}

fn units_by_id(units: Vec<CampaignUnit>) -> HashMap<CampaignUnitId, CampaignUnit> {
    units.into_iter().map(|unit| (unit.id, unit)).collect()
}
