//! Batched reads of councils within one request.

use std::sync::Arc;

use futures::FutureExt as _;

use super::model::Council;
use super::store;
use crate::app::App;
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::CouncilId;

/// The batched reads of councils of one request. Who may see a council is asked where it is shown.
pub struct CouncilBatches {
    councils: Batch<CouncilId, Council>,
}

impl CouncilBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let app = app.clone();
        Self {
            councils: Batch::new(move |ids: Vec<CouncilId>| {
                let app = app.clone();
                async move {
                    let found = store::by_ids(app.db.read(), &ids).await?;
                    Ok(found.into_iter().map(|council| (council.id, council)).collect())
                }
                .boxed()
            }),
        }
    }

    /// A council.
    pub async fn council(&self, id: CouncilId) -> Result<Option<Arc<Council>>, Refusal> {
        self.councils.load(id).await
    }
}
