//! Rows of past cases and of judgements.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::{CaseKey, Judged, PastInitiative};
use super::policy::JudgeSimilarity;
use crate::access::Permit;
use crate::entity::{past_initiative, similarity_judgement};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, InitiativeId, PastInitiativeId, SimilarityJudgementId};
use crate::shared::json;

/// Past cases in the order of their import, after one.
pub async fn past_after(
    db: &impl ConnectionTrait,
    after: Option<PastInitiativeId>,
    limit: u64,
) -> Result<Vec<PastInitiative>, Refusal> {
    let mut query = past_initiative::Entity::find();
    if let Some(after) = after {
        query = query.filter(past_initiative::Column::Id.gt(after.0));
    }
    let rows = query.order_by_asc(past_initiative::Column::Id).limit(limit).all(db).await?;
    Ok(rows.into_iter().map(read_past).collect())
}

/// The past cases with these ids.
pub async fn past_by_ids(
    db: &impl ConnectionTrait,
    ids: &[PastInitiativeId],
) -> Result<Vec<PastInitiative>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = past_initiative::Entity::find().filter(past_initiative::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(read_past).collect())
}

/// Which of these codes are known.
pub async fn known_codes(db: &impl ConnectionTrait, codes: &[String]) -> Result<HashSet<String>, Refusal> {
    let mut known = HashSet::new();
    for chunk in codes.chunks(1000) {
        let found: Vec<String> = past_initiative::Entity::find()
            .select_only()
            .column(past_initiative::Column::Code)
            .filter(past_initiative::Column::Code.is_in(chunk.to_vec()))
            .into_tuple()
            .all(db)
            .await?;
        known.extend(found);
    }
    Ok(known)
}

/// Keeps past cases.
pub async fn insert_past(
    tx: &impl ConnectionTrait,
    cases: &[PastInitiative],
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    for chunk in cases.chunks(200) {
        let rows = chunk.iter().map(|case| past_initiative::ActiveModel {
            id: Set(case.id.0),
            code: Set(case.code.clone()),
            title: Set(case.title.clone()),
            text: Set(case.text.clone()),
            unit_name: Set(case.unit_name.clone()),
            submitted_on: Set(case.submitted_on),
            imported_at: Set(now),
        });
        past_initiative::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// What was judged last about each case that resembles one of these. What was judged of a request about one of these is
/// told here too, unless these were judged about it.
pub async fn judgements_of(
    db: &impl ConnectionTrait,
    cases: &[InitiativeId],
) -> Result<HashMap<InitiativeId, HashMap<CaseKey, Judged>>, Refusal> {
    let ids: Vec<Uuid> = cases.iter().map(|id| id.0).collect();
    let of_either = Condition::any()
        .add(similarity_judgement::Column::InitiativeId.is_in(ids.clone()))
        .add(similarity_judgement::Column::OtherInitiativeId.is_in(ids));
    let rows = similarity_judgement::Entity::find()
        .filter(of_either)
        .order_by_asc(similarity_judgement::Column::Id)
        .all(db)
        .await?;
    let mut judged: HashMap<InitiativeId, HashMap<CaseKey, Judged>> = HashMap::new();
    for row in rows {
        let other = match (row.other_initiative_id, row.past_initiative_id) {
            (Some(other), _) => CaseKey::Filed(InitiativeId(other)),
            (None, Some(past)) => CaseKey::Past(PastInitiativeId(past)),
            (None, None) => continue,
        };
        let own = InitiativeId(row.initiative_id);
        let one = Judged {
            other,
            judgement: json::from_code(&row.judgement, "similarity_judgement.judgement")?,
            note: row.note,
            by: AccountId(row.judged_by),
            at: row.judged_at,
            score: row.score.and_then(|score| u16::try_from(score).ok()),
            is_mirrored: false,
        };
        if let CaseKey::Filed(other) = other
            && cases.contains(&other)
        {
            let known = judged.entry(other).or_default();
            let mirrored = Judged { other: CaseKey::Filed(own), is_mirrored: true, ..one.clone() };
            if known.get(&mirrored.other).is_none_or(|known| known.is_mirrored) {
                known.insert(mirrored.other, mirrored);
            }
        }
        if cases.contains(&own) {
            judged.entry(own).or_default().insert(other, one);
        }
    }
    Ok(judged)
}

/// Keeps a judgement; those before it stay.
pub async fn insert_judgement(
    tx: &impl ConnectionTrait,
    permit: &Permit<JudgeSimilarity>,
    judged: &Judged,
) -> Result<(), Refusal> {
    let (filed, past) = match judged.other {
        CaseKey::Filed(id) => (Some(id.0), None),
        CaseKey::Past(id) => (None, Some(id.0)),
    };
    let row = similarity_judgement::ActiveModel {
        id: Set(SimilarityJudgementId::fresh().0),
        initiative_id: Set(permit.subject()),
        other_initiative_id: Set(filed),
        past_initiative_id: Set(past),
        judgement: Set(judged.judgement.code().to_owned()),
        note: Set(judged.note.clone()),
        judged_by: Set(judged.by.0),
        judged_at: Set(judged.at),
        score: Set(judged.score.map(i32::from)),
    };
    similarity_judgement::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

fn read_past(row: past_initiative::Model) -> PastInitiative {
    PastInitiative {
        id: PastInitiativeId(row.id),
        code: row.code,
        title: row.title,
        text: row.text,
        unit_name: row.unit_name,
        submitted_on: row.submitted_on,
    }
}
