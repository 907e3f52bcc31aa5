//! Whose turn it is: how many operations one caller, and all strangers together, may have running.
//!
//! An operation that would be one too many waits in line; where the line is long too, or does not move, its caller is
//! told to come again. What strangers run together never takes more than their share of the connections to the
//! database, so that those who have signed in find one, however many strangers there are.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sea_orm::DatabaseBackend;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::shared::id::AccountId;

/// Operations that one caller may have running: a screen asks for up to six things at once.
const RUNNING: usize = 8;
/// Operations of one account that may wait.
const WAITING: usize = 64;
/// Operations that may wait of one address of strangers: a whole office signs in from one in the morning.
const WAITING_OF_STRANGERS: usize = 512;
/// Callers remembered before those who have nothing running are forgotten.
const REMEMBERED: usize = 1024;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// Somebody signed in, on whatever machines.
    Account(AccountId),
    /// A stranger, by network address.
    Stranger(Option<String>),
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Something is read, by so many fields of the root at once.
    Read(u64),
    /// Something is done, one step after the other.
    Deed,
}

/// There is no turn in time.
#[derive(Debug, PartialEq, Eq)]
pub struct Busy;

/// A turn; it lasts until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _own: OwnedSemaphorePermit,
    _share: Option<OwnedSemaphorePermit>,
}

/// A number of places, and a line before them.
#[derive(Debug)]
struct Line {
    places: Arc<Semaphore>,
    most: u32,
    waiting: AtomicUsize,
    most_waiting: usize,
}

impl Line {
    fn of(places: usize, most_waiting: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
            most: u32::try_from(places).unwrap_or(u32::MAX),
            waiting: AtomicUsize::new(0),
            most_waiting,
        }
    }

    async fn take(&self, places: u32) -> Result<OwnedSemaphorePermit, Busy> {
        let places = places.clamp(1, self.most);
        if let Ok(permit) = Arc::clone(&self.places).try_acquire_many_owned(places) {
            return Ok(permit);
        }
        let _standing = Standing::in_line(self)?;
        Arc::clone(&self.places).acquire_many_owned(places).await.map_err(|_| Busy)
    }
}

/// Somebody in the line; left when dropped, also when the client has gone.
struct Standing<'a>(&'a AtomicUsize);

impl<'a> Standing<'a> {
    fn in_line(line: &'a Line) -> Result<Self, Busy> {
        let standing = Self(&line.waiting);
        if line.waiting.fetch_add(1, Ordering::Relaxed) >= line.most_waiting {
            Err(Busy)
        } else {
            Ok(standing)
        }
    }
}

impl Drop for Standing<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The lines of all callers.
#[derive(Clone, Debug)]
pub struct Turns {
    callers: Arc<Mutex<HashMap<Who, Arc<Line>>>>,
    strangers_read: Arc<Line>,
    strangers_do: Arc<Line>,
}

impl Turns {
    /// Nobody has a turn yet. Of connections for readers SQLite has four, PostgreSQL sixteen.
    #[must_use]
    pub fn over(database: DatabaseBackend) -> Self {
        let (reads, deeds) = if database == DatabaseBackend::Sqlite { (2, 4) } else { (6, 4) };
        Self {
            callers: Arc::default(),
            strangers_read: Arc::new(Line::of(reads, WAITING_OF_STRANGERS)),
            strangers_do: Arc::new(Line::of(deeds, WAITING_OF_STRANGERS)),
        }
    }

    /// A turn, within the time.
    pub async fn take(&self, who: Who, what: What, within: Duration) -> Result<Turn, Busy> {
        let is_stranger = matches!(who, Who::Stranger(_));
        let line = self.line_of(who);
        let both = async {
            let own = line.take(1).await?;
            let share = match what {
                _ if !is_stranger => None,
                What::Read(fields) => {
                    Some(self.strangers_read.take(u32::try_from(fields).unwrap_or(u32::MAX)).await?)
                }
                What::Deed => Some(self.strangers_do.take(1).await?),
            };
            Ok(Turn { _own: own, _share: share })
        };
        tokio::time::timeout(within, both).await.unwrap_or(Err(Busy))
    }

    fn line_of(&self, who: Who) -> Arc<Line> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= REMEMBERED {
            // A line is in use while somebody stands in it or has a place.
            callers
                .retain(|_, line| Arc::strong_count(line) > 1 || line.places.available_permits() < RUNNING);
        }
        let most_waiting = if matches!(who, Who::Stranger(_)) { WAITING_OF_STRANGERS } else { WAITING };
        Arc::clone(callers.entry(who).or_insert_with(|| Arc::new(Line::of(RUNNING, most_waiting))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_millis(20);

    fn stranger(address: &str) -> Who {
        Who::Stranger(Some(address.to_owned()))
    }

    #[tokio::test]
    async fn one_caller_has_so_many_turns_and_no_more() {
        let turns = Turns::over(DatabaseBackend::Postgres);
        let who = Who::Account(AccountId::fresh());
        let mut taken = Vec::new();
        for _ in 0..RUNNING {
            taken.push(turns.take(who.clone(), What::Deed, SOON).await.expect("a turn"));
        }
        assert_eq!(turns.take(who.clone(), What::Deed, SOON).await.expect_err("one too many"), Busy);
        let other = Who::Account(AccountId::fresh());
        assert!(turns.take(other, What::Deed, SOON).await.is_ok(), "others do not wait for it");
        taken.pop();
        assert!(turns.take(who, What::Deed, SOON).await.is_ok(), "a turn that ends is free");
    }

    #[tokio::test]
    async fn the_line_ends_somewhere_and_moves_on() {
        let turns = Turns::over(DatabaseBackend::Postgres);
        let who = Who::Account(AccountId::fresh());
        let mut taken = Vec::new();
        for _ in 0..RUNNING {
            taken.push(turns.take(who.clone(), What::Deed, SOON).await.expect("a turn"));
        }
        let long = Duration::from_secs(20);
        let waiting: Vec<_> = (0..WAITING)
            .map(|_| {
                let (turns, who) = (turns.clone(), who.clone());
                tokio::spawn(async move { turns.take(who, What::Deed, long).await.map(drop) })
            })
            .collect();
        while turns.line_of(who.clone()).waiting.load(Ordering::Relaxed) < WAITING {
            tokio::task::yield_now().await;
        }
        assert_eq!(turns.take(who, What::Deed, long).await.expect_err("the line is full"), Busy);
        drop(taken);
        for one in waiting {
            assert_eq!(one.await.expect("ends"), Ok(()));
        }
    }

    #[tokio::test]
    async fn strangers_share_what_they_have_and_hold_up_nobody_else() {
        let turns = Turns::over(DatabaseBackend::Sqlite);
        let heavy = turns.take(stranger("192.0.2.1"), What::Read(30), SOON).await.expect("a turn");
        assert!(turns.take(stranger("192.0.2.2"), What::Read(1), SOON).await.is_err(), "the share is taken");
        assert!(turns.take(stranger("192.0.2.2"), What::Deed, SOON).await.is_ok(), "signing in goes on");
        let account = Who::Account(AccountId::fresh());
        assert!(turns.take(account, What::Read(30), SOON).await.is_ok());
        drop(heavy);
        assert!(turns.take(stranger("192.0.2.2"), What::Read(1), SOON).await.is_ok());
    }

    #[tokio::test]
    async fn callers_with_nothing_running_are_forgotten() {
        let turns = Turns::over(DatabaseBackend::Sqlite);
        for number in 0..3 * REMEMBERED {
            drop(turns.take(stranger(&number.to_string()), What::Deed, SOON).await.expect("a turn"));
        }
        assert!(turns.callers.lock().expect("held by nobody").len() <= REMEMBERED);
    }
}
