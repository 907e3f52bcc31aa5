//! Signing in, in one step or two, and proving again who one is.

use time::{Duration, OffsetDateTime};
use tower_sessions::Session;
use uuid::Uuid;

use super::session_failed;
use crate::access::{Actor, Presence};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::factors;
use crate::identity::model::{Account, IdentityProblemCode};
use crate::identity::session_store::key;
use crate::identity::{policy, queries, rules, store};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::AccountId;

/// How long a code is waited for after the password was right.
pub const CODE_WITHIN: Duration = Duration::minutes(10);

/// A sign-in as it reaches the server.
pub struct SignIn<'a> {
    /// Name typed.
    pub login: &'a str,
    /// Password typed.
    pub password: &'a str,
    /// Where it comes from.
    pub entry: Entry<'a>,
}

/// Where a sign-in comes from.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// Network address.
    pub address: Option<&'a str>,
    /// Browser.
    pub user_agent: Option<&'a str>,
    /// Where the identity provider is told that the person leaves; `None` for a sign-in by password.
    pub sign_out_url: Option<&'a str>,
}

/// How far a sign-in has come.
pub enum SignedIn {
    /// The person is in.
    Done(Account),
    /// The password was right; a code of the second factor is needed.
    CodeNeeded,
}

/// What a person shows to prove again who they are.
pub enum Proven<'a> {
    /// The password.
    Password(&'a str),
    /// A code of the second factor, or a recovery code.
    Code(&'a str),
}

/// Signs a person in with name and password. Unknown names and wrong passwords get the same answer after
/// the same work; attempts are counted before they are made.
pub async fn sign_in(
    app: &App,
    session: &Session,
    attempt: SignIn<'_>,
) -> Result<SignedIn, Failure<IdentityProblemCode>> {
    let login = attempt.login.trim().to_lowercase();
    let subjects = throttle_subjects(&login, attempt.entry.address);
    count_attempt(app, &subjects).await?;

    let found = store::credentials(app.db.read(), &login).await?;
    let hash = found.as_ref().and_then(|found| found.password_hash.as_deref());
    let matches = app.passwords.verify(attempt.password, hash).await?;
    match found {
        Some(found) if matches && found.account.is_active => {
            Ok(begin_session(app, session, found.account, attempt.entry).await?)
        }
        other => {
            if let Some(other) = other {
                record_refusal(app, "identity.sign_in_refused", other.account.id).await?;
            }
            Err(Failure::Problem(IdentityProblemCode::WrongCredentials))
        }
    }
}

/// Begins the session of a person whose first factor was right: at once, or waiting for a code where a second
/// factor is set up. Either way the session gets a new id.
pub async fn begin_session(
    app: &App,
    session: &Session,
    account: Account,
    entry: Entry<'_>,
) -> Result<SignedIn, Refusal> {
    session.cycle_id().await.map_err(session_failed)?;
    session.clear().await;
    session.insert(key::ADDRESS, entry.address).await.map_err(session_failed)?;
    session.insert(key::USER_AGENT, entry.user_agent).await.map_err(session_failed)?;
    if let Some(url) = entry.sign_out_url {
        session.insert(key::SIGN_OUT_URL, url).await.map_err(session_failed)?;
    }
    if factors::is_active(app.db.read(), account.id).await? {
        let since = app.clock.now().unix_timestamp();
        session.insert(key::WAITING, (account.id.0, since)).await.map_err(session_failed)?;
        session.save().await.map_err(session_failed)?;
        return Ok(SignedIn::CodeNeeded);
    }
    enter(app, session, &account, entry.address).await?;
    Ok(SignedIn::Done(account))
}

/// The second step: a code of the authenticator, or a recovery code. The session gets a new id again.
pub async fn verify_code(
    app: &App,
    session: &Session,
    code: &str,
    address: Option<&str>,
) -> Result<Account, Failure<IdentityProblemCode>> {
    let now = app.clock.now();
    let waiting: Option<(Uuid, i64)> = session.get(key::WAITING).await.map_err(session_failed)?;
    let waiting = waiting.and_then(|(account, since)| {
        let since = OffsetDateTime::from_unix_timestamp(since).ok()?;
        (since <= now && now - since < CODE_WITHIN).then_some(AccountId(account))
    });
    let account = waiting.ok_or(Failure::Problem(IdentityProblemCode::SignInExpired))?;
    prove_with_code(app, account, code, "identity.sign_in_refused").await?;
    let account = store::by_ids(app.db.read(), &[account])
        .await?
        .into_iter()
        .find(|account| account.is_active)
        .ok_or(Failure::Problem(IdentityProblemCode::SignInExpired))?;
    session.cycle_id().await.map_err(session_failed)?;
    session.remove::<(Uuid, i64)>(key::WAITING).await.map_err(session_failed)?;
    enter(app, session, &account, address).await?;
    Ok(account)
}

/// Proves again who sits there, before a deed of weight. The session gets a new id.
pub async fn confirm_identity(
    app: &App,
    session: &Session,
    actor: &Actor,
    proven: Proven<'_>,
) -> Result<(), Failure<IdentityProblemCode>> {
    let permit = policy::may_confirm_identity(actor)?;
    match proven {
        Proven::Password(password) => {
            let known =
                store::credentials_by_id(app.db.read(), actor.account).await?.ok_or(Refusal::NotFound)?;
            let subjects = throttle_subjects(&known.account.login, None);
            count_attempt(app, &subjects).await?;
            if !app.passwords.verify(password, known.password_hash.as_deref()).await? {
                record_refusal(app, "identity.confirmation_refused", actor.account).await?;
                return Err(Failure::Problem(IdentityProblemCode::WrongPassword));
            }
            forget(app, &subjects).await?;
        }
        Proven::Code(code) => {
            prove_with_code(app, actor.account, code, "identity.confirmation_refused").await?;
        }
    }
    let now = app.clock.now();
    note_proof(session, now).await?;
    let tx = app.db.begin().await?;
    let deed = Deed::own("identity.confirmed", &permit);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes in the session that the person has just proved who they are; it gets a new id.
pub async fn note_proof(session: &Session, now: OffsetDateTime) -> Result<(), Refusal> {
    session.cycle_id().await.map_err(session_failed)?;
    session.insert(key::PROVED_AT, now.unix_timestamp()).await.map_err(session_failed)?;
    session.save().await.map_err(session_failed)
}

async fn enter(
    app: &App,
    session: &Session,
    account: &Account,
    address: Option<&str>,
) -> Result<(), Refusal> {
    let now = app.clock.now();
    session.insert(key::ACCOUNT, account.id.0).await.map_err(session_failed)?;
    session.insert(key::PROVED_AT, now.unix_timestamp()).await.map_err(session_failed)?;
    session.insert(key::BEGUN_AT, now.unix_timestamp()).await.map_err(session_failed)?;
    session.save().await.map_err(session_failed)?;

    let presence = Presence::Session { has_just_proved: true };
    let actor = queries::actor_in(app, account.id, presence).await?;
    let actor = actor.map(|actor| Actor { address: address.map(str::to_owned), ..actor });
    let tx = app.db.begin().await?;
    store::touch_sign_in(&tx, account.id, now).await?;
    for (subject, _) in throttle_subjects(&account.login, address) {
        store::forget_attempts(&tx, &subject).await?;
    }
    let deed = Deed::new("identity.signed_in", AccountId::KIND, account.id.0);
    audit::record(&tx, actor.as_ref(), deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Counts the attempt, then tries the code; the codes of an account have a throttle of their own.
async fn prove_with_code(
    app: &App,
    account: AccountId,
    code: &str,
    refusal: &'static str,
) -> Result<(), Failure<IdentityProblemCode>> {
    let subjects = [(format!("code:{}", account.0), rules::ATTEMPTS_PER_LOGIN)];
    count_attempt(app, &subjects).await?;
    let tx = app.db.begin().await?;
    if factors::prove(app, &tx, account, code).await?.is_none() {
        let deed = Deed::new(refusal, AccountId::KIND, account.0);
        audit::record(&tx, None, deed, app.clock.now()).await?;
        tx.commit().await?;
        return Err(Failure::Problem(IdentityProblemCode::WrongCode));
    }
    for (subject, _) in &subjects {
        store::forget_attempts(&tx, subject).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn record_refusal(app: &App, name: &'static str, account: AccountId) -> Result<(), Refusal> {
    let tx = app.db.begin().await?;
    audit::record(&tx, None, Deed::new(name, AccountId::KIND, account.0), app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

async fn forget(app: &App, subjects: &[(String, i32)]) -> Result<(), Refusal> {
    let tx = app.db.begin().await?;
    for (subject, _) in subjects {
        store::forget_attempts(&tx, subject).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The throttles that an attempt counts on: the name, whether it exists or not, and the address.
pub fn throttle_subjects(login: &str, address: Option<&str>) -> Vec<(String, i32)> {
    let mut subjects = vec![(format!("login:{login}"), rules::ATTEMPTS_PER_LOGIN)];
    if let Some(address) = address {
        subjects.push((format!("address:{address}"), rules::ATTEMPTS_PER_ADDRESS));
    }
    subjects
}

/// Counts an attempt before it is made.
pub async fn count_attempt(
    app: &App,
    subjects: &[(String, i32)],
) -> Result<(), Failure<IdentityProblemCode>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    for (subject, limit) in subjects {
        let past = store::attempts(&tx, subject).await?;
        match rules::attempt(past, *limit, now) {
            Ok(attempts) => store::save_attempts(&tx, subject, attempts).await?,
            Err(_) => return Err(Failure::Problem(IdentityProblemCode::TooManyAttempts)),
        }
    }
    tx.commit().await?;
    Ok(())
}
