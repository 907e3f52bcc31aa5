//! Rows of parameters and of the calendar.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, SqlErr,
};
use time::{Date, OffsetDateTime};

use super::model::{CalendarDay, NewValue, ParameterKey, ParameterValue};
use super::policy::KeepParameters;
use crate::access::Permit;
use crate::entity::{calendar_day as day_table, parameter_value as value_table};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, ParameterValueId};
use crate::shared::json;

/// Every value that was recorded, the last recorded first.
pub async fn values(db: &impl ConnectionTrait) -> Result<Vec<(ParameterKey, ParameterValue)>, Refusal> {
    let rows = value_table::Entity::find().order_by_desc(value_table::Column::Position).all(db).await?;
    rows.into_iter().map(read_value).collect()
}

/// The values recorded for one parameter, the last recorded first.
pub async fn values_of(db: &impl ConnectionTrait, key: ParameterKey) -> Result<Vec<ParameterValue>, Refusal> {
    let rows = value_table::Entity::find()
        .filter(value_table::Column::Key.eq(key.code()))
        .order_by_desc(value_table::Column::Position)
        .all(db)
        .await?;
    rows.into_iter().map(|row| read_value(row).map(|(_, value)| value)).collect()
}

/// Records a value under the permit's row; false when somebody recorded one of the same number meanwhile.
pub async fn insert_value(
    tx: &impl ConnectionTrait,
    permit: &Permit<KeepParameters>,
    new: &NewValue,
    by: AccountId,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let row = value_table::ActiveModel {
        id: Set(permit.subject()),
        key: Set(new.key.code().to_owned()),
        position: Set(new.version + 1),
        value: Set(new.value),
        valid_from: Set(new.valid_from),
        source: Set(new.source.trim().to_owned()),
        is_verified: Set(new.is_verified),
        reason: Set(new.reason.trim().to_owned()),
        recorded_by: Set(by.0),
        recorded_at: Set(now),
    };
    match value_table::Entity::insert(row).exec_without_returning(tx).await {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The days recorded between two dates, both included, by date.
pub async fn days(db: &impl ConnectionTrait, from: Date, to: Date) -> Result<Vec<CalendarDay>, Refusal> {
    let rows = day_table::Entity::find()
        .filter(day_table::Column::Date.between(from, to))
        .order_by_asc(day_table::Column::Date)
        .all(db)
        .await?;
    rows.into_iter().map(read_day).collect()
}

/// Records a day in the place of what was recorded of it before; false when somebody else did so meanwhile.
pub async fn replace_day(
    tx: &impl ConnectionTrait,
    permit: &Permit<KeepParameters>,
    day: &CalendarDay,
    by: AccountId,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    day_table::Entity::delete_many().filter(day_table::Column::Date.eq(day.date)).exec(tx).await?;
    let row = day_table::ActiveModel {
        id: Set(permit.subject()),
        date: Set(day.date),
        kind: Set(day.kind.code().to_owned()),
        name_vi: Set(day.name_vi.clone()),
        name_en: Set(day.name_en.clone()),
        source: Set(day.source.clone()),
        recorded_by: Set(by.0),
        recorded_at: Set(now),
    };
    match day_table::Entity::insert(row).exec_without_returning(tx).await {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn read_value(row: value_table::Model) -> Result<(ParameterKey, ParameterValue), Refusal> {
    let value = ParameterValue {
        id: Some(ParameterValueId(row.id)),
        value: row.value,
        valid_from: Some(row.valid_from),
        source: row.source,
        is_verified: row.is_verified,
        reason: Some(row.reason),
        recorded_by: Some(AccountId(row.recorded_by)),
        recorded_at: Some(row.recorded_at),
    };
    Ok((json::from_code(&row.key, "parameter_value.key")?, value))
}

fn read_day(row: day_table::Model) -> Result<CalendarDay, Refusal> {
    Ok(CalendarDay {
        date: row.date,
        kind: json::from_code(&row.kind, "calendar_day.kind")?,
        name_vi: row.name_vi,
        name_en: row.name_en,
        source: row.source,
        is_recorded: true,
    })
}
