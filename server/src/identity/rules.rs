//! Pure rules of signing in: what a password must be, and when attempts are throttled.

use std::collections::BTreeSet;

use time::{Duration, OffsetDateTime};
use unicode_normalization::UnicodeNormalization as _;

use super::breached;
use super::model::IdentityProblemCode;
use crate::shared::fold::fold;

/// Most characters of a password.
pub const MAX_PASSWORD: usize = 128;
/// Attempts on one name within the window.
pub const ATTEMPTS_PER_LOGIN: i32 = 5;
/// Attempts from one address within the window; a whole office may share one.
pub const ATTEMPTS_PER_ADDRESS: i32 = 60;
/// Length of the window, and of the pause after too many attempts.
pub const WINDOW: Duration = Duration::minutes(15);

/// Stems that guessers try first; a password that is one of them with digits or marks around it is refused.
const COMMON: [&str; 15] = [
    "password",
    "matkhau",
    "qwertyuiop",
    "qwerty",
    "iloveyou",
    "admin",
    "administrator",
    "welcome",
    "vietnam",
    "letmein",
    "abcdef",
    "abcdefghij",
    "asdfghjkl",
    "anhyeuem",
    "dangnhap",
];

/// Words of the product and its place: a password that lives on them is the first guess of a colleague.
const CONTEXT: [&str; 4] = ["thidua", "khenthuong", "angiang", "kstthc"];

/// What must be left of a password without the words that everybody knows of its owner: NIST's least length.
const OWN_PART: usize = 8;

/// A new password, and what it is held against.
pub struct NewPassword<'a> {
    /// Name for signing in.
    pub login: &'a str,
    /// Name as shown.
    pub name: &'a str,
    /// The new password.
    pub new: &'a str,
    /// The current one; empty when there is none.
    pub current: &'a str,
    /// Fewest characters, from the settings.
    pub least: usize,
}

/// A password in the one form that is hashed: a keyboard that writes "ở" in two signs gives the same
/// (NIST SP 800-63B 3.1.1.2: normalise with NFKC before hashing).
#[must_use]
pub fn normalised(password: &str) -> String {
    password.nfkc().collect()
}

/// Checks a new password (NIST SP 800-63B: length, blocklist, words of the context; no rules of composition).
pub fn check_password(password: &NewPassword<'_>) -> Result<(), IdentityProblemCode> {
    let new = normalised(password.new);
    let length = new.chars().count();
    if length < password.least {
        return Err(IdentityProblemCode::PasswordTooShort);
    }
    if length > MAX_PASSWORD {
        return Err(IdentityProblemCode::PasswordTooLong);
    }
    if new == normalised(password.current) {
        return Err(IdentityProblemCode::PasswordSame);
    }
    let folded: String = fold(&new).split(' ').collect();
    if is_known(&new.to_lowercase(), &folded) {
        return Err(IdentityProblemCode::PasswordBreached);
    }
    if lives_on_context(&folded, password.login, password.name) {
        return Err(IdentityProblemCode::PasswordPersonal);
    }
    if is_monotonous(&folded) {
        return Err(IdentityProblemCode::PasswordCommon);
    }
    Ok(())
}

/// Whether guessers have it in their lists: as it is, or with digits and marks around it.
fn is_known(lower: &str, folded: &str) -> bool {
    let core = folded.trim_matches(|c: char| !c.is_alphabetic());
    let letters: String = folded.chars().filter(|c| c.is_alphabetic()).collect();
    [lower, folded, core].into_iter().any(breached::is_listed) || COMMON.contains(&letters.as_str())
}

/// Whether it contains the sign-in name, or is little more than names and words of the product.
fn lives_on_context(folded: &str, login: &str, name: &str) -> bool {
    let login = fold(login);
    if !login.is_empty() && folded.contains(&login) {
        return true;
    }
    let name = fold(name);
    let mut words: Vec<&str> = name.split(' ').filter(|word| word.len() >= 3).chain(CONTEXT).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut left = folded.to_owned();
    for word in words {
        left = left.replace(word, "");
    }
    left.len() < folded.len() && left.chars().filter(|c| c.is_alphanumeric()).count() < OWN_PART
}

/// Whether it is one sign again and again, or digits in a row.
fn is_monotonous(folded: &str) -> bool {
    let distinct = folded.chars().collect::<BTreeSet<_>>().len();
    distinct < 4 || !folded.chars().any(char::is_alphabetic) && is_sequence(folded)
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

    fn check(new: &str) -> Result<(), IdentityProblemCode> {
        check_password(&NewPassword {
            login: "cb.phuochung",
            name: "Nguyễn Thị Quản",
            new,
            current: "Cũ và rất dài 1",
            least: 10,
        })
    }

    #[test]
    fn passwords_are_long_and_new() {
        assert_eq!(check("ngắn"), Err(IdentityProblemCode::PasswordTooShort));
        assert_eq!(check(&"x".repeat(129)), Err(IdentityProblemCode::PasswordTooLong));
        assert_eq!(check("Cũ và rất dài 1"), Err(IdentityProblemCode::PasswordSame));
        assert_eq!(check("mưa rào ở Núi Sam"), Ok(()));
        assert_eq!(check("hoàn toàn chữ thường không dấu câu"), Ok(()), "no rules of composition");
    }

    #[test]
    fn passwords_of_breaches_are_refused_also_with_digits_around_them() {
        for listed in ["qwerty123456", "Password123!", "matkhau2021", "!!basketball99", "Q1W2E3R4T5Y6"] {
            assert_eq!(check(listed), Err(IdentityProblemCode::PasswordBreached), "{listed}");
        }
    }

    #[test]
    fn passwords_that_live_on_names_are_refused() {
        for personal in ["cb.phuochung1", "NguyễnThịQuản21", "thidua-angiang", "Khen thưởng 2021"] {
            assert_eq!(check(personal), Err(IdentityProblemCode::PasswordPersonal), "{personal}");
        }
        assert_eq!(check("thi đua cùng đàn cò trắng"), Ok(()), "enough of it is the person's own");
    }

    #[test]
    fn monotonous_passwords_are_refused() {
        for common in ["aaaaaaaaaaaaaa", "23456789012345", "98765432109876"] {
            assert_eq!(check(common), Err(IdentityProblemCode::PasswordCommon), "{common}");
        }
    }

    #[test]
    fn two_ways_to_write_a_letter_are_one_password() {
        assert_eq!(normalised("o\u{31b}\u{309}"), normalised("\u{1edf}"));
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
