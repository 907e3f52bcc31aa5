//! Sessions as rows: the store behind tower-sessions. Only a hash of the id is kept, and idle and
//! absolute expiry are judged by the application's clock.

use async_trait::async_trait;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use uuid::Uuid;

use crate::app::App;
use crate::entity::session as table;
use crate::shared::clock::{Clock as _, SystemClock};

/// Keys of what a session holds.
pub mod key {
    /// Account of the person, as a UUID.
    pub const ACCOUNT: &str = "account";
    /// Network address at sign-in.
    pub const ADDRESS: &str = "address";
    /// Browser at sign-in.
    pub const USER_AGENT: &str = "user_agent";
    /// When the session began, in seconds: a new id does not make it younger.
    pub const BEGUN_AT: &str = "begun_at";
    /// When the person last proved who they are, in seconds.
    pub const PROVED_AT: &str = "proved_at";
    /// Account that waits for a code of its second factor, and since when.
    pub const WAITING: &str = "waiting";
    /// Where the identity provider is told that the person leaves.
    pub const SIGN_OUT_URL: &str = "sign_out_url";
    /// The role assignment that the person acts in, as a UUID; absent when in all of them.
    pub const ACTING_AS: &str = "acting_as";
}

/// A session in use is marked as seen at most this often.
const TOUCH_EVERY: Duration = Duration::minutes(5);

/// The store of sessions.
#[derive(Clone)]
pub struct SessionRows {
    app: App,
}

impl std::fmt::Debug for SessionRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionRows")
    }
}

impl SessionRows {
    /// The store over the application's database.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self { app: app.clone() }
    }

    async fn put(&self, record: &Record) -> Result<()> {
        let now = self.app.clock.now();
        let text = |key: &str| record.data.get(key).and_then(|value| value.as_str()).map(str::to_owned);
        let begun = record.data.get(key::BEGUN_AT).and_then(serde_json::Value::as_i64);
        let begun =
            begun.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok()).unwrap_or(now);
        let row = table::ActiveModel {
            id_hash: Set(hash(record.id)),
            account_id: Set(text(key::ACCOUNT).and_then(|id| Uuid::parse_str(&id).ok())),
            data: Set(serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?),
            address: Set(text(key::ADDRESS)),
            user_agent: Set(text(key::USER_AGENT)),
            created_at: Set(begun),
            last_seen_at: Set(now),
            expires_at: Set(begun + Duration::hours(i64::from(self.app.config.session_absolute_hours))),
        };
        let keep_age = OnConflict::column(table::Column::IdHash)
            .update_columns([table::Column::AccountId, table::Column::Data, table::Column::LastSeenAt])
            .to_owned();
        table::Entity::insert(row)
            .on_conflict(keep_age)
            .exec_without_returning(self.app.db.write())
            .await
            .map(|_| ())
            .map_err(backend)
    }
}

#[async_trait]
impl SessionStore for SessionRows {
    async fn create(&self, record: &mut Record) -> Result<()> {
        self.put(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.put(record).await
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.app.clock.now();
        let found = table::Entity::find_by_id(hash(*id)).one(self.app.db.read()).await.map_err(backend)?;
        let idle = Duration::minutes(i64::from(self.app.config.session_idle_minutes));
        let Some(row) = found.filter(|row| now < row.expires_at && now < row.last_seen_at + idle) else {
            return Ok(None);
        };
        if now >= row.last_seen_at + TOUCH_EVERY {
            table::Entity::update_many()
                .col_expr(table::Column::LastSeenAt, Expr::value(now))
                .filter(table::Column::IdHash.eq(row.id_hash))
                .exec(self.app.db.write())
                .await
                .map_err(backend)?;
        }
        Ok(Some(Record {
            id: *id,
            data: serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?,
            expiry_date: SystemClock.now() + Duration::days(1),
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        table::Entity::delete_by_id(hash(*id)).exec(self.app.db.write()).await.map(|_| ()).map_err(backend)
    }
}

/// What is kept of a session id.
#[must_use]
pub fn hash(id: Id) -> String {
    hex::encode(Sha256::digest(id.to_string()))
}

fn backend(error: sea_orm::DbErr) -> Error {
    Error::Backend(error.to_string())
}
