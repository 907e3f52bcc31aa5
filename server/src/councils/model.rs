//! A council with its members, and a rubric with its criteria.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::shared::codes::codes;
use crate::shared::id::{AccountId, CouncilId, UnitId};

codes! {
    /// At which level an initiative is recognised.
    InitiativeLevel {
        /// By the unit that received the request (cấp cơ sở).
        Base = "BASE",
        /// By the province: reach of influence and effect (cấp tỉnh).
        Province = "PROVINCE",
    }
}

codes! {
    /// What somebody is on a council, in the order in which members are named.
    CouncilPosition {
        /// Chair (Chủ tịch Hội đồng).
        Chair = "CHAIR",
        /// Vice-chair (Phó Chủ tịch Hội đồng).
        ViceChair = "VICE_CHAIR",
        /// Secretary (Thư ký).
        Secretary = "SECRETARY",
        /// Expert of the field (chuyên gia).
        Expert = "EXPERT",
        /// Representative of the trade union (đại diện công đoàn).
        Union = "UNION",
        /// Other member (ủy viên).
        Member = "MEMBER",
    }
}

codes! {
    /// Of whom a vote needs its part to agree.
    VoteBase {
        /// Of all members of the council, those excluded from the case too.
        AllMembers = "ALL_MEMBERS",
        /// Of the members who may vote on the case.
        Eligible = "ELIGIBLE",
        /// Of those who voted.
        Voting = "VOTING",
    }
}

/// How many of the members who take part in a case must be present for a vote on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// Upper number of the part.
    pub numerator: i32,
    /// Lower number of the part.
    pub denominator: i32,
}

impl Default for Quorum {
    /// Two thirds, where the rubric says nothing else.
    fn default() -> Self {
        Self { numerator: 2, denominator: 3 }
    }
}

/// How many must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteRule {
    /// Upper number of the part, at least 1.
    pub numerator: i32,
    /// Lower number of the part.
    pub denominator: i32,
    /// Of whom.
    pub of: VoteBase,
    /// How many must be present.
    #[serde(default)]
    pub quorum: Quorum,
}

/// Whom a deputy may stand in for. Where a rubric says nothing, nobody votes in a member's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeputyRule {
    /// What those members are on the council.
    pub positions: Vec<CouncilPosition>,
    /// Whether the deputy has to work in the member's own unit.
    pub is_same_unit: bool,
    /// Where the rule comes from.
    pub source: String,
    /// Whether somebody has verified it with its source.
    pub is_verified: bool,
}

/// A range of points with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RubricBand {
    /// Its name.
    pub title: String,
    /// Least points.
    pub from: i32,
    /// Most points.
    pub to: i32,
}

/// What is scored, and how high.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RubricCriterion {
    /// Stable code within the rubric.
    pub code: String,
    /// Name, in Vietnamese.
    pub title: String,
    /// How to score it.
    pub guidance: Option<String>,
    /// Most points, at least 1.
    pub most: i32,
    /// A mean below this many points fails the initiative, whatever its other points.
    pub least: Option<i32>,
    /// Whether somebody has verified the points with their source.
    pub is_verified: bool,
    /// Named ranges of points, the highest first.
    pub bands: Vec<RubricBand>,
}

/// By what a council scores and decides. It never changes; a correction is a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rubric {
    /// Stable code.
    pub code: String,
    /// Version, from 1.
    pub version: i32,
    /// For which level.
    pub level: InitiativeLevel,
    /// Name, in Vietnamese.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// Whether somebody has verified it with its source.
    pub is_verified: bool,
    /// From which day on councils may score by it.
    pub effective_from: Date,
    /// Criteria, in the order of the sheet.
    pub criteria: Vec<RubricCriterion>,
    /// The mean that passes, in points.
    pub pass_mean: i32,
    /// How many must agree.
    pub vote: VoteRule,
    /// Fewest signed sheets.
    pub least_sheets: i32,
    /// Fewest units that adopted the initiative.
    pub adopters: i32,
    /// Who may vote in a member's place; nobody where it says nothing.
    #[serde(default)]
    pub deputies: Option<DeputyRule>,
}

impl Rubric {
    /// The most points of a sheet.
    #[must_use]
    pub fn most(&self) -> i32 {
        self.criteria.iter().map(|criterion| criterion.most).sum()
    }
}

/// A member of a council.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CouncilMember {
    /// Account.
    pub account: AccountId,
    /// What they are on it.
    pub position: CouncilPosition,
}

/// An initiative council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Council {
    /// Id.
    pub id: CouncilId,
    /// Whose council; for the province's the province itself.
    pub unit: UnitId,
    /// At which level it examines.
    pub level: InitiativeLevel,
    /// Name.
    pub name: String,
    /// The decision that founded it.
    pub basis: String,
    /// From which day it examines.
    pub valid_from: Date,
    /// Last day; `None` while it has no end.
    pub valid_to: Option<Date>,
    /// Counts the changes; a change names the version it was made on.
    pub version: i32,
    /// Members, in the order in which they are named.
    pub members: Vec<CouncilMember>,
    /// When it was last changed.
    pub updated_at: OffsetDateTime,
}

impl Council {
    /// Whether it examines on a day.
    #[must_use]
    pub fn stands_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// Whether somebody is a member.
    #[must_use]
    pub fn has_member(&self, account: AccountId) -> bool {
        self.members.iter().any(|member| member.account == account)
    }
}

/// A council as entered.
#[derive(Clone, Debug)]
pub struct CouncilForm {
    /// Whose council.
    pub unit: UnitId,
    /// At which level it examines.
    pub level: InitiativeLevel,
    /// Name.
    pub name: String,
    /// The decision that founds it.
    pub basis: String,
    /// From which day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Option<Date>,
    /// Members, in order.
    pub members: Vec<CouncilMember>,
}

/// What stands in the way of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CouncilFault {
    /// Somebody else changed it meanwhile.
    Stale,
    /// A compulsory text is empty.
    Missing {
        /// Path of the field.
        field: &'static str,
    },
    /// A text is too long.
    TooLong {
        /// Path of the field.
        field: &'static str,
    },
    /// It ends before it begins.
    EndsBeforeItBegins,
    /// Too few members.
    TooFew,
    /// Too many members.
    TooMany,
    /// Not exactly one chair and one secretary.
    BadPositions,
    /// The same person twice.
    MemberTwice {
        /// Which member, from 0.
        member: usize,
    },
    /// No open account, or one that may neither score nor vote.
    BadMember {
        /// Which member, from 0.
        member: usize,
    },
    /// A unit that has no council of this level.
    BadUnit,
    /// Another council of the same unit and level examines on some of these days.
    AnotherStands {
        /// Its name.
        name: String,
    },
}
