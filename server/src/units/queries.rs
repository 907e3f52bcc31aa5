//! Reads of the catalogue. It is open to everybody who is signed in.

use sea_orm::ConnectionTrait;
use time::Date;

use super::model::{Unit, UnitFilter};
use super::store;
use crate::app::App;
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;
use crate::shared::page::{Page, PageRequest};

/// The units with these ids on a day; those that do not exist then are left out.
pub async fn load_many(db: &impl ConnectionTrait, ids: &[UnitId], day: Date) -> Result<Vec<Unit>, Refusal> {
    store::by_ids(db, ids, day).await
}

/// The units with these codes on a day.
pub async fn by_codes(db: &impl ConnectionTrait, codes: &[String], day: Date) -> Result<Vec<Unit>, Refusal> {
    store::by_codes(db, codes, day).await
}

/// All units of a day, in tree order.
pub async fn all(db: &impl ConnectionTrait, day: Date) -> Result<Vec<Unit>, Refusal> {
    store::all(db, day).await
}

/// A page of units on a day.
pub async fn page(
    app: &App,
    filter: &UnitFilter,
    day: Date,
    request: &PageRequest,
) -> Result<Page<Unit>, Refusal> {
    store::page(app.db.read(), filter, day, request).await
}

/// Ids of a unit and everything below it on a day.
pub async fn subtree_ids(db: &impl ConnectionTrait, top: &Unit, day: Date) -> Result<Vec<UnitId>, Refusal> {
    store::subtree_ids(db, &top.path, day).await
}

/// The units above a unit on a day, root first.
pub async fn ancestors(app: &App, unit: &Unit, day: Date) -> Result<Vec<Unit>, Refusal> {
    store::ancestors(app.db.read(), &unit.path, day).await
}
