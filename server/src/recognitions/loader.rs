//! Batched reads of who decides about initiatives, within one request.

use std::sync::Arc;

use futures::FutureExt as _;

use super::policy::Decider;
use super::queries;
use crate::app::App;
use crate::initiatives;
use crate::shared::batch::Batch;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::InitiativeId;

/// The batched reads of recognitions of one request.
pub struct RecognitionBatches {
    heads: Batch<InitiativeId, Decider>,
}

impl RecognitionBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let app = app.clone();
        Self {
            heads: Batch::new(move |ids: Vec<InitiativeId>| {
                let app = app.clone();
                async move {
                    let db = app.db.read();
                    let cases = initiatives::filed(db, &ids).await?;
                    queries::heads_for(db, cases.iter(), vietnam_date(app.clock.now())).await
                }
                .boxed()
            }),
        }
    }

    /// Who answers for an initiative in its unit.
    pub async fn head(&self, id: InitiativeId) -> Result<Option<Arc<Decider>>, Refusal> {
        self.heads.load(id).await
    }
}
