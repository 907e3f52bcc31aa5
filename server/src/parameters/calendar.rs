//! Working days of offices: Mondays to Fridays without the days off, and the weekends worked for them. And the one
//! rule by which every period ends.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

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
    fn working_day_from(&self, date: Date) -> Date {
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

    /// Whether days off of a year are recorded. Every year has some, so a year without any is one that nobody has
    /// entered yet, and a day that it makes may still move.
    #[must_use]
    pub fn knows(&self, year: i32) -> bool {
        self.days.iter().any(|(day, kind)| day.year() == year && *kind == DayKind::DayOff)
    }

    /// The last day of a period after a day: the one rule of every clock. The day itself does not count, and where
    /// the period ends on a day off it ends on the next working day (Civil Code 2015, articles 147 and 148).
    #[must_use]
    pub fn end_of(&self, period: Period, after: Date) -> Date {
        match period {
            Period::WorkingDays(count) => self.working_days_after(after, count),
            Period::Months(count) => self.working_day_from(months_after(after, count)),
        }
    }

    /// The last of so many working days after a day.
    fn working_days_after(&self, date: Date, count: u32) -> Date {
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

/// The years of which the days off should be recorded by a day: its own and, from October, the next, whose days off
/// are announced in autumn.
#[must_use]
pub fn years_ahead(today: Date) -> RangeInclusive<i32> {
    today.year()..=today.year() + i32::from(today.month() >= Month::October)
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// So many working days.
    WorkingDays(u32),
    /// So many months.
    Months(u32),
}

/// A period with the calendar that says where it ends.
#[derive(Clone, Debug)]
pub struct Clock {
    period: Period,
    calendar: Calendar,
}

impl Clock {
    /// A period by a calendar.
    #[must_use]
    pub fn new(period: Period, calendar: Calendar) -> Self {
        Self { period, calendar }
    }

    /// The last day of the period after a day.
    #[must_use]
    pub fn end(&self, after: Date) -> Date {
        self.calendar.end_of(self.period, after)
    }
}

/// The last day of a validity of so many years from a day on: the one before its anniversary. Nobody has to do
/// anything by then, so it may be a day off.
#[must_use]
pub fn last_day_of_validity(from: Date, years: u32) -> Date {
    let anniversary = months_after(from, years * 12);
    anniversary.previous_day().unwrap_or(anniversary)
}

/// The corresponding day so many months later, or the last of that month where it has none (Civil Code 2015,
/// articles 147 and 148).
fn months_after(date: Date, months: u32) -> Date {
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
    fn every_period_ends_on_a_working_day() {
        let calendar = Calendar::of(known_days());
        for (period, after, last) in [
            // A Sunday, and the last day of February that is one.
            (Period::Months(12), date!(2020 - 12 - 12), date!(2021 - 12 - 13)),
            (Period::Months(12), date!(2020 - 02 - 29), date!(2021 - 03 - 01)),
            (Period::Months(1), date!(2021 - 12 - 01), date!(2022 - 01 - 04)),
            (Period::WorkingDays(1), date!(2021 - 12 - 31), date!(2022 - 01 - 04)),
            (Period::Months(3), date!(2021 - 09 - 15), date!(2021 - 12 - 15)),
        ] {
            assert_eq!(calendar.end_of(period, after), last, "{period:?} after {after}");
            assert_eq!(Clock::new(period, calendar.clone()).end(after), last);
        }
    }

    #[test]
    fn a_year_without_days_off_is_one_that_nobody_entered() {
        let calendar = Calendar::of(known_days());
        assert!(calendar.knows(2021) && calendar.knows(2026));
        assert!(!calendar.knows(2031) && !Calendar::default().knows(2021));
        assert_eq!(years_ahead(date!(2021 - 09 - 30)), 2021..=2021);
        assert_eq!(years_ahead(date!(2021 - 10 - 01)), 2021..=2022);
    }

    #[test]
    fn a_validity_ends_the_day_before_its_anniversary() {
        assert_eq!(last_day_of_validity(date!(2021 - 12 - 21), 3), date!(2024 - 12 - 20));
        assert_eq!(last_day_of_validity(date!(2024 - 02 - 29), 1), date!(2025 - 02 - 27));
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
