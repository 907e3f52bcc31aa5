//! What resembles an initiative, as far as the reader may know.

use std::collections::HashMap;

use similarity::Passage;

use super::cases::{Extent, text_of};
use super::model::{CaseKey, Judged, Matching, PastInitiative, Similar};
use super::{policy, store};
use crate::access::Actor;
use crate::app::App;
use crate::initiatives::{self, Initiative};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::InitiativeId;

/// Most cases in a report.
const MOST: usize = 10;

/// The cases that resemble a request, the most alike first, and those that were judged.
pub async fn similar(app: &App, actor: &Actor, id: InitiativeId) -> Result<Vec<Similar>, Refusal> {
    let case = initiatives::find(app, actor, id).await?.ok_or(Refusal::NotFound)?;
    policy::may_read(actor, &case)?;
    let db = app.db.read();
    let judged = store::judgements_of(db, &[id]).await?.remove(&id).unwrap_or_default();
    let others: Vec<CaseKey> = judged.keys().copied().collect();
    let hits = app.metrics.job("similarity_search", app.cases.like(db, &case, MOST, &others)).await?;
    let found = told(app, Some(actor), &[(&case, hits, judged)]).await?;
    Ok(found.into_iter().flatten().collect())
}

/// What was judged about these requests, with how much the two resembled each other then and do now; for slices that have
/// asked who may see it. As many statements for one as for many.
pub async fn judged(app: &App, ids: &[InitiativeId]) -> Result<HashMap<InitiativeId, Vec<Similar>>, Refusal> {
    let db = app.db.read();
    let mut judged = store::judgements_of(db, ids).await?;
    if judged.is_empty() {
        return Ok(HashMap::new());
    }
    let with_judgements: Vec<InitiativeId> = judged.keys().copied().collect();
    let cases = initiatives::filed(db, &with_judgements).await?;
    let others =
        |case: &Initiative| judged.get(&case.id).into_iter().flat_map(HashMap::keys).copied().collect();
    let asked: Vec<(&Initiative, Vec<CaseKey>)> = cases.iter().map(|case| (case, others(case))).collect();
    let scores = app.cases.scores(db, &asked).await?;
    let mut reports = Vec::with_capacity(cases.len());
    for (case, scores) in cases.iter().zip(scores) {
        reports.push((case, scores, judged.remove(&case.id).unwrap_or_default()));
    }
    let found = told(app, None, &reports).await?;
    Ok(cases.iter().map(|case| case.id).zip(found).collect())
}

/// A request, the cases it resembles and how much, and what was judged about them.
type Report<'a> = (&'a Initiative, Vec<(CaseKey, u16)>, HashMap<CaseKey, Judged>);

/// The cases of reports as they are told: two statements, however many there are. Passages come from what the reader
/// may read of both; where no reader is known, from what may be published.
async fn told(
    app: &App,
    reader: Option<&Actor>,
    reports: &[Report<'_>],
) -> Result<Vec<Vec<Similar>>, Refusal> {
    let db = app.db.read();
    let text_for = |case: &Initiative| {
        let reads_all = reader.is_some_and(|actor| initiatives::sees_confidential(actor, case));
        text_of(case, if reads_all { Extent::Whole } else { Extent::Open })
    };
    let (mut filed_ids, mut past_ids) = (Vec::new(), Vec::new());
    for (key, _) in reports.iter().flat_map(|(_, hits, _)| hits) {
        match key {
            CaseKey::Filed(id) => filed_ids.push(*id),
            CaseKey::Past(id) => past_ids.push(*id),
        }
    }
    let filed: HashMap<_, _> =
        initiatives::filed(db, &filed_ids).await?.into_iter().map(|case| (case.id, case)).collect();
    let past: HashMap<_, _> =
        store::past_by_ids(db, &past_ids).await?.into_iter().map(|case| (case.id, case)).collect();
    let mut found = Vec::with_capacity(reports.len());
    for (case, hits, judged) in reports {
        let own = text_for(case);
        let one = |(key, score): &(CaseKey, u16)| {
            let (similar, text) = match key {
                CaseKey::Filed(id) => {
                    let other = filed.get(id)?;
                    (of_filed(case, other), text_for(other))
                }
                CaseKey::Past(id) => of_past(past.get(id)?),
            };
            Some((Similar { score: *score, judged: judged.get(key).cloned(), ..similar }, text))
        };
        let (mut similar, texts): (Vec<Similar>, Vec<String>) = hits.iter().filter_map(one).unzip();
        let pairs: Vec<(&str, &str)> = texts.iter().map(|text| (own.as_str(), text.as_str())).collect();
        let passages = app.cases.passages(&pairs).await;
        for ((similar, text), passages) in similar.iter_mut().zip(&texts).zip(passages) {
            similar.passages = passages.into_iter().map(|pair| matching(&own, text, pair)).collect();
        }
        found.push(similar);
    }
    Ok(found)
}

/// A filed case beside the one asked about.
fn of_filed(case: &Initiative, other: &Initiative) -> Similar {
    Similar {
        key: CaseKey::Filed(other.id),
        score: 0,
        title: other.title.clone(),
        unit: Some(other.unit),
        past_unit: None,
        number: other.register.map(|entry| format!("{}/{}", entry.number, entry.year)),
        filed_on: other.filed_at.map(vietnam_date),
        state_of_same_author: other
            .authors
            .iter()
            .any(|author| case.author(author.account).is_some())
            .then_some(other.state),
        passages: Vec::new(),
        judged: None,
    }
}

/// A case of the past, with its text.
fn of_past(other: &PastInitiative) -> (Similar, String) {
    let similar = Similar {
        key: CaseKey::Past(other.id),
        score: 0,
        title: other.title.clone(),
        unit: None,
        past_unit: Some(other.unit_name.clone()),
        number: Some(other.code.clone()),
        filed_on: other.submitted_on,
        state_of_same_author: None,
        passages: Vec::new(),
        judged: None,
    };
    (similar, other.text.clone())
}

fn matching(own: &str, other: &str, pair: Passage) -> Matching {
    Matching {
        own: own[pair.one].trim().to_owned(),
        other: other[pair.two].trim().to_owned(),
        share: pair.share,
    }
}
