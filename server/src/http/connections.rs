//! The open connections: never more than so many, and what each is doing, so that those that do nothing make room and
//! those that keep a request waiting are ended.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::patience::Patience;
use crate::config::Config;
use crate::telemetry::Metrics;

/// What a connection may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most connections at once.
    pub connections: usize,
    /// Most of them from one address; `None` where the address is that of a trusted proxy, for whom everybody comes.
    pub per_address: Option<usize>,
    /// Longest time from the first byte of a request to the end of its head.
    pub head: Duration,
    /// Longest time between requests; longer than proxies keep connections, so that it is they who end them.
    pub idle: Duration,
    /// For the bodies of requests.
    pub sending: Patience,
    /// For answers: longer, as the system's buffer empties in gulps.
    pub fetching: Patience,
    /// Time that requests in flight have to finish when the server stops.
    pub stop: Duration,
}

impl Limits {
    /// The limits of these settings.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let seconds = Duration::from_secs;
        Self {
            connections: usize::try_from(config.connections_max).unwrap_or(usize::MAX),
            per_address: (!config.trust_proxy)
                .then(|| usize::try_from(config.connections_per_address).unwrap_or(usize::MAX)),
            head: seconds(10),
            idle: seconds(75),
            sending: Patience { pause: seconds(30), debt: seconds(60), bytes_per_second: 1024 },
            fetching: Patience { pause: seconds(60), debt: seconds(120), bytes_per_second: 1024 },
            stop: seconds(u64::from(config.stop_seconds)),
        }
    }

    /// How often each connection is looked at.
    pub fn tick(&self) -> Duration {
        let shortest = self.head.min(self.idle).min(self.fetching.pause);
        (shortest / 4).clamp(Duration::from_millis(20), Duration::from_secs(1))
    }
}

/// Why the server ended a connection, as the metrics call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// To make room for another.
    MadeRoom,
    /// Its address has as many as it may have, and all are at work.
    TooManyOfAddress,
    /// Nothing was asked for long.
    Idle,
    /// The head of a request did not come to its end.
    SlowHead,
    /// An answer is not fetched.
    NotFetched,
    /// The server stops.
    Stopping,
}

impl Ending {
    fn reason(self) -> &'static str {
        match self {
            Self::MadeRoom => "made_room",
            Self::TooManyOfAddress => "address_full",
            Self::Idle => "idle",
            Self::SlowHead => "slow_head",
            Self::NotFetched => "not_fetched",
            Self::Stopping => "stopping",
        }
    }
}

/// All open connections of a listener; cheap to clone.
#[derive(Clone)]
pub struct Connections(Arc<Shared>);

struct Shared {
    limit: usize,
    per_address: Option<usize>,
    metrics: Option<Metrics>,
    open: Mutex<Open>,
    /// A connection ended, or has nothing to do any more.
    room: Notify,
}

#[derive(Default)]
struct Open {
    last: u64,
    connections: HashMap<u64, Arc<Connection>>,
}

/// One open connection.
struct Connection {
    from: IpAddr,
    state: Mutex<State>,
    ended: Notify,
}

struct State {
    /// Requests that are not answered to the end, each with the time since when its client has to fetch.
    flights: HashMap<u64, Option<Instant>>,
    last_flight: u64,
    /// When the last request was answered, or the connection opened.
    idle_since: Instant,
    /// When the first byte of the next request came.
    head_since: Option<Instant>,
    /// Bytes of an answer wait for the client.
    is_flushing: bool,
    /// Several requests at once (HTTP/2): bytes between requests say nothing.
    is_multiplexed: bool,
    ending: Option<Ending>,
}

impl Connection {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, state: &mut State, ending: Ending) {
        state.ending.get_or_insert(ending);
        self.ended.notify_one();
    }
}

impl State {
    fn does_nothing(&self) -> bool {
        self.flights.is_empty() && !self.is_flushing
    }

    /// Why the connection should end at this moment.
    fn overdue(&self, now: Instant, limits: &Limits) -> Option<Ending> {
        let past = |since: Instant, most: Duration| now.saturating_duration_since(since) > most;
        if self.does_nothing() {
            let head = self.head_since.filter(|_| !self.is_multiplexed);
            if head.is_some_and(|since| past(since, limits.head)) {
                return Some(Ending::SlowHead);
            }
            return past(self.idle_since, limits.idle).then_some(Ending::Idle);
        }
        // Over HTTP/1 the socket itself tells of answers that are not fetched.
        let mut waiting = self.flights.values().flatten().filter(|_| self.is_multiplexed);
        waiting.any(|since| past(*since, limits.fetching.pause)).then_some(Ending::NotFetched)
    }
}

impl Connections {
    /// None yet, and never more than so many, nor more than so many from one address.
    pub fn at_most(limit: usize, per_address: Option<usize>, metrics: Option<Metrics>) -> Self {
        Self(Arc::new(Shared { limit, per_address, metrics, open: Mutex::default(), room: Notify::new() }))
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a new connection from an address. When all are taken, the connection that has done nothing for
    /// longest makes room; where all are busy, this waits. An address that has as many as it may have makes room by
    /// its own; where all of them are busy it gets no place, so that nobody else waits for it.
    pub async fn admit(&self, from: IpAddr) -> Option<Ticket> {
        let from = counted_as(from);
        if !self.address_has_room(from) {
            if let Some(metrics) = &self.0.metrics {
                metrics.turned_away(Ending::TooManyOfAddress.reason());
            }
            return None;
        }
        loop {
            let room = self.0.room.notified();
            if let Some(ticket) = self.enter(from, Instant::now()) {
                return Some(ticket);
            }
            self.make_room();
            room.await;
        }
    }

    /// Whether one more may come from an address; one of its own that does nothing is ended for it.
    fn address_has_room(&self, from: IpAddr) -> bool {
        let Some(most) = self.0.per_address else { return true };
        let open = self.open();
        let own: Vec<_> = open.connections.values().filter(|connection| connection.from == from).collect();
        let is_staying = |connection: &&&Arc<Connection>| connection.state().ending.is_none();
        if own.iter().filter(is_staying).count() < most {
            return true;
        }
        let idle = own.into_iter().filter_map(|connection| {
            let state = connection.state();
            (state.ending.is_none() && state.does_nothing()).then_some((state.idle_since, connection))
        });
        let Some((_, longest)) = idle.min_by_key(|(since, _)| *since) else { return false };
        let mut state = longest.state();
        // A request may have begun meanwhile.
        let makes_room = state.does_nothing();
        if makes_room {
            longest.end(&mut state, Ending::MadeRoom);
        }
        makes_room
    }

    fn enter(&self, from: IpAddr, now: Instant) -> Option<Ticket> {
        let mut open = self.open();
        if open.connections.len() >= self.0.limit {
            return None;
        }
        let state = State {
            flights: HashMap::new(),
            last_flight: 0,
            idle_since: now,
            head_since: None,
            is_flushing: false,
            is_multiplexed: false,
            ending: None,
        };
        let connection = Arc::new(Connection { from, state: Mutex::new(state), ended: Notify::new() });
        open.last += 1;
        let number = open.last;
        open.connections.insert(number, Arc::clone(&connection));
        if let Some(metrics) = &self.0.metrics {
            metrics.connected();
        }
        Some(Ticket(Arc::new(Place { number, connection, all: self.clone() })))
    }

    /// Ends the connection that has done nothing for longest, unless one is ending already.
    fn make_room(&self) {
        let open = self.open();
        let mut longest: Option<(Instant, &Arc<Connection>)> = None;
        for connection in open.connections.values() {
            let state = connection.state();
            if state.ending.is_some() {
                return;
            }
            if state.does_nothing() && longest.is_none_or(|(since, _)| state.idle_since < since) {
                longest = Some((state.idle_since, connection));
            }
        }
        if let Some((_, connection)) = longest {
            let mut state = connection.state();
            // A request may have begun meanwhile; then the next change is waited for.
            if state.does_nothing() {
                connection.end(&mut state, Ending::MadeRoom);
            }
        }
    }
}

/// The address by which a client is counted: of IPv6 the network of 64 bits, which one household or office has whole.
fn counted_as(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 => v4,
    }
}

/// The place of one connection; the last clone that is dropped frees it.
#[derive(Clone)]
pub struct Ticket(Arc<Place>);

struct Place {
    number: u64,
    connection: Arc<Connection>,
    all: Connections,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.all.open().connections.remove(&self.number);
        if let Some(metrics) = &self.all.0.metrics {
            let ending = self.connection.state().ending;
            metrics.disconnected(ending.map(Ending::reason));
        }
        self.all.0.room.notify_one();
    }
}

impl Ticket {
    /// A request begins; none may once the connection is being ended.
    pub fn begin(&self, is_multiplexed: bool) -> Option<Flight> {
        let mut state = self.0.connection.state();
        if state.ending.is_some() {
            return None;
        }
        state.is_multiplexed = is_multiplexed;
        state.head_since = None;
        state.last_flight += 1;
        let number = state.last_flight;
        state.flights.insert(number, None);
        Some(Flight { number, ticket: self.clone() })
    }

    /// Bytes came in.
    pub fn heard(&self) {
        let mut state = self.0.connection.state();
        if state.flights.is_empty() {
            state.head_since.get_or_insert_with(Instant::now);
        }
    }

    /// Whether bytes of an answer wait for the client.
    pub fn flushing(&self, is_flushing: bool) {
        let mut state = self.0.connection.state();
        if state.is_flushing != is_flushing {
            state.is_flushing = is_flushing;
            if state.does_nothing() {
                self.0.all.0.room.notify_one();
            }
        }
    }

    /// Ready once the connection is to end.
    pub async fn ended(&self) {
        self.0.connection.ended.notified().await;
    }

    /// Ends the connection where it has taken too long.
    pub fn look(&self, limits: &Limits) {
        let mut state = self.0.connection.state();
        if let Some(ending) = state.overdue(Instant::now(), limits) {
            self.0.connection.end(&mut state, ending);
        }
    }

    /// Ends the connection if nothing is in flight.
    pub fn end_if_idle(&self) {
        let mut state = self.0.connection.state();
        if state.does_nothing() {
            self.0.connection.end(&mut state, Ending::Stopping);
        }
    }
}

/// A request from its head to the last byte of its answer.
pub struct Flight {
    number: u64,
    ticket: Ticket,
}

impl Flight {
    /// It is the client's turn to fetch, or not.
    pub fn waits_for_client(&self, waits: bool) {
        let mut state = self.ticket.0.connection.state();
        if let Some(since) = state.flights.get_mut(&self.number) {
            *since = waits.then(Instant::now);
        }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let place = &self.ticket.0;
        let mut state = place.connection.state();
        state.flights.remove(&self.number);
        state.idle_since = Instant::now();
        if state.does_nothing() {
            place.all.0.room.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

    fn at_most(limit: usize) -> Connections {
        Connections::at_most(limit, None, None)
    }

    fn ending(ticket: &Ticket) -> Option<Ending> {
        ticket.0.connection.state().ending
    }

    #[test]
    fn the_one_idle_for_longest_makes_room_and_never_one_at_work() {
        let all = at_most(3);
        let start = Instant::now();
        let at = |seconds| all.enter(HERE, start + Duration::from_secs(seconds)).expect("room");
        let (busy, older, newer) = (at(0), at(1), at(2));
        let flight = busy.begin(false).expect("begins");
        assert!(all.enter(HERE, start).is_none(), "full");
        all.make_room();
        all.make_room();
        assert_eq!((ending(&busy), ending(&older), ending(&newer)), (None, Some(Ending::MadeRoom), None));
        assert!(older.begin(false).is_none(), "no request begins on a connection that ends");
        drop(older);
        let another = all.enter(HERE, start + Duration::from_secs(3)).expect("room again");
        let flights = (newer.begin(false), another.begin(false));
        all.make_room();
        assert_eq!((ending(&busy), ending(&newer), ending(&another)), (None, None, None), "all at work");
        drop(flight);
        all.make_room();
        assert_eq!(ending(&busy), Some(Ending::MadeRoom));
        drop(flights);
    }

    #[tokio::test]
    async fn whoever_waits_gets_the_next_free_place() {
        let all = at_most(1);
        let ticket = all.admit(HERE).await.expect("room");
        let flight = ticket.begin(false).expect("begins");
        let waiting = tokio::spawn({
            let all = all.clone();
            async move { all.admit(THERE).await.expect("room") }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished(), "the only one is at work");
        drop(flight);
        ticket.ended().await;
        drop(ticket);
        let next = tokio::time::timeout(Duration::from_secs(5), waiting).await.expect("in time");
        assert_eq!(ending(&next.expect("runs")), None);
    }

    #[tokio::test]
    async fn an_address_makes_room_by_its_own_and_takes_nobody_elses() {
        let all = Connections::at_most(8, Some(2), None);
        let (one, two) = (all.admit(HERE).await.expect("room"), all.admit(HERE).await.expect("room"));
        let busy = (one.begin(false).expect("begins"), two.begin(false).expect("begins"));
        assert!(all.admit(HERE).await.is_none(), "both are at work");
        let other = all.admit(THERE).await.expect("another address is not in the way");
        drop(busy.0);
        let three = all.admit(HERE).await.expect("the idle one makes room");
        assert_eq!((ending(&one), ending(&two)), (Some(Ending::MadeRoom), None));
        assert_eq!((ending(&three), ending(&other)), (None, None));
        let unbounded = Connections::at_most(8, None, None);
        let mut held = Vec::new();
        for _ in 0..8 {
            let ticket = unbounded.admit(HERE).await.expect("a trusted proxy is not counted");
            held.push((ticket.begin(false).expect("begins"), ticket));
        }
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let counted = |text: &str| counted_as(text.parse().expect("an address"));
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), counted("2001:db8:1:2::1"));
        assert_ne!(counted("2001:db8:1:3::1"), counted("2001:db8:1:2::1"));
        assert_eq!(counted("::ffff:192.0.2.1"), HERE);
    }

    #[tokio::test]
    async fn what_takes_too_long_is_named() {
        let all = at_most(8);
        let limits = Limits::of(&Config::default());
        let ticket = all.admit(HERE).await.expect("room");
        let overdue = |after: Duration| ticket.0.connection.state().overdue(Instant::now() + after, &limits);
        let little = Duration::from_secs(1);
        assert_eq!(overdue(limits.idle - little), None);
        assert_eq!(overdue(limits.idle + little), Some(Ending::Idle));
        ticket.heard();
        assert_eq!(overdue(limits.head - little), None);
        assert_eq!(overdue(limits.head + little), Some(Ending::SlowHead));
        let flight = ticket.begin(true).expect("begins");
        assert_eq!(overdue(limits.idle * 10), None, "the server's own time counts against nobody");
        flight.waits_for_client(true);
        assert_eq!(overdue(limits.fetching.pause + little), Some(Ending::NotFetched));
        flight.waits_for_client(false);
        assert_eq!(overdue(limits.idle * 10), None);
        drop(flight);
        ticket.heard();
        assert_eq!(overdue(limits.head + little), None, "HTTP/2 has bytes between requests");
        ticket.flushing(true);
        assert_eq!(overdue(limits.idle * 10), None, "the answer is still on its way");
    }
}
