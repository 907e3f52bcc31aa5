//! A bound on log lines: each place in the code has a budget that fills up with time, so that nobody outside can fill a
//! disk by making the server complain. What is left out is counted and told.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::callsite::Identifier;
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata};
use tracing_subscriber::layer::{Context, Filter};

/// A line costs one, and one more for each so many bytes of what it says: long lines are rarer.
const BYTES_OF_ONE: usize = 1024;

/// Lets through so many lines a minute of each place; cheap to clone, shared by all clones.
#[derive(Clone)]
pub struct Limiter(Arc<Places>);

struct Places {
    lines_per_minute: u32,
    buckets: Mutex<HashMap<Identifier, Bucket>>,
}

/// The budget of one place.
struct Bucket {
    /// What remains, in thousandths of a line.
    thousandths: u64,
    filled: Instant,
    left_out: u64,
    metadata: &'static Metadata<'static>,
}

/// Lines of one place that were left out.
#[derive(Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Where in the code.
    pub place: String,
    /// How many lines.
    pub lines: u64,
}

impl Limiter {
    /// A limiter that has let nothing through yet.
    #[must_use]
    pub fn new(lines_per_minute: u32) -> Self {
        Self(Arc::new(Places { lines_per_minute, buckets: Mutex::new(HashMap::new()) }))
    }

    /// Whether a line of this place and of so many bytes may be written at this moment.
    fn admits(&self, metadata: &'static Metadata<'static>, bytes: usize, now: Instant) -> bool {
        let full = u64::from(self.0.lines_per_minute) * 1000;
        let cost = u64::try_from(1 + bytes / BYTES_OF_ONE).unwrap_or(u64::MAX).saturating_mul(1000).min(full);
        let mut buckets = self.0.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = match buckets.entry(metadata.callsite()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                new.insert(Bucket { thousandths: full, filled: now, left_out: 0, metadata })
            }
        };
        let passed = now.saturating_duration_since(bucket.filled);
        let gained = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX).saturating_mul(full) / 60_000;
        if gained > 0 {
            bucket.thousandths = bucket.thousandths.saturating_add(gained).min(full);
            bucket.filled = now;
        }
        match bucket.thousandths.checked_sub(cost) {
            Some(rest) => {
                bucket.thousandths = rest;
                true
            }
            None => {
                bucket.left_out += 1;
                false
            }
        }
    }

    /// What was left out since the last time this was asked.
    pub fn take_left_out(&self) -> Vec<LeftOut> {
        let mut buckets = self.0.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let mut left_out: Vec<_> = buckets
            .values_mut()
            .filter(|bucket| bucket.left_out > 0)
            .map(|bucket| LeftOut {
                place: format!(
                    "{}:{}",
                    bucket.metadata.file().unwrap_or(bucket.metadata.target()),
                    bucket.metadata.line().unwrap_or_default()
                ),
                lines: std::mem::take(&mut bucket.left_out),
            })
            .collect();
        left_out.sort_by(|one, other| one.place.cmp(&other.place));
        left_out
    }

    /// Writes a line for each place of which lines were left out.
    pub fn tell(&self) {
        for LeftOut { place, lines } in self.take_left_out() {
            tracing::warn!(place, lines, "… and {lines} more lines of this place were left out");
        }
    }

    /// Does so every ten seconds, until the task is ended.
    pub async fn keep_telling(self) {
        loop {
            tokio::time::sleep(Duration::from_secs(10)).await;
            self.tell();
        }
    }
}

impl<S> Filter<S> for Limiter {
    fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        true
    }

    fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
        let mut length = Length(0);
        event.record(&mut length);
        self.admits(event.metadata(), length.0, Instant::now())
    }
}

/// How many bytes the fields of an event say.
struct Length(usize);

impl fmt::Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

impl Visit for Length {
    fn record_str(&mut self, _: &Field, value: &str) {
        self.0 += value.len();
    }

    fn record_debug(&mut self, _: &Field, value: &dyn fmt::Debug) {
        if write!(self, "{value:?}").is_err() {
            self.0 += BYTES_OF_ONE;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use tracing_subscriber::fmt::MakeWriter;
    use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("not poisoned").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Written {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    /// What is written while this is done under a limiter, and what it left out.
    fn written(lines_per_minute: u32, work: impl FnOnce()) -> (String, Vec<LeftOut>, String) {
        let (limiter, written) = (Limiter::new(lines_per_minute), Written::default());
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(written.clone());
        let subscriber = tracing_subscriber::registry().with(lines.with_filter(limiter.clone()));
        let text = || String::from_utf8(written.0.lock().expect("not poisoned").clone()).expect("UTF-8");
        tracing::subscriber::with_default(subscriber, || {
            work();
            let before = text();
            limiter.tell();
            let told = text()[before.len()..].to_owned();
            (before, limiter.take_left_out(), told)
        })
    }

    #[test]
    fn a_flood_of_one_place_is_cut_and_told_and_leaves_the_others_alone() {
        let (lines, left_out, told) = written(10, || {
            for number in 0..1000 {
                tracing::error!(number, "request failed");
            }
            tracing::warn!("something else");
        });
        assert_eq!(lines.matches("request failed").count(), 10);
        assert!(lines.contains("something else"));
        assert!(told.contains("and 990 more lines"), "{told}");
        assert!(told.contains("rate.rs"), "the place is named: {told}");
        assert_eq!(left_out, []);
    }

    #[test]
    fn long_lines_use_up_more() {
        let (lines, _, told) = written(10, || {
            for _ in 0..100 {
                tracing::error!(cause = "x".repeat(4096), "request failed");
            }
        });
        assert_eq!(lines.matches("request failed").count(), 2);
        assert!(told.contains("and 98 more lines"), "{told}");
        let (lines, ..) = written(10, || tracing::error!(cause = "x".repeat(1_000_000), "once"));
        assert!(lines.contains("once"), "a line longer than the budget is written when nothing else was");
    }

    #[test]
    fn the_budget_fills_up_with_time() {
        let (limiter, start) = (Limiter::new(60), Instant::now());
        let metadata = {
            static CALLSITE: tracing::callsite::DefaultCallsite =
                tracing::callsite::DefaultCallsite::new(&METADATA);
            static METADATA: Metadata<'static> = tracing::metadata! {
                name: "here",
                target: "here",
                level: tracing::Level::INFO,
                fields: &[],
                callsite: &CALLSITE,
                kind: tracing::metadata::Kind::EVENT
            };
            &METADATA
        };
        let admitted = |seconds: u64| {
            let now = start + Duration::from_secs(seconds);
            (0..100).filter(|_| limiter.admits(metadata, 0, now)).count()
        };
        assert_eq!((admitted(0), admitted(1), admitted(11), admitted(1000)), (60, 1, 10, 60));
    }
}
