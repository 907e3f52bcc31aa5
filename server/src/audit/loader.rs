//! Batched reads of the trail within one request.

use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt as _;
use uuid::Uuid;

use super::model::AuditEntry;
use super::queries;
use crate::access::Actor;
use crate::app::App;
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;

/// A record, and how many of its newest entries are asked for.
type Asked = (Uuid, u64);

/// The batched reads of the trail of one request, as its person may read it.
pub struct AuditBatches {
    histories: Batch<Asked, Vec<AuditEntry>>,
}

impl AuditBatches {
    /// Batches for one request; nobody signed in reads nothing.
    #[must_use]
    pub fn new(app: &App, reader: Option<&Arc<Actor>>) -> Self {
        let (app, reader) = (app.clone(), reader.cloned());
        Self {
            histories: Batch::new(move |asked: Vec<Asked>| {
                let (app, reader) = (app.clone(), reader.clone());
                async move {
                    let Some(reader) = reader else { return Ok(HashMap::new()) };
                    read(&app, &reader, asked).await
                }
                .boxed()
            }),
        }
    }

    /// The newest entries about a record; `None` when there is none that the person reads. Whether they read the trail at
    /// all is asked before.
    pub async fn history(&self, subject: Uuid, first: u64) -> Result<Option<Arc<Vec<AuditEntry>>>, Refusal> {
        self.histories.load((subject, first)).await
    }
}

/// One statement for all records of which equally many entries are asked for.
async fn read(
    app: &App,
    reader: &Actor,
    asked: Vec<Asked>,
) -> Result<HashMap<Asked, Vec<AuditEntry>>, Refusal> {
    let mut by_length: HashMap<u64, Vec<Uuid>> = HashMap::new();
    for (subject, first) in asked {
        by_length.entry(first).or_default().push(subject);
    }
    let mut found = HashMap::new();
    for (first, subjects) in by_length {
        let histories = queries::histories_of(app, reader, &subjects, first).await?;
        found.extend(histories.into_iter().map(|(subject, entries)| ((subject, first), entries)));
    }
    Ok(found)
}
