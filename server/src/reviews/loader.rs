//! Batched reads of sittings and their agendas within one request.

use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt as _;
use time::Date;

use super::model::Sitting;
use super::queries::{self, ReviewedCase};
use super::store;
use crate::app::App;
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::{ReviewId, SittingId};

/// The batched reads of reviews of one request. Who may see a sitting or a case is asked where it is shown.
pub struct ReviewBatches {
    sittings: Batch<SittingId, Sitting>,
    agendas: Batch<SittingId, Vec<Arc<ReviewedCase>>>,
    reviews: Batch<ReviewId, ReviewedCase>,
    outlier_points: Batch<Date, i32>,
}

impl ReviewBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let [for_sittings, for_agendas, for_reviews, for_points] =
            [app.clone(), app.clone(), app.clone(), app.clone()];
        Self {
            sittings: Batch::new(move |ids: Vec<SittingId>| {
                let app = for_sittings.clone();
                async move {
                    let found = store::sittings(app.db.read(), &ids).await?;
                    Ok(found.into_iter().map(|sitting| (sitting.id, sitting)).collect())
                }
                .boxed()
            }),
            agendas: Batch::new(move |ids: Vec<SittingId>| {
                let app = for_agendas.clone();
                async move { queries::agendas(app.db.read(), &ids).await }.boxed()
            }),
            reviews: Batch::new(move |ids: Vec<ReviewId>| {
                let app = for_reviews.clone();
                async move {
                    let found = queries::by_ids(app.db.read(), &ids).await?;
                    let known = |found: Arc<ReviewedCase>| (found.review.id, Arc::unwrap_or_clone(found));
                    Ok(found.into_iter().map(known).collect())
                }
                .boxed()
            }),
            outlier_points: Batch::new(move |days: Vec<Date>| {
                let app = for_points.clone();
                async move {
                    let mut points = HashMap::new();
                    for day in days {
                        points.insert(day, queries::outlier_points(app.db.read(), day).await?);
                    }
                    Ok(points)
                }
                .boxed()
            }),
        }
    }

    /// A sitting.
    pub async fn sitting(&self, id: SittingId) -> Result<Option<Arc<Sitting>>, Refusal> {
        self.sittings.load(id).await
    }

    /// The cases on the agenda of a sitting, whoever may see them.
    pub async fn agenda(&self, id: SittingId) -> Result<Vec<Arc<ReviewedCase>>, Refusal> {
        Ok(self.agendas.load(id).await?.map(Arc::unwrap_or_clone).unwrap_or_default())
    }

    /// A review with its request, whoever may see it.
    pub async fn review(&self, id: ReviewId) -> Result<Option<Arc<ReviewedCase>>, Refusal> {
        self.reviews.load(id).await
    }

    /// How far a sheet may lie from the mean, as it stands today.
    pub async fn outlier_points(&self, today: Date) -> Result<Option<Arc<i32>>, Refusal> {
        self.outlier_points.load(today).await
    }
}
