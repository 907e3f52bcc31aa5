//! Working days of offices: Mondays to Fridays without the days off, and the weekends worked for them.

use std::collections::BTreeMap;

use time::{Date, Weekday};

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

    /// Whether offices work on a day.
    #[must_use]
    pub fn is_working(&self, date: Date) -> bool {
        match self.days.get(&date) {
            Some(DayKind::DayOff) => false,
            Some(DayKind::WorkingDay) => true,
            Some(DayKind::Ordinary) | None => !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// The working days after one day, up to and with another.
    #[must_use]
    pub fn working_days_between(&self, after: Date, until: Date) -> u32 {
        let days = after.to_julian_day() + 1..=until.to_julian_day();
        let is_working = |day: &i32| Date::from_julian_day(*day).is_ok_and(|date| self.is_working(date));
        u32::try_from(days.filter(is_working).count()).unwrap_or(u32::MAX)
    }
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
}
