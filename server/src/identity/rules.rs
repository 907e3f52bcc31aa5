//! Pure rules of signing in: what a password must be, and when attempts are throttled.

use time::{Duration, OffsetDateTime};

use super::model::IdentityProblemCode;
use crate::shared::fold::fold;

/// Fewest characters of a password.
pub const MIN_PASSWORD: usize = 10;
/// Most characters of a password.
pub const MAX_PASSWORD: usize = 128;
/// Attempts on one name within the window.
pub const ATTEMPTS_PER_LOGIN: i32 = 5;
/// Attempts from one address within the window; a whole office may share one.
pub const ATTEMPTS_PER_ADDRESS: i32 = 60;
/// Length of the window, and of the pause after too many attempts.
pub const WINDOW: Duration = Duration::minutes(15);

/// Stems that guessers try first; a password that is one of them with digits or marks around it is refused.
const COMMON: [&str; 18] = [
    "password",
    "matkhau",
    "qwertyuiop",
    "qwerty",
    "iloveyou",
    "admin",
    "administrator",
    "welcome",
    "vietnam",
    "angiang",
    "letmein",
    "abcdef",
    "abcdefghij",
    "asdfghjkl",
    "anhyeuem",
    "thidua",
    "khenthuong",
    "dangnhap",
];

/// Checks a new password (NIST SP 800-63B: length and blocklist, no rules of composition).
pub fn check_password(login: &str, new: &str, current: &str) -> Result<(), IdentityProblemCode> {
    let length = new.chars().count();
    if length < MIN_PASSWORD {
        return Err(IdentityProblemCode::PasswordTooShort);
    }
    if length > MAX_PASSWORD {
        return Err(IdentityProblemCode::PasswordTooLong);
    }
    if new == current {
        return Err(IdentityProblemCode::PasswordSame);
    }
    let folded = fold(new);
    let letters: String = folded.chars().filter(|c| c.is_alphabetic()).collect();
    let distinct = folded.chars().collect::<std::collections::BTreeSet<_>>().len();
    if letters.is_empty() && is_sequence(&folded)
        || distinct < 4
        || COMMON.contains(&letters.as_str())
        || folded.contains(&fold(login))
    {
        return Err(IdentityProblemCode::PasswordCommon);
    }
    Ok(())
}

/// Digits that go up or down by one all the way ("0123456789").
fn is_sequence(text: &str) -> bool {
    let digits: Vec<i32> = text.chars().filter_map(|c| c.to_digit(10)).map(u32::cast_signed).collect();
    digits.windows(2).all(|pair| (pair[1] - pair[0]).rem_euclid(10) == 1)
        || digits.windows(2).all(|pair| (pair[0] - pair[1]).rem_euclid(10) == 1)
}

/// What is remembered of the attempts on one name or from one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// Attempts in the present window.
    pub failures: i32,
    /// Beginning of the window.
    pub window_started_at: OffsetDateTime,
    /// No attempt is heard before this moment.
    pub blocked_until: Option<OffsetDateTime>,
}

/// Counts one more attempt before it is made; `Err` tells that it is not heard.
///
/// Counting first means that a hundred attempts at once are a hundred attempts.
pub fn attempt(past: Option<Attempts>, limit: i32, now: OffsetDateTime) -> Result<Attempts, Attempts> {
    let fresh = Attempts { failures: 0, window_started_at: now, blocked_until: None };
    let mut attempts = match past {
        Some(past) if past.blocked_until.is_some_and(|until| now < until) => return Err(past),
        Some(past) if past.blocked_until.is_none() && now < past.window_started_at + WINDOW => past,
        _ => fresh,
    };
    attempts.failures += 1;
    if attempts.failures >= limit {
        attempts.blocked_until = Some(now + WINDOW);
    }
    Ok(attempts)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn passwords_are_long_and_not_the_first_that_are_tried() {
        let check = |new: &str| check_password("cb.phuochung", new, "Cũ và rất dài 1");
        assert_eq!(check("ngắn"), Err(IdentityProblemCode::PasswordTooShort));
        assert_eq!(check(&"x".repeat(129)), Err(IdentityProblemCode::PasswordTooLong));
        assert_eq!(check("Cũ và rất dài 1"), Err(IdentityProblemCode::PasswordSame));
        for common in
            ["Password123!", "matkhau2021", "1234567890", "9876543210", "aaaaaaaaaaaa", "cb.phuochung1"]
        {
            assert_eq!(check(common), Err(IdentityProblemCode::PasswordCommon), "{common}");
        }
        assert_eq!(check("mưa rào ở Núi Sam"), Ok(()));
    }

    #[test]
    fn the_fifth_attempt_is_the_last_for_a_quarter_of_an_hour() {
        let start = datetime!(2021-12-01 01:00 UTC);
        let mut past = None;
        for _ in 0..ATTEMPTS_PER_LOGIN {
            past = Some(attempt(past, ATTEMPTS_PER_LOGIN, start).expect("heard"));
        }
        assert!(attempt(past, ATTEMPTS_PER_LOGIN, start + Duration::minutes(14)).is_err());
        let again = attempt(past, ATTEMPTS_PER_LOGIN, start + WINDOW).expect("heard again");
        assert_eq!(again.failures, 1);
    }

    #[test]
    fn slow_mistakes_are_forgiven() {
        let start = datetime!(2021-12-01 01:00 UTC);
        let first = attempt(None, ATTEMPTS_PER_LOGIN, start).expect("heard");
        let later = attempt(Some(first), ATTEMPTS_PER_LOGIN, start + WINDOW).expect("heard");
        assert_eq!(later.failures, 1);
    }
}
