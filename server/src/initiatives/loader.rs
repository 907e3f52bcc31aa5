//! Batched reads of initiatives within one request.

use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt as _;
use time::Date;

use super::model::InitiativeEvent;
use super::queries::{self, DaysLeft};
use crate::app::App;
use crate::parameters::Clock;
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::InitiativeId;

/// The batched reads of initiatives of one request. Who may see an initiative is asked where it is shown.
pub struct InitiativeBatches {
    events: Batch<InitiativeId, Vec<InitiativeEvent>>,
    days_left: Batch<Date, DaysLeft>,
    filing_clock: Batch<Date, Clock>,
}

impl InitiativeBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let [for_events, for_days, for_months] = [app.clone(), app.clone(), app.clone()];
        Self {
            events: Batch::new(move |ids: Vec<InitiativeId>| {
                let app = for_events.clone();
                async move { queries::events_of(&app, &ids).await }.boxed()
            }),
            days_left: Batch::new(move |days: Vec<Date>| {
                let app = for_days.clone();
                async move { queries::working_days_left(&app, &days).await }.boxed()
            }),
            filing_clock: Batch::new(move |days: Vec<Date>| {
                let app = for_months.clone();
                async move {
                    let mut clocks = HashMap::new();
                    for day in days {
                        clocks.insert(day, queries::filing_clock(&app, day).await?);
                    }
                    Ok(clocks)
                }
                .boxed()
            }),
        }
    }

    /// What happened to an initiative, the oldest first.
    pub async fn events(&self, id: InitiativeId) -> Result<Option<Arc<Vec<InitiativeEvent>>>, Refusal> {
        self.events.load(id).await
    }

    /// What is left until a day.
    pub async fn days_left(&self, day: Date) -> Result<Option<Arc<DaysLeft>>, Refusal> {
        self.days_left.load(day).await
    }

    /// The time within which an initiative is filed after its first application, as it stands today.
    pub async fn filing_clock(&self, today: Date) -> Result<Option<Arc<Clock>>, Refusal> {
        self.filing_clock.load(today).await
    }
}
