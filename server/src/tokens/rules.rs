//! Pure rules of tokens: what one looks like, what is kept of it, and whether it opens.

use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime};

use super::model::{ApiToken, ApiTokenProblemCode};
use crate::shared::id::RoleAssignmentId;
use crate::shared::visible;

/// How every token begins, so that people and scanners of leaked secrets recognise it.
pub const PREFIX: &str = "thidua_";
/// Random bytes of a token.
pub const SECRET_BYTES: usize = 32;
/// Tokens of one person in use at a time.
pub const MOST_TOKENS: u64 = 20;
/// A use is noted at most this often.
pub const NOTE_EVERY: Duration = Duration::minutes(1);
const MOST_NAME: usize = 60;
const CHECKSUM: usize = 8;
const SHOWN: usize = 4;

/// A token as it is shown once: prefix, 64 hexadecimal digits, and 8 more as a checksum.
#[must_use]
pub fn token(secret: [u8; SECRET_BYTES]) -> String {
    let body = hex::encode(secret);
    let sum = checksum(&body);
    format!("{PREFIX}{body}{sum}")
}

/// What is kept of a token: the hash of a text that has the form of one, checksum included.
#[must_use]
pub fn hash_of(text: &str) -> Option<String> {
    let rest = text.strip_prefix(PREFIX)?;
    let is_hex = rest.len() == SECRET_BYTES * 2 + CHECKSUM
        && rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_hex {
        return None;
    }
    let (body, sum) = rest.split_at(SECRET_BYTES * 2);
    (checksum(body) == sum).then(|| hex::encode(Sha256::digest(text)))
}

/// The end of a token, to tell it from others.
#[must_use]
pub fn hint(token: &str) -> String {
    token.chars().skip(token.len().saturating_sub(SHOWN)).collect()
}

fn checksum(body: &str) -> String {
    let digest = Sha256::digest(format!("{PREFIX}{body}"));
    hex::encode(&digest[..CHECKSUM / 2])
}

/// Checks the name and the life of a new token; answers the name and the end.
pub fn new_token(
    name: &str,
    days: i32,
    longest: u32,
    now: OffsetDateTime,
) -> Result<(String, OffsetDateTime), ApiTokenProblemCode> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if visible::is_blank(&name) || name.chars().count() > MOST_NAME || visible::has_invisible(&name) {
        return Err(ApiTokenProblemCode::NameMissing);
    }
    match u32::try_from(days) {
        Ok(days @ 1..) if days <= longest => Ok((name, now + Duration::days(i64::from(days)))),
        _ => Err(ApiTokenProblemCode::BadLifetime),
    }
}

/// Whether a token opens at a moment.
#[must_use]
pub fn opens(token: &ApiToken, now: OffsetDateTime) -> bool {
    token.revoked_at.is_none() && now < token.expires_at
}

/// Whether a token that was made with roles is left with none of them. One that was made without any has nothing to
/// lose: it opens what is open to everybody signed in, whatever its person is given later.
#[must_use]
pub fn is_left_without_roles(made_with: &[RoleAssignmentId], in_force: &[RoleAssignmentId]) -> bool {
    !made_with.is_empty() && !made_with.iter().any(|role| in_force.contains(role))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_token_is_recognised_by_its_prefix_and_its_checksum() {
        let token = token([7; SECRET_BYTES]);
        assert!(token.starts_with("thidua_0707") && token.len() == 79, "{token}");
        assert_eq!(hash_of(&token).map(|hash| hash.len()), Some(64));
        let mistyped = token.replace("0707", "0708");
        for other in ["", "thidua_", &token[..78], &mistyped, &token.to_uppercase(), &format!("{token} ")] {
            assert_eq!(hash_of(other), None, "{other}");
        }
        assert!(token.ends_with(&hint(&token)) && hint(&token).len() == 4);
    }

    #[test]
    fn a_token_has_a_name_and_an_end() {
        let now = datetime!(2021-12-01 00:00 UTC);
        let (name, end) = new_token("  Báo cáo   tuần ", 30, 365, now).expect("good");
        assert_eq!((name.as_str(), end), ("Báo cáo tuần", datetime!(2021-12-31 00:00 UTC)));
        for days in [-1, 0, 366] {
            assert_eq!(new_token("x", days, 365, now), Err(ApiTokenProblemCode::BadLifetime), "{days}");
        }
        for name in ["", "  ", "\u{200b}", "Báo\u{202e} cáo", &"x".repeat(61)] {
            assert_eq!(new_token(name, 1, 365, now), Err(ApiTokenProblemCode::NameMissing), "{name}");
        }
    }

    #[test]
    fn a_token_ends_with_the_last_of_its_roles() {
        let [one, other, new] = [1, 2, 3].map(|id| RoleAssignmentId(uuid::Uuid::from_u128(id)));
        assert!(!is_left_without_roles(&[one, other], &[other, new]));
        assert!(is_left_without_roles(&[one, other], &[new]), "what is given later is not the token's");
        assert!(!is_left_without_roles(&[], &[new]), "made without any");
    }
}
