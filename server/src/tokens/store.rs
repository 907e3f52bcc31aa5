//! Rows of tokens.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use time::OffsetDateTime;

use super::model::ApiToken;
use crate::entity::api_token as table;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, ApiTokenId};
use crate::shared::json;

/// Keeps a new token by the hash of its secret.
pub async fn insert(tx: &impl ConnectionTrait, token: &ApiToken, secret_hash: String) -> Result<(), Refusal> {
    let row = table::ActiveModel {
        id: Set(token.id.0),
        account_id: Set(token.account.0),
        name: Set(token.name.clone()),
        scope: Set(token.scope.code().to_owned()),
        secret_hash: Set(secret_hash),
        hint: Set(token.hint.clone()),
        created_at: Set(token.created_at),
        expires_at: Set(token.expires_at),
        last_used_at: Set(None),
        last_used_address: Set(None),
        revoked_at: Set(None),
        revoked_by: Set(None),
    };
    table::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The token with this hash of its secret.
pub async fn by_hash(db: &impl ConnectionTrait, secret_hash: &str) -> Result<Option<ApiToken>, Refusal> {
    let row = table::Entity::find().filter(table::Column::SecretHash.eq(secret_hash)).one(db).await?;
    row.map(read).transpose()
}

/// The token with this id.
pub async fn by_id(db: &impl ConnectionTrait, id: ApiTokenId) -> Result<Option<ApiToken>, Refusal> {
    table::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// The tokens of an account, the newest first.
pub async fn of_account(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<ApiToken>, Refusal> {
    let rows = table::Entity::find()
        .filter(table::Column::AccountId.eq(account.0))
        .order_by_desc(table::Column::Id)
        .limit(100)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

/// How many tokens of an account open at a moment.
pub async fn count_open(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: OffsetDateTime,
) -> Result<u64, Refusal> {
    Ok(table::Entity::find()
        .filter(table::Column::AccountId.eq(account.0))
        .filter(table::Column::RevokedAt.is_null())
        .filter(table::Column::ExpiresAt.gt(now))
        .count(db)
        .await?)
}

/// Notes a use, unless one was noted since `unless_since`.
pub async fn note_use(
    db: &impl ConnectionTrait,
    id: ApiTokenId,
    address: Option<&str>,
    now: OffsetDateTime,
    unless_since: OffsetDateTime,
) -> Result<(), Refusal> {
    table::Entity::update_many()
        .col_expr(table::Column::LastUsedAt, Expr::value(now))
        .col_expr(table::Column::LastUsedAddress, Expr::value(address.map(str::to_owned)))
        .filter(table::Column::Id.eq(id.0))
        .filter(
            Condition::any()
                .add(table::Column::LastUsedAt.is_null())
                .add(table::Column::LastUsedAt.lte(unless_since)),
        )
        .exec(db)
        .await?;
    Ok(())
}

/// Revokes a token; false when it was revoked before.
pub async fn revoke(
    tx: &impl ConnectionTrait,
    id: ApiTokenId,
    by: AccountId,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let revoked = table::Entity::update_many()
        .col_expr(table::Column::RevokedAt, Expr::value(now))
        .col_expr(table::Column::RevokedBy, Expr::value(by.0))
        .filter(table::Column::Id.eq(id.0))
        .filter(table::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(revoked.rows_affected == 1)
}

fn read(row: table::Model) -> Result<ApiToken, Refusal> {
    Ok(ApiToken {
        id: ApiTokenId(row.id),
        account: AccountId(row.account_id),
        name: row.name,
        scope: json::from_code(&row.scope, "api_token.scope")?,
        hint: row.hint,
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
        last_used_address: row.last_used_address,
        revoked_at: row.revoked_at,
    })
}
