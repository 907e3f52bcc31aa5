//! Batched reads of rankings within one request.

use std::sync::Arc;

use futures::FutureExt as _;

use super::model::Ranking;
use super::policy::Standing;
use super::queries;
use crate::access::Actor;
use crate::app::App;
use crate::campaigns::{self, Campaign};
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::{CampaignId, UnitId};

/// The batched reads of rankings of one request. Who may see a ranking is asked where it is shown.
pub struct RankingBatches {
    of_campaigns: Batch<CampaignId, Ranking>,
    ranked: Batch<CampaignId, Vec<UnitId>>,
}

impl RankingBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let for_ranked = app.clone();
        let app = app.clone();
        let of_campaigns = Batch::new(move |ids: Vec<CampaignId>| {
            let app = app.clone();
            async move {
                let found = queries::load_many(&app, &ids).await?;
                Ok(found.into_iter().map(|ranking| (ranking.campaign, ranking)).collect())
            }
            .boxed()
        });
        let ranked = Batch::new(move |ids: Vec<CampaignId>| {
            let app = for_ranked.clone();
            async move { campaigns::taking_part(app.db.read(), &ids, None).await }.boxed()
        });
        Self { of_campaigns, ranked }
    }

    /// Where a person stands in a campaign.
    pub async fn standing(&self, actor: &Actor, campaign: &Campaign) -> Result<Standing, Refusal> {
        let ranked = self.ranked.load(campaign.id).await?;
        let is_own = |unit: &UnitId| actor.belongs_to(*unit, campaign.period_from);
        let takes_part = ranked.is_some_and(|units| units.iter().any(is_own));
        Ok(if takes_part { Standing::TakesPart } else { Standing::Outside })
    }

    /// The ranking of a campaign, if one was computed.
    pub async fn of_campaign(&self, id: CampaignId) -> Result<Option<Arc<Ranking>>, Refusal> {
        self.of_campaigns.load(id).await
    }
}
