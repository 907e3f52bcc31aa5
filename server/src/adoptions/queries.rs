//! Reads of adoptions: each as far as it exists for the reader.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;

use super::model::{Adoption, AdoptionState};
use super::{policy, store};
use crate::access::Actor;
use crate::app::App;
use crate::initiatives::{self, Initiative};
use crate::shared::error::Refusal;
use crate::shared::id::{AdoptionId, InitiativeId};
use crate::shared::page::{Page, PageRequest};

/// An adoption with the initiative it is about.
#[derive(Clone, Debug)]
pub struct AdoptedCase {
    /// The adoption.
    pub adoption: Adoption,
    /// The initiative.
    pub case: Arc<Initiative>,
}

/// An adoption, if it exists for this person.
pub async fn find(app: &App, actor: &Actor, id: AdoptionId) -> Result<Option<Arc<AdoptedCase>>, Refusal> {
    let db = app.db.read();
    let found = store::by_id(db, id).await?;
    let found = with_cases(db, found.into_iter().collect()).await?.pop();
    Ok(found.filter(|one| policy::sees(actor, &one.adoption, &one.case)).map(Arc::new))
}

/// The adoptions of an initiative that exist for this person, in the order in which units were asked.
pub async fn of_initiative(
    app: &App,
    actor: &Actor,
    id: InitiativeId,
) -> Result<Vec<Arc<AdoptedCase>>, Refusal> {
    let db = app.db.read();
    let mut found = with_cases(db, store::of_initiatives(db, &[id]).await?).await?;
    found.retain(|one| policy::sees(actor, &one.adoption, &one.case));
    initiatives::about(app, actor, id, found.into_iter().map(Arc::new).collect()).await
}

/// A page of what the units of this person were asked, the newest first; refused to whoever belongs to no unit's people.
pub async fn asked_of(
    app: &App,
    actor: &Actor,
    is_awaited: bool,
    request: &PageRequest,
) -> Result<Page<Arc<AdoptedCase>>, Refusal> {
    let db = app.db.read();
    let units = policy::asked_units(actor);
    if units.is_empty() {
        return Err(Refusal::Forbidden);
    }
    let page = store::page(db, &units, is_awaited, request).await?;
    let asked: Vec<Adoption> = page.rows.iter().map(|(_, adoption)| adoption.clone()).collect();
    let mut found: HashMap<AdoptionId, AdoptedCase> =
        with_cases(db, asked).await?.into_iter().map(|one| (one.adoption.id, one)).collect();
    let rows = page.rows.into_iter();
    let rows =
        rows.filter_map(|(cursor, adoption)| Some((cursor, Arc::new(found.remove(&adoption.id)?)))).collect();
    Ok(Page { rows, total: page.total, has_previous: page.has_previous, has_next: page.has_next })
}

/// How many questions wait for this person's answer.
pub async fn waiting_for(app: &App, actor: &Actor) -> Result<u64, Refusal> {
    let units = policy::led_units(actor);
    if units.is_empty() {
        return Ok(0);
    }
    store::count_awaited(app.db.read(), &units).await
}

/// The confirmed adoptions of each of these initiatives; for slices that have asked who may see them.
pub async fn confirmed(
    db: &impl ConnectionTrait,
    ids: &[InitiativeId],
) -> Result<HashMap<InitiativeId, Vec<Adoption>>, Refusal> {
    let mut confirmed: HashMap<InitiativeId, Vec<Adoption>> = HashMap::new();
    for adoption in store::of_initiatives(db, ids).await? {
        if adoption.state() == AdoptionState::Confirmed {
            confirmed.entry(adoption.initiative).or_default().push(adoption);
        }
    }
    Ok(confirmed)
}

async fn with_cases(
    db: &impl ConnectionTrait,
    adoptions: Vec<Adoption>,
) -> Result<Vec<AdoptedCase>, Refusal> {
    if adoptions.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<InitiativeId> = adoptions.iter().map(|adoption| adoption.initiative).collect();
    let cases: HashMap<_, _> =
        initiatives::filed(db, &ids).await?.into_iter().map(|case| (case.id, Arc::new(case))).collect();
    let with_case = |adoption: Adoption| {
        let case = Arc::clone(cases.get(&adoption.initiative)?);
        Some(AdoptedCase { adoption, case })
    };
    Ok(adoptions.into_iter().filter_map(with_case).collect())
}

/// Which initiative an adoption is about; for slices that then ask who may see it.
pub async fn initiative_of(
    db: &impl ConnectionTrait,
    id: AdoptionId,
) -> Result<Option<InitiativeId>, Refusal> {
    Ok(store::by_id(db, id).await?.map(|adoption| adoption.initiative))
}
