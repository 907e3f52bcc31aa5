//! Making, using and revoking tokens.

use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use rand::Rng as _;
use sea_orm::ConnectionTrait;
use serde_json::json;
use time::OffsetDateTime;

use super::model::{ApiToken, ApiTokenProblemCode, Held, TokenScope};
use super::{policy, rules, store};
use crate::access::{Actor, Presence};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::identity::{self, Acting, Ended, Ending};
use crate::shared::clock::vietnam_date;
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, ApiTokenId, RoleAssignmentId};

/// A token to be made.
pub struct NewToken {
    /// Name its owner gives it.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// Days until it ends.
    pub days: i32,
}

/// Makes a token for oneself; the secret is answered once and never again.
pub async fn create(
    app: &App,
    actor: &Actor,
    new: NewToken,
) -> Result<(ApiToken, String), Failure<ApiTokenProblemCode>> {
    let now = app.clock.now();
    let permit = policy::may_create(actor)?;
    let (name, expires_at) =
        rules::new_token(&new.name, new.days, app.config.token_max_days, now).map_err(Failure::Problem)?;
    let mut secret = [0_u8; rules::SECRET_BYTES];
    rand::rng().fill(&mut secret);
    let text = rules::token(secret);
    let hash = rules::hash_of(&text).ok_or_else(|| anyhow::anyhow!("a new token has not its own form"))?;
    let token = ApiToken {
        id: ApiTokenId::fresh(),
        account: actor.account,
        name,
        scope: new.scope,
        hint: rules::hint(&text),
        created_at: now,
        expires_at,
        last_used_at: None,
        last_used_address: None,
        revoked_at: None,
    };
    let tx = app.db.begin().await?;
    if store::count_open(&tx, actor.account, now).await? >= rules::MOST_TOKENS {
        return Err(Failure::Problem(ApiTokenProblemCode::TooMany));
    }
    let roles: Vec<RoleAssignmentId> = actor.grants.iter().map(|grant| grant.assignment).collect();
    store::insert(&tx, &permit, &token, hash, &roles).await?;
    let deed =
        Deed::own("tokens.created", &permit).about(ApiTokenId::KIND, token.id.0).after(&summary(&token));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok((token, text))
}

/// Revokes a token: the own or, for an administrator, anybody's. What is not theirs to revoke does not exist for
/// them; what is revoked stays so.
pub async fn revoke(app: &App, actor: &Actor, id: ApiTokenId) -> Result<ApiToken, Refusal> {
    let now = app.clock.now();
    let own = policy::may_revoke_own(actor)?;
    let tx = app.db.begin().await?;
    let token = store::by_id(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let (is_ended, deed) = if token.account == actor.account {
        let is_ended = store::revoke(&tx, &own, id, actor.account, now).await?;
        (is_ended, Deed::own("tokens.revoked", &own))
    } else {
        let permit = policy::may_revoke(actor, token.account).map_err(|_| Refusal::NotFound)?;
        let is_ended = store::revoke(&tx, &permit, id, actor.account, now).await?;
        (is_ended, Deed::under("tokens.revoked", ApiTokenId::KIND, &permit))
    };
    if is_ended {
        let deed = deed.about(ApiTokenId::KIND, id.0).before(&summary(&token));
        audit::record(&tx, Some(actor), deed, now).await?;
    }
    tx.commit().await?;
    Ok(ApiToken { revoked_at: token.revoked_at.or(Some(now)), ..token })
}

/// The tokens that end with the password or the account of a person, or that are left without any of the roles they
/// were made with. The caller records the deeds.
pub fn end_with_access(tx: &Transaction, ended: Ended) -> BoxFuture<'_, Result<Vec<Deed>, Refusal>> {
    async move {
        let open = store::open_of(tx, &[ended.account], ended.at).await?;
        let over = match ended.ending {
            Ending::Password | Ending::Account => open,
            Ending::Role => without_roles(tx, open, ended.at).await?,
        };
        end(tx, over, ended.ending, ended.by, ended.at).await
    }
    .boxed()
}

/// Revokes the tokens that are left without any of the roles they were made with: a role may also end by its last day,
/// with a reorganisation, or with the place that was taken. Answers how many there were.
pub async fn sweep(app: &App) -> Result<usize, Refusal> {
    let now = app.clock.now();
    // Mostly there is nothing to do, and then no writer waits.
    let open = store::open_with_roles(app.db.read(), now).await?;
    if without_roles(app.db.read(), open, now).await?.is_empty() {
        return Ok(0);
    }
    let tx = app.db.begin().await?;
    let open = store::open_with_roles(&tx, now).await?;
    let over = without_roles(&tx, open, now).await?;
    let deeds = end(&tx, over, Ending::Role, None, now).await?;
    let count = deeds.len();
    audit::record_all(&tx, None, deeds, now).await?;
    tx.commit().await?;
    Ok(count)
}

/// Revokes tokens without roles every ten minutes, until the task is ended.
pub async fn sweep_tokens(app: App) {
    loop {
        match sweep(&app).await {
            Ok(0) => {}
            Ok(ended) => tracing::info!(ended, "personal tokens left without a role were revoked"),
            Err(error) => tracing::warn!(%error, "personal tokens without a role stay for now"),
        }
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
}

async fn without_roles(
    db: &impl ConnectionTrait,
    open: Vec<Held>,
    now: OffsetDateTime,
) -> Result<Vec<Held>, Refusal> {
    let mut accounts: Vec<AccountId> = open.iter().map(|held| held.token.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let in_force = identity::held_on(db, &accounts, vietnam_date(now)).await?;
    let is_left = |held: &Held| {
        let standing = in_force.get(&held.token.account).map(Vec::as_slice).unwrap_or_default();
        rules::is_left_without_roles(&held.roles, standing)
    };
    Ok(open.into_iter().filter(is_left).collect())
}

async fn end(
    tx: &impl ConnectionTrait,
    over: Vec<Held>,
    ending: Ending,
    by: Option<AccountId>,
    now: OffsetDateTime,
) -> Result<Vec<Deed>, Refusal> {
    let ids: Vec<ApiTokenId> = over.iter().map(|held| held.token.id).collect();
    let revoked = store::end_many(tx, &ids, by, now).await?;
    let ended = over.into_iter().filter(|held| revoked.contains(&held.token.id));
    Ok(ended
        .map(|Held { token, .. }| {
            Deed::new("tokens.revoked", ApiTokenId::KIND, token.id.0)
                .before(&summary(&token))
                .after(&json!({ "endedWith": ending.code() }))
        })
        .collect())
}

/// The person behind a token, with those of the roles it was made with that are in force now. Unknown, expired,
/// revoked and malformed are the same `None`, and so are a closed account and a token left without any of its roles.
/// The audit trail names the token beside the person.
pub async fn actor_of_token(
    app: &App,
    text: &str,
    address: Option<String>,
    request_id: Option<String>,
) -> Result<Option<Actor>, Refusal> {
    let Some(hash) = rules::hash_of(text) else { return Ok(None) };
    let now = app.clock.now();
    let found = store::by_hash(app.db.read(), &hash).await?;
    let Some(token) = found.filter(|token| rules::opens(token, now)) else { return Ok(None) };
    let presence = Presence::Token { reads_only: token.scope == TokenScope::Read };
    let roles = store::roles_of(app.db.read(), token.id).await?;
    let acting = Acting::Within(&roles);
    let actor = identity::actor_present(app, token.account, acting, presence).await?;
    let Some(actor) = actor else { return Ok(None) };
    let standing: Vec<RoleAssignmentId> = actor.grants.iter().map(|grant| grant.assignment).collect();
    if rules::is_left_without_roles(&roles, &standing) {
        return Ok(None);
    }
    let since = now - rules::NOTE_EVERY;
    if token.last_used_at.is_none_or(|last| last <= since) {
        store::note_use(app.db.write(), token.id, address.as_deref(), now, since).await?;
    }
    let name = format!("{} (API: {})", actor.name, token.name);
    Ok(Some(Actor { name, address, request_id, ..actor }))
}

fn summary(token: &ApiToken) -> serde_json::Value {
    json!({ "name": token.name, "scope": token.scope.code(), "hint": token.hint, "expiresAt": token.expires_at })
}
