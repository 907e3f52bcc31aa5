//! Reads of initiatives: each as far as it exists for the reader.

use std::collections::HashMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use sea_orm::ConnectionTrait;
use time::{Date, OffsetDateTime};

use super::model::{Initiative, InitiativeEvent, InitiativeFilter, InitiativeState};
use super::{policy, store};
use crate::access::Actor;
use crate::app::App;
use crate::identity::{self, Account};
use crate::parameters::{self, Clock, ParameterKey};
use crate::shared::clock::vietnam_date;
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::id::{InitiativeId, UnitId};
use crate::shared::page::{Page, PageRequest};

/// What follows, in the same transaction, when a request goes no further before it is decided: its authors withdraw
/// it, its unit takes the referral back, or what its unit recognised is cancelled.
pub type OnStopped =
    for<'a> fn(&'a Transaction, InitiativeId, OffsetDateTime) -> BoxFuture<'a, Result<(), Refusal>>;

/// An initiative, if it exists for this person.
pub async fn find(app: &App, actor: &Actor, id: InitiativeId) -> Result<Option<Arc<Initiative>>, Refusal> {
    let found = store::by_ids(app.db.read(), &[id]).await?.pop();
    Ok(found.filter(|case| policy::sees(actor, case)).map(Arc::new))
}

/// What hangs on an initiative and exists for this person: nothing of it is an empty list for whoever sees the
/// initiative, and for others there is no such initiative.
pub async fn about<T>(app: &App, actor: &Actor, id: InitiativeId, found: Vec<T>) -> Result<Vec<T>, Refusal> {
    if found.is_empty() {
        find(app, actor, id).await?.ok_or(Refusal::NotFound)?;
    }
    Ok(found)
}

/// A page of the initiatives that exist for this person, the newest first; refused to whoever neither writes nor reads
/// any, and is no author.
pub async fn page(
    app: &App,
    actor: &Actor,
    filter: &InitiativeFilter,
    request: &PageRequest,
) -> Result<Page<Arc<Initiative>>, Refusal> {
    let db = app.db.read();
    if !policy::has_to_do_with(actor) && !store::is_author(db, actor.account).await? {
        return Err(Refusal::Forbidden);
    }
    Ok(store::page(db, &policy::reach(actor), filter, request).await?.map(Arc::new))
}

/// What happened to each of these initiatives, the oldest first.
pub async fn events_of(
    app: &App,
    ids: &[InitiativeId],
) -> Result<HashMap<InitiativeId, Vec<InitiativeEvent>>, Refusal> {
    store::events_of(app.db.read(), ids).await
}

/// The time within which an initiative is filed after its first application, as it stands on a day.
pub async fn filing_clock(app: &App, on: Date) -> Result<Clock, Refusal> {
    parameters::clock(app.db.read(), ParameterKey::InitiativeFilingMonths, on).await
}

/// What is left until a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaysLeft {
    /// The working days from tomorrow to it; negative when it has passed.
    pub count: i32,
    /// Whether it may still move, since no days off of its year are recorded.
    pub may_move: bool,
}

/// What is left until each of these days.
pub async fn working_days_left(app: &App, days: &[Date]) -> Result<HashMap<Date, DaysLeft>, Refusal> {
    let today = vietnam_date(app.clock.now());
    let from = days.iter().copied().min().unwrap_or(today).min(today);
    let to = days.iter().copied().max().unwrap_or(today).max(today);
    let (from, to) = (first_of_year(from), last_of_year(to));
    let calendar = parameters::calendar_between(app.db.read(), from, to).await?;
    let left = |day: Date| {
        let ahead = i32::try_from(calendar.working_days_between(today, day)).unwrap_or(i32::MAX);
        let behind = i32::try_from(calendar.working_days_between(day, today)).unwrap_or(i32::MAX);
        DaysLeft { count: ahead - behind, may_move: !calendar.knows(day.year()) }
    };
    Ok(days.iter().map(|day| (*day, left(*day))).collect())
}

fn first_of_year(day: Date) -> Date {
    day.replace_ordinal(1).unwrap_or(day)
}

fn last_of_year(day: Date) -> Date {
    day.replace_ordinal(365).unwrap_or(day).max(day)
}

/// Colleagues who may be named as co-authors, for those who write requests.
pub async fn possible_authors(
    app: &App,
    actor: &Actor,
    search: String,
    request: &PageRequest,
) -> Result<Page<Account>, Refusal> {
    policy::may_begin(actor, InitiativeId::fresh())?;
    identity::find_colleagues(app, actor, search, request).await
}

/// Filed requests without their authors, by the time of their last change; for a slice that follows them.
pub async fn filed_since(
    db: &impl ConnectionTrait,
    since: OffsetDateTime,
    after: Option<(OffsetDateTime, InitiativeId)>,
    limit: u64,
) -> Result<Vec<Initiative>, Refusal> {
    store::filed_since(db, since, after, limit).await
}

/// Those of these requests that are filed; for a slice that has asked who may see what of them.
pub async fn filed(db: &impl ConnectionTrait, ids: &[InitiativeId]) -> Result<Vec<Initiative>, Refusal> {
    let found = store::by_ids(db, ids).await?;
    Ok(found.into_iter().filter(|case| case.filed_at.is_some()).collect())
}

/// The requests in one of these states, to these units or to any, the earliest due first; at most `limit`. For slices
/// that have asked who may see what of them.
pub async fn in_states(
    db: &impl ConnectionTrait,
    states: &[InitiativeState],
    units: Option<&[UnitId]>,
    limit: u64,
) -> Result<Vec<Initiative>, Refusal> {
    store::in_states(db, states, units, limit).await
}

/// How many requests stand in each of these states; only those whose answer was due before a day, where one is given.
pub async fn count_by_state(
    db: &impl ConnectionTrait,
    states: &[InitiativeState],
    due_before: Option<Date>,
) -> Result<HashMap<InitiativeState, i64>, Refusal> {
    store::count_by_state(db, states, due_before).await
}

/// The requests that a unit registered in a year, by number; at most `limit`. For slices that have asked who may see
/// what of them.
pub async fn registered(
    db: &impl ConnectionTrait,
    unit: UnitId,
    year: i32,
    limit: u64,
) -> Result<Vec<Initiative>, Refusal> {
    store::registered(db, unit, year, limit).await
}
