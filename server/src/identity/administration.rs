//! What administrators do to accounts and roles, who stands in for whom, and the role a person acts in. Every
//! deed names the written request it rests on (INV-R3).

use sea_orm::{DbErr, SqlErr};
use serde_json::{Value, json};
use time::{Date, OffsetDateTime};
use tower_sessions::Session;

use super::commands;
use super::endings::{Ended, Ending, Given};
use super::model::{Account, NewAccount, PeopleProblem, PeopleProblemCode, RoleAssignment, Substituted};
use super::people::{self, FirstPassword};
use super::policy::AdministerAccount;
use super::queries::Acting;
use super::renewals::{self, Renewal, Takes};
use super::session_store::key;
use super::store::AssignmentRow;
use super::tenure::{self, NewRole, Substitution};
use super::{policy, queries, renewal_store, store};
use crate::access::{Actor, Permit, Role};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::clock::vietnam_date;
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, CampaignId, PeerGroupId, RoleAssignmentId, UnitId};
use crate::shared::import::{ImportMode, ImportReport};
use crate::shared::table::TableFile;
use crate::units;

/// What a deed answers: its outcome, or what has to be corrected.
pub type Done<T> = Result<T, Failure<PeopleProblem>>;

/// What an administrator enters about a person.
#[derive(Clone, Debug)]
pub struct PersonForm {
    /// Name as shown.
    pub display_name: String,
    /// Unit of work.
    pub unit: Option<UnitId>,
    /// E-mail address.
    pub email: Option<String>,
}

/// An account with the first password that its person is told once.
pub struct Invited {
    /// The account.
    pub account: Account,
    /// The first password; it must be changed at the first sign-in, and only its hash is kept.
    pub password: String,
}

/// Makes an account with a random first password.
pub async fn add_account(
    app: &App,
    actor: &Actor,
    login: &str,
    form: PersonForm,
    request: &str,
) -> Done<Invited> {
    policy::may_administer_account(actor, AccountId::fresh())?;
    let login = tenure::login(login).map_err(Failure::Problem)?;
    let form = checked(app, form).await?;
    let request = tenure::text("request", request).map_err(Failure::Problem)?;
    if store::existing_logins(app.db.read(), std::slice::from_ref(&login)).await?.contains(&login) {
        return Err(problem("login", PeopleProblemCode::LoginTaken));
    }
    let new = NewAccount {
        login,
        display_name: form.display_name,
        unit: form.unit,
        email: form.email,
        assignments: Vec::new(),
    };
    let firsts = [people::random_password()];
    let by = (Some(actor), Some(request.as_str()));
    let made = commands::add_accounts_with_passwords(app, by.0, by.1, vec![new], &firsts).await?;
    let id = made.into_iter().next().ok_or(Refusal::NotFound)?;
    let account = found(app, id).await?;
    let [password] = firsts;
    Ok(Invited { account, password })
}

/// Corrects the name, the unit of work and the address of a person. Roles stay as they are.
pub async fn revise_account(
    app: &App,
    actor: &Actor,
    id: AccountId,
    form: PersonForm,
    request: &str,
) -> Done<Account> {
    let permit = policy::may_administer_account(actor, id)?;
    let form = checked(app, form).await?;
    let request = tenure::text("request", request).map_err(Failure::Problem)?;
    let tx = app.db.begin().await?;
    let before = store::lock_account(&tx, id).await?.ok_or(Refusal::NotFound)?;
    store::revise_account(&tx, &permit, &form.display_name, form.unit, form.email.as_deref()).await?;
    if let Some(left) = before.unit.filter(|unit| form.unit != Some(*unit)) {
        store::remember_homes(&tx, &[(id, left)], vietnam_date(app.clock.now())).await?;
    }
    let after =
        Account { display_name: form.display_name, unit: form.unit, email: form.email, ..before.clone() };
    let deed = Deed::under("identity.account_revised", AccountId::KIND, &permit)
        .before(&summary(&before))
        .after(&summary(&after))
        .because(&request);
    audit::record(&tx, Some(actor), deed, app.clock.now()).await?;
    tx.commit().await?;
    Ok(after)
}

/// Closes or opens an account. Closing ends its sessions; nobody closes the own account, and one administrator
/// always remains.
pub async fn set_active(
    app: &App,
    actor: &Actor,
    id: AccountId,
    is_active: bool,
    request: &str,
) -> Done<Account> {
    let tx = app.db.begin().await?;
    let before = store::lock_account(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let permit = policy::may_administer_account(actor, id)?;
    let request = tenure::text("request", request).map_err(Failure::Problem)?;
    if before.is_active == is_active {
        return Ok(before);
    }
    let now = app.clock.now();
    if !is_active {
        if id == actor.account {
            return Err(problem("accountId", PeopleProblemCode::OwnAccount));
        }
        let held = store::all_assignments(&tx, id).await?;
        if held.iter().any(|one| one.role == Role::SysAdmin) {
            must_stay_administered(&tx, vietnam_date(now), |one| one.account != id, None).await?;
        }
        store::delete_sessions_of(&tx, &permit).await?;
    }
    store::set_active(&tx, &permit, is_active).await?;
    let name = if is_active { "identity.account_opened" } else { "identity.account_closed" };
    let mut deeds = vec![Deed::under(name, AccountId::KIND, &permit).because(&request)];
    if !is_active {
        let ended = Ended { account: id, ending: Ending::Account, by: Some(actor.account), at: now };
        deeds.extend((app.on_access_ended)(&tx, ended).await?);
    }
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    Ok(Account { is_active, ..before })
}

/// What came of asking for a new password.
pub enum Renewed {
    /// It is renewed; the new one is told once.
    Done(Invited),
    /// It waits for a second administrator.
    Waits(Renewal),
}

/// Gives an account a new random first password and ends its sessions; where the person's word weighs and another
/// administrator can confirm it, only asks for it.
pub async fn renew_password(app: &App, actor: &Actor, id: AccountId, request: &str) -> Done<Renewed> {
    let permit = policy::may_administer_account(actor, id)?;
    let fresh = FreshPassword::make(app).await?;
    let tx = app.db.begin().await?;
    let account = store::lock_account(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let request = tenure::text("request", request).map_err(Failure::Problem)?;
    if !account.is_active {
        return Err(problem("accountId", PeopleProblemCode::AccountClosed));
    }
    let now = app.clock.now();
    let today = vietnam_date(now);
    let held = store::all_assignments(&tx, id).await?;
    let administrations = store::lock_administrations(&tx).await?;
    let asked = Renewal {
        account: id,
        asked_by: Some(actor.account),
        asked_at: now,
        request: Some(request.clone()),
        until: now + renewals::WAIT,
        confirmed_by: None,
        done_at: None,
    };
    match renewals::takes(&held, &administrations, actor.account, id, today) {
        Takes::One => {
            renewal_store::settle(&tx, &permit, false, Some(actor.account), now).await?;
            let done = Renewal { done_at: Some(now), ..asked };
            renewal_store::insert(&tx, &permit, &done).await?;
            let deed = Deed::under("identity.password_reset", AccountId::KIND, &permit).because(&request);
            let deeds = fresh.set(app, &tx, &permit, &account, actor.account, deed).await?;
            audit::record_all(&tx, Some(actor), deeds, now).await?;
            tx.commit().await?;
            Ok(Renewed::Done(fresh.told_of(account)))
        }
        Takes::Two => {
            if let Some(waiting) = renewal_store::waiting(&tx, Some(id), now).await?.pop() {
                return Ok(Renewed::Waits(waiting));
            }
            // What waited too long is over.
            renewal_store::settle(&tx, &permit, false, None, now).await?;
            renewal_store::insert(&tx, &permit, &asked).await?;
            let deed = Deed::under("identity.password_renewal_asked", AccountId::KIND, &permit);
            audit::record(&tx, Some(actor), deed.because(&request), now).await?;
            tx.commit().await?;
            Ok(Renewed::Waits(asked))
        }
        Takes::Console => Err(problem("accountId", PeopleProblemCode::SecondAdministratorNeeded)),
    }
}

/// Confirms a renewal that another administrator asked for: the password is renewed.
pub async fn confirm_renewal(app: &App, actor: &Actor, id: AccountId) -> Done<Invited> {
    let permit = policy::may_administer_account(actor, id)?;
    let fresh = FreshPassword::make(app).await?;
    let tx = app.db.begin().await?;
    let account = store::lock_account(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let now = app.clock.now();
    let asked = the_waiting(&tx, id, now).await?;
    let administrations = store::lock_administrations(&tx).await?;
    renewals::check_confirm(&asked, actor.account, &administrations, vietnam_date(now))
        .map_err(|code| problem("accountId", code))?;
    if !account.is_active {
        return Err(problem("accountId", PeopleProblemCode::AccountClosed));
    }
    renewal_store::settle(&tx, &permit, true, Some(actor.account), now).await?;
    let askers: Vec<AccountId> = asked.asked_by.into_iter().collect();
    let asker = store::by_ids(&tx, &askers).await?.pop();
    let deed = Deed::under("identity.password_reset", AccountId::KIND, &permit)
        .after(&json!({ "askedBy": asker.map(|asker| asker.display_name) }))
        .because(asked.request.as_deref().unwrap_or_default());
    let deeds = fresh.set(app, &tx, &permit, &account, actor.account, deed).await?;
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    Ok(fresh.told_of(account))
}

/// Takes back a renewal that waits, or refuses to confirm it, with a reason.
pub async fn drop_renewal(app: &App, actor: &Actor, id: AccountId, reason: &str) -> Done<Account> {
    let permit = policy::may_administer_account(actor, id)?;
    let tx = app.db.begin().await?;
    let account = store::lock_account(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let reason = tenure::text("reason", reason).map_err(Failure::Problem)?;
    let now = app.clock.now();
    the_waiting(&tx, id, now).await?;
    renewal_store::settle(&tx, &permit, false, Some(actor.account), now).await?;
    let deed = Deed::under("identity.password_renewal_dropped", AccountId::KIND, &permit).because(&reason);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(account)
}

async fn the_waiting(tx: &Transaction, id: AccountId, now: OffsetDateTime) -> Done<Renewal> {
    let waiting = renewal_store::waiting(tx, Some(id), now).await?.pop();
    waiting.ok_or_else(|| problem("accountId", PeopleProblemCode::NoRenewalWaits))
}

/// A random first password and its hash, made before anything is locked.
struct FreshPassword {
    password: String,
    hash: String,
}

impl FreshPassword {
    async fn make(app: &App) -> Result<Self, Refusal> {
        let password = people::random_password();
        let hash = app.passwords.hash(&password).await?;
        Ok(Self { password, hash })
    }

    /// Sets it, ends what was given out under the old one, and answers the deeds of all that.
    async fn set(
        &self,
        app: &App,
        tx: &Transaction,
        permit: &Permit<AdministerAccount>,
        account: &Account,
        by: AccountId,
        deed: Deed,
    ) -> Result<Vec<Deed>, Refusal> {
        store::set_password(tx, permit, self.hash.clone(), true).await?;
        store::delete_sessions_of(tx, permit).await?;
        commands::forget_attempts_on(tx, permit, account).await?;
        let now = app.clock.now();
        let ended = Ended { account: account.id, ending: Ending::Password, by: Some(by), at: now };
        let mut deeds = vec![deed];
        deeds.extend((app.on_access_ended)(tx, ended).await?);
        Ok(deeds)
    }

    fn told_of(self, account: Account) -> Invited {
        Invited { account: Account { must_change_password: true, ..account }, password: self.password }
    }
}

/// Makes accounts from a file of people, or only tells what is wrong with it.
pub async fn import_people(
    app: &App,
    actor: &Actor,
    file: TableFile<'_>,
    mode: ImportMode,
    request: &str,
) -> Done<(ImportReport, Vec<FirstPassword>)> {
    policy::may_administer_account(actor, AccountId::fresh())?;
    let request = tenure::text("request", request).map_err(Failure::Problem)?;
    Ok(people::import_people(app, Some(actor), Some(&request), file, mode).await?)
}

/// Gives a role to an account.
pub async fn assign_role(app: &App, actor: &Actor, new: NewRole) -> Done<RoleAssignment> {
    let id = RoleAssignmentId::fresh();
    let tx = app.db.begin().await?;
    let account = store::lock_account(&tx, new.account).await?.ok_or(Refusal::NotFound)?;
    let permit = policy::may_administer_roles(actor, id)?;
    let now = app.clock.now();
    if let Some(unit) = new.unit {
        let day = new.valid_from.max(vietnam_date(now));
        if units::load_many(&tx, &[unit], day).await?.is_empty() {
            return Err(problem("unitId", PeopleProblemCode::UnitUnknown));
        }
    }
    let held = store::all_assignments(&tx, account.id).await?;
    let since = store::made_on(&tx, account.id).await?;
    let today = vietnam_date(now);
    tenure::check_new(&account, since, &held, &new, today).map_err(Failure::Problem)?;
    let assignment = new.assigned(id);
    let given = Given { account: account.id, role: assignment.role, on: today };
    for excludes in app.excludes_role {
        if excludes(&tx, given).await? {
            return Err(problem("role", PeopleProblemCode::SitsOnCouncil));
        }
    }
    let row = AssignmentRow { permit: &permit, assignment: &assignment };
    store::insert_assignments(&tx, &[row], now).await.map_err(unknown_scope)?;
    if assignment.role == Role::SysAdmin
        && assignment.valid_to.is_some()
        && !is_administered(&tx, today, |_| true, None).await?
    {
        return Err(problem("validTo", PeopleProblemCode::LastAdministrator));
    }
    let deed = Deed::under("identity.role_assigned", RoleAssignmentId::KIND, &permit)
        .about(AccountId::KIND, account.id.0)
        .after(&role_summary(&assignment))
        .because(assignment.legal_basis.as_deref().unwrap_or_default());
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(assignment)
}

/// Ends a role; yesterday as its last day ends it at once.
pub async fn end_role(
    app: &App,
    actor: &Actor,
    id: RoleAssignmentId,
    last_day: Date,
    reason: &str,
) -> Done<RoleAssignment> {
    let tx = app.db.begin().await?;
    let before = store::lock_assignment(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let is_own_place = before.substitutes.is_some_and(|place| place.account == actor.account);
    if !policy::sees_details(actor, before.account) && !is_own_place {
        return Err(Refusal::NotFound.into());
    }
    let permit = policy::may_end_role(actor, &before)?;
    let reason = tenure::text("reason", reason).map_err(Failure::Problem)?;
    let now = app.clock.now();
    let today = vietnam_date(now);
    tenure::check_end(&before, last_day, today).map_err(Failure::Problem)?;
    if before.role == Role::SysAdmin {
        // The one that ends reaches to its new last day.
        let ending = (before.valid_from <= last_day).then_some((before.valid_from, Some(last_day)));
        must_stay_administered(&tx, today, |one| one.id != id, ending).await?;
    }
    store::end_assignment(&tx, &permit, last_day).await?;
    let after = RoleAssignment { valid_to: Some(last_day), ..before.clone() };
    let deed = Deed::under("identity.role_ended", RoleAssignmentId::KIND, &permit)
        .about(AccountId::KIND, before.account.0)
        .before(&role_summary(&before))
        .after(&role_summary(&after))
        .because(&reason);
    let mut deeds = vec![deed];
    let ended = Ended { account: before.account, ending: Ending::Role, by: Some(actor.account), at: now };
    deeds.extend((app.on_access_ended)(&tx, ended).await?);
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    Ok(after)
}

/// Names who stands in for the holder of a role during an absence. What the holder may do the substitute may
/// as well, except over units of their own.
pub async fn name_substitute(
    app: &App,
    actor: &Actor,
    original: RoleAssignmentId,
    wanted: Substitution,
) -> Done<RoleAssignment> {
    let id = RoleAssignmentId::fresh();
    let tx = app.db.begin().await?;
    let original = store::lock_assignment(&tx, original).await?.ok_or(Refusal::NotFound)?;
    if !policy::sees_details(actor, original.account) {
        return Err(Refusal::NotFound.into());
    }
    let permit = policy::may_name_substitute(actor, &original, id)?;
    let substitute = store::lock_account(&tx, wanted.account).await?.ok_or(Refusal::NotFound)?;
    let held = store::all_assignments(&tx, substitute.id).await?;
    let now = app.clock.now();
    let since = store::made_on(&tx, substitute.id).await?;
    let circle = tenure::circle(&original, policy::may_list_accounts(actor).is_ok(), actor.home_unit);
    let days = (since, vietnam_date(now));
    tenure::check_substitution(&original, circle, &substitute, &held, &wanted, days)
        .map_err(Failure::Problem)?;
    let assignment = RoleAssignment {
        id,
        account: substitute.id,
        substitutes: Some(Substituted { assignment: original.id, account: original.account }),
        valid_from: wanted.valid_from,
        valid_to: Some(wanted.valid_to),
        legal_basis: Some(wanted.legal_basis.trim().to_owned()),
        ..original
    };
    let given = AssignmentRow { permit: &permit, assignment: &assignment };
    store::insert_assignments(&tx, &[given], now).await.map_err(unknown_scope)?;
    let deed = Deed::under("identity.substitute_named", RoleAssignmentId::KIND, &permit)
        .about(AccountId::KIND, substitute.id.0)
        .after(&role_summary(&assignment))
        .because(wanted.legal_basis.trim());
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(assignment)
}

/// Chooses the one role that the session acts in from now on, or all of them.
pub async fn act_as(
    app: &App,
    session: &Session,
    actor: &Actor,
    chosen: Option<RoleAssignmentId>,
) -> Result<Actor, Refusal> {
    policy::may_act_as(actor).map(|_| ())?;
    let acting = chosen.map_or(Acting::All, Acting::As);
    let next = queries::actor_present(app, actor.account, acting, actor.presence.clone())
        .await?
        .ok_or(Refusal::NotFound)?;
    if next.acting_as != chosen {
        return Err(Refusal::NotFound);
    }
    session.cycle_id().await.map_err(commands::session_failed)?;
    // Absent, not null: what is read back is an id.
    match chosen {
        Some(id) => session.insert(key::ACTING_AS, id.0).await.map_err(commands::session_failed)?,
        None => drop(session.remove_value(key::ACTING_AS).await.map_err(commands::session_failed)?),
    }
    session.save().await.map_err(commands::session_failed)?;
    Ok(Actor { address: actor.address.clone(), request_id: actor.request_id.clone(), ..next })
}

async fn checked(app: &App, form: PersonForm) -> Done<PersonForm> {
    let display_name = tenure::name("displayName", &form.display_name).map_err(Failure::Problem)?;
    let email = tenure::email(form.email.as_deref()).map_err(Failure::Problem)?;
    if let Some(unit) = form.unit {
        let today = vietnam_date(app.clock.now());
        if units::load_many(app.db.read(), &[unit], today).await?.is_empty() {
            return Err(problem("unitId", PeopleProblemCode::UnitUnknown));
        }
    }
    Ok(PersonForm { display_name, email, ..form })
}

async fn found(app: &App, id: AccountId) -> Result<Account, Refusal> {
    store::by_ids(app.db.read(), &[id]).await?.pop().ok_or(Refusal::NotFound)
}

/// Whether some open account is an administrator on every day from today on, by those administrations that count and
/// one more. The administrations are locked, so that two people who end each other's wait for one another.
pub async fn is_administered(
    tx: &impl sea_orm::ConnectionTrait,
    today: Date,
    counts: impl Fn(&RoleAssignment) -> bool,
    one_more: Option<(Date, Option<Date>)>,
) -> Result<bool, Refusal> {
    let held = store::lock_administrations(tx).await?;
    let periods = held.iter().filter(|one| counts(one)).map(|one| (one.valid_from, one.valid_to));
    Ok(tenure::cover_every_day(periods.chain(one_more).collect(), today))
}

/// Nothing ends or limits what leaves a day without an administrator, today or later.
async fn must_stay_administered(
    tx: &impl sea_orm::ConnectionTrait,
    today: Date,
    counts: impl Fn(&RoleAssignment) -> bool,
    one_more: Option<(Date, Option<Date>)>,
) -> Done<()> {
    if is_administered(tx, today, counts, one_more).await? {
        return Ok(());
    }
    Err(problem("accountId", PeopleProblemCode::LastAdministrator))
}

/// A campaign or peer group that does not exist is refused by the database; for the caller it does not exist.
fn unknown_scope(error: DbErr) -> Failure<PeopleProblem> {
    match error.sql_err() {
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => Refusal::NotFound.into(),
        _ => Refusal::from(error).into(),
    }
}

fn problem(field: &str, code: PeopleProblemCode) -> Failure<PeopleProblem> {
    Failure::Problem(PeopleProblem { code, path: vec![field.to_owned()] })
}

fn summary(account: &Account) -> Value {
    json!({ "displayName": account.display_name, "unit": account.unit.map(UnitId::global) })
}

fn role_summary(assignment: &RoleAssignment) -> Value {
    json!({
        "role": assignment.role.code(),
        "unit": assignment.unit.map(UnitId::global),
        "campaign": assignment.campaign.map(CampaignId::global),
        "peerGroup": assignment.peer_group.map(PeerGroupId::global),
        "onBehalfOf": assignment.substitutes.map(|place| place.account.global()),
        "validFrom": assignment.valid_from,
        "validTo": assignment.valid_to,
    })
}
