//! A case that resembles another, and what somebody judged of the two.

use std::str::FromStr;

use async_graphql::Enum;
use time::{Date, OffsetDateTime};

use crate::initiatives::InitiativeState;
use crate::shared::id::{AccountId, InitiativeId, PastInitiativeId};

/// A case that can be resembled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CaseKey {
    /// A request filed here.
    Filed(InitiativeId),
    /// A case of the past, imported.
    Past(PastInitiativeId),
}

/// A case of the past, imported to be compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastInitiative {
    /// Id.
    pub id: PastInitiativeId,
    /// Its code where it comes from.
    pub code: String,
    /// Title.
    pub title: String,
    /// What it does.
    pub text: String,
    /// The unit it comes from, as it was called.
    pub unit_name: String,
    /// When it was submitted.
    pub submitted_on: Option<Date>,
}

/// What two cases that resemble each other are to one another.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The case is the same as the other.
    DuplicateOf,
    /// The case extends the other.
    Extends,
    /// They have nothing to do with each other.
    Unrelated,
}

impl Judgement {
    /// The code in the database and in GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::DuplicateOf => "DUPLICATE_OF",
            Self::Extends => "EXTENDS",
            Self::Unrelated => "UNRELATED",
        }
    }
}

impl FromStr for Judgement {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        let known = [Self::DuplicateOf, Self::Extends, Self::Unrelated];
        known.into_iter().find(|judgement| judgement.code() == code).ok_or(())
    }
}

/// What somebody judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// About which other case.
    pub other: CaseKey,
    /// What it is.
    pub judgement: Judgement,
    /// Why.
    pub note: Option<String>,
    /// Who judged.
    pub by: AccountId,
    /// When.
    pub at: OffsetDateTime,
    /// How much they resembled each other then, in per mille; none where that was not kept.
    pub score: Option<u16>,
    /// Whether it was judged the other way round: what the other case is to the one asked about.
    pub is_mirrored: bool,
}

impl Judged {
    /// Whether it is a reason to look, however little the two resemble each other now.
    #[must_use]
    pub fn is_reason_to_look(&self) -> bool {
        self.judgement != Judgement::Unrelated
    }
}

/// Two sentences that say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// Of the case.
    pub own: String,
    /// Of the other.
    pub other: String,
    /// Which part of their words both have, in per mille.
    pub share: u16,
}

/// A case that resembles the one asked about.
#[derive(Clone, Debug)]
pub struct Similar {
    /// Which.
    pub key: CaseKey,
    /// How much, in per mille.
    pub score: u16,
    /// Its title.
    pub title: String,
    /// The unit it was filed with; for a case of the past see the name.
    pub unit: Option<crate::shared::id::UnitId>,
    /// The unit as it was called, for a case of the past.
    pub past_unit: Option<String>,
    /// Its number in a register, or its code where it comes from.
    pub number: Option<String>,
    /// When it was filed or submitted.
    pub filed_on: Option<Date>,
    /// Where it stands, where somebody is an author of both.
    pub state_of_same_author: Option<InitiativeState>,
    /// The passages that match, the strongest first.
    pub passages: Vec<Matching>,
    /// What was judged last, if anything.
    pub judged: Option<Judged>,
}
