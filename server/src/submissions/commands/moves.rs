//! The way of a sheet: to the leader's desk, to the appraisal, and back. A deed that is already done is
//! answered with the sheet as it stands, so that a repeated request does no harm.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;
use serde_json::json;
use time::OffsetDateTime;

use super::super::model::{
    EvidenceLink, Sheet, SheetLine, Submission, SubmissionProblem, SubmissionProblemCode, SubmissionState,
};
use super::super::policy::{self, MovesSheet};
use super::super::{queries, rules, store};
use super::{Done, problem};
use crate::access::{Actor, Permit};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::files;
use crate::shared::clock::vietnam_date;
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::SubmissionId;

/// Hands a complete sheet to the leader.
pub async fn request_sign_off(app: &App, actor: &Actor, id: SubmissionId, version: i32) -> Done<Arc<Sheet>> {
    let tx = app.db.begin().await?;
    let sheet = queries::lock(app, &tx, actor, id).await?;
    policy::may_request_sign_off(actor, &sheet.submission).map(|_| ())?;
    if sheet.submission.state == SubmissionState::AwaitingSignoff {
        return Ok(sheet);
    }
    let now = app.clock.now();
    let permit = policy::check_request_sign_off(actor, &sheet, now)?;
    complete(&tx, &sheet, now).await?;
    let next = Submission { state: SubmissionState::AwaitingSignoff, ..sheet.submission.clone() };
    let step = Step { name: "submission.sign_off_requested", version, next, reason: None };
    let moved = move_on(&tx, actor, &permit, &sheet, step, now).await?;
    tx.commit().await?;
    Ok(moved)
}

/// Takes a sheet back from the leader's desk.
pub async fn withdraw_sign_off_request(
    app: &App,
    actor: &Actor,
    id: SubmissionId,
    version: i32,
) -> Done<Arc<Sheet>> {
    let tx = app.db.begin().await?;
    let sheet = queries::lock(app, &tx, actor, id).await?;
    let now = app.clock.now();
    let permit = policy::check_withdraw_sign_off_request(actor, &sheet, now)?;
    let next = Submission { state: SubmissionState::Draft, ..sheet.submission.clone() };
    let step = Step { name: "submission.sign_off_withdrawn", version, next, reason: None };
    let moved = move_on(&tx, actor, &permit, &sheet, step, now).await?;
    tx.commit().await?;
    Ok(moved)
}

/// Signs and submits: the content is sealed by its hash (INV-S2).
pub async fn submit_self_score(app: &App, actor: &Actor, id: SubmissionId, version: i32) -> Done<Arc<Sheet>> {
    let tx = app.db.begin().await?;
    let sheet = queries::lock(app, &tx, actor, id).await?;
    policy::may_submit(actor, &sheet.submission).map(|_| ())?;
    if sheet.submission.state == SubmissionState::Submitted {
        return Ok(sheet);
    }
    let now = app.clock.now();
    let permit = policy::check_submit(actor, &sheet, now)?;
    let (lines, evidence) = complete(&tx, &sheet, now).await?;
    let hash = seal(&tx, &sheet, &lines, &evidence).await?;
    let next = rules::submitted(&sheet.submission, actor.account, hash, now);
    let step = Step { name: "submission.submitted", version, next, reason: None };
    let moved = move_on(&tx, actor, &permit, &sheet, step, now).await?;
    tx.commit().await?;
    Ok(moved)
}

/// Takes a submitted sheet back, until an appraiser has opened it.
pub async fn recall_submission(app: &App, actor: &Actor, id: SubmissionId, version: i32) -> Done<Arc<Sheet>> {
    let tx = app.db.begin().await?;
    let sheet = queries::lock(app, &tx, actor, id).await?;
    let now = app.clock.now();
    let permit = policy::check_recall(actor, &sheet, now)?;
    let next = rules::recalled(&sheet.submission);
    let step = Step { name: "submission.recalled", version, next, reason: None };
    let moved = move_on(&tx, actor, &permit, &sheet, step, now).await?;
    tx.commit().await?;
    Ok(moved)
}

/// Gives a sheet back to its unit to be completed, with a reason.
pub async fn return_submission(
    app: &App,
    actor: &Actor,
    id: SubmissionId,
    version: i32,
    reason: &str,
) -> Done<Arc<Sheet>> {
    let tx = app.db.begin().await?;
    let sheet = queries::lock(app, &tx, actor, id).await?;
    let now = app.clock.now();
    let permit = policy::check_return(actor, &sheet, now)?;
    let reason = rules::text(Some(reason), rules::LONGEST_TEXT, "reason").map_err(Failure::Problem)?;
    let Some(reason) = reason else {
        let path = vec!["reason".to_owned()];
        return Err(Failure::Problem(SubmissionProblem::at(SubmissionProblemCode::ReasonRequired, path)));
    };
    let next = rules::returned(&sheet.submission, &reason);
    let step = Step { name: "submission.returned", version, next, reason: Some(&reason) };
    let moved = move_on(&tx, actor, &permit, &sheet, step, now).await?;
    tx.commit().await?;
    Ok(moved)
}

/// Begins the appraisal of a sheet: from now on it cannot be recalled.
pub async fn open_submission(app: &App, actor: &Actor, id: SubmissionId, version: i32) -> Done<Arc<Sheet>> {
    let tx = app.db.begin().await?;
    let sheet = queries::lock(app, &tx, actor, id).await?;
    let now = app.clock.now();
    let (opened, deed) = open_within(&tx, actor, &sheet, version, now).await?;
    audit::record_all(&tx, Some(actor), deed.into_iter().collect(), now).await?;
    tx.commit().await?;
    Ok(opened)
}

/// Begins the appraisal of a locked sheet in the transaction of another deed; answers the sheet as it is now and
/// what the caller records last.
pub async fn open_within(
    tx: &Transaction,
    actor: &Actor,
    sheet: &Arc<Sheet>,
    version: i32,
    now: OffsetDateTime,
) -> Done<(Arc<Sheet>, Option<Deed>)> {
    let permit = policy::check_open(actor, sheet, now)?;
    if sheet.submission.state == SubmissionState::UnderAppraisal {
        return Ok((Arc::clone(sheet), None));
    }
    let next = rules::opened(&sheet.submission, now);
    let step = Step { name: "submission.opened", version, next, reason: None };
    let (opened, deed) = take_step(tx, &permit, sheet, step, now).await?;
    Ok((opened, Some(deed)))
}

/// Begins the appraisal of those among these locked sheets that were submitted, in the transaction of another
/// deed; answers all of them as they are now, and what the caller records last.
pub async fn open_all_within(
    tx: &Transaction,
    actor: &Actor,
    sheets: &[Arc<Sheet>],
    now: OffsetDateTime,
) -> Done<(Vec<Arc<Sheet>>, Vec<Deed>)> {
    let mut permits = Vec::new();
    let mut deeds = Vec::new();
    let mut opened = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let permit = policy::check_open(actor, sheet, now)?;
        if sheet.submission.state == SubmissionState::UnderAppraisal {
            opened.push(Arc::clone(sheet));
            continue;
        }
        let next = rules::opened(&sheet.submission, now);
        deeds.push(deed_of_step("submission.opened", &permit, &sheet.submission, &next));
        permits.push(permit);
        let submission = Submission { version: next.version + 1, updated_at: now, ..next };
        opened.push(Arc::new(Sheet { submission, ..Sheet::clone(sheet) }));
    }
    let count = store::open_sheets(tx, &permits, now).await?;
    if usize::try_from(count).ok() != Some(permits.len()) {
        return Err(problem(SubmissionProblemCode::Stale));
    }
    Ok((opened, deeds))
}

/// One step on the way of a sheet.
struct Step<'a> {
    name: &'static str,
    version: i32,
    next: Submission,
    reason: Option<&'a str>,
}

async fn move_on<A: MovesSheet>(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    permit: &Permit<A>,
    sheet: &Sheet,
    step: Step<'_>,
    now: OffsetDateTime,
) -> Done<Arc<Sheet>> {
    let (moved, deed) = take_step(tx, permit, sheet, step, now).await?;
    audit::record(tx, Some(actor), deed, now).await?;
    Ok(moved)
}

/// One step without its entry in the trail.
async fn take_step<A: MovesSheet>(
    tx: &impl ConnectionTrait,
    permit: &Permit<A>,
    sheet: &Sheet,
    step: Step<'_>,
    now: OffsetDateTime,
) -> Done<(Arc<Sheet>, Deed)> {
    let Step { name, version, next, reason } = step;
    if !store::save_sheet(tx, permit, version, &next, now).await? {
        return Err(problem(SubmissionProblemCode::Stale));
    }
    let mut deed = deed_of_step(name, permit, &sheet.submission, &next);
    if let Some(reason) = reason {
        deed = deed.because(reason);
    }
    let submission = Submission { version: version + 1, updated_at: now, ..next };
    Ok((Arc::new(Sheet { submission, ..sheet.clone() }), deed))
}

fn deed_of_step<A>(name: &'static str, permit: &Permit<A>, before: &Submission, after: &Submission) -> Deed {
    Deed::under(name, SubmissionId::KIND, permit)
        .of_unit(after.unit)
        .in_campaign(after.campaign)
        .before(&json!({"state": before.state.code()}))
        .after(&json!({"state": after.state.code(), "contentHash": after.content_hash}))
}

/// The lines and the evidence of a sheet that nothing is missing from.
async fn complete(
    tx: &impl ConnectionTrait,
    sheet: &Arc<Sheet>,
    now: OffsetDateTime,
) -> Done<(Vec<SheetLine>, Vec<EvidenceLink>)> {
    let id = sheet.submission.id;
    let lines = store::lines_of(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let evidence = store::evidence_of(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let lines = SheetLine::all_of(sheet, &lines);
    let problems = rules::problems(lines.clone(), &evidence, vietnam_date(now));
    if problems.is_empty() {
        Ok((lines, evidence))
    } else {
        Err(Failure::Problem(SubmissionProblem::refused(problems)))
    }
}

async fn seal(
    tx: &impl ConnectionTrait,
    sheet: &Sheet,
    lines: &[SheetLine],
    evidence: &[EvidenceLink],
) -> Result<String, Refusal> {
    let ids: Vec<_> = evidence.iter().map(|link| link.file).collect();
    let files = files::load_many(tx, &ids).await?;
    let hashes: HashMap<_, _> = files.iter().map(|file| (file.id, file.sha256.as_str())).collect();
    let sealed: Vec<rules::Sealed<'_>> = lines
        .iter()
        .map(|line| {
            let cited = evidence.iter().filter(|link| link.line == line.line.id);
            let cited = cited.filter_map(|link| Some((*hashes.get(&link.file)?, link))).collect();
            (line.criterion.spec.code.as_str(), &*line.line, cited)
        })
        .collect();
    Ok(rules::content_hash(&sheet.campaign.code, &sheet.unit.code, &sealed))
}
