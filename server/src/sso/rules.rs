//! Pure rules of the way through the provider: what may come back, until when, and whom it names.

use subtle::ConstantTimeEq as _;
use time::{Duration, OffsetDateTime};

use super::model::{Attempt, Named, SsoProblem};
use crate::config::LinkBy;
use crate::shared::clean;

/// How long the way through the provider may take.
pub const WITHIN: Duration = Duration::minutes(10);
/// How far the provider's clock may be from ours.
pub const SKEW: Duration = Duration::seconds(60);

/// Whether what came back belongs to the attempt of this browser: in time, with its state, and from its issuer
/// (RFC 9207) where the provider says who it is.
pub fn belongs(
    attempt: &Attempt,
    state: &str,
    named_issuer: Option<&str>,
    issuer: &str,
    now: OffsetDateTime,
) -> Result<(), SsoProblem> {
    let is_in_time = attempt.begun_at <= now && now - attempt.begun_at < WITHIN;
    let is_same: bool = attempt.state.as_bytes().ct_eq(state.as_bytes()).into();
    if !is_in_time || !is_same {
        return Err(SsoProblem::Expired);
    }
    if named_issuer.is_some_and(|named| named != issuer) {
        return Err(SsoProblem::Refused);
    }
    Ok(())
}

/// Whether a token issued at a moment is neither of the future nor of an earlier sign-in.
pub fn is_fresh(issued_at: OffsetDateTime, now: OffsetDateTime) -> Result<(), String> {
    if issued_at > now + SKEW {
        return Err("issued in the future".to_owned());
    }
    if issued_at + WITHIN < now {
        return Err("issued too long ago".to_owned());
    }
    Ok(())
}

/// What to look for among the accounts when no link is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookFor {
    /// Nothing: only stored links count.
    Nothing,
    /// The account with this e-mail address.
    Email(String),
    /// The account with this sign-in name.
    Login(String),
}

/// Whom the provider's word may name here, by the settings.
#[must_use]
pub fn look_for(named: &Named, link_by: LinkBy) -> LookFor {
    let tidy = |text: &Option<String>| {
        text.as_deref().map(|text| clean::line(text).to_lowercase()).filter(|text| !text.is_empty())
    };
    match link_by {
        LinkBy::Nothing => LookFor::Nothing,
        LinkBy::Email => tidy(&named.verified_email).map_or(LookFor::Nothing, LookFor::Email),
        LinkBy::Login => tidy(&named.username).map_or(LookFor::Nothing, LookFor::Login),
    }
}

/// Whether a path leads to a page of this application and nowhere else.
#[must_use]
pub fn is_safe_next(path: &str) -> bool {
    let sound = |c: char| c.is_ascii_alphanumeric() || "/-_.?=&%".contains(c);
    path.starts_with('/') && !path.starts_with("//") && path.len() <= 500 && path.chars().all(sound)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-23 02:00 UTC);

    fn attempt() -> Attempt {
        Attempt {
            browser_hash: "b".into(),
            state: "s".into(),
            nonce: "n".into(),
            verifier: "v".into(),
            next: "/".into(),
            begun_at: NOW,
        }
    }

    #[test]
    fn only_the_way_that_began_here_comes_back() {
        let check = |state, issuer, now| belongs(&attempt(), state, issuer, "https://sso", now);
        assert_eq!(check("s", None, NOW), Ok(()));
        assert_eq!(check("s", Some("https://sso"), NOW), Ok(()));
        assert_eq!(check("s", Some("https://other"), NOW), Err(SsoProblem::Refused));
        assert_eq!(check("t", None, NOW), Err(SsoProblem::Expired));
        assert_eq!(check("", None, NOW), Err(SsoProblem::Expired));
        assert_eq!(check("s", None, NOW + WITHIN), Err(SsoProblem::Expired));
    }

    #[test]
    fn a_token_is_of_now_give_or_take_a_minute() {
        assert!(is_fresh(NOW, NOW).is_ok());
        assert!(is_fresh(NOW + SKEW, NOW).is_ok());
        assert!(is_fresh(NOW + SKEW * 2, NOW).is_err());
        assert!(is_fresh(NOW - WITHIN - SKEW, NOW).is_err());
    }

    #[test]
    fn accounts_are_found_only_as_the_settings_say() {
        let named = Named {
            issuer: "https://sso".into(),
            subject: "1".into(),
            verified_email: Some(" An@AnGiang.gov.vn ".into()),
            username: Some("An".into()),
        };
        assert_eq!(look_for(&named, LinkBy::Nothing), LookFor::Nothing);
        assert_eq!(look_for(&named, LinkBy::Email), LookFor::Email("an@angiang.gov.vn".into()));
        assert_eq!(look_for(&named, LinkBy::Login), LookFor::Login("an".into()));
        let unverified = Named { verified_email: None, ..named };
        assert_eq!(look_for(&unverified, LinkBy::Email), LookFor::Nothing);
    }

    #[test]
    fn the_way_back_never_leads_to_another_site() {
        for safe in ["/", "/campaigns/x?view=map&a=%20"] {
            assert!(is_safe_next(safe), "{safe}");
        }
        for unsafe_path in ["", "//evil", "/\\evil", "https://evil", "/a\tb", "/x#y"] {
            assert!(!is_safe_next(unsafe_path), "{unsafe_path}");
        }
    }
}
