//! Rows of the throttle and of the browsers that are known.

use std::collections::HashMap;

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use time::OffsetDateTime;

use super::policy::{AdministerAccount, BeginSession};
use super::throttle::{Attempts, Subject};
use crate::access::{OwnPermit, Permit};
use crate::entity::{known_browser, sign_in_throttle};
use crate::shared::error::Refusal;

/// Browsers of one account that are known at a time; the longest unseen is forgotten.
const MOST_BROWSERS: u64 = 20;

/// What is remembered of the attempts on these subjects, locked until the transaction ends: attempts at once are
/// counted one after the other. Three statements, whatever is remembered.
pub async fn lock_attempts(
    tx: &impl ConnectionTrait,
    subjects: &[Subject],
    now: OffsetDateTime,
) -> Result<HashMap<String, Attempts>, Refusal> {
    let rows = subjects
        .iter()
        .map(|subject| row(subject, Attempts { failures: 0, window_started_at: now, blocked_until: None }));
    let keep = OnConflict::column(sign_in_throttle::Column::Subject).do_nothing().to_owned();
    sign_in_throttle::Entity::insert_many(rows).on_conflict(keep).exec_without_returning(tx).await?;
    let hashes = subjects.iter().map(|subject| subject.hash.clone());
    let rows = sign_in_throttle::Entity::find()
        .filter(sign_in_throttle::Column::Subject.is_in(hashes))
        .order_by_asc(sign_in_throttle::Column::Subject)
        .lock_exclusive()
        .all(tx)
        .await?;
    let read = |row: sign_in_throttle::Model| {
        let attempts = Attempts {
            failures: row.failures,
            window_started_at: row.window_started_at,
            blocked_until: row.blocked_until,
        };
        (row.subject, attempts)
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Remembers attempts on subjects.
pub async fn save_attempts(
    tx: &impl ConnectionTrait,
    counted: &[(Subject, Attempts)],
) -> Result<(), Refusal> {
    if counted.is_empty() {
        return Ok(());
    }
    let rows = counted.iter().map(|(subject, attempts)| row(subject, *attempts));
    let replace = OnConflict::column(sign_in_throttle::Column::Subject)
        .update_columns([
            sign_in_throttle::Column::Failures,
            sign_in_throttle::Column::WindowStartedAt,
            sign_in_throttle::Column::BlockedUntil,
        ])
        .to_owned();
    sign_in_throttle::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

fn row(subject: &Subject, attempts: Attempts) -> sign_in_throttle::ActiveModel {
    sign_in_throttle::ActiveModel {
        subject: Set(subject.hash.clone()),
        failures: Set(attempts.failures),
        window_started_at: Set(attempts.window_started_at),
        blocked_until: Set(attempts.blocked_until),
        login_hash: Set(subject.login.clone()),
    }
}

/// Forgets the attempts on subjects.
pub async fn forget_attempts(tx: &impl ConnectionTrait, hashes: Vec<String>) -> Result<(), Refusal> {
    if hashes.is_empty() {
        return Ok(());
    }
    sign_in_throttle::Entity::delete_many()
        .filter(sign_in_throttle::Column::Subject.is_in(hashes))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets every attempt on a sign-in name, wherever it came from.
pub async fn forget_attempts_on(tx: &impl ConnectionTrait, login_hash: &str) -> Result<(), Refusal> {
    sign_in_throttle::Entity::delete_many()
        .filter(sign_in_throttle::Column::LoginHash.eq(login_hash))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes counters that no longer matter: those whose window is over and that block nobody.
pub async fn sweep_attempts(
    db: &impl ConnectionTrait,
    started_before: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    sign_in_throttle::Entity::delete_many()
        .filter(sign_in_throttle::Column::WindowStartedAt.lt(started_before))
        .filter(
            Condition::any()
                .add(sign_in_throttle::Column::BlockedUntil.is_null())
                .add(sign_in_throttle::Column::BlockedUntil.lt(now)),
        )
        .exec(db)
        .await?;
    Ok(())
}

/// Whether a browser is known by the hash of its secret.
pub async fn is_known(
    db: &impl ConnectionTrait,
    secret_hash: &str,
    seen_after: OffsetDateTime,
) -> Result<bool, Refusal> {
    let row = known_browser::Entity::find_by_id(secret_hash)
        .filter(known_browser::Column::LastSeenAt.gt(seen_after))
        .one(db)
        .await?;
    Ok(row.is_some())
}

/// Notes that somebody signed in by a browser, and forgets those of the account that were not seen for longest.
pub async fn note_browser(
    tx: &impl ConnectionTrait,
    permit: &OwnPermit<BeginSession>,
    secret_hash: String,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let account = permit.account();
    let row = known_browser::ActiveModel {
        secret_hash: Set(secret_hash),
        account_id: Set(account.0),
        first_seen_at: Set(now),
        last_seen_at: Set(now),
    };
    let seen_again = OnConflict::column(known_browser::Column::SecretHash)
        .update_column(known_browser::Column::LastSeenAt)
        .to_owned();
    known_browser::Entity::insert(row).on_conflict(seen_again).exec_without_returning(tx).await?;
    let surplus: Vec<String> = known_browser::Entity::find()
        .select_only()
        .column(known_browser::Column::SecretHash)
        .filter(known_browser::Column::AccountId.eq(account.0))
        .order_by_desc(known_browser::Column::LastSeenAt)
        .order_by_desc(known_browser::Column::FirstSeenAt)
        .offset(MOST_BROWSERS)
        .limit(100)
        .into_tuple()
        .all(tx)
        .await?;
    if !surplus.is_empty() {
        known_browser::Entity::delete_many()
            .filter(known_browser::Column::SecretHash.is_in(surplus))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Forgets every browser of an account.
pub async fn forget_browsers(
    tx: &impl ConnectionTrait,
    permit: &Permit<AdministerAccount>,
) -> Result<(), Refusal> {
    known_browser::Entity::delete_many()
        .filter(known_browser::Column::AccountId.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes browsers that were not seen for too long.
pub async fn sweep_browsers(db: &impl ConnectionTrait, unseen_since: OffsetDateTime) -> Result<(), Refusal> {
    known_browser::Entity::delete_many()
        .filter(known_browser::Column::LastSeenAt.lt(unseen_since))
        .exec(db)
        .await?;
    Ok(())
}
