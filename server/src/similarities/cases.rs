//! The words of all cases in memory, shared by every request and brought up to date by each search.

use std::sync::Arc;

use sea_orm::ConnectionTrait;
use similarity::{Case, Index, Passage};
use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;

use super::model::CaseKey;
use super::store;
use crate::initiatives::{self, Initiative, InitiativeSection};
use crate::shared::error::Refusal;
use crate::shared::id::PastInitiativeId;

/// Most passages that are shown of a match.
const MOST_PASSAGES: usize = 5;

/// Cases read at once.
const BATCH: u64 = 500;

/// Whoever commits late is still found: changes are looked for again this long.
const OVERLAP: Duration = Duration::minutes(5);

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
    /// The cases that resemble a request most, at most so many, and how much these others do that are asked for.
    pub async fn like(
        &self,
        db: &impl ConnectionTrait,
        case: &Initiative,
        limit: usize,
        others: &[CaseKey],
    ) -> Result<Vec<(CaseKey, u16)>, Refusal> {
        let mut known = self.0.lock().await;
        catch_up(&mut known, db).await?;
        let text = text_of(case, Extent::Whole);
        let (words, own) = (Case { title: &case.title, text: &text }, CaseKey::Filed(case.id));
        let hits = known.index.search(words, Some(&own), limit);
        let mut found: Vec<(CaseKey, u16)> = hits.into_iter().map(|hit| (hit.key, hit.score)).collect();
        let mut further = scores(&known, words, others);
        further.retain(|(key, _)| !found.iter().any(|(hit, _)| hit == key));
        found.extend(further);
        Ok(found)
    }

    /// The sentences of two texts that say the same, the strongest first, by what their words tell among all cases; for every
    /// pair of texts.
    pub async fn passages(&self, pairs: &[(&str, &str)]) -> Vec<Vec<Passage>> {
        let known = self.0.lock().await;
        pairs.iter().map(|(one, two)| known.index.passages(one, two, MOST_PASSAGES)).collect()
    }

    /// How much requests resemble the cases that each is asked about.
    pub async fn scores(
        &self,
        db: &impl ConnectionTrait,
        asked: &[(&Initiative, Vec<CaseKey>)],
    ) -> Result<Vec<Vec<(CaseKey, u16)>>, Refusal> {
        let mut known = self.0.lock().await;
        catch_up(&mut known, db).await?;
        let of_one = |(case, others): &(&Initiative, Vec<CaseKey>)| {
            let text = text_of(case, Extent::Whole);
            scores(&known, Case { title: &case.title, text: &text }, others)
        };
        Ok(asked.iter().map(of_one).collect())
    }
}

/// How much a text resembles these cases, the most alike first.
fn scores(known: &Known, words: Case<'_>, others: &[CaseKey]) -> Vec<(CaseKey, u16)> {
    let mut found: Vec<(CaseKey, u16)> =
        others.iter().map(|key| (*key, known.index.score(words, key).unwrap_or(0))).collect();
    found.sort_unstable_by_key(|(key, score)| (std::cmp::Reverse(*score), *key));
    found
}

/// Takes what was filed, changed or imported since the last look.
async fn catch_up(known: &mut Known, db: &impl ConnectionTrait) -> Result<(), Refusal> {
    let since = known.seen.checked_sub(OVERLAP).unwrap_or(known.seen);
    let mut after = None;
    loop {
        let batch = initiatives::filed_since(db, since, after, BATCH).await?;
        for case in &batch {
            let text = text_of(case, Extent::Whole);
            let words = Case { title: &case.title, text: &text };
            // Who drafts ten requests is one person who writes so.
            known.index.insert_of(CaseKey::Filed(case.id), case.drafted_by.0.as_u128(), words);
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

/// How much of what a request says is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What may be published.
    Open,
    /// What is marked confidential as well.
    Whole,
}

/// What a request says, part by part: whichever part a text is moved to, it is compared.
pub fn text_of(case: &Initiative, extent: Extent) -> String {
    let parts = InitiativeSection::ALL.iter().flat_map(|section| {
        let passage = case.content.passage(*section);
        let secret = (extent == Extent::Whole).then_some(passage.confidential);
        [Some(passage.open), secret]
    });
    let said: Vec<String> = parts.flatten().filter(|text| !text.trim().is_empty()).collect();
    said.join("\n")
}
