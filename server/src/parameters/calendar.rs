//! Working days of offices: Mondays to Fridays without the days off, and the weekends worked for them.

use std::collections::BTreeMap;

use time::{Date, Month, Weekday};

use super::model::{CalendarDay, DayKind};

/// The days that are not as their weekday says.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    days: BTreeMap<Date, DayKind>,
}

impl Calendar {
    /// A calendar with these days; a later one of the same date holds.
    #[must_use]
    pub fn of<'a>(days: impl IntoIterator<Item = &'a CalendarDay>) -> Self {
        Self { days: days.into_iter().map(|day| (day.date, day.kind)).collect() }
    }

    /// A calendar with these days off, for the tests of other slices.
    #[cfg(test)]
    pub fn closed_on(days: impl IntoIterator<Item = Date>) -> Self {
        Self { days: days.into_iter().map(|day| (day, DayKind::DayOff)).collect() }
    }

    /// Whether offices work on a day.
    #[must_use]
    pub fn is_working(&self, date: Date) -> bool {
        match self.days.get(&date) {
            Some(DayKind::DayOff) => false,
            Some(DayKind::WorkingDay) => true,
            Some(DayKind::Ordinary) | None => !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// The day itself when offices work on it, else the next on which they do: where a period ends on a day off, it
    /// ends on the next working day (Civil Code 2015, article 148).
    #[must_use]
    pub fn working_day_from(&self, date: Date) -> Date {
        let mut day = date;
        // No row of days off is longer than a month, whatever was recorded.
        for _ in 0..31 {
            if self.is_working(day) {
                return day;
            }
            day = day.next_day().unwrap_or(day);
        }
        day
    }

    /// The last of so many working days after a day.
    #[must_use]
    pub fn working_days_after(&self, date: Date, count: u32) -> Date {
        let mut day = date;
        for _ in 0..count {
            day = self.working_day_from(day.next_day().unwrap_or(day));
        }
        day
    }

    /// The working days after one day, up to and with another.
    #[must_use]
    pub fn working_days_between(&self, after: Date, until: Date) -> u32 {
        let days = after.to_julian_day() + 1..=until.to_julian_day();
        let is_working = |day: &i32| Date::from_julian_day(*day).is_ok_and(|date| self.is_working(date));
        u32::try_from(days.filter(is_working).count()).unwrap_or(u32::MAX)
    }
}

/// The corresponding day so many months later, or the last of that month where it has none (Civil Code 2015,
/// articles 147 and 148).
#[must_use]
pub fn months_after(date: Date, months: u32) -> Date {
    let months = i64::from(date.year()) * 12 + i64::from(u8::from(date.month())) - 1 + i64::from(months);
    let year = i32::try_from(months.div_euclid(12)).unwrap_or(i32::MAX);
    let month = u8::try_from(months.rem_euclid(12) + 1).ok().and_then(|month| Month::try_from(month).ok());
    let Some(month) = month else { return date };
    Date::from_calendar_date(year, month, date.day().min(month.length(year))).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::catalogue::known_days;
    use super::*;

    #[test]
    fn offices_work_on_weekdays_but_for_days_off_and_on_weekends_worked_for_them() {
        let calendar = Calendar::of(known_days());
        for (day, is_working) in [
            (date!(2021 - 12 - 15), true),
            (date!(2021 - 12 - 18), false),
            (date!(2022 - 01 - 03), false),
            (date!(2024 - 04 - 29), false),
            (date!(2024 - 05 - 04), true),
        ] {
            assert_eq!(calendar.is_working(day), is_working, "{day}");
            assert_eq!(
                Calendar::default().is_working(day),
                !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            );
        }
    }

    #[test]
    fn a_day_recorded_as_ordinary_is_as_its_weekday_says() {
        let mut days = known_days().to_vec();
        let newyear = days.iter().find(|day| day.date == date!(2022 - 01 - 03)).expect("known").clone();
        days.push(CalendarDay { kind: DayKind::Ordinary, ..newyear });
        assert!(Calendar::of(&days).is_working(date!(2022 - 01 - 03)));
    }

    #[test]
    fn so_many_working_days_end_on_the_last_of_them() {
        let calendar = Calendar::of(known_days());
        for (after, count, last) in [
            (date!(2021 - 12 - 15), 1, date!(2021 - 12 - 16)),
            (date!(2021 - 12 - 15), 3, date!(2021 - 12 - 20)),
            (date!(2021 - 12 - 31), 1, date!(2022 - 01 - 04)),
            (date!(2021 - 12 - 18), 0, date!(2021 - 12 - 18)),
        ] {
            assert_eq!(calendar.working_days_after(after, count), last, "{after} + {count}");
        }
    }

    #[test]
    fn working_days_are_counted_after_one_day_up_to_another() {
        let calendar = Calendar::of(known_days());
        for (after, until, count) in [
            (date!(2021 - 12 - 15), date!(2021 - 12 - 15), 0),
            (date!(2021 - 12 - 15), date!(2021 - 12 - 20), 3),
            (date!(2021 - 12 - 31), date!(2022 - 01 - 04), 1),
            (date!(2021 - 12 - 20), date!(2021 - 12 - 15), 0),
        ] {
            assert_eq!(calendar.working_days_between(after, until), count, "{after} … {until}");
        }
    }

    #[test]
    fn a_period_of_months_ends_on_the_corresponding_day_and_never_on_a_day_off() {
        for (from, months, until) in [
            (date!(2021 - 01 - 31), 1, date!(2021 - 02 - 28)),
            (date!(2020 - 01 - 31), 1, date!(2020 - 02 - 29)),
            (date!(2021 - 11 - 30), 3, date!(2022 - 02 - 28)),
            (date!(2021 - 12 - 15), 12, date!(2022 - 12 - 15)),
            (date!(2021 - 12 - 15), 0, date!(2021 - 12 - 15)),
        ] {
            assert_eq!(months_after(from, months), until, "{from} + {months}");
        }
        let calendar = Calendar::of(known_days());
        assert_eq!(calendar.working_day_from(date!(2022 - 01 - 01)), date!(2022 - 01 - 04));
        assert_eq!(calendar.working_day_from(date!(2021 - 12 - 15)), date!(2021 - 12 - 15));
    }
}
