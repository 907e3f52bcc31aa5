//! What ends with the password, the account or a role of a person: slices to the right that gave something out in
//! their name listen here.

use futures::future::BoxFuture;
use time::OffsetDateTime;

use crate::audit::Deed;
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::id::AccountId;

/// What came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The password was changed or reset.
    Password,
    /// The account was closed.
    Account,
    /// A role ended.
    Role,
}

impl Ending {
    /// The code in the trail.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Password => "PASSWORD",
            Self::Account => "ACCOUNT",
            Self::Role => "ROLE",
        }
    }
}

/// Something of a person that came to its end.
#[derive(Clone, Copy, Debug)]
pub struct Ended {
    /// Whose.
    pub account: AccountId,
    /// What.
    pub ending: Ending,
    /// Who ended it; `None` for the server itself.
    pub by: Option<AccountId>,
    /// When.
    pub at: OffsetDateTime,
}

/// What follows in the same transaction; answers the deeds, which the caller records last.
pub type OnEnded = for<'a> fn(&'a Transaction, Ended) -> BoxFuture<'a, Result<Vec<Deed>, Refusal>>;
