//! Making, using and revoking tokens.

use rand::Rng as _;
use serde_json::json;

use super::model::{ApiToken, ApiTokenProblemCode, TokenScope};
use super::{policy, rules, store};
use crate::access::{Actor, Presence};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::identity;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::ApiTokenId;

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
    store::insert(&tx, &token, hash).await?;
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
    let deed = if token.account == actor.account {
        Deed::own("tokens.revoked", &own)
    } else {
        let permit = policy::may_revoke(actor, token.account).map_err(|_| Refusal::NotFound)?;
        Deed::under("tokens.revoked", ApiTokenId::KIND, &permit)
    };
    if store::revoke(&tx, id, actor.account, now).await? {
        let deed = deed.about(ApiTokenId::KIND, id.0).before(&summary(&token));
        audit::record(&tx, Some(actor), deed, now).await?;
    }
    tx.commit().await?;
    Ok(ApiToken { revoked_at: token.revoked_at.or(Some(now)), ..token })
}

/// The person behind a token, with their roles of now. Unknown, expired, revoked and malformed are the same
/// `None`, and so is a closed account. The audit trail names the token beside the person.
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
    let Some(actor) = identity::actor_in(app, token.account, presence).await? else { return Ok(None) };
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
