//! Batched reads of rankings within one request.

use std::sync::Arc;

use futures::FutureExt as _;

use super::model::Ranking;
use super::queries;
use crate::app::App;
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::CampaignId;

/// The batched reads of rankings of one request. Who may see a ranking is asked where it is shown.
pub struct RankingBatches {
    of_campaigns: Batch<CampaignId, Ranking>,
}

impl RankingBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let app = app.clone();
        let of_campaigns = Batch::new(move |ids: Vec<CampaignId>| {
            let app = app.clone();
            async move {
                let found = queries::load_many(&app, &ids).await?;
                Ok(found.into_iter().map(|ranking| (ranking.campaign, ranking)).collect())
            }
            .boxed()
        });
        Self { of_campaigns }
    }

    /// The ranking of a campaign, if one was computed.
    pub async fn of_campaign(&self, id: CampaignId) -> Result<Option<Arc<Ranking>>, Refusal> {
        self.of_campaigns.load(id).await
    }
}
