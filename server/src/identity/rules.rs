//! Pure rules of signing in: what a password must be.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::breached;
use super::model::IdentityProblemCode;
use crate::shared::fold::fold;

/// Most characters of a password.
pub const MAX_PASSWORD: usize = 128;

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

#[cfg(test)]
mod tests {
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
}
