//! Rows of second factors and recovery codes.

use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _,
};
use time::OffsetDateTime;

use super::model::Kept;
use super::policy::{ConfirmSecondFactor, KeepSecondFactor, ResetSecondFactor};
use crate::access::{OwnPermit, Permit};
use crate::entity::{recovery_code, second_factor};
use crate::shared::error::Refusal;
use crate::shared::id::{self, AccountId};

/// The second factor of an account, confirmed or not.
pub async fn find(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<Kept>, Refusal> {
    let row = second_factor::Entity::find_by_id(account.0).one(db).await?;
    Ok(row.map(|row| Kept { sealed: row.secret, confirmed_at: row.confirmed_at }))
}

/// How many accounts have a confirmed second factor.
pub async fn count_active(db: &impl ConnectionTrait) -> Result<u64, Refusal> {
    Ok(second_factor::Entity::find()
        .filter(second_factor::Column::ConfirmedAt.is_not_null())
        .count(db)
        .await?)
}

/// Recovery codes of an account that were not used yet.
pub async fn codes_left(db: &impl ConnectionTrait, account: AccountId) -> Result<u64, Refusal> {
    Ok(recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account.0))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await?)
}

/// Keeps a new secret that waits for its first code, in place of one that waited before.
pub async fn put_pending(
    tx: &impl ConnectionTrait,
    permit: &OwnPermit<KeepSecondFactor>,
    sealed: String,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let row = second_factor::ActiveModel {
        account_id: Set(permit.account().0),
        secret: Set(sealed),
        last_step: Set(0),
        created_at: Set(now),
        confirmed_at: Set(None),
    };
    let replace = OnConflict::column(second_factor::Column::AccountId)
        .update_columns([
            second_factor::Column::Secret,
            second_factor::Column::LastStep,
            second_factor::Column::CreatedAt,
        ])
        .to_owned();
    second_factor::Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

/// Marks a secret as confirmed.
pub async fn confirm(
    tx: &impl ConnectionTrait,
    permit: &OwnPermit<ConfirmSecondFactor>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    second_factor::Entity::update_many()
        .col_expr(second_factor::Column::ConfirmedAt, Expr::value(now))
        .filter(second_factor::Column::AccountId.eq(permit.account().0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes a step of time for a code: false when it, or a later one, was taken before.
pub async fn take_step(tx: &impl ConnectionTrait, account: AccountId, step: i64) -> Result<bool, Refusal> {
    let taken = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::AccountId.eq(account.0))
        .filter(Expr::col(second_factor::Column::LastStep).lt(step))
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Uses up a recovery code: false when there is none such, or it was used before.
pub async fn use_code(
    tx: &impl ConnectionTrait,
    account: AccountId,
    hash: &str,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let used = recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::UsedAt, Expr::value(now))
        .filter(recovery_code::Column::AccountId.eq(account.0))
        .filter(recovery_code::Column::CodeHash.eq(hash))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Replaces the own recovery codes.
pub async fn replace_codes<A>(
    tx: &impl ConnectionTrait,
    permit: &OwnPermit<A>,
    hashes: Vec<String>,
) -> Result<(), Refusal> {
    let account = permit.account();
    delete_codes(tx, account).await?;
    let rows = hashes.into_iter().map(|hash| recovery_code::ActiveModel {
        id: Set(id::fresh()),
        account_id: Set(account.0),
        code_hash: Set(hash),
        used_at: Set(None),
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

async fn delete_codes(tx: &impl ConnectionTrait, account: AccountId) -> Result<(), Refusal> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes the own factor with its codes; false when there was none.
pub async fn delete(
    tx: &impl ConnectionTrait,
    permit: &OwnPermit<KeepSecondFactor>,
) -> Result<bool, Refusal> {
    delete_of(tx, permit.account()).await
}

async fn delete_of(tx: &impl ConnectionTrait, account: AccountId) -> Result<bool, Refusal> {
    delete_codes(tx, account).await?;
    let deleted = second_factor::Entity::delete_by_id(account.0).exec(tx).await?;
    Ok(deleted.rows_affected == 1)
}

/// Removes the factor of somebody else with its codes; false when there was none.
pub async fn reset(tx: &impl ConnectionTrait, permit: &Permit<ResetSecondFactor>) -> Result<bool, Refusal> {
    delete_of(tx, AccountId(permit.subject())).await
}
