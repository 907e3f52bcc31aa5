//! Reads of tokens.

use super::model::ApiToken;
use super::{policy, store};
use crate::access::Actor;
use crate::app::App;
use crate::shared::error::Refusal;
use crate::shared::id::AccountId;

/// The own tokens.
pub async fn own(app: &App, actor: &Actor) -> Result<Vec<ApiToken>, Refusal> {
    store::of_account(app.db.read(), actor.account).await
}

/// The tokens of somebody, for those who may revoke them.
pub async fn of_account(app: &App, actor: &Actor, account: AccountId) -> Result<Vec<ApiToken>, Refusal> {
    policy::must_administer(actor)?;
    store::of_account(app.db.read(), account).await
}
