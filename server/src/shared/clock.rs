//! The clock: time is always passed in, so that a test or a demo can choose it.

use std::sync::atomic::{AtomicI64, Ordering};

use time::macros::time;
use time::{Date, OffsetDateTime, UtcOffset};

/// Vietnam's offset from UTC; the country has had one zone without summer time since 1975.
pub const VIETNAM: UtcOffset = match UtcOffset::from_hms(7, 0, 0) {
    Ok(offset) => offset,
    Err(_) => panic!("seven hours is a valid offset"),
};

/// Tells the time in UTC, cut to whole seconds (a deadline's last second is included).
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> OffsetDateTime;

    /// The moment that the world outside agrees on, for what phones and other servers have computed: one-time
    /// codes, signed tokens. Differs from `now` only where a demonstration has shifted the clock.
    fn true_now(&self) -> OffsetDateTime {
        self.now()
    }
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        #[expect(clippy::disallowed_methods, reason = "the one place where time is read")]
        whole_seconds(OffsetDateTime::now_utc())
    }
}

/// A clock that starts at a chosen moment and runs on; the demo lives in December 2021 with it.
pub struct ShiftedClock {
    shift: time::Duration,
}

impl ShiftedClock {
    /// Starts a clock that now shows `start`.
    #[must_use]
    pub fn starting_at(start: OffsetDateTime) -> Self {
        Self { shift: start - SystemClock.now() }
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> OffsetDateTime {
        SystemClock.now() + self.shift
    }

    fn true_now(&self) -> OffsetDateTime {
        SystemClock.now()
    }
}

/// A clock that stands still until it is set; for tests and for loading sample data.
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock standing at `now`.
    #[must_use]
    pub fn at(now: OffsetDateTime) -> Self {
        Self(AtomicI64::new(now.unix_timestamp()))
    }

    /// Moves the hands.
    pub fn set(&self, now: OffsetDateTime) {
        self.0.store(now.unix_timestamp(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0.load(Ordering::SeqCst))
            .expect("only valid moments are stored")
    }
}

/// The calendar date in Vietnam at a moment.
#[must_use]
pub fn vietnam_date(now: OffsetDateTime) -> Date {
    now.to_offset(VIETNAM).date()
}

/// The last second of a day in Vietnam.
#[must_use]
pub fn vietnam_day_end(day: Date) -> OffsetDateTime {
    day.with_time(time!(23:59:59)).assume_offset(VIETNAM)
}

fn whole_seconds(moment: OffsetDateTime) -> OffsetDateTime {
    moment.replace_nanosecond(0).expect("zero is a valid nanosecond")
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn the_day_in_vietnam_begins_at_seventeen_hours_utc() {
        assert_eq!(vietnam_date(datetime!(2021-12-15 16:59:59 UTC)), date!(2021 - 12 - 15));
        assert_eq!(vietnam_date(datetime!(2021-12-15 17:00:00 UTC)), date!(2021 - 12 - 16));
    }
}
