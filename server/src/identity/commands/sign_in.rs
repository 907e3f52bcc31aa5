//! Signing in, in one step or two, and proving again who one is.

use time::{Duration, OffsetDateTime};
use tower_sessions::Session;
use uuid::Uuid;

use super::attempts::{self, NOBODY};
use super::session_failed;
use crate::access::{Actor, Presence};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::factors;
use crate::identity::browser::{self, Browser};
use crate::identity::model::{Account, IdentityFault, IdentityProblemCode};
use crate::identity::session_store::key;
use crate::identity::throttle::{self, Subject};
use crate::identity::{policy, queries, store, throttle_store};
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
    /// What the browser calls itself.
    pub user_agent: Option<&'a str>,
    /// What the browser keeps.
    pub browser: &'a Browser,
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
#[derive(Clone, Copy, Default)]
pub struct Proof<'a> {
    /// The password.
    pub password: Option<&'a str>,
    /// A code of the second factor, or a recovery code.
    pub code: Option<&'a str>,
}

/// Signs a person in with name and password. Unknown names, wrong passwords and closed accounts get the same answer
/// after the same work: as many statements, one computation of a hash, one entry in the trail. Attempts are counted
/// before they are made.
pub async fn sign_in(
    app: &App,
    session: &Session,
    attempt: SignIn<'_>,
) -> Result<SignedIn, Failure<IdentityFault>> {
    let entry = attempt.entry;
    let login = throttle::typed_login(attempt.login);
    let found = store::credentials(app.db.read(), &login).await?;
    let account = found.as_ref().map(|found| found.account.id);
    let known = attempts::known_browser(app, entry.browser, account).await?;
    let subjects = attempts::of_password(&login, known.as_deref(), entry.address);
    let counted = attempts::count(app, subjects).await?;

    let hash = found.as_ref().and_then(|found| found.password_hash.as_deref());
    let matches = app.passwords.verify(attempt.password, hash).await?;
    match found {
        Some(found) if matches && found.account.is_active => {
            let tx = app.db.begin().await?;
            attempts::forgive(&tx, counted, app.clock.now()).await?;
            tx.commit().await?;
            Ok(begin_session(app, session, found.account, entry).await?)
        }
        _ => {
            record_refusal(app, "identity.sign_in_refused", account.unwrap_or(NOBODY)).await?;
            Err(refused(IdentityProblemCode::WrongCredentials))
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
    enter(app, session, &account, entry).await?;
    Ok(SignedIn::Done(account))
}

/// The second step: a code of the authenticator, or a recovery code. The session gets a new id again.
pub async fn verify_code(
    app: &App,
    session: &Session,
    code: &str,
    entry: Entry<'_>,
) -> Result<Account, Failure<IdentityFault>> {
    let now = app.clock.now();
    let waiting: Option<(Uuid, i64)> = session.get(key::WAITING).await.map_err(session_failed)?;
    let waiting = waiting.and_then(|(account, since)| {
        let since = OffsetDateTime::from_unix_timestamp(since).ok()?;
        (since <= now && now - since < CODE_WITHIN).then_some(AccountId(account))
    });
    let waiting = waiting.ok_or_else(|| refused(IdentityProblemCode::SignInExpired))?;
    let account = store::by_ids(app.db.read(), &[waiting])
        .await?
        .into_iter()
        .find(|account| account.is_active)
        .ok_or_else(|| refused(IdentityProblemCode::SignInExpired))?;
    let known = attempts::known_browser(app, entry.browser, Some(account.id)).await?;
    let subjects = attempts::of_code(&account.login, known.as_deref());
    prove_with_code(app, account.id, code, subjects, "identity.sign_in_refused").await?;
    session.cycle_id().await.map_err(session_failed)?;
    session.remove::<(Uuid, i64)>(key::WAITING).await.map_err(session_failed)?;
    enter(app, session, &account, entry).await?;
    Ok(account)
}

/// Proves again who sits there, before a deed of weight: by a code where a second factor is set up, by the password
/// where there is none. The session gets a new id.
pub async fn confirm_identity(
    app: &App,
    session: &Session,
    actor: &Actor,
    proof: Proof<'_>,
) -> Result<(), Failure<IdentityFault>> {
    let permit = policy::may_confirm_identity(actor)?;
    let refusal = "identity.confirmation_refused";
    let subjects = vec![in_session(session, actor.account).await?];
    if factors::is_active(app.db.read(), actor.account).await? {
        let code = proof.code.ok_or_else(|| refused(IdentityProblemCode::CodeNeeded))?;
        prove_with_code(app, actor.account, code, subjects, refusal).await?;
    } else {
        let password = proof.password.unwrap_or_default();
        prove_with_password(app, actor.account, password, subjects, refusal).await?;
    }
    let now = app.clock.now();
    note_proof(session, now).await?;
    let tx = app.db.begin().await?;
    let deed = Deed::own("identity.confirmed", &permit);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// By what proofs in a session are counted: its owner and when it began, which a new id does not change.
pub async fn in_session(session: &Session, account: AccountId) -> Result<Subject, Refusal> {
    let begun_at: Option<i64> = session.get(key::BEGUN_AT).await.map_err(session_failed)?;
    Ok(Subject::session(account, begun_at.unwrap_or_default()))
}

/// Notes in the session that the person has just proved who they are; it gets a new id.
pub async fn note_proof(session: &Session, now: OffsetDateTime) -> Result<(), Refusal> {
    session.insert(key::PROVED_AT, now.unix_timestamp()).await.map_err(session_failed)?;
    renew(session).await
}

/// Gives the session a new id; what it holds stays.
pub async fn renew(session: &Session) -> Result<(), Refusal> {
    session.cycle_id().await.map_err(session_failed)?;
    session.save().await.map_err(session_failed)
}

async fn enter(app: &App, session: &Session, account: &Account, entry: Entry<'_>) -> Result<(), Refusal> {
    let now = app.clock.now();
    let presence = Presence::Session { has_just_proved: true };
    // Closed since its secret was right: nobody is let in.
    let actor = queries::actor_in(app, account.id, presence).await?.ok_or(Refusal::Unauthenticated)?;
    let actor = Actor { address: entry.address.map(str::to_owned), ..actor };
    let permit = policy::may_enter(&actor)?;
    session.insert(key::ACCOUNT, account.id.0).await.map_err(session_failed)?;
    session.insert(key::PROVED_AT, now.unix_timestamp()).await.map_err(session_failed)?;
    session.insert(key::BEGUN_AT, now.unix_timestamp()).await.map_err(session_failed)?;
    session.save().await.map_err(session_failed)?;

    let secret = entry.browser.secret().unwrap_or_else(browser::fresh_secret);
    let hash = throttle::browser_hash(&secret, account.id);
    let tx = app.db.begin().await?;
    store::touch_sign_in(&tx, &permit, now).await?;
    throttle_store::note_browser(&tx, &permit, hash, now).await?;
    let deed = Deed::new("identity.signed_in", AccountId::KIND, account.id.0);
    audit::record(&tx, Some(&actor), deed, now).await?;
    tx.commit().await?;
    entry.browser.keep(&secret);
    Ok(())
}

/// Counts the attempt, then tries the password.
pub async fn prove_with_password(
    app: &App,
    account: AccountId,
    password: &str,
    subjects: Vec<Subject>,
    refusal: &'static str,
) -> Result<Account, Failure<IdentityFault>> {
    let known = store::credentials_by_id(app.db.read(), account).await?.ok_or(Refusal::NotFound)?;
    let counted = attempts::count(app, subjects).await?;
    if !app.passwords.verify(password, known.password_hash.as_deref()).await? {
        record_refusal(app, refusal, account).await?;
        return Err(refused(IdentityProblemCode::WrongPassword));
    }
    let tx = app.db.begin().await?;
    attempts::forgive(&tx, counted, app.clock.now()).await?;
    tx.commit().await?;
    Ok(known.account)
}

/// Counts the attempt, then tries the code.
async fn prove_with_code(
    app: &App,
    account: AccountId,
    code: &str,
    subjects: Vec<Subject>,
    refusal: &'static str,
) -> Result<(), Failure<IdentityFault>> {
    let counted = attempts::count(app, subjects).await?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if factors::prove(app, &tx, account, code).await?.is_none() {
        let deed = Deed::new(refusal, AccountId::KIND, account.0);
        audit::record(&tx, None, deed, now).await?;
        tx.commit().await?;
        return Err(refused(IdentityProblemCode::WrongCode));
    }
    attempts::forgive(&tx, counted, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn record_refusal(app: &App, name: &'static str, account: AccountId) -> Result<(), Refusal> {
    let tx = app.db.begin().await?;
    audit::record(&tx, None, Deed::new(name, AccountId::KIND, account.0), app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

fn refused(code: IdentityProblemCode) -> Failure<IdentityFault> {
    Failure::Problem(code.into())
}
