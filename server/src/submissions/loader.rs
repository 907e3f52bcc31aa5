//! What hangs on the sheets of one read: lines, evidence, adjustments, files. The first reader brings it
//! for all of them in one statement, so a page costs the same few statements whatever its length, and
//! what nobody asks for is not read.
//!
//! It knows no reader: who sees which line is decided by the sheet.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::OnceCell;

use super::model::{Adjustment, EvidenceLink, ScoreLine};
use super::store;
use crate::access::Role;
use crate::app::App;
use crate::files::{self, StoredFile};
use crate::identity;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, FileId, SubmissionId, UnitId};

/// What hangs on the sheets that were read together; empty until somebody asks.
#[derive(Debug)]
pub struct Contents {
    sheets: Vec<SubmissionId>,
    units: Vec<UnitId>,
    lines: OnceCell<HashMap<SubmissionId, Vec<Arc<ScoreLine>>>>,
    evidence: OnceCell<HashMap<SubmissionId, Vec<EvidenceLink>>>,
    adjustments: OnceCell<HashMap<SubmissionId, Vec<Adjustment>>>,
    cited: OnceCell<HashMap<FileId, StoredFile>>,
    libraries: OnceCell<HashMap<UnitId, Vec<StoredFile>>>,
    contributors: OnceCell<HashMap<UnitId, Vec<AccountId>>>,
}

impl Contents {
    /// The contents of sheets, each with its unit.
    #[must_use]
    pub fn of(sheets: impl IntoIterator<Item = (SubmissionId, UnitId)>) -> Self {
        let (sheets, units) = sheets.into_iter().unzip();
        Self {
            sheets,
            units,
            lines: OnceCell::new(),
            evidence: OnceCell::new(),
            adjustments: OnceCell::new(),
            cited: OnceCell::new(),
            libraries: OnceCell::new(),
            contributors: OnceCell::new(),
        }
    }

    /// The lines of a sheet, in no order.
    pub async fn lines(&self, app: &App, sheet: SubmissionId) -> Result<&[Arc<ScoreLine>], Refusal> {
        let all = self.lines.get_or_try_init(|| store::lines_of(app.db.read(), &self.sheets)).await?;
        Ok(all.get(&sheet).map_or(&[], Vec::as_slice))
    }

    /// The evidence of all lines of a sheet, in the order in which it was attached.
    pub async fn evidence(&self, app: &App, sheet: SubmissionId) -> Result<&[EvidenceLink], Refusal> {
        Ok(self.all_evidence(app).await?.get(&sheet).map_or(&[], Vec::as_slice))
    }

    /// The adjustments of all lines of a sheet, oldest first.
    pub async fn adjustments(&self, app: &App, sheet: SubmissionId) -> Result<&[Adjustment], Refusal> {
        let all =
            self.adjustments.get_or_try_init(|| store::adjustments_of(app.db.read(), &self.sheets)).await?;
        Ok(all.get(&sheet).map_or(&[], Vec::as_slice))
    }

    /// A file that a line cites.
    pub async fn cited(&self, app: &App, id: FileId) -> Result<Option<&StoredFile>, Refusal> {
        let read = || async {
            let mut ids: Vec<FileId> =
                self.all_evidence(app).await?.values().flatten().map(|link| link.file).collect();
            ids.sort_unstable();
            ids.dedup();
            let found = files::load_many(app.db.read(), &ids).await?;
            Ok::<_, Refusal>(found.into_iter().map(|file| (file.id, file)).collect())
        };
        Ok(self.cited.get_or_try_init(read).await?.get(&id))
    }

    /// The library of a unit, newest file first.
    pub async fn library(&self, app: &App, unit: UnitId) -> Result<&[StoredFile], Refusal> {
        let all = self.libraries.get_or_try_init(|| files::of_units(app.db.read(), &self.units)).await?;
        Ok(all.get(&unit).map_or(&[], Vec::as_slice))
    }

    /// The open accounts to whom lines of a unit's sheet may be delegated today.
    pub async fn contributors(&self, app: &App, unit: UnitId) -> Result<&[AccountId], Refusal> {
        let today = vietnam_date(app.clock.now());
        let read = || identity::holders_in(app.db.read(), &self.units, Role::UnitContributor, today);
        let all = self.contributors.get_or_try_init(read).await?;
        Ok(all.get(&unit).map_or(&[], Vec::as_slice))
    }

    async fn all_evidence(&self, app: &App) -> Result<&HashMap<SubmissionId, Vec<EvidenceLink>>, Refusal> {
        self.evidence.get_or_try_init(|| store::evidence_of(app.db.read(), &self.sheets)).await
    }
}
