//! Reads of councils and rubrics.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;
use time::Date;

use super::model::{Council, InitiativeLevel, Rubric};
use super::rubrics::BUILT_IN;
use super::{policy, store};
use crate::access::Actor;
use crate::app::App;
use crate::identity::{self, Account};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CouncilId, UnitId};
use crate::shared::page::{Page, PageRequest};

/// A council, if it exists for this person.
pub async fn find(app: &App, actor: &Actor, id: CouncilId) -> Result<Option<Arc<Council>>, Refusal> {
    let found = store::by_ids(app.db.read(), &[id]).await?.pop();
    Ok(found.filter(|council| policy::sees(actor, council)).map(Arc::new))
}

/// The councils with these ids; for a slice that has asked who may see them.
pub async fn load_many(db: &impl ConnectionTrait, ids: &[CouncilId]) -> Result<Vec<Council>, Refusal> {
    store::by_ids(db, ids).await
}

/// A council, locked until the transaction ends; for a slice that asks its own policy.
pub async fn lock(tx: &impl ConnectionTrait, id: CouncilId) -> Result<Option<Council>, Refusal> {
    store::lock(tx, id).await
}

/// The ids of the councils that this person keeps.
pub async fn kept_by(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<CouncilId>, Refusal> {
    let (units, of_province) = policy::kept(actor);
    if units.is_empty() && !of_province {
        return Ok(Vec::new());
    }
    store::ids_of(db, &units, of_province).await
}

/// Whether this person has to do with councils at all: by a role, or as a member.
pub async fn reads(app: &App, actor: &Actor) -> Result<bool, Refusal> {
    Ok(policy::reads_councils(actor) || store::is_member(app.db.read(), actor.account).await?)
}

/// A page of the councils that exist for this person, the newest first; refused to whoever neither looks after any nor
/// sits on one.
pub async fn page(
    app: &App,
    actor: &Actor,
    unit: Option<UnitId>,
    request: &PageRequest,
) -> Result<Page<Arc<Council>>, Refusal> {
    if !reads(app, actor).await? {
        return Err(Refusal::Forbidden);
    }
    Ok(store::page(app.db.read(), &policy::reach(actor), unit, request).await?.map(Arc::new))
}

/// Those of these people who may sit on a council: with open accounts, and none who administers accounts or will (IT
/// neither scores nor votes, ADR 13).
pub async fn able_to_sit(app: &App, ids: &[AccountId]) -> Result<HashMap<AccountId, Account>, Refusal> {
    let today = vietnam_date(app.clock.now());
    let administering = identity::administering(app.db.read(), ids, today).await?;
    let found = identity::load_many(app, ids).await?.into_iter();
    let able = found.filter(|account| account.is_active && !administering.contains(&account.id));
    Ok(able.map(|account| (account.id, account)).collect())
}

/// People who may sit on a council, for those who keep one.
pub async fn possible_members(
    app: &App,
    actor: &Actor,
    search: String,
    request: &PageRequest,
) -> Result<Page<Account>, Refusal> {
    policy::may_look_up(actor)?;
    identity::find_colleagues(app, actor, search, request).await
}

/// The rubrics of a level by which councils may score on a day, each in its newest version.
pub async fn rubrics_on(
    db: &impl ConnectionTrait,
    level: InitiativeLevel,
    day: Date,
) -> Result<Vec<Rubric>, Refusal> {
    let mut newest: Vec<Rubric> = Vec::new();
    for rubric in BUILT_IN.iter().cloned().chain(store::rubrics(db).await?) {
        if rubric.level != level || rubric.effective_from > day {
            continue;
        }
        match newest.iter_mut().find(|known| known.code == rubric.code) {
            Some(known) if known.version < rubric.version => *known = rubric,
            Some(_) => {}
            None => newest.push(rubric),
        }
    }
    Ok(newest)
}

/// The rubric with a code by which councils of a level may score on a day.
pub async fn rubric(
    db: &impl ConnectionTrait,
    level: InitiativeLevel,
    code: &str,
    day: Date,
) -> Result<Option<Rubric>, Refusal> {
    Ok(rubrics_on(db, level, day).await?.into_iter().find(|rubric| rubric.code == code))
}
