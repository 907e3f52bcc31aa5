//! What people do to sheets. Each command is one transaction: the sheet is locked, the policy and the
//! rules are asked, the change and its trail are written together.

mod delegation;
mod evidence;
mod lines;
mod moves;

pub use delegation::delegate_lines;
pub use evidence::{attach_evidence, detach_evidence};
pub use lines::{SaveScoreLine, save_score_line};
pub use moves::{
    open_all_within, open_submission, open_within, recall_submission, request_sign_off, return_submission,
    submit_self_score, withdraw_sign_off_request,
};

use std::sync::Arc;

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::model::{
    ScoreLine, Sheet, SheetLine, Statement, SubmissionProblem, SubmissionProblemCode, SubmissionState,
};
use super::policy::EditLine;
use super::{policy, rules, store};
use crate::access::{Actor, Permit};
use crate::shared::error::{Failure, Refusal};

type Done<T> = Result<T, Failure<SubmissionProblem>>;

fn problem(code: SubmissionProblemCode) -> Failure<SubmissionProblem> {
    Failure::Problem(code.into())
}

/// Writes what the unit now states, and marks a sheet that nobody had begun as begun.
async fn restate(
    tx: &impl ConnectionTrait,
    permit: &Permit<EditLine>,
    actor: &Actor,
    line: &SheetLine,
    statement: Statement,
    now: OffsetDateTime,
) -> Result<SheetLine, Refusal> {
    let next = rules::restated(&line.line, statement, now);
    if !store::save_statement(tx, permit, &next, actor.account).await? {
        return Err(Refusal::Conflict);
    }
    let mut sheet = Arc::clone(&line.sheet);
    if sheet.submission.state == SubmissionState::NotStarted {
        let may_begin = policy::may_begin(actor, &sheet.submission)?;
        store::begin(tx, &may_begin, now).await?;
        let mut begun = Sheet::clone(&sheet);
        begun.submission.state = SubmissionState::Draft;
        sheet = Arc::new(begun);
    }
    let line_now = Arc::new(ScoreLine { version: next.version + 1, ..next });
    Ok(SheetLine { sheet, line: line_now, criterion: Arc::clone(&line.criterion) })
}

/// A statement as the trail keeps it.
fn trail(statement: &Statement) -> Value {
    json!({
        "facts": statement.facts,
        "selfScore": statement.self_score,
        "selfNote": statement.self_note,
        "explanation": statement.explanation,
    })
}
