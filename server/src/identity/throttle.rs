//! Pure rules of the throttle: what attempts are counted by, and how long one waits after too many. Nothing locks: the
//! wait grows with every attempt up to a bound, and whoever tries elsewhere is counted elsewhere (docs/adr/0022).

use std::net::{IpAddr, Ipv6Addr};

use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime};

use crate::shared::id::AccountId;

/// Longest name that is looked for; no account has a longer one.
pub const LONGEST_LOGIN: usize = 60;

/// How a kind of attempts is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Attempts without any wait.
    pub free: i32,
    /// Wait after the first attempt beyond; it doubles with each further one.
    pub first_wait: Duration,
    /// Longest wait.
    pub longest_wait: Duration,
    /// After this time since the first attempt counting begins anew.
    pub window: Duration,
}

/// Guesses at one secret: a password from one origin, the codes of an account, the proofs in one session.
pub const OF_SECRET: Patience = Patience {
    free: 5,
    first_wait: Duration::seconds(5),
    longest_wait: Duration::minutes(15),
    window: Duration::days(1),
};

/// Attempts from one address on whatever names: a whole office may share it.
pub const OF_ADDRESS: Patience = Patience {
    free: 300,
    first_wait: Duration::seconds(1),
    longest_wait: Duration::minutes(1),
    window: Duration::hours(1),
};

/// What attempts are counted by. It is kept as a hash, so that no name stands in the table, however long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Hash of what is counted.
    pub hash: String,
    /// Hash of the sign-in name it belongs to, if to one: who gets a new password starts afresh.
    pub login: Option<String>,
    /// How long it is waited for.
    pub patience: Patience,
    /// Whether a right answer wipes the counter; otherwise it takes back its own attempt alone.
    pub is_wiped_by_success: bool,
}

impl Subject {
    /// Passwords for a name, whether it exists or not, from an address where nobody is known.
    #[must_use]
    pub fn name_from(login: &str, address: Option<&str>) -> Self {
        let origin = address.map(origin).unwrap_or_default();
        Self::of_secret(&["name", login, &origin], Some(login), false)
    }

    /// Passwords for a name in a browser that signed in with it before: nobody else exhausts it.
    #[must_use]
    pub fn name_in(login: &str, browser: &str) -> Self {
        Self::of_secret(&["browser", login, browser], Some(login), true)
    }

    /// Attempts from an address, whatever the names; browsers that are known do not count.
    #[must_use]
    pub fn address(address: &str) -> Self {
        Self {
            hash: hash(&["address", &origin(address)]),
            login: None,
            patience: OF_ADDRESS,
            is_wiped_by_success: false,
        }
    }

    /// Codes of an account's second factor, from all browsers that are not known to it together: there are only a
    /// million of them.
    #[must_use]
    pub fn codes(login: &str) -> Self {
        Self::of_secret(&["codes", login], Some(login), false)
    }

    /// Codes of an account's second factor in a browser that signed in with it before.
    #[must_use]
    pub fn codes_in(login: &str, browser: &str) -> Self {
        Self::of_secret(&["codes", login, browser], Some(login), true)
    }

    /// Proofs in one session of somebody signed in: who stole it guesses here alone, and nobody outside counts.
    #[must_use]
    pub fn session(account: AccountId, begun_at: i64) -> Self {
        Self::of_secret(&["session", &account.0.to_string(), &begun_at.to_string()], None, true)
    }

    fn of_secret(parts: &[&str], login: Option<&str>, is_wiped_by_success: bool) -> Self {
        Self { hash: hash(parts), login: login.map(login_hash), patience: OF_SECRET, is_wiped_by_success }
    }
}

/// What is kept of a sign-in name.
#[must_use]
pub fn login_hash(login: &str) -> String {
    hash(&["login", login])
}

/// What is kept of a browser's secret for one account.
#[must_use]
pub fn browser_hash(secret: &str, account: AccountId) -> String {
    hash(&["known", secret, &account.0.to_string()])
}

/// The parts with their lengths, so that no two lists of parts read alike.
fn hash(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    hex::encode(digest.finalize())
}

/// A name as it is looked for: lower case without blanks around it. What no account can be called, because it is too
/// long or holds a sign that no database keeps, is nobody's name.
#[must_use]
pub fn typed_login(typed: &str) -> String {
    let login = typed.trim();
    let is_impossible = login.chars().count() > LONGEST_LOGIN || login.contains('\0');
    if is_impossible { String::new() } else { login.to_lowercase() }
}

/// Where an address is counted: a network of IPv6 gives one person more addresses than anybody counts.
fn origin(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// What is remembered of the attempts on a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// Attempts in the present window.
    pub failures: i32,
    /// Beginning of the window.
    pub window_started_at: OffsetDateTime,
    /// No attempt is heard before this moment.
    pub blocked_until: Option<OffsetDateTime>,
}

/// Counts one more attempt before it is made; `Err` tells how long it must still wait to be heard.
///
/// Counting first means that a hundred attempts at once are a hundred attempts.
pub fn attempt(
    past: Option<Attempts>,
    patience: Patience,
    now: OffsetDateTime,
) -> Result<Attempts, Duration> {
    if let Some(until) = past.and_then(|past| past.blocked_until).filter(|until| now < *until) {
        return Err(until - now);
    }
    let fresh = Attempts { failures: 0, window_started_at: now, blocked_until: None };
    let past = past.filter(|past| now < past.window_started_at + patience.window).unwrap_or(fresh);
    let failures = past.failures.saturating_add(1);
    let blocked_until = wait_after(failures, patience).map(|wait| now + wait);
    Ok(Attempts { failures, blocked_until, ..past })
}

/// How long one waits after so many attempts.
fn wait_after(failures: i32, patience: Patience) -> Option<Duration> {
    let beyond = u32::try_from(failures - patience.free).ok()?;
    // Beyond thirty doublings every wait is the longest.
    let doubled = patience.first_wait.checked_mul(1_i32 << beyond.min(30));
    Some(doubled.map_or(patience.longest_wait, |wait| wait.min(patience.longest_wait)))
}

/// The counter once an attempt that was `counted` turned out right: its own count and its own wait are gone, those of
/// others stay. `None` when nothing is left to remember.
#[must_use]
pub fn taken_back(now: Attempts, counted: Attempts) -> Option<Attempts> {
    let failures = now.failures - 1;
    let blocked_until = now.blocked_until.filter(|_| now.blocked_until != counted.blocked_until);
    (failures > 0).then_some(Attempts { failures, blocked_until, ..now })
}

/// Whole seconds to wait, never too few.
#[must_use]
pub fn whole_seconds(wait: Duration) -> i64 {
    wait.whole_seconds() + i64::from(wait.subsec_nanoseconds() > 0)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const START: OffsetDateTime = datetime!(2021-12-01 01:00 UTC);

    /// The waits in seconds after so many attempts, each made as soon as it is heard.
    fn waits(patience: Patience, count: usize) -> Vec<i64> {
        let (mut now, mut past, mut waits) = (START, None, Vec::new());
        for _ in 0..count {
            let counted = attempt(past, patience, now).expect("heard");
            let wait = counted.blocked_until.map_or(Duration::ZERO, |until| until - now);
            waits.push(whole_seconds(wait));
            now += wait;
            past = Some(counted);
        }
        waits
    }

    #[test]
    fn waits_grow_and_never_become_a_lock() {
        assert_eq!(waits(OF_SECRET, 14), [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        let of_address = waits(OF_ADDRESS, 310);
        assert!(of_address[..299].iter().all(|wait| *wait == 0));
        assert_eq!(of_address[299..], [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
    }

    #[test]
    fn who_does_not_wait_is_told_how_long() {
        let full = (0..5).fold(None, |past, _| Some(attempt(past, OF_SECRET, START).expect("heard")));
        let early = START + Duration::milliseconds(1500);
        assert_eq!(attempt(full, OF_SECRET, early).map_err(whole_seconds), Err(4));
        assert_eq!(attempt(full, OF_SECRET, START + Duration::seconds(5)).map(|it| it.failures), Ok(6));
        let next_day = attempt(full, OF_SECRET, START + OF_SECRET.window).expect("heard");
        assert_eq!((next_day.failures, next_day.blocked_until), (1, None), "counting begins anew");
    }

    #[test]
    fn a_right_answer_takes_back_its_own_attempt_alone() {
        let four = (0..4).fold(None, |past, _| Some(attempt(past, OF_SECRET, START).expect("heard")));
        let mine = attempt(four, OF_SECRET, START).expect("heard");
        assert!(mine.blocked_until.is_some());
        assert_eq!(taken_back(mine, mine), four, "as if it had never been");
        let later = START + Duration::seconds(5);
        let theirs = attempt(Some(mine), OF_SECRET, later).expect("heard");
        let left = taken_back(theirs, mine).expect("theirs");
        assert_eq!((left.failures, left.blocked_until), (5, theirs.blocked_until), "their wait stays");
        let only = attempt(None, OF_SECRET, START).expect("heard");
        assert_eq!(taken_back(only, only), None);
    }

    #[test]
    fn origins_are_told_apart_and_nothing_long_is_kept() {
        let long = "x".repeat(100_000);
        assert_eq!(typed_login(&long), "");
        assert_eq!(typed_login(" An.NV "), "an.nv");
        assert_eq!(typed_login("an\0"), "");
        let here = Subject::name_from("an", Some("203.0.113.7"));
        assert_eq!(here.hash.len(), 64);
        assert_eq!(here, Subject::name_from("an", Some("::ffff:203.0.113.7")));
        assert_ne!(here, Subject::name_from("an", Some("203.0.113.8")));
        assert_ne!(here, Subject::name_from("binh", Some("203.0.113.7")));
        assert_eq!(Subject::address("2001:db8:1:2::3"), Subject::address("2001:db8:1:2:ffff::4"));
        assert_ne!(Subject::address("2001:db8:1:2::3"), Subject::address("2001:db8:1:3::3"));
        assert_ne!(Subject::codes_in("a", "bc").hash, Subject::codes_in("ab", "c").hash);
    }
}
