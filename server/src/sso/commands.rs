//! Leaving for the provider, and coming back.

use rand::Rng as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tower_sessions::Session;

use super::model::{Attempt, Named, SsoProblem, Way};
use super::provider::Provider;
use super::rules::{self, LookFor};
use super::store;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::identity::{self, Account, Browser, Entry, SignedIn};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::AccountId;

/// A sign-in that leaves for the provider.
pub struct Begun {
    /// Address at the provider.
    pub url: String,
    /// What the browser keeps until it comes back.
    pub browser: String,
}

/// What a browser brings back.
pub struct Arrival<'a> {
    /// What it has kept.
    pub browser: Option<&'a str>,
    /// The code; `None` when the provider refused.
    pub code: Option<String>,
    /// State.
    pub state: &'a str,
    /// Who the provider says it is.
    pub issuer: Option<&'a str>,
    /// Network address.
    pub address: Option<&'a str>,
    /// What the browser calls itself.
    pub user_agent: Option<&'a str>,
    /// The browser, as far as sign-in must know it.
    pub entering: &'a Browser,
}

/// Begins a sign-in; `next` is where the person wants to go.
pub async fn begin(app: &App, provider: &Provider, next: &str) -> Result<Begun, Failure<SsoProblem>> {
    let now = app.clock.now();
    let departure = provider.departure(now).await.map_err(|error| {
        tracing::warn!(error = format!("{error:#}"), "sign-in through the identity provider");
        Failure::Problem(SsoProblem::Unavailable)
    })?;
    let mut secret = [0_u8; 32];
    rand::rng().fill(&mut secret);
    let browser = hex::encode(secret);
    let attempt = Attempt {
        browser_hash: hash(&browser),
        state: departure.state,
        nonce: departure.nonce,
        verifier: departure.verifier,
        next: if rules::is_safe_next(next) { next.to_owned() } else { "/".to_owned() },
        begun_at: now,
    };
    let tx = app.db.begin().await?;
    store::put_attempt(&tx, attempt, now - rules::WITHIN).await?;
    tx.commit().await?;
    Ok(Begun { url: departure.url, browser })
}

/// Finishes a sign-in: whatever is not sound ends it, and it cannot be tried twice.
pub async fn finish(
    app: &App,
    provider: &Provider,
    session: &Session,
    arrival: Arrival<'_>,
) -> Result<Way, Failure<SsoProblem>> {
    let now = app.clock.now();
    let browser = arrival.browser.ok_or(Failure::Problem(SsoProblem::Expired))?;
    let tx = app.db.begin().await?;
    let attempt = store::take_attempt(&tx, &hash(browser)).await?;
    tx.commit().await?;
    let attempt = attempt.ok_or(Failure::Problem(SsoProblem::Expired))?;
    rules::belongs(&attempt, arrival.state, arrival.issuer, provider.issuer(), now)
        .map_err(Failure::Problem)?;
    let code = arrival.code.ok_or(Failure::Problem(SsoProblem::Refused))?;
    let identified = provider
        .identify(code, attempt.nonce, attempt.verifier, now, app.clock.true_now())
        .await
        .map_err(|error| {
            tracing::warn!(error = format!("{error:#}"), "sign-in through the identity provider");
            Failure::Problem(SsoProblem::Refused)
        })?;
    let account = account_of(app, &identified.named, provider).await?;
    let account = account.ok_or(Failure::Problem(SsoProblem::Unknown))?;
    let entry = Entry {
        address: arrival.address,
        user_agent: arrival.user_agent,
        browser: arrival.entering,
        sign_out_url: identified.sign_out_url.as_deref(),
    };
    Ok(match identity::begin_session(app, session, account, entry).await? {
        SignedIn::Done(_) => Way::In(attempt.next),
        SignedIn::CodeNeeded => Way::CodeNeeded(attempt.next),
    })
}

/// The open account of somebody the provider names: by a stored link, otherwise as the settings say, and then the
/// link is stored.
async fn account_of(app: &App, named: &Named, provider: &Provider) -> Result<Option<Account>, Refusal> {
    let db = app.db.read();
    if let Some(id) = store::linked(db, &named.issuer, &named.subject).await? {
        let found = identity::load_many(app, &[id]).await?;
        return Ok(found.into_iter().find(|account| account.is_active));
    }
    let found = match rules::look_for(named, provider.link_by()) {
        LookFor::Nothing => None,
        LookFor::Email(email) => identity::find_by_email(db, &email).await?,
        LookFor::Login(login) => identity::find_by_login(db, &login).await?,
    };
    let Some(account) = found.filter(|account| account.is_active) else { return Ok(None) };
    keep_link(app, account.id, named).await?;
    Ok(Some(account))
}

/// Links an account with a name of the provider; for the command line.
pub async fn link(app: &App, provider: &Provider, login: &str, subject: &str) -> Result<(), Refusal> {
    let account =
        identity::find_by_login(app.db.read(), login).await?.ok_or_else(|| Refusal::no_account(login))?;
    let named = Named {
        issuer: provider.issuer().to_owned(),
        subject: subject.to_owned(),
        verified_email: None,
        username: None,
    };
    if store::linked(app.db.read(), &named.issuer, subject).await?.is_some() {
        return Err(Refusal::bad(
            "tên này ở nhà cung cấp đã được liên kết với một tài khoản",
            "this subject is linked with an account already",
        ));
    }
    keep_link(app, account.id, &named).await
}

async fn keep_link(app: &App, account: AccountId, named: &Named) -> Result<(), Refusal> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    store::insert_link(&tx, account, named, now).await?;
    let deed = Deed::new("sso.linked", AccountId::KIND, account.0)
        .after(&json!({ "issuer": named.issuer, "subject": named.subject }));
    audit::record(&tx, None, deed, now).await?;
    tx.commit().await?;
    Ok(())
}

fn hash(browser: &str) -> String {
    hex::encode(Sha256::digest(browser))
}
