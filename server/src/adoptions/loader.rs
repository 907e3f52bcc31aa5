//! Batched reads of adoptions within one request.

use std::sync::Arc;

use futures::FutureExt as _;

use super::model::Adoption;
use super::queries;
use crate::app::App;
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::InitiativeId;

/// The batched reads of adoptions of one request. Who may see them is asked where they are shown.
pub struct AdoptionBatches {
    confirmed: Batch<InitiativeId, Vec<Adoption>>,
}

impl AdoptionBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let app = app.clone();
        Self {
            confirmed: Batch::new(move |ids: Vec<InitiativeId>| {
                let app = app.clone();
                async move { queries::confirmed(app.db.read(), &ids).await }.boxed()
            }),
        }
    }

    /// The confirmed adoptions of an initiative.
    pub async fn confirmed(&self, id: InitiativeId) -> Result<Vec<Adoption>, Refusal> {
        Ok(self.confirmed.load(id).await?.map(Arc::unwrap_or_clone).unwrap_or_default())
    }
}
