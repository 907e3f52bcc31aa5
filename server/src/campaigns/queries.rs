//! Reads of campaigns. Drafts exist only for those who prepare, lead the appraisal or inspect.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;
use time::{Date, OffsetDateTime};

use super::model::{
    AppraiserAssignment, Campaign, CampaignProblem, CampaignUnit, CampaignUnitFilter, PeerGroup,
    PhaseExtension, Stage,
};
use super::{policy, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::criteria;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CampaignId, CampaignUnitId, PeerGroupId, UnitId};
use crate::shared::page::{Page, PageRequest};
use crate::units;

/// A campaign, if it exists for this person.
pub async fn find(app: &App, actor: &Actor, id: CampaignId) -> Result<Option<Arc<Campaign>>, Refusal> {
    let found = store::by_ids(app.db.read(), &[id]).await?.pop();
    Ok(found.filter(|campaign| policy::sees(actor, campaign)).map(Arc::new))
}

/// The campaign of a record that the reader sees.
pub async fn load(db: &impl ConnectionTrait, id: CampaignId) -> Result<Campaign, Refusal> {
    store::by_ids(db, &[id]).await?.pop().ok_or(Refusal::NotFound)
}

/// The campaign with this code, whoever may see it.
pub async fn find_by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Campaign>, Refusal> {
    store::by_code(db, code).await
}

/// The campaigns of records that the reader sees.
pub async fn load_many(db: &impl ConnectionTrait, ids: &[CampaignId]) -> Result<Vec<Campaign>, Refusal> {
    store::by_ids(db, ids).await
}

/// A page of campaigns, newest first.
pub async fn page(app: &App, actor: &Actor, request: &PageRequest) -> Result<Page<Arc<Campaign>>, Refusal> {
    Ok(store::page(app.db.read(), &policy::drafts_of(actor), request).await?.map(Arc::new))
}

/// A page of the frozen units of a campaign, in its order; a draft has none yet.
pub async fn units_page(
    app: &App,
    campaign: CampaignId,
    filter: &CampaignUnitFilter,
    request: &PageRequest,
) -> Result<Page<CampaignUnit>, Refusal> {
    store::units_page(app.db.read(), campaign, filter, request).await
}

/// All frozen units of a campaign, in its order.
pub async fn units_of(db: &impl ConnectionTrait, id: CampaignId) -> Result<Vec<CampaignUnit>, Refusal> {
    store::units_of(db, &[id]).await
}

/// All frozen units of campaigns, each campaign's in its order: one statement.
pub async fn units_of_many(
    db: &impl ConnectionTrait,
    ids: &[CampaignId],
) -> Result<Vec<CampaignUnit>, Refusal> {
    store::units_of(db, ids).await
}

/// The units that take part in each of these campaigns, or which of some do: one statement.
pub async fn taking_part(
    db: &impl ConnectionTrait,
    ids: &[CampaignId],
    units: Option<&[UnitId]>,
) -> Result<HashMap<CampaignId, Vec<UnitId>>, Refusal> {
    store::taking_part(db, ids, units).await
}

/// The frozen units with these ids.
pub async fn units_by_ids(
    db: &impl ConnectionTrait,
    ids: &[CampaignUnitId],
) -> Result<Vec<CampaignUnit>, Refusal> {
    store::units_by_ids(db, ids).await
}

/// The peer groups with these ids.
pub async fn groups_by_ids(
    db: &impl ConnectionTrait,
    ids: &[PeerGroupId],
) -> Result<Vec<PeerGroup>, Refusal> {
    store::groups_by_ids(db, ids).await
}

/// How many units each of these peer groups has: the frozen ones, or for a draft those that would be
/// frozen if it were published now.
pub async fn unit_counts(app: &App, groups: &[PeerGroupId]) -> Result<HashMap<PeerGroupId, u64>, Refusal> {
    let db = app.db.read();
    let mut counts = store::frozen_counts(db, groups).await?;
    let campaigns = store::campaigns_of_groups(db, groups).await?;
    for draft in store::by_ids(db, &campaigns).await?.iter().filter(|one| one.stage == Stage::Draft) {
        for unit in candidates(db, draft, app.clock.now()).await? {
            *counts.entry(unit.peer_group).or_default() += 1;
        }
    }
    for group in groups {
        counts.entry(*group).or_default();
    }
    Ok(counts)
}

/// The extensions of each of these campaigns, oldest first.
pub async fn extensions(
    app: &App,
    ids: &[CampaignId],
) -> Result<HashMap<CampaignId, Vec<PhaseExtension>>, Refusal> {
    let mut found: HashMap<CampaignId, Vec<PhaseExtension>> = HashMap::new();
    for extension in store::extensions_of(app.db.read(), ids).await? {
        found.entry(extension.campaign).or_default().push(extension);
    }
    Ok(found)
}

/// The units that would be frozen if a draft were published at a moment.
pub async fn candidates(
    db: &impl ConnectionTrait,
    draft: &Campaign,
    now: OffsetDateTime,
) -> Result<Vec<CampaignUnit>, Refusal> {
    let units = units::all(db, snapshot_day(draft, now)).await?;
    Ok(rules::snapshot(draft, &units))
}

/// The day on which units are looked at: the date of the plan, or today while it has none.
fn snapshot_day(draft: &Campaign, now: OffsetDateTime) -> Date {
    draft.plan_date.unwrap_or_else(|| vietnam_date(now))
}

/// The assignments of a campaign.
pub async fn assignments_of(
    db: &impl ConnectionTrait,
    id: CampaignId,
) -> Result<Vec<AppraiserAssignment>, Refusal> {
    store::assignments_of(db, id).await
}

/// The assignments of these accounts in all campaigns.
pub async fn assignments_of_accounts(
    db: &impl ConnectionTrait,
    ids: &[AccountId],
) -> Result<Vec<AppraiserAssignment>, Refusal> {
    store::assignments_of_accounts(db, ids).await
}

/// The assignments of a campaign that this person reads: all of them, or their own; refused to whoever reads none.
pub async fn visible_assignments(
    app: &App,
    actor: &Actor,
    id: CampaignId,
) -> Result<Vec<AppraiserAssignment>, Refusal> {
    policy::may_list_assignments(actor)?;
    let all = store::assignments_of(app.db.read(), id).await?;
    Ok(all.into_iter().filter(|one| policy::sees_assignment(actor, one)).collect())
}

/// What stands in the way of publishing a draft; nothing does once it is published. Refused to whoever publishes none.
pub async fn publication_problems(
    app: &App,
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Vec<CampaignProblem>, Refusal> {
    policy::may_list_problems(actor)?;
    if campaign.stage != Stage::Draft {
        return Ok(Vec::new());
    }
    let db = app.db.read();
    let set = criteria::load_set(app, db, campaign.criteria_set).await?;
    let assignments = store::assignments_of(db, campaign.id).await?;
    let now = app.clock.now();
    let units = candidates(db, campaign, now).await?;
    Ok(rules::publication_problems(campaign, &set, &assignments, &units, now))
}
