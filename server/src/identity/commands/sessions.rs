//! Ending sessions: the present one, others of one's own, and those of somebody else.

use tower_sessions::Session;

use super::session_failed;
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::identity::session_store::hash;
use crate::identity::{policy, store};
use crate::shared::error::Refusal;
use crate::shared::id::AccountId;

/// Ends the present session.
pub async fn sign_out(app: &App, session: &Session, actor: Option<&Actor>) -> Result<(), Refusal> {
    let permit = actor.map(policy::may_end_own_sessions).transpose()?;
    session.flush().await.map_err(session_failed)?;
    if let Some(permit) = permit {
        let tx = app.db.begin().await?;
        let deed = Deed::own("identity.signed_out", &permit);
        audit::record(&tx, actor, deed, app.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Ends every session of the person, the present one too.
pub async fn sign_out_everywhere(app: &App, session: &Session, actor: &Actor) -> Result<(), Refusal> {
    let permit = policy::may_end_own_sessions(actor)?;
    let tx = app.db.begin().await?;
    let ended = store::delete_sessions_of(&tx, &permit).await?;
    let deed = Deed::own("identity.signed_out_everywhere", &permit).after(&ended);
    audit::record(&tx, Some(actor), deed, app.clock.now()).await?;
    tx.commit().await?;
    session.flush().await.map_err(session_failed)?;
    Ok(())
}

/// Ends one session: the person's own or, for an administrator, anybody's. What is not theirs to end does not
/// exist for them.
pub async fn end_session(app: &App, actor: &Actor, id_hash: &str) -> Result<(), Refusal> {
    let own = policy::may_end_own_sessions(actor)?;
    let tx = app.db.begin().await?;
    let owner = store::owner_of_session(&tx, id_hash).await?.ok_or(Refusal::NotFound)?;
    let deed = if owner == actor.account {
        store::delete_session(&tx, &own, id_hash).await?;
        Deed::own("identity.session_ended", &own)
    } else {
        let permit = policy::may_end_sessions(actor, owner).map_err(|_| Refusal::NotFound)?;
        store::delete_session(&tx, &permit, id_hash).await?;
        Deed::under("identity.session_ended", AccountId::KIND, &permit)
    };
    audit::record(&tx, Some(actor), deed, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends every session of the person but the present one; answers how many there were.
pub async fn end_other_sessions(app: &App, session: &Session, actor: &Actor) -> Result<u64, Refusal> {
    let permit = policy::may_end_own_sessions(actor)?;
    let present = session.id().map(hash).ok_or(Refusal::Unauthenticated)?;
    let tx = app.db.begin().await?;
    let ended = store::delete_other_sessions(&tx, &permit, &present).await?;
    let deed = Deed::own("identity.other_sessions_ended", &permit).after(&ended);
    audit::record(&tx, Some(actor), deed, app.clock.now()).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Ends every session of somebody; for administrators.
pub async fn end_sessions_of(app: &App, actor: &Actor, account: AccountId) -> Result<u64, Refusal> {
    let permit = policy::may_end_sessions(actor, account)?;
    let tx = app.db.begin().await?;
    if store::by_ids(&tx, &[account]).await?.is_empty() {
        return Err(Refusal::NotFound);
    }
    let ended = store::delete_sessions_of(&tx, &permit).await?;
    let deed = Deed::under("identity.sessions_ended", AccountId::KIND, &permit).after(&ended);
    audit::record(&tx, Some(actor), deed, app.clock.now()).await?;
    tx.commit().await?;
    Ok(ended)
}
