//! How long the other end may take to send or to fetch: never a long pause, and no trickle for ever.
//!
//! Time spent waiting is a debt that every byte pays off at the slowest speed that is accepted. A commune that needs
//! hours for 50 MB over a bad line never owes much; somebody who sends a byte now and then does soon.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// What is accepted.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Longest time without a byte.
    pub pause: Duration,
    /// Longest debt.
    pub debt: Duration,
    /// Bytes that pay off a second.
    pub bytes_per_second: u32,
}

/// The waiting for one end.
pub struct Waiting {
    patience: Patience,
    debt: Duration,
    since: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Waiting {
    /// Nothing was waited for yet.
    pub fn new(patience: Patience) -> Self {
        Self { patience, debt: Duration::ZERO, since: None, timer: None }
    }

    /// The other end moved so many bytes.
    pub fn moved(&mut self, bytes: usize) {
        self.moved_at(bytes, Instant::now());
    }

    fn moved_at(&mut self, bytes: usize, now: Instant) {
        let waited = self.since.take().map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
        let millis = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(1000)
            / u64::from(self.patience.bytes_per_second.max(1));
        self.debt = (self.debt + waited).saturating_sub(Duration::from_millis(millis));
    }

    /// Until when the other end may take, when the waiting goes on.
    fn until(&mut self, now: Instant) -> Instant {
        let since = *self.since.get_or_insert(now);
        since + self.patience.pause.min(self.patience.debt.saturating_sub(self.debt))
    }

    /// Call this while the other end does nothing: ready once it has taken too long.
    pub fn poll_exhausted(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let began = self.since.is_none();
        let until = self.until(Instant::now());
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if began {
            timer.as_mut().reset(until);
        }
        timer.as_mut().poll(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Patience =
        Patience { pause: Duration::from_secs(30), debt: Duration::from_secs(60), bytes_per_second: 1024 };

    /// When an end that sends so many bytes after each pause of so many seconds is given up, at most a day long.
    fn given_up(bytes: usize, pause: u64) -> Option<u64> {
        let start = Instant::now();
        let mut waiting = Waiting::new(PATIENCE);
        let mut second = 0;
        while second < 86_400 {
            let next = start + Duration::from_secs(second + pause);
            let until = waiting.until(start + Duration::from_secs(second));
            if until < next {
                return Some((until - start).as_secs());
            }
            waiting.moved_at(bytes, next);
            second += pause;
        }
        None
    }

    #[test]
    fn a_slow_line_is_waited_for_and_a_trickle_is_not() {
        assert_eq!(given_up(2_048, 1), None, "2 KiB/s");
        assert_eq!(given_up(40_000, 25), None, "in bursts");
        assert_eq!(given_up(1, 1), Some(60), "a byte a second");
        assert_eq!(given_up(1, 29), Some(60), "a byte now and then");
        assert_eq!(given_up(1_000_000, 31), Some(30), "a long pause");
    }

    #[test]
    fn a_flood_buys_no_pause_later() {
        let start = Instant::now();
        let mut waiting = Waiting::new(PATIENCE);
        waiting.moved_at(50_000_000, start);
        assert_eq!(waiting.until(start), start + PATIENCE.pause);
    }
}
