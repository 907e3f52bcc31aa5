//! Reads of accounts, and the making of an [`Actor`] from a session.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sea_orm::ConnectionTrait;
use time::{Date, OffsetDateTime};
use tower_sessions::Session;
use uuid::Uuid;

use super::model::{Account, RoleAssignment, SessionInfo};
use super::policy;
use super::renewal_store;
use super::renewals::{self, Renewal};
use super::session_store::key;
use super::store::{self, AccountFilter, Search};
use super::tenure::{self, Circle};
use crate::access::{Actor, Answered as _, Presence, Role, RoleGrant, Scope, UnitTie};
use crate::app::App;
use crate::factors;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, RoleAssignmentId, UnitId};
use crate::shared::page::{Count, Cursor, Page, PageRequest};
use crate::units;

/// Who stands behind a session now: `None` when nobody is signed in or the account is closed.
pub async fn actor_of(
    app: &App,
    session: &Session,
    address: Option<String>,
    request_id: Option<String>,
) -> Result<Option<Actor>, Refusal> {
    let account: Option<Uuid> = session.get(key::ACCOUNT).await.map_err(unreadable)?;
    let Some(account) = account else { return Ok(None) };
    let proved_at: Option<i64> = session.get(key::PROVED_AT).await.map_err(unreadable)?;
    let proved_at = OffsetDateTime::from_unix_timestamp(proved_at.unwrap_or_default())
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let chosen: Option<Uuid> = session.get(key::ACTING_AS).await.map_err(unreadable)?;
    let presence = Presence::in_session(proved_at, app.clock.now(), app.config.step_up());
    let acting = chosen.map_or(Acting::All, |chosen| Acting::As(RoleAssignmentId(chosen)));
    let actor = actor_present(app, AccountId(account), acting, presence).await?;
    Ok(actor.map(|actor| Actor { address, request_id, ..actor }))
}

/// The renewals of passwords that wait for another administrator, the oldest first, each with whether the reader may
/// confirm it; for administrators.
pub async fn waiting_renewals(app: &App, actor: &Actor) -> Result<Vec<(Renewal, bool)>, Refusal> {
    policy::must_administer(actor)?;
    let waiting = renewal_store::waiting(app.db.read(), None, app.clock.now()).await?;
    confirmable(app, actor, waiting).await
}

/// Renewals with whether this person may confirm each: one read for all.
pub async fn confirmable(
    app: &App,
    actor: &Actor,
    waiting: Vec<Renewal>,
) -> Result<Vec<(Renewal, bool)>, Refusal> {
    let administrations = store::administrations(app.db.read()).await?;
    let today = vietnam_date(app.clock.now());
    let confirms = |asked: &Renewal| {
        policy::may_administer_account(actor, asked.account).is_offered()
            && renewals::check_confirm(asked, actor.account, &administrations, today).is_ok()
    };
    Ok(waiting.into_iter().map(|asked| (asked.clone(), confirms(&asked))).collect())
}

/// The last renewal of the own password by somebody else, for as long as the person is told of it.
pub async fn last_renewal(app: &App, account: AccountId) -> Result<Option<Renewal>, Refusal> {
    let since = app.clock.now() - renewals::TOLD_FOR;
    let last = renewal_store::last_done(app.db.read(), account).await?;
    Ok(last.filter(|last| last.done_at.is_some_and(|at| at > since)))
}

fn unreadable(error: tower_sessions::session::Error) -> Refusal {
    error.into()
}

/// The person behind an account as they stand behind a request: some roles demand a second factor first.
pub async fn actor_in(app: &App, account: AccountId, presence: Presence) -> Result<Option<Actor>, Refusal> {
    actor_present(app, account, Acting::All, presence).await
}

/// In which of their roles a person acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acting<'a> {
    /// In all that are in force.
    All,
    /// In this one; when it is no longer in force, it is as if none were chosen.
    As(RoleAssignmentId),
    /// In those of these that are in force, and in no other.
    Within(&'a [RoleAssignmentId]),
}

/// The same, acting in some of the roles only.
pub async fn actor_present(
    app: &App,
    account: AccountId,
    acting: Acting<'_>,
    presence: Presence,
) -> Result<Option<Actor>, Refusal> {
    let Some(actor) = actor_acting(app, account, acting).await? else { return Ok(None) };
    let must_enrol_second_factor = factors::is_demanded_of(app, actor.grants.iter().map(|grant| grant.role))
        && !factors::is_active(app.db.read(), account).await?;
    Ok(Some(Actor { must_enrol_second_factor, presence, ..actor }))
}

/// The person behind an account with the roles in force today, for what the server itself does in their name;
/// `None` when the account is closed.
pub async fn actor_of_account(app: &App, account: AccountId) -> Result<Option<Actor>, Refusal> {
    actor_acting(app, account, Acting::All).await
}

async fn actor_acting(app: &App, account: AccountId, acting: Acting<'_>) -> Result<Option<Actor>, Refusal> {
    let db = app.db.read();
    let today = vietnam_date(app.clock.now());
    let Some(account) = store::by_ids(db, &[account]).await?.into_iter().find(|account| account.is_active)
    else {
        return Ok(None);
    };
    let mut assignments =
        store::assignments(db, &[account.id], today).await?.remove(&account.id).unwrap_or_default();
    let bound_units: Vec<UnitId> = assignments.iter().filter_map(|assignment| assignment.unit).collect();
    let administers = assignments.iter().any(|assignment| assignment.role == Role::SysAdmin);
    let acting_as = match acting {
        Acting::As(id) if assignments.iter().any(|assignment| assignment.id == id) => Some(id),
        _ => None,
    };
    assignments.retain(|assignment| match (acting, acting_as) {
        (Acting::Within(ids), _) => ids.contains(&assignment.id),
        (_, chosen) => chosen.is_none_or(|id| assignment.id == id),
    });
    let scope = scope_of(db, &assignments, today).await?;
    let ties = ties_of(db, &account, &bound_units, &assignments, today).await?;
    Ok(Some(Actor {
        account: account.id,
        name: account.display_name,
        home_unit: account.unit,
        grants: assignments
            .iter()
            .map(|assignment| RoleGrant {
                assignment: assignment.id,
                role: assignment.role,
                unit: assignment.unit,
                campaign: assignment.campaign,
                peer_group: assignment.peer_group,
                on_behalf_of: assignment.substitutes.map(|place| place.account),
            })
            .collect(),
        acting_as,
        bound_units,
        ties,
        administers,
        scope,
        must_change_password: account.must_change_password,
        must_enrol_second_factor: false,
        presence: Presence::Process,
        is_sample: account.is_sample,
        address: None,
        request_id: None,
    }))
}

/// What ties a person to units where they do not work now: where they worked and over what they held roles before, and
/// the kin of all those units; and the same of everybody whose place they take, since whoever acts for another judges no
/// unit of the other's. Nobody asks it of people whose every role is over one unit: they judge no other.
async fn ties_of(
    db: &impl ConnectionTrait,
    account: &Account,
    bound_units: &[UnitId],
    acted_in: &[RoleAssignment],
    today: Date,
) -> Result<Vec<UnitTie>, Refusal> {
    if acted_in.iter().all(|assignment| assignment.role.is_bound_to_unit()) {
        return Ok(Vec::new());
    }
    let mut ties = own_ties(db, account, bound_units, today).await?;
    let mut replaced: Vec<AccountId> =
        acted_in.iter().filter_map(|assignment| assignment.substitutes.map(|place| place.account)).collect();
    replaced.sort_unstable();
    replaced.dedup();
    if !replaced.is_empty() {
        let mut held = store::assignments(db, &replaced, today).await?;
        for absent in store::by_ids(db, &replaced).await? {
            let units: Vec<UnitId> =
                held.remove(&absent.id).unwrap_or_default().iter().filter_map(|one| one.unit).collect();
            ties.extend(own_ties(db, &absent, &units, today).await?);
        }
    }
    let ids: Vec<UnitId> = ties.iter().map(|tie| tie.unit).collect();
    let kin = units::kin_of_each(db, &ids).await?;
    let akin: Vec<UnitTie> = ties
        .iter()
        .flat_map(|tie| {
            kin.get(&tie.unit).into_iter().flatten().map(move |unit| UnitTie { unit: *unit, ..*tie })
        })
        .collect();
    ties.extend(akin);
    Ok(ties)
}

/// The units where a person works or over which they hold a role, now and before.
async fn own_ties(
    db: &impl ConnectionTrait,
    account: &Account,
    bound_units: &[UnitId],
    today: Date,
) -> Result<Vec<UnitTie>, Refusal> {
    let present = account.unit.into_iter().chain(bound_units.iter().copied());
    let mut ties: Vec<UnitTie> = present.map(|unit| UnitTie { unit, until: None }).collect();
    ties.extend(store::past_ties(db, account.id, today).await?);
    Ok(ties)
}

/// The units whose records these assignments show: all of them, or the unit an assignment is bound to and,
/// for its leader, an analyst or an auditor, the units below it.
async fn scope_of(
    db: &impl ConnectionTrait,
    assignments: &[RoleAssignment],
    today: Date,
) -> Result<Scope, Refusal> {
    let is_everywhere = |one: &RoleAssignment| {
        one.role.sees_sheets() && one.unit.is_none() && one.campaign.is_none() && one.peer_group.is_none()
    };
    if assignments.iter().any(is_everywhere) {
        return Ok(Scope::All);
    }
    let opening = assignments.iter().filter(|assignment| assignment.role.opens_own_unit());
    let mut visible: Vec<UnitId> = opening.clone().filter_map(|assignment| assignment.unit).collect();
    let led: Vec<UnitId> = opening
        .filter(|assignment| assignment.role.reaches_below())
        .filter_map(|assignment| assignment.unit)
        .collect();
    if !led.is_empty() {
        for unit in units::load_many(db, &led, today).await? {
            visible.extend(units::subtree_ids(db, &unit, today).await?);
        }
    }
    visible.sort_unstable();
    visible.dedup();
    Ok(Scope::Units(visible))
}

/// The accounts with these ids; names of colleagues are open to everybody signed in.
pub async fn load_many(app: &App, ids: &[AccountId]) -> Result<Vec<Account>, Refusal> {
    store::by_ids(app.db.read(), ids).await
}

/// A text that a person looks for among accounts: found in what they are shown of them.
fn looked_for(actor: &Actor, text: String) -> Search {
    Search { text, in_logins: policy::may_list_accounts(actor).is_ok() }
}

/// A page of open accounts by a text in their names: for slices where one names colleagues.
pub async fn find_colleagues(
    app: &App,
    actor: &Actor,
    search: String,
    request: &PageRequest,
) -> Result<Page<Account>, Refusal> {
    let filter =
        AccountFilter { search: Some(looked_for(actor, search)), is_open: true, ..AccountFilter::default() };
    store::page(app.db.read(), &filter, request).await
}

/// A page of accounts, for those who may list them.
pub async fn page(
    app: &App,
    actor: &Actor,
    search: Option<String>,
    role: Option<Role>,
    request: &PageRequest,
) -> Result<Page<Account>, Refusal> {
    policy::may_list_accounts(actor)?;
    let today = vietnam_date(app.clock.now());
    let search = search.map(|text| looked_for(actor, text));
    let filter = AccountFilter { search, role: role.map(|role| (role, today)), ..AccountFilter::default() };
    store::page(app.db.read(), &filter, request).await
}

/// The roles that these accounts hold today.
pub async fn assignments_today(
    app: &App,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, Vec<Arc<RoleAssignment>>>, Refusal> {
    let found = store::assignments(app.db.read(), ids, vietnam_date(app.clock.now())).await?;
    Ok(found.into_iter().map(|(account, held)| (account, held.into_iter().map(Arc::new).collect())).collect())
}

/// The role assignments of these accounts in force on a day.
pub async fn held_on(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
    day: Date,
) -> Result<HashMap<AccountId, Vec<RoleAssignmentId>>, Refusal> {
    let found = store::assignments(db, accounts, day).await?;
    let ids = |held: Vec<RoleAssignment>| held.into_iter().map(|assignment| assignment.id).collect();
    Ok(found.into_iter().map(|(account, held)| (account, ids(held))).collect())
}

/// Whether an account holds a role on a day.
pub async fn holds_role(
    db: &impl ConnectionTrait,
    account: AccountId,
    role: Role,
    day: Date,
) -> Result<bool, Refusal> {
    let held = store::assignments(db, &[account], day).await?;
    Ok(held.values().flatten().any(|assignment| assignment.role == role))
}

/// Which of these accounts administer accounts, or will: they neither score nor vote.
pub async fn administering(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
    from: Date,
) -> Result<HashSet<AccountId>, Refusal> {
    store::administering(db, accounts, from).await
}

/// The open accounts that hold a role in each of these units on a day.
pub async fn holders_in(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    role: Role,
    day: Date,
) -> Result<HashMap<UnitId, Vec<AccountId>>, Refusal> {
    store::holders_in(db, units, role, day).await
}

/// The assignments of a role in these units that open accounts hold on a day: substitutes with whose place they take.
pub async fn places_in(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    role: Role,
    day: Date,
) -> Result<Vec<RoleAssignment>, Refusal> {
    store::places_in(db, units, role, day).await
}

/// Whether any account is not part of the sample data.
pub async fn has_real_accounts(db: &impl ConnectionTrait) -> Result<bool, Refusal> {
    store::has_real_accounts(db).await
}

/// Whether there is no account at all.
pub async fn is_without_accounts(app: &App) -> Result<bool, Refusal> {
    store::is_without_accounts(app.db.read()).await
}

/// The account with a sign-in name; for the command line and sample data.
pub async fn find_by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<Account>, Refusal> {
    let found = store::credentials(db, &login.trim().to_lowercase()).await?;
    Ok(found.map(|credentials| credentials.account))
}

/// The one account with an e-mail address.
pub async fn find_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<Account>, Refusal> {
    store::by_email(db, email).await
}

/// The sessions of the actor that are still alive.
pub async fn my_sessions(app: &App, actor: &Actor) -> Result<Vec<SessionInfo>, Refusal> {
    let idle = time::Duration::minutes(i64::from(app.config.session_idle_minutes));
    store::sessions_of(app.db.read(), actor.account, app.clock.now() - idle).await
}

/// The sessions of somebody that are still alive, for those who may end them.
pub async fn sessions_of(app: &App, actor: &Actor, account: AccountId) -> Result<Vec<SessionInfo>, Refusal> {
    policy::must_administer(actor)?;
    let idle = time::Duration::minutes(i64::from(app.config.session_idle_minutes));
    store::sessions_of(app.db.read(), account, app.clock.now() - idle).await
}

/// Every role assignment of an account that ever was or will be, the newest first: for its owner and for those
/// who list accounts.
pub async fn all_assignments(
    app: &App,
    actor: &Actor,
    account: AccountId,
) -> Result<Vec<RoleAssignment>, Refusal> {
    if !policy::sees_details(actor, account) {
        return Err(Refusal::Forbidden);
    }
    store::all_assignments(app.db.read(), account).await
}

/// Every assignment by which somebody stands in for an account, stood in or will, the newest first: for its owner
/// and for those who list accounts.
pub async fn substitutions_of(
    app: &App,
    actor: &Actor,
    account: AccountId,
) -> Result<Vec<RoleAssignment>, Refusal> {
    if !policy::sees_details(actor, account) {
        return Err(Refusal::Forbidden);
    }
    store::substitutions_of(app.db.read(), account).await
}

/// A page of those who may stand in for the holder of an assignment, for whoever may name them: the colleagues of
/// the unit it is bound to; where it is bound to none, the holder's colleagues, and everybody for those who list
/// accounts.
pub async fn possible_substitutes(
    app: &App,
    actor: &Actor,
    assignment: RoleAssignmentId,
    search: Option<String>,
    request: &PageRequest,
) -> Result<Page<Account>, Refusal> {
    let db = app.db.read();
    let original = store::assignment(db, assignment).await?;
    let original =
        original.filter(|one| policy::sees_details(actor, one.account)).ok_or(Refusal::NotFound)?;
    policy::names_substitute(actor, &original).ok_or(Refusal::Forbidden)?;
    let unit = match tenure::circle(&original, policy::may_list_accounts(actor).is_ok(), actor.home_unit) {
        Circle::Unit(unit) => Some(unit),
        Circle::Everybody => None,
        Circle::Nobody => {
            let total = matches!(request.count, Count::Total).then_some(0);
            return Ok(request.cut(Vec::new(), total, |_| Cursor::of([String::new(), String::new()])));
        }
    };
    let filter = AccountFilter {
        search: search.map(|text| looked_for(actor, text)),
        unit,
        is_open: true,
        but: Some(original.account),
        ..AccountFilter::default()
    };
    store::page(db, &filter, request).await
}
