//! Signing in and out, passwords, and the making of accounts.

mod attempts;
mod sessions;
mod sign_in;

pub use sessions::{end_other_sessions, end_session, end_sessions_of, sign_out, sign_out_everywhere};
pub use sign_in::{
    CODE_WITHIN, Entry, Proof, SignIn, SignedIn, begin_session, confirm_identity, sign_in, verify_code,
};

use std::time::Duration as StdDuration;

use sea_orm::ConnectionTrait;
use time::Duration;
use tower_sessions::Session;

use super::administration;
use super::browser::KNOWN_FOR;
use super::endings::{Ended, Ending};
use super::model::{
    Account, IdentityFault, NewAccount, NewAssignment, PeopleProblem, PeopleProblemCode, RoleAssignment,
};
use super::policy::{self, AdministerAccount};
use super::renewal_store;
use super::renewals::Renewal;
use super::rules::{self, NewPassword};
use super::store::{self, AccountRow, AssignmentRow};
use super::{tenure, throttle, throttle_store};
use crate::access::{Actor, Permit, Role};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::factors;
use crate::shared::clock::vietnam_date;
use crate::shared::error::{Failure, Refusal, breaks_constraint};
use crate::shared::id::{AccountId, RoleAssignmentId, UnitId};
use crate::shared::locale::Locale;

/// Changes the person's own password; all other sessions end, the present one gets a new id.
pub async fn change_password(
    app: &App,
    session: &Session,
    actor: &Actor,
    current: &str,
    new: &str,
) -> Result<Account, Failure<IdentityFault>> {
    let permit = policy::may_change_password(actor)?;
    let subjects = vec![sign_in::in_session(session, actor.account).await?];
    let refusal = "identity.confirmation_refused";
    let account = sign_in::prove_with_password(app, actor.account, current, subjects, refusal).await?;
    let least = app.config.password_min_length();
    let Account { login, display_name: name, .. } = &account;
    rules::check_password(&NewPassword { login, name, new, current, least })
        .map_err(|code| Failure::Problem(code.into()))?;
    let hash = app.passwords.hash(new).await?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    store::set_password(&tx, &permit, hash, false).await?;
    store::delete_sessions_of(&tx, &permit).await?;
    let ended = Ended { account: actor.account, ending: Ending::Password, by: Some(actor.account), at: now };
    let mut deeds = vec![Deed::own("identity.password_changed", &permit)];
    deeds.extend((app.on_access_ended)(&tx, ended).await?);
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    if factors::is_active(app.db.read(), actor.account).await? {
        // Where there is a second factor the password alone proves nothing.
        sign_in::renew(session).await?;
    } else {
        sign_in::note_proof(session, now).await?;
    }
    Ok(Account { must_change_password: false, ..account })
}

/// Makes an account with a first password that must be changed; for the command line.
pub async fn add_account(app: &App, account: NewAccount, password: &str) -> Result<AccountId, Refusal> {
    let today = vietnam_date(app.clock.now());
    let account = tenure::new_account(account, today).map_err(|problems| {
        let told = |locale| {
            let each = |problem: &PeopleProblem| {
                format!("{}: {}", problem.path.join("."), problem.code.message(locale))
            };
            problems.iter().map(each).collect::<Vec<_>>().join("; ")
        };
        Refusal::bad(told(Locale::Vi), told(Locale::En))
    })?;
    check_first_password(app, &account.login, &account.display_name, password)?;
    let hash = app.passwords.hash(password).await?;
    let ids = insert(app, (None, None), vec![(account, hash)], Origin::Office).await?;
    ids.into_iter().next().ok_or_else(|| Refusal::Internal(anyhow::anyhow!("no account was made")))
}

/// Refuses a bad first password in the words of the command line.
fn check_first_password(app: &App, login: &str, name: &str, new: &str) -> Result<(), Refusal> {
    let least = app.config.password_min_length();
    rules::check_password(&NewPassword { login, name, new, current: "", least }).map_err(|code| {
        let fault = IdentityFault::from(code);
        let told = |locale| fault.problem(locale, "password", least).message;
        Refusal::bad(told(Locale::Vi), told(Locale::En))
    })
}

/// Makes sample accounts that share one printed password.
pub async fn add_sample_accounts(
    app: &App,
    accounts: Vec<NewAccount>,
    password: &str,
) -> Result<Vec<AccountId>, Refusal> {
    let hash = app.passwords.hash(password).await?;
    let accounts = accounts.into_iter().map(|account| (account, hash.clone())).collect();
    insert(app, (None, None), accounts, Origin::Sample).await
}

/// Makes accounts, each with its own first password that must be changed; all of them or none.
pub async fn add_accounts_with_passwords(
    app: &App,
    actor: Option<&Actor>,
    request: Option<&str>,
    accounts: Vec<NewAccount>,
    passwords: &[String],
) -> Result<Vec<AccountId>, Refusal> {
    let hashes =
        futures::future::try_join_all(passwords.iter().map(|password| app.passwords.hash(password))).await?;
    let by = (actor, request);
    insert(app, by, accounts.into_iter().zip(hashes).collect(), Origin::Office).await
}

/// Where accounts come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// An office's staff: the first password must be changed.
    Office,
    /// The sample data: the printed password stays.
    Sample,
}

async fn insert(
    app: &App,
    (actor, request): (Option<&Actor>, Option<&str>),
    accounts: Vec<(NewAccount, String)>,
    origin: Origin,
) -> Result<Vec<AccountId>, Refusal> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let mut rows = Vec::with_capacity(accounts.len());
    let mut assignments = Vec::new();
    let mut ids = Vec::with_capacity(accounts.len());
    let mut deeds = Vec::with_capacity(accounts.len());
    for (new, hash) in accounts {
        let id = AccountId::fresh();
        let permit = policy::may_keep_account(actor, id)?;
        ids.push(id);
        let deed = Deed::new("identity.account_added", AccountId::KIND, id.0).after(&summary(&new));
        deeds.push(match request {
            Some(request) => deed.because(request),
            None => deed,
        });
        assignments.extend(new.assignments.into_iter().map(|assignment| RoleAssignment {
            id: RoleAssignmentId::fresh(),
            account: id,
            role: assignment.role,
            unit: assignment.unit,
            campaign: None,
            peer_group: None,
            substitutes: None,
            valid_from: assignment.valid_from,
            valid_to: assignment.valid_to,
            legal_basis: assignment.legal_basis,
        }));
        rows.push(AccountRow {
            permit,
            account: Account {
                id,
                login: new.login.trim().to_lowercase(),
                display_name: new.display_name,
                unit: new.unit,
                email: new.email,
                is_active: true,
                must_change_password: origin == Origin::Office,
                is_sample: origin == Origin::Sample,
                last_sign_in_at: None,
            },
            password_hash: Some(hash),
        });
    }
    store::insert_accounts(&tx, rows, now).await.map_err(|error| {
        if breaks_constraint(&error, "account_login_key", "account.login") {
            Refusal::bad(
                "đã có tài khoản mang tên đăng nhập này",
                "an account with this login exists already",
            )
        } else {
            error.into()
        }
    })?;
    let permits: Result<Vec<_>, Refusal> =
        assignments.iter().map(|one| policy::may_give_first_role(actor, one.id)).collect();
    let permits = permits?;
    let given: Vec<AssignmentRow<'_>> = permits
        .iter()
        .zip(&assignments)
        .map(|(permit, assignment)| AssignmentRow { permit, assignment })
        .collect();
    store::insert_assignments(&tx, &given, now).await?;
    let ends = |one: &RoleAssignment| one.role == Role::SysAdmin && one.valid_to.is_some();
    if assignments.iter().any(ends)
        && !administration::is_administered(&tx, vietnam_date(now), |_| true, None).await?
    {
        let told = |locale| format!("to: {}", PeopleProblemCode::LastAdministrator.message(locale));
        return Err(Refusal::bad(told(Locale::Vi), told(Locale::En)));
    }
    audit::record_all(&tx, actor, deeds, now).await?;
    tx.commit().await?;
    Ok(ids)
}

/// A new account as the trail keeps it.
fn summary(new: &NewAccount) -> serde_json::Value {
    let role = |assignment: &NewAssignment| {
        serde_json::json!({
            "role": assignment.role.code(),
            "unit": assignment.unit.map(UnitId::global),
            "validFrom": assignment.valid_from,
            "validTo": assignment.valid_to,
            "legalBasis": assignment.legal_basis,
        })
    };
    serde_json::json!({
        "login": new.login.trim().to_lowercase(),
        "displayName": new.display_name,
        "unit": new.unit.map(UnitId::global),
        "roles": new.assignments.iter().map(role).collect::<Vec<_>>(),
    })
}

/// Sets a first password that must be changed, and ends all sessions; for the command line.
pub async fn reset_password(app: &App, login: &str, password: &str) -> Result<(), Refusal> {
    let login = login.trim().to_lowercase();
    let found =
        store::credentials(app.db.read(), &login).await?.ok_or_else(|| Refusal::no_account(&login))?;
    check_first_password(app, &login, &found.account.display_name, password)?;
    let hash = app.passwords.hash(password).await?;
    let permit = policy::may_keep_account(None, found.account.id)?;
    let tx = app.db.begin().await?;
    store::set_password(&tx, &permit, hash, true).await?;
    store::delete_sessions_of(&tx, &permit).await?;
    forget_attempts_on(&tx, &permit, &found.account).await?;
    let now = app.clock.now();
    renewal_store::settle(&tx, &permit, false, None, now).await?;
    let done = Renewal {
        account: found.account.id,
        asked_by: None,
        asked_at: now,
        request: None,
        until: now,
        confirmed_by: None,
        done_at: Some(now),
    };
    renewal_store::insert(&tx, &permit, &done).await?;
    let ended = Ended { account: found.account.id, ending: Ending::Password, by: None, at: now };
    let mut deeds = vec![Deed::new("identity.password_reset", AccountId::KIND, found.account.id.0)];
    deeds.extend((app.on_access_ended)(&tx, ended).await?);
    audit::record_all(&tx, None, deeds, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whoever gets a new first password starts afresh: nothing is counted against the name any more, and no browser is
/// known by the old password.
pub async fn forget_attempts_on(
    tx: &impl ConnectionTrait,
    permit: &Permit<AdministerAccount>,
    account: &Account,
) -> Result<(), Refusal> {
    throttle_store::forget_attempts_on(tx, &throttle::login_hash(&account.login)).await?;
    throttle_store::forget_browsers(tx, permit).await
}

/// Deletes dead sessions, counters that no longer matter and browsers not seen for long every ten minutes, until the
/// task is ended.
pub async fn sweep_sessions(app: App) {
    loop {
        match app.metrics.job("session_sweep", sweep(&app)).await {
            Ok(0) => {}
            Ok(ended) => tracing::debug!(ended, "dead sessions deleted"),
            Err(error) => tracing::warn!(%error, "dead sessions stay for now"),
        }
        tokio::time::sleep(StdDuration::from_secs(600)).await;
    }
}

/// Deletes what can no longer be used; answers how many sessions that were.
pub async fn sweep(app: &App) -> Result<u64, Refusal> {
    let now = app.clock.now();
    let db = app.db.write();
    let idle_since = now - Duration::minutes(i64::from(app.config.session_idle_minutes));
    let ended = store::sweep_sessions(db, idle_since, now).await?;
    let longest = throttle::OF_SECRET.window.max(throttle::OF_ADDRESS.window);
    throttle_store::sweep_attempts(db, now - longest, now).await?;
    throttle_store::sweep_browsers(db, now - KNOWN_FOR).await?;
    Ok(ended)
}

/// A failure of the session store.
pub fn session_failed(error: tower_sessions::session::Error) -> Refusal {
    error.into()
}
