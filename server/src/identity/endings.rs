//! What ends with the password, the account or a role of a person: slices to the right that gave something out in
//! their name listen here. And what stands in the way of a role: slices to the right tell what the person does that the
//! role excludes.

use futures::future::BoxFuture;
use time::{Date, OffsetDateTime};

use crate::access::Role;
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

/// A role that is about to be given to somebody.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// To whom.
    pub account: AccountId,
    /// Which.
    pub role: Role,
    /// Today.
    pub on: Date,
}

/// Whether something that the person does elsewhere excludes the role, as seen in the transaction that gives it.
pub type ExcludesRole = for<'a> fn(&'a Transaction, Given) -> BoxFuture<'a, Result<bool, Refusal>>;
