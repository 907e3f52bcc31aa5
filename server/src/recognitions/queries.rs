//! Reads of recognitions, and of what waits to be decided or numbered.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;
use time::Date;

use super::model::Recognition;
use super::policy::Decider;
use super::{policy, store};
use crate::access::{Actor, Role};
use crate::app::App;
use crate::identity;
use crate::initiatives::{self, Initiative};
use crate::reviews::{self, ReviewState, ReviewedCase};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, InitiativeId, RecognitionId, UnitId};
use crate::units;

/// Most cases that wait for one person in a list.
const MOST_LISTED: u64 = 200;

/// A recognition with the request it is about.
#[derive(Clone, Debug)]
pub struct RecognisedCase {
    /// The recognition.
    pub recognition: Recognition,
    /// The request.
    pub case: Arc<Initiative>,
}

/// A recognition, if it exists for this person.
pub async fn find(
    app: &App,
    actor: &Actor,
    id: RecognitionId,
) -> Result<Option<Arc<RecognisedCase>>, Refusal> {
    let db = app.db.read();
    let found = store::by_id(db, id).await?;
    Ok(visible(db, actor, found.into_iter().collect()).await?.pop())
}

/// The recognitions of an initiative that exist for this person, the oldest first.
pub async fn of_initiative(
    app: &App,
    actor: &Actor,
    id: InitiativeId,
) -> Result<Vec<Arc<RecognisedCase>>, Refusal> {
    let db = app.db.read();
    visible(db, actor, store::of_initiative(db, id).await?).await
}

/// Recognitions whose decision waits for its number, for the clerks who enter it; at most 200.
pub async fn unnumbered(app: &App, actor: &Actor) -> Result<Vec<Arc<RecognisedCase>>, Refusal> {
    let db = app.db.read();
    let units = policy::numbered_units(actor);
    if units.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    visible(db, actor, store::unnumbered(db, units.as_deref(), MOST_LISTED).await?).await
}

async fn visible(
    db: &impl ConnectionTrait,
    actor: &Actor,
    found: Vec<Recognition>,
) -> Result<Vec<Arc<RecognisedCase>>, Refusal> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<InitiativeId> = found.iter().map(|one| one.initiative).collect();
    let cases: HashMap<_, _> =
        initiatives::filed(db, &ids).await?.into_iter().map(|case| (case.id, Arc::new(case))).collect();
    let with_case = |recognition: Recognition| {
        let case = Arc::clone(cases.get(&recognition.initiative)?);
        policy::sees(actor, &recognition, &case).then(|| Arc::new(RecognisedCase { recognition, case }))
    };
    Ok(found.into_iter().filter_map(with_case).collect())
}

/// The cases that this person may decide: the council has voted; at most 200.
pub async fn pending(app: &App, actor: &Actor) -> Result<Vec<Arc<ReviewedCase>>, Refusal> {
    let led = policy::led_units(actor);
    if led.is_empty() {
        return Ok(Vec::new());
    }
    let db = app.db.read();
    let today = vietnam_date(app.clock.now());
    let below = units::children_of(db, &led, today).await?;
    let all: Vec<UnitId> = led.iter().copied().chain(below).collect();
    let cases = initiatives::awaiting_decision(db, &all, MOST_LISTED).await?;
    let deciders = deciders(db, cases.iter(), today).await?;
    let may = |case: &&Initiative| {
        let decider = deciders.get(&case.id).copied().unwrap_or(Decider::OwnUnit);
        policy::may_decide(actor, case, decider).is_ok()
    };
    let ids: Vec<InitiativeId> = cases.iter().filter(may).map(|case| case.id).collect();
    let reviews = reviews::opened(db, &ids).await?;
    Ok(reviews.into_iter().filter(|found| found.review.state == ReviewState::Deliberated).collect())
}

/// Who decides about each of these cases: a head of the unit, or one of the unit above where a head is an author.
pub async fn deciders(
    db: &impl ConnectionTrait,
    cases: impl Iterator<Item = &Initiative> + Clone,
    today: Date,
) -> Result<HashMap<InitiativeId, Decider>, Refusal> {
    let mut ids: Vec<UnitId> = cases.clone().map(|case| case.unit).collect();
    ids.sort_unstable();
    ids.dedup();
    let heads: HashMap<UnitId, Vec<AccountId>> =
        identity::holders_in(db, &ids, Role::UnitLeader, today).await?;
    let parents: HashMap<UnitId, Option<UnitId>> =
        units::load_latest(db, &ids, today).await?.into_iter().map(|unit| (unit.id, unit.parent)).collect();
    let decider = |case: &Initiative| {
        let is_head = |author: &initiatives::Author| {
            heads.get(&case.unit).is_some_and(|heads| heads.contains(&author.account))
        };
        if case.authors.iter().any(is_head) {
            Decider::Above(parents.get(&case.unit).copied().flatten())
        } else {
            Decider::OwnUnit
        }
    };
    Ok(cases.map(|case| (case.id, decider(case))).collect())
}
