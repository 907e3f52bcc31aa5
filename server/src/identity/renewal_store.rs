//! Rows of renewals of passwords.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use time::OffsetDateTime;

use super::policy::AdministerAccount;
use super::renewals::Renewal;
use crate::access::Permit;
use crate::entity::password_renewal as table;
use crate::shared::error::Refusal;
use crate::shared::id::{self, AccountId};

/// The password was renewed.
const DONE: &str = "DONE";
/// An administrator took it back, or refused to confirm it.
const DROPPED: &str = "DROPPED";

/// The renewals that can still be confirmed, the oldest first; of one account only, where one is named.
pub async fn waiting(
    db: &impl ConnectionTrait,
    account: Option<AccountId>,
    now: OffsetDateTime,
) -> Result<Vec<Renewal>, Refusal> {
    let mut wanted = Condition::all().add(table::Column::Outcome.is_null()).add(table::Column::Until.gt(now));
    if let Some(account) = account {
        wanted = wanted.add(table::Column::AccountId.eq(account.0));
    }
    let rows = table::Entity::find().filter(wanted).order_by_asc(table::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(renewal).collect())
}

/// The last renewal of an account that was done.
pub async fn last_done(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<Renewal>, Refusal> {
    let row = table::Entity::find()
        .filter(table::Column::AccountId.eq(account.0))
        .filter(table::Column::Outcome.eq(DONE))
        .order_by_desc(table::Column::SettledAt)
        .order_by_desc(table::Column::Id)
        .one(db)
        .await?;
    Ok(row.map(renewal))
}

/// Keeps a renewal: one that waits, or one that is done at once.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &Permit<AdministerAccount>,
    asked: &Renewal,
) -> Result<(), Refusal> {
    let row = table::ActiveModel {
        id: Set(id::fresh()),
        account_id: Set(permit.subject()),
        asked_by: Set(asked.asked_by.map(|by| by.0)),
        asked_at: Set(asked.asked_at),
        request: Set(asked.request.clone()),
        until: Set(asked.until),
        outcome: Set(asked.done_at.map(|_| DONE.to_owned())),
        settled_by: Set(asked.confirmed_by.map(|by| by.0)),
        settled_at: Set(asked.done_at),
    };
    table::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Ends the renewals of an account that wait: they were confirmed, or dropped.
pub async fn settle(
    tx: &impl ConnectionTrait,
    permit: &Permit<AdministerAccount>,
    is_done: bool,
    by: Option<AccountId>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let outcome = if is_done { DONE } else { DROPPED };
    let change = table::ActiveModel {
        outcome: Set(Some(outcome.to_owned())),
        settled_by: Set(by.map(|by| by.0)),
        settled_at: Set(Some(now)),
        ..Default::default()
    };
    table::Entity::update_many()
        .set(change)
        .filter(table::Column::AccountId.eq(permit.subject()))
        .filter(table::Column::Outcome.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

fn renewal(row: table::Model) -> Renewal {
    Renewal {
        account: AccountId(row.account_id),
        asked_by: row.asked_by.map(AccountId),
        asked_at: row.asked_at,
        request: row.request,
        until: row.until,
        confirmed_by: row.settled_by.map(AccountId),
        done_at: row.settled_at,
    }
}
