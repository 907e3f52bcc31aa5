//! Judging a case that resembles another.

use serde_json::json;

use super::model::{CaseKey, Judged, Judgement, Similar};
use super::{policy, queries, store};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::initiatives;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::InitiativeId;

/// Longest note, in characters.
const LONGEST_NOTE: usize = 2_000;

/// What can be wrong with a judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JudgementFault {
    /// The note is longer than 2 000 characters.
    NoteTooLong,
}

/// Records what a case is to another that its report names; earlier judgements stay known.
pub async fn judge(
    app: &App,
    actor: &Actor,
    id: InitiativeId,
    other: CaseKey,
    judgement: Judgement,
    note: Option<&str>,
) -> Result<Similar, Failure<JudgementFault>> {
    let case = initiatives::find(app, actor, id).await?.ok_or(Refusal::NotFound)?;
    let permit = policy::may_judge(actor, &case)?;
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    if note.is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
        return Err(Failure::Problem(JudgementFault::NoteTooLong));
    }
    // Only a case of the report is judged: what resembles nothing here does not exist for the reader either.
    let report = queries::similar(app, actor, id).await?;
    let mut similar = report.into_iter().find(|one| one.key == other).ok_or(Refusal::NotFound)?;
    let now = app.clock.now();
    let judged = Judged {
        other,
        judgement,
        note: note.map(str::to_owned),
        by: actor.account,
        at: now,
        score: Some(similar.score),
        is_mirrored: false,
    };
    let tx = app.db.begin().await?;
    store::insert_judgement(&tx, &permit, &judged).await?;
    let mut deed = Deed::under("similarities.judged", InitiativeId::KIND, &permit).of_unit(case.unit).after(
        &json!({ "judgement": judgement.code(), "otherInitiative": similar.title, "score": similar.score }),
    );
    if let Some(earlier) = similar.judged.as_ref().filter(|earlier| !earlier.is_mirrored) {
        deed = deed.before(&json!({ "judgement": earlier.judgement.code(), "score": earlier.score }));
    }
    if let Some(note) = note {
        deed = deed.because(note);
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    similar.judged = Some(judged);
    Ok(similar)
}
