//! Reads of second factors.

use sea_orm::ConnectionTrait;

use super::model::SecondFactor;
use super::{policy, store};
use crate::access::{Actor, Role};
use crate::app::App;
use crate::shared::error::Refusal;
use crate::shared::id::AccountId;

/// Whether sign-in asks this account for a code.
pub async fn is_active(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, Refusal> {
    Ok(store::find(db, account).await?.is_some_and(|kept| kept.confirmed_at.is_some()))
}

/// How many accounts have a second factor whose secret is stored without a key, because the settings name none.
pub async fn count_unsealed(app: &App) -> Result<u64, Refusal> {
    if app.config.secret_key.is_some() { Ok(0) } else { store::count_active(app.db.read()).await }
}

/// Whether the settings demand a second factor of somebody with these roles.
#[must_use]
pub fn is_demanded_of(app: &App, mut roles: impl Iterator<Item = Role>) -> bool {
    app.config.is_second_factor_required() && {
        let privileged = app.config.second_factor_roles();
        roles.any(|role| privileged.contains(&role))
    }
}

/// The own second factor.
pub async fn own(app: &App, actor: &Actor) -> Result<SecondFactor, Refusal> {
    let is_required = is_demanded_of(app, actor.grants.iter().map(|grant| grant.role));
    read(app, actor.account, is_required).await
}

/// The second factor of somebody else, for those who may reset it; whether roles demand it is not told.
pub async fn of_account(app: &App, actor: &Actor, account: AccountId) -> Result<SecondFactor, Refusal> {
    policy::must_administer(actor)?;
    read(app, account, false).await
}

async fn read(app: &App, account: AccountId, is_required: bool) -> Result<SecondFactor, Refusal> {
    let db = app.db.read();
    let confirmed_at = store::find(db, account).await?.and_then(|kept| kept.confirmed_at);
    let left = if confirmed_at.is_some() { store::codes_left(db, account).await? } else { 0 };
    Ok(SecondFactor {
        is_active: confirmed_at.is_some(),
        confirmed_at,
        recovery_codes_left: i32::try_from(left).unwrap_or(i32::MAX),
        is_required,
    })
}
