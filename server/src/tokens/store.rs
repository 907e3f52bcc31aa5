//! Rows of tokens, and of the roles they were made with.

use std::collections::HashMap;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use time::OffsetDateTime;

use super::model::{ApiToken, Held};
use super::policy::{CreateToken, EndsTokens};
use crate::access::{OverAccount, OwnPermit};
use crate::entity::{api_token as table, api_token_role};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, ApiTokenId, RoleAssignmentId};
use crate::shared::json;

/// Ids in one statement.
const CHUNK: usize = 1000;

/// Keeps a new token by the hash of its secret, with the roles it is made with.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &OwnPermit<CreateToken>,
    token: &ApiToken,
    secret_hash: String,
    roles: &[RoleAssignmentId],
) -> Result<(), Refusal> {
    let row = table::ActiveModel {
        id: Set(token.id.0),
        account_id: Set(permit.account().0),
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
    if !roles.is_empty() {
        let rows = roles.iter().map(|role| api_token_role::ActiveModel {
            token_id: Set(token.id.0),
            assignment_id: Set(role.0),
        });
        api_token_role::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The roles that a token was made with.
pub async fn roles_of(
    db: &impl ConnectionTrait,
    token: ApiTokenId,
) -> Result<Vec<RoleAssignmentId>, Refusal> {
    let held = roles_of_all(db, &[token]).await?;
    Ok(held.into_values().next().unwrap_or_default())
}

async fn roles_of_all(
    db: &impl ConnectionTrait,
    tokens: &[ApiTokenId],
) -> Result<HashMap<ApiTokenId, Vec<RoleAssignmentId>>, Refusal> {
    let mut found: HashMap<ApiTokenId, Vec<RoleAssignmentId>> = HashMap::new();
    for chunk in tokens.chunks(CHUNK) {
        let rows = api_token_role::Entity::find()
            .filter(api_token_role::Column::TokenId.is_in(chunk.iter().map(|id| id.0)))
            .all(db)
            .await?;
        for row in rows {
            found.entry(ApiTokenId(row.token_id)).or_default().push(RoleAssignmentId(row.assignment_id));
        }
    }
    Ok(found)
}

/// The tokens of these accounts that open at a moment, each with its roles.
pub async fn open_of(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
    now: OffsetDateTime,
) -> Result<Vec<Held>, Refusal> {
    let of_accounts = table::Column::AccountId.is_in(accounts.iter().map(|id| id.0));
    held(db, Condition::all().add(of_accounts).add(opens(now))).await
}

/// Every token that was made with roles and opens at a moment.
pub async fn open_with_roles(db: &impl ConnectionTrait, now: OffsetDateTime) -> Result<Vec<Held>, Refusal> {
    let bound =
        api_token_role::Entity::find().select_only().column(api_token_role::Column::TokenId).into_query();
    held(db, Condition::all().add(table::Column::Id.in_subquery(bound)).add(opens(now))).await
}

async fn held(db: &impl ConnectionTrait, wanted: Condition) -> Result<Vec<Held>, Refusal> {
    let rows = table::Entity::find().filter(wanted).order_by_asc(table::Column::Id).all(db).await?;
    let tokens = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<ApiTokenId> = tokens.iter().map(|token| token.id).collect();
    let mut roles = roles_of_all(db, &ids).await?;
    let with_roles = |token: ApiToken| Held { roles: roles.remove(&token.id).unwrap_or_default(), token };
    Ok(tokens.into_iter().map(with_roles).collect())
}

fn opens(now: OffsetDateTime) -> Condition {
    Condition::all().add(table::Column::RevokedAt.is_null()).add(table::Column::ExpiresAt.gt(now))
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
        .filter(opens(now))
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

/// Revokes a token of an account; false when it was revoked before.
pub async fn revoke<A: EndsTokens>(
    tx: &impl ConnectionTrait,
    permit: &impl OverAccount<A>,
    token: ApiTokenId,
    by: AccountId,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let of_account = Condition::all()
        .add(table::Column::Id.eq(token.0))
        .add(table::Column::AccountId.eq(permit.account().0));
    Ok(!end(tx, of_account, Some(by), now).await?.is_empty())
}

/// Revokes tokens whose time is over, because of what their persons lost; answers those that were not revoked before.
pub async fn end_many(
    tx: &impl ConnectionTrait,
    ids: &[ApiTokenId],
    by: Option<AccountId>,
    now: OffsetDateTime,
) -> Result<Vec<ApiTokenId>, Refusal> {
    let mut revoked = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let these = Condition::all().add(table::Column::Id.is_in(chunk.iter().map(|id| id.0)));
        revoked.extend(end(tx, these, by, now).await?);
    }
    Ok(revoked)
}

async fn end(
    tx: &impl ConnectionTrait,
    wanted: Condition,
    by: Option<AccountId>,
    now: OffsetDateTime,
) -> Result<Vec<ApiTokenId>, Refusal> {
    let rows = table::Entity::update_many()
        .col_expr(table::Column::RevokedAt, Expr::value(now))
        .col_expr(table::Column::RevokedBy, Expr::value(by.map(|account| account.0)))
        .filter(wanted)
        .filter(table::Column::RevokedAt.is_null())
        .exec_with_returning(tx)
        .await?;
    Ok(rows.into_iter().map(|row| ApiTokenId(row.id)).collect())
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
