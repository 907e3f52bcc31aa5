//! A campaign, assembled from what each slice knows of it.

use std::sync::Arc;

use async_graphql::{Context, ID, MergedObject, Result};

use crate::appraisal::CampaignAppraisal;
use crate::campaigns::{Campaign, CampaignFields};
use crate::ranking::CampaignRanking;
use crate::shared::id::CampaignId;
use crate::submissions::CampaignSubmissions;

/// An emulation campaign: plan, calendar, criteria, the units that take part, their score sheets, the
/// appraisal and the ranking.
#[derive(MergedObject)]
#[graphql(name = "Campaign")]
pub struct CampaignNode(CampaignFields, CampaignSubmissions, CampaignAppraisal, CampaignRanking);

impl CampaignNode {
    /// Opaque id, as the interface `Node` asks for it.
    pub async fn id(&self, _ctx: &Context<'_>) -> Result<ID> {
        let Self(CampaignFields(campaign), ..) = self;
        let id: CampaignId = campaign.id;
        Ok(id.global())
    }
}

impl From<Arc<Campaign>> for CampaignNode {
    fn from(campaign: Arc<Campaign>) -> Self {
        Self(
            CampaignFields(Arc::clone(&campaign)),
            CampaignSubmissions(Arc::clone(&campaign)),
            CampaignAppraisal(Arc::clone(&campaign)),
            CampaignRanking(campaign),
        )
    }
}
