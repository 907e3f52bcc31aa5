//! Rows of links between accounts and the provider's names, and of sign-ins on their way.

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
};
use time::OffsetDateTime;

use super::model::{Attempt, Named};
use crate::entity::{external_identity, sso_attempt};
use crate::shared::error::Refusal;
use crate::shared::id::{self, AccountId};

/// Remembers a sign-in that leaves for the provider, and forgets those that are too late.
pub async fn put_attempt(
    tx: &impl ConnectionTrait,
    attempt: Attempt,
    too_late: OffsetDateTime,
) -> Result<(), Refusal> {
    sso_attempt::Entity::delete_many().filter(sso_attempt::Column::BegunAt.lt(too_late)).exec(tx).await?;
    let row = sso_attempt::ActiveModel {
        browser_hash: Set(attempt.browser_hash),
        state: Set(attempt.state),
        nonce: Set(attempt.nonce),
        verifier: Set(attempt.verifier),
        next: Set(attempt.next),
        begun_at: Set(attempt.begun_at),
    };
    sso_attempt::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes the sign-in of a browser: it comes back once.
pub async fn take_attempt(tx: &impl ConnectionTrait, browser_hash: &str) -> Result<Option<Attempt>, Refusal> {
    let Some(row) = sso_attempt::Entity::find_by_id(browser_hash).one(tx).await? else { return Ok(None) };
    let taken = sso_attempt::Entity::delete_by_id(browser_hash).exec(tx).await?;
    Ok((taken.rows_affected == 1).then_some(Attempt {
        browser_hash: row.browser_hash,
        state: row.state,
        nonce: row.nonce,
        verifier: row.verifier,
        next: row.next,
        begun_at: row.begun_at,
    }))
}

/// The account that is linked with a name of the provider.
pub async fn linked(
    db: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
) -> Result<Option<AccountId>, Refusal> {
    let row = external_identity::Entity::find()
        .filter(external_identity::Column::Issuer.eq(issuer))
        .filter(external_identity::Column::Subject.eq(subject))
        .one(db)
        .await?;
    Ok(row.map(|row| AccountId(row.account_id)))
}

/// Links an account with a name of the provider.
pub async fn insert_link(
    tx: &impl ConnectionTrait,
    account: AccountId,
    named: &Named,
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    let row = external_identity::ActiveModel {
        id: Set(id::fresh()),
        account_id: Set(account.0),
        issuer: Set(named.issuer.clone()),
        subject: Set(named.subject.clone()),
        created_at: Set(now),
    };
    external_identity::Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
}
