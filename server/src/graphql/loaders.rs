//! The batched reads of one request, built with the actor's scope and dropped with the request.

use std::sync::Arc;

use futures::FutureExt as _;

use crate::app::App;
use crate::campaigns::{self, Campaign, CampaignUnit, PeerGroup};
use crate::criteria::{self, StoredSet};
use crate::identity::{self, Account, RoleAssignment};
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CampaignId, CampaignUnitId, CriteriaSetId, PeerGroupId, UnitId};
use crate::units::{Unit, UnitBatches};

/// Batched reads of entities that many records refer to.
pub struct Loaders {
    units: UnitBatches,
    accounts: Batch<AccountId, Account>,
    assignments: Batch<AccountId, Vec<Arc<RoleAssignment>>>,
    criteria_sets: Batch<CriteriaSetId, Arc<StoredSet>>,
    campaigns: Batch<CampaignId, Campaign>,
    campaign_units: Batch<CampaignUnitId, CampaignUnit>,
    peer_groups: Batch<PeerGroupId, PeerGroup>,
    unit_counts: Batch<PeerGroupId, u64>,
}

impl Loaders {
    /// Loaders for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let for_assignments = app.clone();
        let for_accounts = app.clone();
        let for_sets = app.clone();
        let for_campaigns = app.clone();
        let for_campaign_units = app.clone();
        let for_peer_groups = app.clone();
        let for_unit_counts = app.clone();
        Self {
            units: UnitBatches::new(app),
            accounts: Batch::new(move |ids: Vec<AccountId>| {
                let app = for_accounts.clone();
                async move {
                    let found = identity::load_many(&app, &ids).await?;
                    Ok(found.into_iter().map(|account| (account.id, account)).collect())
                }
                .boxed()
            }),
            assignments: Batch::new(move |ids: Vec<AccountId>| {
                let app = for_assignments.clone();
                async move { identity::assignments_today(&app, &ids).await }.boxed()
            }),
            criteria_sets: Batch::new(move |ids: Vec<CriteriaSetId>| {
                let app = for_sets.clone();
                async move { criteria::load_sets(&app, app.db.read(), &ids).await }.boxed()
            }),
            campaigns: Batch::new(move |ids: Vec<CampaignId>| {
                let app = for_campaigns.clone();
                async move {
                    let found = campaigns::load_many(app.db.read(), &ids).await?;
                    Ok(found.into_iter().map(|campaign| (campaign.id, campaign)).collect())
                }
                .boxed()
            }),
            campaign_units: Batch::new(move |ids: Vec<CampaignUnitId>| {
                let app = for_campaign_units.clone();
                async move {
                    let found = campaigns::units_by_ids(app.db.read(), &ids).await?;
                    Ok(found.into_iter().map(|unit| (unit.id, unit)).collect())
                }
                .boxed()
            }),
            peer_groups: Batch::new(move |ids: Vec<PeerGroupId>| {
                let app = for_peer_groups.clone();
                async move {
                    let found = campaigns::groups_by_ids(app.db.read(), &ids).await?;
                    Ok(found.into_iter().map(|group| (group.id, group)).collect())
                }
                .boxed()
            }),
            unit_counts: Batch::new(move |ids: Vec<PeerGroupId>| {
                let app = for_unit_counts.clone();
                async move { campaigns::unit_counts(&app, &ids).await }.boxed()
            }),
        }
    }

    /// A unit as it stands today or, when dissolved, as it last stood.
    pub async fn unit(&self, id: UnitId) -> Result<Option<Arc<Unit>>, Refusal> {
        self.units.latest(id).await
    }

    /// Units on any day, and what stands above and below them.
    pub fn units(&self) -> &UnitBatches {
        &self.units
    }

    /// An account; the names of colleagues are open to everybody signed in.
    pub async fn account(&self, id: AccountId) -> Result<Option<Arc<Account>>, Refusal> {
        self.accounts.load(id).await
    }

    /// The roles that an account holds today.
    pub async fn assignments(&self, id: AccountId) -> Result<Vec<Arc<RoleAssignment>>, Refusal> {
        Ok(self.assignments.load(id).await?.map(|held| held.to_vec()).unwrap_or_default())
    }

    /// A criteria set in one version.
    pub async fn criteria_set(&self, id: CriteriaSetId) -> Result<Option<Arc<StoredSet>>, Refusal> {
        Ok(self.criteria_sets.load(id).await?.map(Arc::unwrap_or_clone))
    }

    /// The campaign of a record that the reader sees.
    pub async fn campaign(&self, id: CampaignId) -> Result<Option<Arc<Campaign>>, Refusal> {
        self.campaigns.load(id).await
    }

    /// A unit as frozen for a campaign.
    pub async fn campaign_unit(&self, id: CampaignUnitId) -> Result<Option<Arc<CampaignUnit>>, Refusal> {
        self.campaign_units.load(id).await
    }

    /// A peer group.
    pub async fn peer_group(&self, id: PeerGroupId) -> Result<Option<Arc<PeerGroup>>, Refusal> {
        self.peer_groups.load(id).await
    }

    /// How many units a peer group has.
    pub async fn unit_count(&self, id: PeerGroupId) -> Result<Option<Arc<u64>>, Refusal> {
        self.unit_counts.load(id).await
    }
}
