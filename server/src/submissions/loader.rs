//! Batched reads within one request: what hangs on the sheets of a page costs the same few statements
//! whatever its length. They are keyed by sheet, and know no reader: who sees which line is decided by the
//! sheet that the reader was answered.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::model::{Adjustment, EvidenceLink, ScoreLine};
use super::store;
use crate::app::App;
use crate::files::{self, StoredFile};
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::{FileId, SubmissionId, UnitId};

/// The batched reads of one request around sheets.
pub struct SheetBatches {
    lines: Batch<SubmissionId, Vec<Arc<ScoreLine>>>,
    evidence: Batch<SubmissionId, Vec<EvidenceLink>>,
    adjustments: Batch<SubmissionId, Vec<Adjustment>>,
    files: Batch<FileId, StoredFile>,
    libraries: Batch<UnitId, Vec<StoredFile>>,
    link_counts: Batch<FileId, u64>,
}

type Fetched<K, V> = BoxFuture<'static, Result<HashMap<K, V>, Refusal>>;

fn batch<K, V>(app: &App, fetch: fn(App, Vec<K>) -> Fetched<K, V>) -> Batch<K, V>
where
    K: Eq + Hash + Clone + std::fmt::Debug + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    let app = app.clone();
    Batch::new(move |keys| fetch(app.clone(), keys))
}

impl SheetBatches {
    /// Batches for one request.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self {
            lines: batch(app, |app, ids| async move { store::lines_of(app.db.read(), &ids).await }.boxed()),
            evidence: batch(app, |app, ids| {
                async move { store::evidence_of(app.db.read(), &ids).await }.boxed()
            }),
            adjustments: batch(app, |app, ids| {
                async move { store::adjustments_of(app.db.read(), &ids).await }.boxed()
            }),
            files: batch(app, |app, ids| {
                async move {
                    let found = files::load_many(app.db.read(), &ids).await?;
                    Ok(found.into_iter().map(|file| (file.id, file)).collect())
                }
                .boxed()
            }),
            libraries: batch(app, |app, ids| {
                async move { files::of_units(app.db.read(), &ids).await }.boxed()
            }),
            link_counts: batch(app, |app, ids| {
                async move { store::link_counts(app.db.read(), &ids).await }.boxed()
            }),
        }
    }

    /// The lines of a sheet, in no order.
    pub async fn lines(&self, id: SubmissionId) -> Result<Arc<Vec<Arc<ScoreLine>>>, Refusal> {
        Ok(self.lines.load(id).await?.unwrap_or_default())
    }

    /// The evidence of all lines of a sheet.
    pub async fn evidence(&self, id: SubmissionId) -> Result<Arc<Vec<EvidenceLink>>, Refusal> {
        Ok(self.evidence.load(id).await?.unwrap_or_default())
    }

    /// The adjustments of all lines of a sheet.
    pub async fn adjustments(&self, id: SubmissionId) -> Result<Arc<Vec<Adjustment>>, Refusal> {
        Ok(self.adjustments.load(id).await?.unwrap_or_default())
    }

    /// A file that a line cites.
    pub async fn file(&self, id: FileId) -> Result<Option<Arc<StoredFile>>, Refusal> {
        self.files.load(id).await
    }

    /// The library of a unit, newest file first.
    pub async fn library(&self, id: UnitId) -> Result<Arc<Vec<StoredFile>>, Refusal> {
        Ok(self.libraries.load(id).await?.unwrap_or_default())
    }

    /// How many lines cite a file.
    pub async fn link_count(&self, id: FileId) -> Result<u64, Refusal> {
        Ok(self.link_counts.load(id).await?.map_or(0, |count| *count))
    }
}
