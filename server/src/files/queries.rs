//! Reads of files. They know no reader: who may see a file is decided by `submissions`, which knows
//! the lines that cite it.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use super::model::StoredFile;
use super::store;
use crate::shared::error::Refusal;
use crate::shared::id::{FileId, UnitId};

/// The files with these ids; those that do not exist are left out.
pub async fn load_many(db: &impl ConnectionTrait, ids: &[FileId]) -> Result<Vec<StoredFile>, Refusal> {
    store::by_ids(db, ids).await
}

/// The libraries of units, newest file first.
pub async fn of_units(
    db: &impl ConnectionTrait,
    units: &[UnitId],
) -> Result<HashMap<UnitId, Vec<StoredFile>>, Refusal> {
    store::of_units(db, units).await
}
