//! The words of all cases in memory, shared by every request and brought up to date by each search.

use std::sync::Arc;

use sea_orm::ConnectionTrait;
use similarity::{Case, Hit, Index};
use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;

use super::model::CaseKey;
use super::store;
use crate::initiatives::{self, Initiative, InitiativeSection};
use crate::shared::error::Refusal;
use crate::shared::id::PastInitiativeId;

/// Cases read at once.
const BATCH: u64 = 500;

/// Whoever commits late is still found: changes are looked for again this long.
const OVERLAP: Duration = Duration::minutes(5);

/// The parts of a request that are compared.
const COMPARED: [InitiativeSection; 4] = [
    InitiativeSection::Problem,
    InitiativeSection::Solution,
    InitiativeSection::Novelty,
    InitiativeSection::BenefitByAuthors,
];

struct Known {
    index: Index<CaseKey>,
    /// The latest change taken.
    seen: OffsetDateTime,
    /// The last past case taken; their ids grow with time.
    past: Option<PastInitiativeId>,
}

/// The words of all cases; cheap to clone, shared by all clones.
#[derive(Clone)]
pub struct Cases(Arc<Mutex<Known>>);

impl Default for Cases {
    fn default() -> Self {
        let known = Known { index: Index::default(), seen: OffsetDateTime::UNIX_EPOCH, past: None };
        Self(Arc::new(Mutex::new(known)))
    }
}

impl Cases {
    /// The cases that resemble a request most, at most so many.
    pub async fn like(
        &self,
        db: &impl ConnectionTrait,
        case: &Initiative,
        limit: usize,
    ) -> Result<Vec<Hit<CaseKey>>, Refusal> {
        let mut known = self.0.lock().await;
        catch_up(&mut known, db).await?;
        let text = text_of(case);
        let own = CaseKey::Filed(case.id);
        Ok(known.index.search(Case { title: &case.title, text: &text }, Some(&own), limit))
    }
}

/// Takes what was filed, changed or imported since the last look.
async fn catch_up(known: &mut Known, db: &impl ConnectionTrait) -> Result<(), Refusal> {
    let since = known.seen.checked_sub(OVERLAP).unwrap_or(known.seen);
    let mut after = None;
    loop {
        let batch = initiatives::filed_since(db, since, after, BATCH).await?;
        for case in &batch {
            let text = text_of(case);
            known.index.insert(CaseKey::Filed(case.id), Case { title: &case.title, text: &text });
            known.seen = known.seen.max(case.updated_at);
        }
        let is_last = u64::try_from(batch.len()).is_ok_and(|length| length < BATCH);
        after = batch.last().map(|case| (case.updated_at, case.id));
        if is_last {
            break;
        }
    }
    loop {
        let batch = store::past_after(db, known.past, BATCH).await?;
        for past in &batch {
            known.index.insert(CaseKey::Past(past.id), Case { title: &past.title, text: &past.text });
            known.past = Some(past.id);
        }
        if u64::try_from(batch.len()).is_ok_and(|length| length < BATCH) {
            return Ok(());
        }
    }
}

/// What is compared of a request: never what is confidential.
pub fn text_of(case: &Initiative) -> String {
    let parts = COMPARED.map(|section| case.content.passage(section).open);
    parts.join("\n")
}
