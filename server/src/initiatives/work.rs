//! What waits for a person among initiatives: shares to confirm, requests to correct, registers to look after.

use std::sync::Arc;

use time::{Date, Duration};

use super::model::{Answer, Initiative, InitiativeState};
use super::{policy, store};
use crate::access::{Actor, Role};
use crate::app::App;
use crate::shared::error::Refusal;

/// How long authors are reminded of an answer.
const ANSWERED_LATELY: Duration = Duration::days(30);

/// Kind of work among initiatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingKind {
    /// The own share waits to be confirmed.
    ConfirmShare,
    /// A request waits to be corrected.
    Correct,
    /// A filed request waits to be checked.
    Check,
    /// An accepted request waits to be given to a council.
    Assign,
    /// The answer to an own request came lately.
    ReadResult,
}

/// Something that waits for a person.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What is to be done.
    pub kind: WaitingKind,
    /// With which request.
    pub case: Arc<Initiative>,
    /// By when.
    pub due_on: Option<Date>,
}

/// What waits for this person: as an author of the requests that are being written, and as the keeper of a register.
pub async fn waiting_for(app: &App, actor: &Actor) -> Result<Vec<Waiting>, Refusal> {
    let db = app.db.read();
    let registers = actor.units_with(&[Role::InitiativeSecretary]);
    let mut waiting = Vec::new();
    for case in store::in_work(db, actor.account, &registers).await? {
        let keeps =
            || policy::free_of_own(actor, &case).role_in(case.unit, &[Role::InitiativeSecretary]).is_some();
        let kind = match (case.state, case.author(actor.account)) {
            (InitiativeState::Filed, None) if keeps() => WaitingKind::Check,
            (InitiativeState::Accepted, None) if keeps() => WaitingKind::Assign,
            (InitiativeState::FixRequested, Some(_)) if case.drafted_by == actor.account => {
                WaitingKind::Correct
            }
            (state, Some(author)) if state.is_with_authors() && author.answer == Answer::Awaited => {
                WaitingKind::ConfirmShare
            }
            _ => continue,
        };
        waiting.push(Waiting { kind, due_on: case.due_on, case: Arc::new(case) });
    }
    let since = app.clock.now() - ANSWERED_LATELY;
    for case in store::answered_since(db, actor.account, since).await? {
        waiting.push(Waiting { kind: WaitingKind::ReadResult, due_on: None, case: Arc::new(case) });
    }
    Ok(waiting)
}
