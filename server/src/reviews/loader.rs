//! Batched reads of sittings and their agendas within one request.

use std::sync::Arc;

use futures::FutureExt as _;

use super::model::Sitting;
use super::store;
use crate::app::App;
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::SittingId;

/// The batched reads of reviews of one request. Who may see a sitting is asked where it is shown.
pub struct ReviewBatches {
    sittings: Batch<SittingId, Sitting>,
}

impl ReviewBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let app = app.clone();
        Self {
            sittings: Batch::new(move |ids: Vec<SittingId>| {
                let app = app.clone();
                async move {
                    let found = store::sittings(app.db.read(), &ids).await?;
                    Ok(found.into_iter().map(|sitting| (sitting.id, sitting)).collect())
                }
                .boxed()
            }),
        }
    }

    /// A sitting.
    pub async fn sitting(&self, id: SittingId) -> Result<Option<Arc<Sitting>>, Refusal> {
        self.sittings.load(id).await
    }
}
