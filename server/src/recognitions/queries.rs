//! Reads of recognitions, and of what waits to be decided or numbered.

use std::collections::HashMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use sea_orm::ConnectionTrait;
use time::{Date, OffsetDateTime};

use super::model::{Recognition, RegisterFilter};
use super::policy::{Decider, Deciding};
use super::rules::Head;
use super::{policy, rules, store};
use crate::access::{Actor, Role};
use crate::app::App;
use crate::identity;
use crate::initiatives::{self, Initiative, InitiativeState};
use crate::reviews::{self, ReviewState, ReviewedCase};
use crate::shared::clock::vietnam_date;
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::id::{InitiativeId, RecognitionId, UnitId};
use crate::shared::page::{Page, PageRequest};
use crate::units;

/// Most cases that wait for one person in a list.
const MOST_LISTED: u64 = 200;

/// What follows, in the same transaction, when a recognition is cancelled (INV-I4): whatever used it looks at it again.
pub type OnCancelled =
    for<'a> fn(&'a Transaction, &'a Recognition, OffsetDateTime) -> BoxFuture<'a, Result<(), Refusal>>;

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
    let found = visible(db, actor, store::of_initiatives(db, &[id]).await?).await?;
    initiatives::about(app, actor, id, found).await
}

/// Recognitions whose decision waits for its number, for the clerks who enter it; at most 200.
pub async fn unnumbered(app: &App, actor: &Actor) -> Result<Vec<Arc<RecognisedCase>>, Refusal> {
    let db = app.db.read();
    let units = policy::numbered_units(actor);
    if units.as_ref().is_some_and(Vec::is_empty) {
        return Err(Refusal::Forbidden);
    }
    visible(db, actor, store::unnumbered(db, units.as_deref(), MOST_LISTED).await?).await
}

/// A page of the recognitions whose decision is numbered, for the clerks who correct it; the newest decision first.
pub async fn numbered(
    app: &App,
    actor: &Actor,
    request: &PageRequest,
) -> Result<Page<Arc<RecognisedCase>>, Refusal> {
    let recognised_by = policy::numbered_units(actor);
    if recognised_by.as_ref().is_some_and(Vec::is_empty) {
        return Err(Refusal::Forbidden);
    }
    register(app, &RegisterFilter { recognised_by, ..RegisterFilter::default() }, request).await
}

/// A page of the register of recognitions, the newest decision first: those whose decision is numbered are public.
pub async fn register(
    app: &App,
    filter: &RegisterFilter,
    request: &PageRequest,
) -> Result<Page<Arc<RecognisedCase>>, Refusal> {
    let db = app.db.read();
    let page = store::register(db, filter, request).await?;
    let found: Vec<Recognition> = page.rows.iter().map(|(_, one)| one.clone()).collect();
    let mut found: HashMap<RecognitionId, _> =
        with_cases(db, found).await?.into_iter().map(|one| (one.recognition.id, one)).collect();
    let rows = page.rows.into_iter();
    let rows = rows.filter_map(|(cursor, one)| Some((cursor, Arc::new(found.remove(&one.id)?)))).collect();
    Ok(Page { rows, total: page.total, has_previous: page.has_previous, has_next: page.has_next })
}

/// A recognition of the public register: its decision is numbered.
pub async fn registered(app: &App, id: RecognitionId) -> Result<Option<Arc<RecognisedCase>>, Refusal> {
    let db = app.db.read();
    let found = store::by_id(db, id).await?.filter(|one| one.decision_number.is_some());
    Ok(with_cases(db, found.into_iter().collect()).await?.pop().map(Arc::new))
}

/// The recognitions of an initiative, the oldest first; for slices that have asked who may see them.
pub async fn standing(db: &impl ConnectionTrait, id: InitiativeId) -> Result<Vec<Recognition>, Refusal> {
    store::of_initiatives(db, &[id]).await
}

async fn with_cases(
    db: &impl ConnectionTrait,
    found: Vec<Recognition>,
) -> Result<Vec<RecognisedCase>, Refusal> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<InitiativeId> = found.iter().map(|one| one.initiative).collect();
    let cases: HashMap<_, _> =
        initiatives::filed(db, &ids).await?.into_iter().map(|case| (case.id, Arc::new(case))).collect();
    let with_case = |recognition: Recognition| {
        let case = Arc::clone(cases.get(&recognition.initiative)?);
        Some(RecognisedCase { recognition, case })
    };
    Ok(found.into_iter().filter_map(with_case).collect())
}

async fn visible(
    db: &impl ConnectionTrait,
    actor: &Actor,
    found: Vec<Recognition>,
) -> Result<Vec<Arc<RecognisedCase>>, Refusal> {
    let mut found = with_cases(db, found).await?;
    found.retain(|one| policy::sees(actor, &one.recognition, &one.case));
    Ok(found.into_iter().map(Arc::new).collect())
}

/// The cases that wait for this person's decision; refused to whoever decides nothing.
pub async fn pending_decisions(app: &App, actor: &Actor) -> Result<Vec<Arc<ReviewedCase>>, Refusal> {
    if policy::led_units(actor).is_empty() && !policy::leads_province(actor) {
        return Err(Refusal::Forbidden);
    }
    pending(app, actor).await
}

/// The cases that this person may decide: the council has voted; at most 200.
pub async fn pending(app: &App, actor: &Actor) -> Result<Vec<Arc<ReviewedCase>>, Refusal> {
    let db = app.db.read();
    let today = vietnam_date(app.clock.now());
    let led = policy::led_units(actor);
    let mut cases = Vec::new();
    if !led.is_empty() {
        let below = units::children_of(db, &led, today).await?;
        let all: Vec<UnitId> = led.iter().copied().chain(below).collect();
        cases = initiatives::in_states(db, &[InitiativeState::Council], Some(&all), MOST_LISTED).await?;
    }
    if policy::leads_province(actor) {
        let referred = [InitiativeState::ProvCouncil];
        cases.extend(initiatives::in_states(db, &referred, None, MOST_LISTED).await?);
    }
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let deciders = deciders(db, cases.iter(), today).await?;
    let may = |case: &&Initiative| {
        deciders.get(&case.id).is_some_and(|deciding| policy::decides_on(actor, case, deciding))
    };
    let ids: Vec<InitiativeId> = cases.iter().filter(may).map(|case| case.id).collect();
    let reviews = reviews::opened(db, &ids).await?;
    Ok(reviews.into_iter().filter(|found| found.review.state == ReviewState::Deliberated).collect())
}

/// Who decides about each of these cases: a head of the unit, or one of the unit above where a head is an author or all left
/// its review for a conflict of interest; of what was referred a leader of the province.
pub async fn deciders(
    db: &impl ConnectionTrait,
    cases: impl Iterator<Item = &Initiative> + Clone,
    today: Date,
) -> Result<HashMap<InitiativeId, Deciding>, Refusal> {
    let mut deciders = heads_for(db, cases.clone(), today).await?;
    for case in cases.filter(|case| case.state.is_at_province()) {
        if let Some(deciding) = deciders.get_mut(&case.id) {
            deciding.decider = Decider::Province;
        }
    }
    Ok(deciders)
}

/// Who cancels a recognition: whoever would decide about it today.
pub async fn canceller_of(
    db: &impl ConnectionTrait,
    recognition: &Recognition,
    case: &Initiative,
    today: Date,
) -> Result<Deciding, Refusal> {
    let mut heads = heads_for(db, std::iter::once(case), today).await?;
    let deciding = heads.remove(&case.id).ok_or(Refusal::NotFound)?;
    Ok(deciding.about(recognition))
}

/// Who answers for each of these cases in its unit: a head of it who neither is an author nor left its review, or one of the
/// unit above. As many statements for one as for many.
pub async fn heads_for(
    db: &impl ConnectionTrait,
    cases: impl Iterator<Item = &Initiative> + Clone,
    today: Date,
) -> Result<HashMap<InitiativeId, Deciding>, Refusal> {
    let mut ids: Vec<UnitId> = cases.clone().map(|case| case.unit).collect();
    ids.sort_unstable();
    ids.dedup();
    let about: Vec<InitiativeId> = cases.clone().map(|case| case.id).collect();
    let mut heads: HashMap<UnitId, Vec<Head>> = HashMap::new();
    for place in identity::places_in(db, &ids, Role::UnitLeader, today).await? {
        if let Some(unit) = place.unit {
            let head = Head { account: place.account, instead_of: place.substitutes.map(|one| one.account) };
            heads.entry(unit).or_default().push(head);
        }
    }
    let parents: HashMap<UnitId, Option<UnitId>> =
        units::load_latest(db, &ids, today).await?.into_iter().map(|unit| (unit.id, unit.parent)).collect();
    let mut excluded = reviews::excluded_from(db, &about).await?;
    let deciding = |case: &Initiative| {
        let barred = excluded.remove(&case.id).unwrap_or_default();
        let heads = heads.get(&case.unit).map_or(&[][..], Vec::as_slice);
        let decider = if rules::passes_above(heads, case, &barred) {
            Decider::Above(parents.get(&case.unit).copied().flatten())
        } else {
            Decider::OwnUnit
        };
        (case.id, Deciding { decider, barred })
    };
    Ok(cases.map(deciding).collect())
}

/// The recognitions of these initiatives, the oldest first; for slices that have asked who may see them.
pub async fn of_initiatives(
    db: &impl ConnectionTrait,
    ids: &[InitiativeId],
) -> Result<Vec<Recognition>, Refusal> {
    store::of_initiatives(db, ids).await
}

/// Everything that was recognised in one decision with this: by the same unit, at the same level and moment.
pub async fn decided_together(
    db: &impl ConnectionTrait,
    with: &Recognition,
) -> Result<Vec<RecognisedCase>, Refusal> {
    with_cases(db, store::decided_together(db, with).await?).await
}

/// Which initiative a recognition is about; for slices that then ask who may see it.
pub async fn initiative_of(
    db: &impl ConnectionTrait,
    id: RecognitionId,
) -> Result<Option<InitiativeId>, Refusal> {
    Ok(store::by_id(db, id).await?.map(|recognition| recognition.initiative))
}
