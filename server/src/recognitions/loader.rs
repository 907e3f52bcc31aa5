//! Batched reads of who decides about initiatives, and of what shares serve for, within one request.

use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt as _;
use time::Date;

use super::policy::Deciding;
use super::queries;
use crate::app::App;
use crate::initiatives;
use crate::parameters::{self, ParameterKey};
use crate::shared::batch::Batch;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::InitiativeId;

/// The batched reads of recognitions of one request.
pub struct RecognitionBatches {
    heads: Batch<InitiativeId, Deciding>,
    share_for_title: Batch<Date, i32>,
}

impl RecognitionBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let [for_heads, for_shares] = [app.clone(), app.clone()];
        Self {
            heads: Batch::new(move |ids: Vec<InitiativeId>| {
                let app = for_heads.clone();
                async move {
                    let db = app.db.read();
                    let cases = initiatives::filed(db, &ids).await?;
                    queries::heads_for(db, cases.iter(), vietnam_date(app.clock.now())).await
                }
                .boxed()
            }),
            share_for_title: Batch::new(move |days: Vec<Date>| {
                let app = for_shares.clone();
                async move {
                    let mut shares = HashMap::new();
                    for day in days {
                        let numbers = parameters::in_force(app.db.read(), day).await?;
                        shares.insert(day, numbers.of(ParameterKey::InitiativeShareForTitle));
                    }
                    Ok(shares)
                }
                .boxed()
            }),
        }
    }

    /// The smallest share with which an author uses an initiative for a title, in percent, as it stands on a day.
    pub async fn share_for_title(&self, day: Date) -> Result<Option<Arc<i32>>, Refusal> {
        self.share_for_title.load(day).await
    }

    /// Who answers for an initiative in its unit.
    pub async fn head(&self, id: InitiativeId) -> Result<Option<Arc<Deciding>>, Refusal> {
        self.heads.load(id).await
    }
}
