//! A personal token as its owner sees it, and what can be wrong with a new one.

use async_graphql::{Enum, SimpleObject};
use time::OffsetDateTime;

use crate::shared::id::{AccountId, ApiTokenId, RoleAssignmentId};
use crate::shared::locale::Locale;

/// What a token may do, within what its person may.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenScope {
    /// Queries only.
    Read,
    /// Queries and mutations.
    ReadWrite,
}

impl TokenScope {
    /// The code in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "READ",
            Self::ReadWrite => "READ_WRITE",
        }
    }
}

impl std::str::FromStr for TokenScope {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Read, Self::ReadWrite].into_iter().find(|scope| scope.code() == code).ok_or(())
    }
}

/// A personal token, without its secret.
#[derive(Clone, Debug)]
pub struct ApiToken {
    /// Id.
    pub id: ApiTokenId,
    /// Whose.
    pub account: AccountId,
    /// Name its owner gave it.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// Its last four characters, to tell it from others.
    pub hint: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it ends.
    pub expires_at: OffsetDateTime,
    /// When it was last used, to within a minute.
    pub last_used_at: Option<OffsetDateTime>,
    /// From where it was last used.
    pub last_used_address: Option<String>,
    /// When it was revoked.
    pub revoked_at: Option<OffsetDateTime>,
}

/// A token with the role assignments it was made with.
#[derive(Clone, Debug)]
pub struct Held {
    /// The token.
    pub token: ApiToken,
    /// The assignments; none for somebody who held no role.
    pub roles: Vec<RoleAssignmentId>,
}

/// What can be wrong with a new token.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiTokenProblemCode {
    /// A name of 1 to 60 characters is needed.
    NameMissing,
    /// The number of days is not between one and the longest.
    BadLifetime,
    /// Too many tokens are in use already.
    TooMany,
}

/// A typed problem with a new token.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct ApiTokenProblem {
    /// What is wrong.
    pub code: ApiTokenProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns; empty for the whole.
    pub path: Vec<String>,
}

impl ApiTokenProblemCode {
    /// The problem in words, at its field; `longest` is the longest life in days.
    #[must_use]
    pub fn problem(self, locale: Locale, longest: u32) -> ApiTokenProblem {
        let (vi, en, field) = match self {
            Self::NameMissing => (
                "Đề nghị đặt tên cho mã truy cập, tối đa 60 ký tự.".to_owned(),
                "Name the token, in at most 60 characters.".to_owned(),
                Some("name"),
            ),
            Self::BadLifetime => (
                format!("Thời hạn phải từ 1 đến {longest} ngày."),
                format!("A token lives 1 to {longest} days."),
                Some("days"),
            ),
            Self::TooMany => (
                "Đã có 20 mã truy cập còn hiệu lực. Đề nghị thu hồi mã không còn dùng.".to_owned(),
                "There are 20 tokens in use already. Revoke those that are not needed.".to_owned(),
                None,
            ),
        };
        let path = field.map(|field| vec!["input".to_owned(), field.to_owned()]).unwrap_or_default();
        ApiTokenProblem { code: self, message: locale.pick(vi, en), path }
    }
}
