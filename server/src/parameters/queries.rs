//! Reads of parameters and of the calendar; each costs one statement.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;
use time::macros::date;
use time::{Date, Month};

use super::calendar::{Calendar, Clock, Period};
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
    let bad = |_| Refusal::bad("year: không phải năm của lịch", "year: not a year of the calendar");
    let from = Date::from_calendar_date(year, Month::January, 1).map_err(bad)?;
    let to = Date::from_calendar_date(year, Month::December, 31).map_err(bad)?;
    days_between(db, from, to).await
}

/// All that is recorded of days, whatever the year: some dozens a year.
async fn whole_calendar(db: &impl ConnectionTrait) -> Result<Calendar, Refusal> {
    calendar_between(db, date!(1900 - 01 - 01), date!(2199 - 12 - 31)).await
}

/// The last day of a period after a day, by the one rule of every clock.
pub async fn end_of(db: &impl ConnectionTrait, period: Period, after: Date) -> Result<Date, Refusal> {
    Ok(whole_calendar(db).await?.end_of(period, after))
}

/// A period of law that counts months, as it stands on a day, for many beginnings.
pub async fn clock(db: &impl ConnectionTrait, key: ParameterKey, on: Date) -> Result<Clock, Refusal> {
    let months = in_force(db, on).await?.of(key);
    Ok(Clock::new(Period::Months(months.unsigned_abs()), whole_calendar(db).await?))
}

/// Which of these years have no recorded days off: the days that fall into them may still move.
pub async fn years_without_calendar(
    db: &impl ConnectionTrait,
    years: impl IntoIterator<Item = i32>,
) -> Result<Vec<i32>, Refusal> {
    let calendar = whole_calendar(db).await?;
    Ok(years.into_iter().filter(|year| !calendar.knows(*year)).collect())
}

/// The working days between two dates, both included.
pub async fn calendar_between(db: &impl ConnectionTrait, from: Date, to: Date) -> Result<Calendar, Refusal> {
    Ok(Calendar::of(&days_between(db, from, to).await?))
}
