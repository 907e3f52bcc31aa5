//! A sign-in on its way through the provider, and why it may fail.

use time::OffsetDateTime;

/// How far a sign-in through the provider has come when it returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// The person is in; the path they wanted.
    In(String),
    /// A code of the second factor is needed; the path they wanted.
    CodeNeeded(String),
}

/// Why a sign-in through the provider failed; the page of sign-in says it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SsoProblem {
    /// The provider does not answer, or not as it should.
    Unavailable,
    /// The way back is not the one that began in this browser, was used before, or is too late.
    Expired,
    /// The provider refused, or its answer is not sound.
    Refused,
    /// The provider knows the person, and no account here is theirs.
    Unknown,
}

impl SsoProblem {
    /// The word in the address of the sign-in page.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

/// A sign-in that has left for the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Hash of what the browser keeps.
    pub browser_hash: String,
    /// What must come back unchanged.
    pub state: String,
    /// What the provider must put into its token.
    pub nonce: String,
    /// What proves that the code was asked for here (PKCE).
    pub verifier: String,
    /// Where the person wanted to go.
    pub next: String,
    /// When it left.
    pub begun_at: OffsetDateTime,
}

/// A person as the provider names them, after every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The provider.
    pub issuer: String,
    /// Its lasting name for the person.
    pub subject: String,
    /// E-mail address, only when the provider has verified it.
    pub verified_email: Option<String>,
    /// Name for signing in there.
    pub username: Option<String>,
}
