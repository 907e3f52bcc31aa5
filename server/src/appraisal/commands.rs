//! What the appraisal does in round 1: decide lines, one or many, and conclude sheets. The first decision
//! opens a submitted sheet.
//!
//! The trail of a decision names the unit in its content only, not as the unit whose record it is: units
//! read the trail of their records, and their appraisal is hidden from them until the release (INV-R5).

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::model::{AppraisalFault, AppraisalProblem, LinesAccepted, SheetsConcluded};
use super::rules::Bulk;
use super::{policy, rules};
use crate::access::{Actor, Permit};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::campaigns::{self, PhaseKind, Stage};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{CampaignId, CriterionId, PeerGroupId, ScoreLineId, SubmissionId};
use crate::shared::points::Points;
use crate::submissions::{
    self, AppraiseLine, LineState, NotAppraised, RoundOne, Sheet, SheetLine, Submission, SubmissionProblem,
    SubmissionState,
};

/// Most lines accepted at once.
const MOST_LINES: usize = 200;

type Done<T> = Result<T, Failure<AppraisalProblem>>;

/// Accepts a line as its unit scored it.
pub async fn accept_line(app: &App, actor: &Actor, id: ScoreLineId, version: i32) -> Done<SheetLine> {
    decide(app, actor, id, version, |line, now| rules::accept(&line.line, actor.account, now)).await
}

/// Sets the points of a line, with a reason unless they are the unit's own.
pub async fn adjust_line(
    app: &App,
    actor: &Actor,
    id: ScoreLineId,
    version: i32,
    points: Points,
    reason: &str,
) -> Done<SheetLine> {
    decide(app, actor, id, version, |line, now| {
        rules::adjust(&line.line, line.criterion.spec.max, points, reason, actor.account, now)
    })
    .await
}

async fn decide(
    app: &App,
    actor: &Actor,
    id: ScoreLineId,
    version: i32,
    choose: impl FnOnce(&SheetLine, OffsetDateTime) -> Result<RoundOne, AppraisalFault>,
) -> Done<SheetLine> {
    let tx = app.db.begin().await?;
    let line = submissions::lock_line(app, &tx, actor, id).await?;
    let now = app.clock.now();
    let sheet = &line.sheet.submission;
    let permit = submissions::check_appraise_line(actor, &line, now).map_err(not_appraised)?;
    if line.line.whole_version() != version {
        return Err(Failure::Problem(AppraisalProblem::stale(line)));
    }
    let decision = choose(&line, now).map_err(problem)?;
    let (opened, opening) =
        submissions::open_within(&tx, actor, &line.sheet, sheet.version, now).await.map_err(not_opened)?;
    if !submissions::save_round_one(&tx, &permit, &line.line, &decision).await? {
        return Err(Refusal::Conflict.into());
    }
    if let Some(record) = rules::record(&line.line, &decision) {
        submissions::insert_adjustment(&tx, &permit, &record).await?;
    }
    let deeds = opening.into_iter().chain([deed_of_decision(&permit, &line, &decision)]).collect();
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    Ok(SheetLine {
        sheet: opened,
        line: rules::decided(&line.line, &decision).into(),
        criterion: line.criterion,
    })
}

/// Accepts lines of one criterion as their units scored them, each as it was shown. Lines of the own unit,
/// lines that changed meanwhile, lines without a score and lines that differ from the imported statistics are left out
/// and counted.
pub async fn accept_lines(
    app: &App,
    actor: &Actor,
    campaign: CampaignId,
    criterion: CriterionId,
    shown: &HashMap<ScoreLineId, i32>,
) -> Done<LinesAccepted> {
    if shown.len() > MOST_LINES {
        return Err(problem(AppraisalFault::TooManyLines { most: MOST_LINES }));
    }
    let tx = app.db.begin().await?;
    let ids: Vec<_> = shown.keys().copied().collect();
    let mut lines = submissions::lock_lines(app, &tx, actor, &ids).await?;
    let is_asked = |line: &SheetLine| (line.line.campaign, line.line.criterion) == (campaign, criterion);
    if lines.len() != shown.len() || !lines.iter().all(is_asked) {
        return Err(Refusal::NotFound.into());
    }
    policy::may_accept_lines(actor, campaign)?;
    lines.sort_by_key(|line| line.sheet.submission.position);
    let now = app.clock.now();
    let mut answer = LinesAccepted::default();
    let mut chosen: Vec<(Permit<AppraiseLine>, SheetLine, RoundOne)> = Vec::new();
    for line in lines {
        if actor.belongs_to(line.line.unit, line.sheet.campaign.period_from) {
            answer.own_unit += 1;
            continue;
        }
        let permit = match submissions::check_appraise_line(actor, &line, now) {
            Err(Failure::Problem(NotAppraised::WrongState)) => {
                answer.stale += 1;
                continue;
            }
            other => other.map_err(not_appraised)?,
        };
        match rules::in_bulk(&line.line, shown.get(&line.line.id).copied()) {
            Bulk::Unscored => answer.unscored += 1,
            Bulk::Stale => answer.stale += 1,
            Bulk::Contradicts => answer.contradicting += 1,
            Bulk::Taken => {
                let decision = rules::accept(&line.line, actor.account, now).map_err(problem)?;
                chosen.push((permit, line, decision));
            }
        }
    }
    let sheets: Vec<_> = chosen.iter().map(|(_, line, _)| Arc::clone(&line.sheet)).collect();
    let (opened, mut deeds) =
        submissions::open_all_within(&tx, actor, &sheets, now).await.map_err(not_opened)?;
    deeds.extend(chosen.iter().map(|(permit, line, decision)| deed_of_decision(permit, line, decision)));
    let (mut permits, mut records, mut claims) = (Vec::new(), Vec::new(), Vec::new());
    for ((permit, line, decision), sheet) in chosen.into_iter().zip(opened) {
        match rules::record(&line.line, &decision) {
            Some(record) => {
                permits.push(permit);
                records.push(record);
            }
            None => claims.push(permit),
        }
        let decided = rules::decided(&line.line, &decision);
        answer.lines.push(SheetLine { sheet, line: decided.into(), criterion: line.criterion });
    }
    let accepted = submissions::accept_lines(&tx, &permits, actor.account, now).await?;
    let confirmed = submissions::confirm_claims(&tx, &claims, actor.account, now).await?;
    if usize::try_from(accepted + confirmed).ok() != Some(answer.lines.len()) {
        return Err(Refusal::Conflict.into());
    }
    submissions::insert_adjustments(&tx, &permits, &records).await?;
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Concludes round 1 of a sheet: each of its lines is decided or does not apply. Concluding again changes
/// nothing.
pub async fn conclude_appraisal(
    app: &App,
    actor: &Actor,
    id: SubmissionId,
    version: i32,
) -> Done<Arc<Sheet>> {
    let tx = app.db.begin().await?;
    let sheet = submissions::lock(app, &tx, actor, id).await?;
    submissions::may_conclude_appraisal(actor, &sheet).map(|_| ())?;
    if sheet.submission.state == SubmissionState::Appraised1 {
        return Ok(sheet);
    }
    let now = app.clock.now();
    let permit = submissions::check_conclude_appraisal(actor, &sheet, now).map_err(not_appraised)?;
    let lines = submissions::lines_of(&tx, &[id]).await?.remove(&id).unwrap_or_default();
    let visible = sheet.visible(&lines);
    rules::conclude(visible.into_iter().map(|(line, criterion)| (&**line, &**criterion))).map_err(problem)?;
    let next = Submission { state: SubmissionState::Appraised1, ..sheet.submission.clone() };
    if !submissions::save_sheet(&tx, &permit, version, &next, now).await? {
        return Err(problem(AppraisalFault::Stale));
    }
    let deed = Deed::under("appraisal.concluded", SubmissionId::KIND, &permit);
    audit::record(&tx, Some(actor), concluded(deed, &sheet), now).await?;
    tx.commit().await?;
    let submission = Submission { version: version + 1, updated_at: now, ..next };
    Ok(Arc::new(Sheet { submission, ..Sheet::clone(&sheet) }))
}

/// Concludes round 1 of every sheet of a peer group whose lines are all decided; the others stay open and
/// are counted.
pub async fn conclude_group(
    app: &App,
    actor: &Actor,
    campaign: CampaignId,
    peer_group: PeerGroupId,
) -> Done<SheetsConcluded> {
    policy::may_conclude_group(actor, campaign).map(|_| ())?;
    let tx = app.db.begin().await?;
    let campaign = campaigns::lock(&tx, actor, campaign).await?;
    let group = campaign.peer_group(peer_group).ok_or(Refusal::NotFound)?;
    let now = app.clock.now();
    let has_begun = campaign.phase(PhaseKind::Appraisal1).is_some_and(|phase| now >= phase.opens_at);
    if campaign.stage != Stage::Published || !has_begun {
        return Err(problem(AppraisalFault::PhaseClosed));
    }
    let open = SubmissionState::UnderAppraisal;
    let sheets = submissions::lock_group(app, &tx, actor, campaign.id, group.id, open).await?;
    let ids: Vec<_> = sheets.iter().map(|sheet| sheet.submission.id).collect();
    let undecided = submissions::with_undecided(&tx, &ids).await?;
    let mut answer = SheetsConcluded::default();
    let (mut permits, mut deeds) = (Vec::new(), Vec::new());
    for sheet in &sheets {
        if actor.belongs_to(sheet.submission.unit, sheet.campaign.period_from) {
            answer.own_unit += 1;
        } else if undecided.contains(&sheet.submission.id) {
            answer.undecided += 1;
        } else {
            let permit = submissions::check_conclude_appraisal(actor, sheet, now).map_err(not_appraised)?;
            let deed = Deed::under("appraisal.concluded", SubmissionId::KIND, &permit);
            deeds.push(concluded(deed, sheet));
            permits.push(permit);
            answer.concluded += 1;
        }
    }
    submissions::conclude_sheets(&tx, &permits, now).await?;
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    Ok(answer)
}

fn problem(fault: AppraisalFault) -> Failure<AppraisalProblem> {
    Failure::Problem(fault.into())
}

fn not_appraised(failure: Failure<NotAppraised>) -> Failure<AppraisalProblem> {
    match failure {
        Failure::Refusal(refusal) => Failure::Refusal(refusal),
        Failure::Problem(reason) => problem(reason.into()),
    }
}

/// A sheet that was locked and found appraisable opens; what else it answers is that it is not.
fn not_opened(failure: Failure<SubmissionProblem>) -> Failure<AppraisalProblem> {
    match failure {
        Failure::Refusal(refusal) => Failure::Refusal(refusal),
        Failure::Problem(_) => problem(AppraisalFault::WrongState),
    }
}

fn deed_of_decision(permit: &Permit<AppraiseLine>, line: &SheetLine, decision: &RoundOne) -> Deed {
    let name = match decision.state {
        LineState::Accepted | LineState::NotApplicable => "appraisal.line_accepted",
        _ => "appraisal.line_adjusted",
    };
    let deed = Deed::under(name, ScoreLineId::KIND, permit)
        .of_unit(line.line.unit)
        .withheld_from_unit()
        .in_campaign(line.line.campaign)
        .on_criterion(&line.criterion.spec.code)
        .before(&trail(line, line.line.state, rules::standing(&line.line)))
        .after(&trail(line, decision.state, decision.score));
    match &decision.reason {
        Some(reason) => deed.because(reason),
        None => deed,
    }
}

fn trail(line: &SheetLine, state: LineState, points: Option<Points>) -> Value {
    json!({
        "unit": line.sheet.unit.code,
        "criterion": line.criterion.spec.code,
        "state": state.code(),
        "points": points,
    })
}

fn concluded(deed: Deed, sheet: &Sheet) -> Deed {
    deed.of_unit(sheet.submission.unit)
        .in_campaign(sheet.submission.campaign)
        .before(&json!({ "state": sheet.submission.state.code() }))
        .after(&json!({ "state": SubmissionState::Appraised1.code() }))
}
