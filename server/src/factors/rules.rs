//! Pure rules of one-time codes: which step a code belongs to, and what recovery codes look like.

use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use totp_rs::{Algorithm, Builder, Secret, Totp};
use uuid::Uuid;

/// Bytes of a secret: RFC 4226 asks for 20.
pub const SECRET_BYTES: usize = 20;
/// Recovery codes made at a time.
pub const RECOVERY_CODES: usize = 10;
/// Random bytes of a recovery code: 80 bits, so that a plain hash of it cannot be reversed by trying.
pub const RECOVERY_BYTES: usize = 10;
/// Fewest characters of the reason of a reset.
pub const MIN_REASON: usize = 10;

/// What somebody typed where a code is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Six digits of an authenticator.
    Code(String),
    /// A recovery code, without its dashes.
    Recovery(String),
}

/// Reads a typed code; spaces and dashes do not count. `None` is neither kind.
#[must_use]
pub fn typed(text: &str) -> Option<Typed> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(32).collect();
    let bare = bare.to_ascii_uppercase();
    if bare.len() == 6 && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Typed::Code(bare));
    }
    let is_recovery = bare.len() == 16 && bare.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
    is_recovery.then_some(Typed::Recovery(bare))
}

/// The authenticator of a secret: SHA-1, six digits, thirty seconds, one step of tolerance each way, as every
/// authenticator application understands it.
pub fn authenticator(secret: &[u8], login: &str) -> anyhow::Result<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret.to_vec())
        .with_account_name(login.replace(':', "."))
        .with_issuer(Some("Thi Đua"))
        .build()
        .map_err(|error| anyhow::anyhow!("one-time codes: {error}"))
}

/// The step of time that a code belongs to, when it is right.
#[must_use]
pub fn matching_step(authenticator: &Totp, code: &str, now: OffsetDateTime) -> Option<i64> {
    let seconds = u64::try_from(now.unix_timestamp()).ok()?;
    authenticator.check(code, seconds).and_then(|step| i64::try_from(step).ok())
}

/// A recovery code out of random bytes, as it is shown.
#[must_use]
pub fn recovery_code(bytes: [u8; RECOVERY_BYTES]) -> String {
    let text = Secret::from(bytes.to_vec()).to_base32();
    let groups: Vec<String> =
        text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into()).collect();
    groups.join("-")
}

/// What is kept of a recovery code (without dashes).
#[must_use]
pub fn recovery_hash(account: Uuid, bare: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(account.as_bytes());
    hasher.update(bare.as_bytes());
    hex::encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_code_of_the_specification_is_right_in_its_step_and_its_neighbours() {
        // RFC 6238, appendix B: at 59 s the eight digits are 94287082, so six digits are 287082.
        let phone = authenticator(b"12345678901234567890", "quanly").expect("sound");
        let at = |seconds| datetime!(1970-01-01 0:00 UTC) + time::Duration::seconds(seconds);
        assert_eq!(matching_step(&phone, "287082", at(59)), Some(1));
        assert_eq!(matching_step(&phone, "287082", at(61)), Some(1), "the clock of a phone may be late");
        assert_eq!(matching_step(&phone, "287082", at(29)), Some(1), "or early");
        assert_eq!(matching_step(&phone, "287082", at(90)), None);
        assert_eq!(matching_step(&phone, "287083", at(59)), None);
    }

    #[test]
    fn typed_codes_are_read_with_spaces_and_dashes() {
        assert_eq!(typed(" 287 082 "), Some(Typed::Code("287082".into())));
        assert_eq!(typed("aaaa-BBBB-cccc-2345"), Some(Typed::Recovery("AAAABBBBCCCC2345".into())));
        for neither in ["", "28708", "2870829", "aaaa-bbbb-cccc-234", "aaaa-bbbb-cccc-1111", "٢٨٧٠٨٢"] {
            assert_eq!(typed(neither), None, "{neither}");
        }
    }

    #[test]
    fn recovery_codes_are_read_as_they_are_shown() {
        let shown = recovery_code([7; RECOVERY_BYTES]);
        assert_eq!(shown.len(), 19);
        assert!(matches!(typed(&shown), Some(Typed::Recovery(_))), "{shown}");
    }

    #[test]
    fn the_same_recovery_code_of_two_people_is_kept_differently() {
        let [one, two] = [1, 2].map(|n| recovery_hash(Uuid::from_u128(n), "AAAABBBBCCCC2345"));
        assert_ne!(one, two);
    }
}
