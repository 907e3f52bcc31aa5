//! Batched reads of campaigns and their parts within one request.

use std::sync::Arc;

use futures::FutureExt as _;

use super::model::{Campaign, CampaignUnit, PeerGroup, PhaseExtension};
use super::queries;
use crate::app::App;
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::{CampaignId, CampaignUnitId, PeerGroupId};

/// The batched reads of campaigns of one request. They are reached from records that the reader sees, so
/// they know no actor.
pub struct CampaignBatches {
    campaigns: Batch<CampaignId, Campaign>,
    units: Batch<CampaignUnitId, CampaignUnit>,
    peer_groups: Batch<PeerGroupId, PeerGroup>,
    unit_counts: Batch<PeerGroupId, u64>,
    extensions: Batch<CampaignId, Vec<PhaseExtension>>,
}

impl CampaignBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let apps: [App; 5] = std::array::from_fn(|_| app.clone());
        let [for_campaigns, for_units, for_groups, for_counts, for_extensions] = apps;
        Self {
            campaigns: Batch::new(move |ids: Vec<CampaignId>| {
                let app = for_campaigns.clone();
                async move {
                    let found = queries::load_many(app.db.read(), &ids).await?;
                    Ok(found.into_iter().map(|campaign| (campaign.id, campaign)).collect())
                }
                .boxed()
            }),
            units: Batch::new(move |ids: Vec<CampaignUnitId>| {
                let app = for_units.clone();
                async move {
                    let found = queries::units_by_ids(app.db.read(), &ids).await?;
                    Ok(found.into_iter().map(|unit| (unit.id, unit)).collect())
                }
                .boxed()
            }),
            peer_groups: Batch::new(move |ids: Vec<PeerGroupId>| {
                let app = for_groups.clone();
                async move {
                    let found = queries::groups_by_ids(app.db.read(), &ids).await?;
                    Ok(found.into_iter().map(|group| (group.id, group)).collect())
                }
                .boxed()
            }),
            unit_counts: Batch::new(move |ids: Vec<PeerGroupId>| {
                let app = for_counts.clone();
                async move { queries::unit_counts(&app, &ids).await }.boxed()
            }),
            extensions: Batch::new(move |ids: Vec<CampaignId>| {
                let app = for_extensions.clone();
                async move { queries::extensions(&app, &ids).await }.boxed()
            }),
        }
    }

    /// The campaign of a record that the reader sees.
    pub async fn campaign(&self, id: CampaignId) -> Result<Option<Arc<Campaign>>, Refusal> {
        self.campaigns.load(id).await
    }

    /// A unit as frozen for a campaign.
    pub async fn unit(&self, id: CampaignUnitId) -> Result<Option<Arc<CampaignUnit>>, Refusal> {
        self.units.load(id).await
    }

    /// A peer group.
    pub async fn peer_group(&self, id: PeerGroupId) -> Result<Option<Arc<PeerGroup>>, Refusal> {
        self.peer_groups.load(id).await
    }

    /// How many units a peer group has, or would have if its draft were published now.
    pub async fn unit_count(&self, id: PeerGroupId) -> Result<u64, Refusal> {
        Ok(self.unit_counts.load(id).await?.map_or(0, |count| *count))
    }

    /// The extensions of a campaign that the reader sees, oldest first.
    pub async fn extensions(&self, id: CampaignId) -> Result<Arc<Vec<PhaseExtension>>, Refusal> {
        Ok(self.extensions.load(id).await?.unwrap_or_default())
    }
}
