//! What resembles an initiative, as far as the reader may know.

use std::collections::HashMap;

use similarity::passages;

use super::cases::text_of;
use super::model::{CaseKey, Matching, PastInitiative, Similar};
use super::{policy, store};
use crate::access::Actor;
use crate::app::App;
use crate::initiatives::{self, Initiative};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::InitiativeId;

/// Most cases in a report.
const MOST: usize = 10;

/// The cases that resemble a request, the most alike first.
pub async fn similar(app: &App, actor: &Actor, id: InitiativeId) -> Result<Vec<Similar>, Refusal> {
    let case = initiatives::find(app, actor, id).await?.ok_or(Refusal::NotFound)?;
    policy::may_read(actor, &case)?;
    let db = app.db.read();
    let hits = app.metrics.job("similarity_search", app.cases.like(db, &case, MOST)).await?;
    let (mut filed_ids, mut past_ids) = (Vec::new(), Vec::new());
    for hit in &hits {
        match hit.key {
            CaseKey::Filed(id) => filed_ids.push(id),
            CaseKey::Past(id) => past_ids.push(id),
        }
    }
    let filed: HashMap<_, _> =
        initiatives::filed(db, &filed_ids).await?.into_iter().map(|case| (case.id, case)).collect();
    let past: HashMap<_, _> =
        store::past_by_ids(db, &past_ids).await?.into_iter().map(|case| (case.id, case)).collect();
    let mut judged = store::judgements_of(db, id).await?;
    let own = text_of(&case);
    let found = hits.into_iter().filter_map(|hit| {
        let mut similar = match hit.key {
            CaseKey::Filed(id) => of_filed(filed.get(&id)?, &own),
            CaseKey::Past(id) => of_past(past.get(&id)?, &own),
        };
        similar.score = hit.score;
        similar.judged = judged.remove(&hit.key);
        Some(similar)
    });
    Ok(found.collect())
}

fn of_filed(other: &Initiative, own: &str) -> Similar {
    Similar {
        key: CaseKey::Filed(other.id),
        score: 0,
        title: other.title.clone(),
        unit: Some(other.unit),
        past_unit: None,
        number: other.register.map(|entry| format!("{}/{}", entry.number, entry.year)),
        filed_on: other.filed_at.map(vietnam_date),
        passages: matching(own, &text_of(other)),
        judged: None,
    }
}

fn of_past(other: &PastInitiative, own: &str) -> Similar {
    Similar {
        key: CaseKey::Past(other.id),
        score: 0,
        title: other.title.clone(),
        unit: None,
        past_unit: Some(other.unit_name.clone()),
        number: Some(other.code.clone()),
        filed_on: other.submitted_on,
        passages: matching(own, &other.text),
        judged: None,
    }
}

fn matching(own: &str, other: &str) -> Vec<Matching> {
    passages(own, other)
        .into_iter()
        .map(|pair| Matching {
            own: own[pair.one].trim().to_owned(),
            other: other[pair.two].trim().to_owned(),
            share: pair.share,
        })
        .collect()
}
