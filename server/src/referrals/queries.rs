//! Reads of referrals: each as far as it exists for the reader.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;

use super::model::{Referral, ReferralFault as Fault, ReferralState};
use super::{policy, rules, store};
use crate::access::{Actor, Answered as _, Role};
use crate::adoptions;
use crate::app::App;
use crate::initiatives::{self, Initiative, InitiativeState};
use crate::parameters::{self, ParameterKey};
use crate::recognitions;
use crate::reviews;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::{InitiativeId, ReferralId};

/// Most referrals in a list that is not paged.
pub const MOST_LISTED: u64 = 200;
/// Most initiatives shown in a column of the board.
const MOST_IN_COLUMN: u64 = 20;

/// The columns of the board, in the order of the way.
pub const COLUMNS: [InitiativeState; 9] = [
    InitiativeState::Referred,
    InitiativeState::ReferralFix,
    InitiativeState::ProvChecked,
    InitiativeState::ProvAssigned,
    InitiativeState::ProvScored,
    InitiativeState::ProvCouncil,
    InitiativeState::RecognisedProvince,
    InitiativeState::NotRaised,
    InitiativeState::ProvinceCancelled,
];

/// A referral with the initiative it is about.
#[derive(Clone, Debug)]
pub struct ReferredCase {
    /// The referral.
    pub referral: Referral,
    /// The initiative.
    pub case: Arc<Initiative>,
}

/// A referral, if it exists for this person.
pub async fn find(app: &App, actor: &Actor, id: ReferralId) -> Result<Option<Arc<ReferredCase>>, Refusal> {
    let db = app.db.read();
    let found = store::by_id(db, id).await?;
    Ok(visible(db, actor, found.into_iter().collect()).await?.pop())
}

/// The referrals of an initiative that exist for this person, the oldest first.
pub async fn of_initiative(
    app: &App,
    actor: &Actor,
    id: InitiativeId,
) -> Result<Vec<Arc<ReferredCase>>, Refusal> {
    let db = app.db.read();
    let found = visible(db, actor, store::of_initiative(db, id).await?).await?;
    initiatives::about(app, actor, id, found).await
}

/// What was sent and whose petition waits for its number, for the clerks who enter it; at most 200.
pub async fn unnumbered(app: &App, actor: &Actor) -> Result<Vec<Arc<ReferredCase>>, Refusal> {
    let db = app.db.read();
    let units = match actor.role_everywhere(&[Role::Clerk]) {
        Some(_) => None,
        None => Some(actor.units_with(&[Role::Clerk])),
    };
    if units.as_ref().is_some_and(Vec::is_empty) {
        return Err(Refusal::Forbidden);
    }
    visible(db, actor, store::unnumbered(db, units.as_deref(), MOST_LISTED).await?).await
}

pub(super) async fn with_cases(
    db: &impl ConnectionTrait,
    found: Vec<Referral>,
) -> Result<Vec<ReferredCase>, Refusal> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<InitiativeId> = found.iter().map(|one| one.initiative).collect();
    let cases: HashMap<_, _> =
        initiatives::filed(db, &ids).await?.into_iter().map(|case| (case.id, Arc::new(case))).collect();
    let with_case = |referral: Referral| {
        let case = Arc::clone(cases.get(&referral.initiative)?);
        Some(ReferredCase { referral, case })
    };
    Ok(found.into_iter().filter_map(with_case).collect())
}

async fn visible(
    db: &impl ConnectionTrait,
    actor: &Actor,
    found: Vec<Referral>,
) -> Result<Vec<Arc<ReferredCase>>, Refusal> {
    let mut found = with_cases(db, found).await?;
    found.retain(|one| policy::sees(actor, &one.referral, &one.case));
    Ok(found.into_iter().map(Arc::new).collect())
}

/// The referral of an initiative that is not ended, if there is one.
pub async fn open_of(db: &impl ConnectionTrait, id: InitiativeId) -> Result<Option<Referral>, Refusal> {
    let all = store::of_initiative(db, id).await?;
    Ok(all.into_iter().rfind(|one| one.state != ReferralState::Ended))
}

/// Whether this person may begin a referral now: there is none that is open.
pub async fn can_begin(app: &App, actor: &Actor, case: &Initiative) -> Result<bool, Refusal> {
    let is_offered = policy::check_prepare(actor, None, case).is_offered();
    Ok(is_offered && open_of(app.db.read(), case.id).await?.is_none())
}

/// Everything that is missing before a referral is sent.
pub async fn missing(
    db: &impl ConnectionTrait,
    case: &Initiative,
    statement: &str,
) -> Result<Vec<Fault>, Refusal> {
    let recognitions = recognitions::standing(db, case.id).await?;
    let base = rules::base_of(&recognitions);
    let reviews = match base {
        Some(_) => reviews::opened(db, &[case.id]).await?,
        None => Vec::new(),
    };
    let has_minutes = reviews.iter().any(|found| {
        let is_base = base.is_some_and(|base| base.review == found.review.id);
        is_base && found.review.result.is_some() && found.review.sitting.is_some()
    });
    Ok(rules::missing_to_send(base, has_minutes, statement))
}

/// How many units confirmed that they adopted an initiative, and how many the parameter asks for.
pub async fn reach(app: &App, id: InitiativeId) -> Result<(usize, i32), Refusal> {
    let db = app.db.read();
    let confirmed = adoptions::confirmed(db, &[id]).await?.remove(&id).map_or(0, |found| found.len());
    let numbers = parameters::in_force(db, vietnam_date(app.clock.now())).await?;
    Ok((confirmed, numbers.of(ParameterKey::InitiativeAdoptersForReach)))
}

/// A column of the board.
#[derive(Clone, Debug)]
pub struct BoardColumn {
    /// Where its initiatives stand.
    pub state: InitiativeState,
    /// How many there are.
    pub count: i64,
    /// Of how many the answer is overdue.
    pub overdue: i64,
    /// The first of them, the earliest due first; at most 20.
    pub cases: Vec<Arc<Initiative>>,
}

/// Everything that was referred, by where it stands; for those who look over it. As many statements as columns and two.
pub async fn board(app: &App, actor: &Actor) -> Result<Vec<BoardColumn>, Refusal> {
    if !policy::looks_over(actor) {
        return Err(Refusal::Forbidden);
    }
    let db = app.db.read();
    let today = vietnam_date(app.clock.now());
    let counts = initiatives::count_by_state(db, &COLUMNS, None).await?;
    let overdue = initiatives::count_by_state(db, &COLUMNS, Some(today)).await?;
    let mut columns = Vec::with_capacity(COLUMNS.len());
    for state in COLUMNS {
        let cases = match counts.get(&state) {
            Some(_) => initiatives::in_states(db, &[state], None, MOST_IN_COLUMN).await?,
            None => Vec::new(),
        };
        columns.push(BoardColumn {
            state,
            count: counts.get(&state).copied().unwrap_or(0),
            overdue: overdue.get(&state).copied().unwrap_or(0),
            cases: cases.into_iter().map(Arc::new).collect(),
        });
    }
    Ok(columns)
}

/// The referrals of an initiative, the oldest first; for slices that have asked who may see them.
pub async fn all_of(db: &impl ConnectionTrait, id: InitiativeId) -> Result<Vec<Referral>, Refusal> {
    store::of_initiative(db, id).await
}

/// Which initiative a referral is about; for slices that then ask who may see it.
pub async fn initiative_of(
    db: &impl ConnectionTrait,
    id: ReferralId,
) -> Result<Option<InitiativeId>, Refusal> {
    Ok(store::by_id(db, id).await?.map(|referral| referral.initiative))
}
