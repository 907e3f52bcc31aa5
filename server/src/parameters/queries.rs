//! Reads of parameters and of the calendar; each costs one statement.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;
use time::{Date, Month};

use super::calendar::Calendar;
use super::catalogue::{CATALOGUE, definition, known_days};
use super::model::{CalendarDay, Parameter, ParameterKey};
use super::{rules, store};
use crate::shared::error::Refusal;

/// Every parameter as it stands on a day.
pub async fn all(db: &impl ConnectionTrait, on: Date) -> Result<Vec<Parameter>, Refusal> {
    let recorded = store::values(db).await?;
    let parameter = |known: &'static super::model::Definition| {
        let own = recorded.iter().filter(|(key, _)| *key == known.key).map(|(_, value)| value.clone());
        let values = own.chain([rules::brought_along(known)]).collect();
        Parameter { definition: known, on, values }
    };
    Ok(CATALOGUE.iter().map(parameter).collect())
}

/// The numbers that hold on a day, for the rules of other slices.
pub struct Numbers(BTreeMap<ParameterKey, i32>);

impl Numbers {
    /// The number of a parameter.
    #[must_use]
    pub fn of(&self, key: ParameterKey) -> i32 {
        self.0.get(&key).copied().unwrap_or_else(|| definition(key).default)
    }
}

/// The numbers that hold on a day.
pub async fn in_force(db: &impl ConnectionTrait, on: Date) -> Result<Numbers, Refusal> {
    let parameters = all(db, on).await?;
    let number = |one: &Parameter| Some((one.definition.key, rules::in_force(&one.values, on)?.value));
    Ok(Numbers(parameters.iter().filter_map(number).collect()))
}

/// One parameter as it stands on a day.
pub async fn one(db: &impl ConnectionTrait, key: ParameterKey, on: Date) -> Result<Parameter, Refusal> {
    let known = definition(key);
    let mut values = store::values_of(db, key).await?;
    values.push(rules::brought_along(known));
    Ok(Parameter { definition: known, on, values })
}

/// The days between two dates that are not as their weekday says, both included.
pub async fn days_between(
    db: &impl ConnectionTrait,
    from: Date,
    to: Date,
) -> Result<Vec<CalendarDay>, Refusal> {
    let recorded = store::days(db, from, to).await?;
    let brought_along = known_days().iter().filter(|day| (from..=to).contains(&day.date));
    Ok(rules::overlaid(brought_along, recorded))
}

/// Those of a year.
pub async fn days_of_year(db: &impl ConnectionTrait, year: i32) -> Result<Vec<CalendarDay>, Refusal> {
    let bad = |_| Refusal::BadInput("year: not a year of the calendar".into());
    let from = Date::from_calendar_date(year, Month::January, 1).map_err(bad)?;
    let to = Date::from_calendar_date(year, Month::December, 31).map_err(bad)?;
    days_between(db, from, to).await
}

/// The working days between two dates, both included.
pub async fn calendar_between(db: &impl ConnectionTrait, from: Date, to: Date) -> Result<Calendar, Refusal> {
    Ok(Calendar::of(&days_between(db, from, to).await?))
}
