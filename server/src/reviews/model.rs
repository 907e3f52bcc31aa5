//! A review with its seats, a sitting of a council, and what comes of both.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::councils::{CouncilPosition, InitiativeLevel, Rubric, VoteRule};
use crate::initiatives::InitiativeState;
use crate::shared::codes::codes;
use crate::shared::id::{AccountId, CouncilId, InitiativeId, ReviewId, SittingId};
use crate::shared::points::Points;

codes! {
    /// Where a review stands.
    ReviewState {
        /// Sheets are written.
        Scoring = "SCORING",
        /// Every sheet is signed; the council has yet to meet.
        Scored = "SCORED",
        /// The council has voted; the decision is awaited.
        Deliberated = "DELIBERATED",
        /// It is decided.
        Decided = "DECIDED",
        /// It ended without a decision: taken back, or the request was withdrawn.
        Ended = "ENDED",
    }
}

codes! {
    /// Why a member does nothing in a review.
    ExclusionKind {
        /// An author of the initiative; a head who is an author may not sit (Circular 18/2013/TT-BKHCN).
        Author = "AUTHOR",
        /// Declared by the member.
        Declared = "DECLARED",
        /// Found by whoever keeps the register, before anybody had signed.
        Found = "FOUND",
        /// Decided by whoever presides, once sheets were signed.
        Presiding = "PRESIDING",
    }
}

codes! {
    /// What may be a conflict of interest, and is for people to judge.
    ConflictHint {
        /// Named in the request as somebody who helped the first application.
        Helper = "HELPER",
        /// Works in the unit that filed the request, at province level.
        SameUnit = "SAME_UNIT",
    }
}

codes! {
    /// How a member votes.
    Choice {
        /// For recognition.
        Agree = "AGREE",
        /// Against it.
        Disagree = "DISAGREE",
        /// Neither.
        Abstain = "ABSTAIN",
    }
}

codes! {
    /// What the council concluded.
    Outcome {
        /// The initiative is to be recognised.
        Passed = "PASSED",
        /// It is not.
        Failed = "FAILED",
    }
}

codes! {
    /// Where a sitting stands.
    SittingState {
        /// It is prepared or held: agenda and attendance may change, those present vote.
        Open = "OPEN",
        /// It is over; its votes stand.
        Closed = "CLOSED",
    }
}

codes! {
    /// What a name gives away.
    NameKind {
        /// Who an author is.
        Author = "AUTHOR",
        /// Who helped.
        Helper = "HELPER",
        /// Where they work.
        Unit = "UNIT",
    }
}

/// A name that is hidden from those who score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenName {
    /// The name.
    pub name: String,
    /// What it gives away.
    pub kind: NameKind,
}

/// Why a member does nothing in a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Why.
    pub kind: ExclusionKind,
    /// In words, where somebody said so.
    pub reason: Option<String>,
}

/// Who votes in the place of a member who cannot come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    /// Who.
    pub account: AccountId,
    /// By which letter or decision.
    pub basis: String,
}

/// A member's place in a review, with the sheet and the vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Account.
    pub account: AccountId,
    /// What they were on the council when the case was given to it.
    pub position: CouncilPosition,
    /// Whether they score.
    pub scores: bool,
    /// Why they do nothing; `None` for most.
    pub exclusion: Option<Exclusion>,
    /// Points by criterion, as far as written.
    pub points: BTreeMap<String, Points>,
    /// A remark to the council.
    pub remark: String,
    /// Counts the changes of the sheet.
    pub version: i32,
    /// When the sheet was last written.
    pub saved_at: Option<OffsetDateTime>,
    /// When it was signed, and so locked.
    pub signed_at: Option<OffsetDateTime>,
    /// Whether they have voted.
    pub has_voted: bool,
    /// How; `None` when they have not, or voted in secret.
    pub choice: Option<Choice>,
    /// Who votes in their place in the sitting.
    pub deputy: Option<Deputy>,
}

impl Seat {
    /// Whether somebody votes on this seat: its member, or who stands in for them.
    #[must_use]
    pub fn is_of(&self, account: AccountId) -> bool {
        self.account == account || self.deputy.as_ref().is_some_and(|deputy| deputy.account == account)
    }

    /// Whether its member or who stands in for them is among those present.
    #[must_use]
    pub fn has_come(&self, present: &[AccountId]) -> bool {
        present.iter().any(|account| self.is_of(*account))
    }

    /// Whether they take part.
    #[must_use]
    pub fn is_eligible(&self) -> bool {
        self.exclusion.is_none()
    }

    /// Whether they score.
    #[must_use]
    pub fn is_scorer(&self) -> bool {
        self.is_eligible() && self.scores
    }

    /// Whether they signed a sheet and left afterwards: it is kept and shown, and does not count.
    #[must_use]
    pub fn is_set_aside(&self) -> bool {
        !self.is_eligible() && self.signed_at.is_some()
    }

    /// Whether their sheet is awaited.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.is_scorer() && self.signed_at.is_none()
    }

    /// The points of the whole sheet.
    #[must_use]
    pub fn total(&self) -> Points {
        self.points.values().copied().sum()
    }
}

/// Votes cast, without who cast them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// For recognition.
    pub agree: i32,
    /// Against it.
    pub disagree: i32,
    /// Neither.
    pub abstain: i32,
}

impl Tally {
    /// All votes cast.
    #[must_use]
    pub fn cast(self) -> i32 {
        self.agree + self.disagree + self.abstain
    }
}

/// The mean of a criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionMean {
    /// Which criterion.
    pub code: String,
    /// Mean of all sheets.
    pub mean: Points,
    /// Whether it lies below the least that the rubric asks for.
    pub fails: bool,
}

/// What the signed sheets would say together with those that are set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithSetAside {
    /// How many sheets are set aside.
    pub set_aside: i32,
    /// Mean of all signed sheets.
    pub mean: Points,
    /// Whether that mean and those of every criterion would reach what the rubric asks for.
    pub passes: bool,
}

/// What the signed sheets say together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many sheets.
    pub sheets: i32,
    /// Mean of their points, rounded to two decimals; compared unrounded.
    pub mean: Points,
    /// The lowest sheet.
    pub lowest: Points,
    /// The highest sheet.
    pub highest: Points,
    /// Mean of each criterion, in the order of the rubric.
    pub criteria: Vec<CriterionMean>,
    /// Whose sheets lie further from the mean than the parameter allows.
    pub outliers: Vec<AccountId>,
    /// How far a sheet may lie from the mean, in points.
    pub outlier_points: i32,
    /// Whether the mean and every criterion reach what the rubric asks for.
    pub passes: bool,
    /// The same with the sheets that are set aside; none where there are none.
    #[serde(default)]
    pub with_set_aside: Option<WithSetAside>,
}

/// Who could vote on a case, and what that is enough for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turnout {
    /// Members of the council, those excluded too.
    pub members: i32,
    /// Members who may vote.
    pub eligible: i32,
    /// Of these, how many are present.
    pub present: i32,
    /// How many of them must be present.
    pub quorum: i32,
    /// Of how many a part must agree.
    pub base: i32,
    /// How many must agree.
    pub needed: i32,
}

impl Turnout {
    /// Whether enough are present.
    #[must_use]
    pub fn is_quorate(self) -> bool {
        self.present >= self.quorum
    }

    /// Whether those present are enough to recognise it, if all agree.
    #[must_use]
    pub fn can_pass(self) -> bool {
        self.present >= self.needed
    }

    /// Whether a vote is held: enough are present, and it is not for want of those absent that it cannot pass.
    #[must_use]
    pub fn allows_vote(self) -> bool {
        self.is_quorate() && self.present >= self.needed.min(self.eligible)
    }
}

/// What the vote says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteCount {
    /// Members of the council, those excluded too.
    pub members: i32,
    /// Members who may vote.
    pub eligible: i32,
    /// Votes by choice.
    pub tally: Tally,
    /// Of how many a part must agree.
    pub base: i32,
    /// How many must agree.
    pub needed: i32,
    /// Whether so many do.
    pub passes: bool,
}

/// How many units confirmed that they adopted the initiative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachCount {
    /// Units that confirmed it.
    pub confirmed: i32,
    /// Units that the rubric asks for.
    pub needed: i32,
}

impl ReachCount {
    /// Whether its reach is evidenced.
    #[must_use]
    pub fn passes(self) -> bool {
        self.confirmed >= self.needed
    }
}

/// What came of a review, as it stood when the sitting was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewResult {
    /// What the sheets say.
    pub summary: Summary,
    /// What the vote says.
    pub vote: VoteCount,
    /// What the adopting units say; none where the rubric asks for none.
    #[serde(default)]
    pub reach: Option<ReachCount>,
    /// What the council concluded.
    pub outcome: Outcome,
}

/// A council's review of an initiative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Id.
    pub id: ReviewId,
    /// Of which initiative.
    pub initiative: InitiativeId,
    /// By which council.
    pub council: CouncilId,
    /// At which level.
    pub level: InitiativeLevel,
    /// By which rubric, as it stood.
    pub rubric: Rubric,
    /// Names that are hidden from those who score.
    pub hidden: Vec<HiddenName>,
    /// Where it stands.
    pub state: ReviewState,
    /// Counts the changes but for sheets and votes.
    pub version: i32,
    /// In which sitting it is deliberated.
    pub sitting: Option<SittingId>,
    /// Votes cast.
    pub tally: Tally,
    /// What came of it, once the sitting was closed.
    pub result: Option<ReviewResult>,
    /// By when its members sign their sheets.
    pub score_by: Option<Date>,
    /// Who gave it to the council.
    pub assigned_by: AccountId,
    /// When.
    pub assigned_at: OffsetDateTime,
    /// When it was last changed.
    pub updated_at: OffsetDateTime,
    /// A seat for every member, in the order of the council.
    pub seats: Vec<Seat>,
}

impl Review {
    /// Whether anybody has signed a sheet, those who left afterwards too.
    #[must_use]
    pub fn has_signatures(&self) -> bool {
        self.seats.iter().any(|seat| seat.signed_at.is_some())
    }

    /// The seat of somebody, if they are a member.
    #[must_use]
    pub fn seat(&self, account: AccountId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.account == account)
    }

    /// The seat on which somebody votes: the own one, or that of a member for whom they stand in.
    #[must_use]
    pub fn voting_seat(&self, account: AccountId) -> Option<&Seat> {
        self.seat(account).or_else(|| self.seats.iter().find(|seat| seat.is_of(account)))
    }

    /// Whether it goes on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, ReviewState::Scoring | ReviewState::Scored)
    }

    /// Whether authors and other sheets are still hidden from those who score.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        self.state == ReviewState::Scoring
    }
}

codes! {
    /// Why no vote on a case counts, so that a sitting leaves it to the next.
    LeftOverReason {
        /// Too few who may vote were present.
        NoQuorum = "NO_QUORUM",
        /// Those present could not have recognised it though those absent could.
        OutOfReach = "OUT_OF_REACH",
        /// So few voted in secret that the numbers would tell who voted how.
        TooFewBallots = "TOO_FEW_BALLOTS",
    }
}

/// A case that a sitting left to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOver {
    /// Which review.
    pub review: ReviewId,
    /// Why.
    pub reason: LeftOverReason,
    /// How many who may vote were present.
    pub present: i32,
    /// How many would have been needed: present, to agree, or to vote, as the reason is.
    pub needed: i32,
}

/// What is written down of a sitting when it is closed, as far as somebody says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SittingRecord {
    /// When it began, as hour and minute.
    pub began_at: Option<(u8, u8)>,
    /// When it ended.
    pub ended_at: Option<(u8, u8)>,
    /// What members said.
    pub opinions: String,
    /// Cases that it left to the next.
    pub left_over: Vec<LeftOver>,
}

/// A sitting of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// Id.
    pub id: SittingId,
    /// Of which council.
    pub council: CouncilId,
    /// On which day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Whether it votes in secret.
    pub is_secret: bool,
    /// Where it stands.
    pub state: SittingState,
    /// Counts the changes but for votes.
    pub version: i32,
    /// When it was closed.
    pub closed_at: Option<OffsetDateTime>,
    /// How many cases it left to the next sitting when it was closed.
    pub left_over: i32,
    /// Who is present, those who stand in for a member too.
    pub present: Vec<AccountId>,
    /// What was written down of it when it was closed.
    pub record: SittingRecord,
}

/// Who stands in for whom in a sitting, as entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDeputy {
    /// For which member.
    pub member: AccountId,
    /// Who.
    pub deputy: AccountId,
    /// By which letter or decision.
    pub basis: String,
}

/// Why somebody does not stand in for a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeputyFault {
    /// No rubric of the agenda lets a deputy vote for this member.
    NotAllowed,
    /// The member takes part in no case of the agenda, or is none.
    NoSeat,
    /// The member is present, or is given two deputies.
    MemberPresent,
    /// The deputy sits on the council, is an author, or stands in for another.
    HasOwnPart,
    /// The deputy works in another unit than the member.
    OtherUnit,
    /// The deputy has no open account, or administers accounts.
    NoAccount,
    /// Nothing says by which letter, or too much does.
    NoBasis,
}

/// How the vote on a case of a sitting stands, without its seats: what is read every few seconds by everybody there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTally {
    /// Which review.
    pub review: ReviewId,
    /// Of which initiative.
    pub initiative: InitiativeId,
    /// At which level.
    pub level: InitiativeLevel,
    /// Counts the changes of the review but for sheets and votes.
    pub version: i32,
    /// How many must agree.
    pub rule: VoteRule,
    /// Votes cast.
    pub tally: Tally,
    /// Members of the council, those excluded too.
    pub members: i32,
    /// Members who may vote.
    pub eligible: i32,
    /// Of these, how many are present.
    pub present: i32,
    /// Where the review stands.
    pub state: ReviewState,
    /// The seat on which the reader votes: whether they take part, whether they voted, and how where the vote is open.
    pub own: Option<(bool, bool, Option<Choice>)>,
}

/// A member who shall not take part, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedExclusion {
    /// In which case.
    pub initiative: InitiativeId,
    /// Who.
    pub account: AccountId,
    /// Why.
    pub reason: String,
}

/// Cases to be given to a council.
#[derive(Clone, Debug)]
pub struct AssignForm {
    /// To which council.
    pub council: CouncilId,
    /// By which rubric.
    pub rubric: String,
    /// Which cases, each in the version that the person has before them.
    pub cases: Vec<(InitiativeId, i32)>,
    /// How many members score each case; `None` all who may.
    pub scorers: Option<usize>,
    /// By when they sign; `None` by when the request is answered.
    pub score_by: Option<Date>,
    /// Who is excluded beside the authors.
    pub exclusions: Vec<NamedExclusion>,
}

/// What would become of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedCase {
    /// Which case.
    pub initiative: InitiativeId,
    /// Who would score it.
    pub scorers: Vec<AccountId>,
    /// Who would be excluded, and why.
    pub excluded: Vec<(AccountId, ExclusionKind)>,
    /// What may be a conflict, for people to judge.
    pub hints: Vec<(AccountId, ConflictHint)>,
    /// What would be hidden, and how often it stands in the text.
    pub hidden: Vec<(HiddenName, i32)>,
    /// How many members could score it.
    pub candidates: usize,
    /// What the votes of all who could vote would be enough for.
    pub turnout: Turnout,
}

/// What would become of cases given to a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The cases, in the order asked.
    pub cases: Vec<PlannedCase>,
    /// How many sheets each member would have to write, those awaited already included.
    pub loads: Vec<(AccountId, i32)>,
}

/// A change of a seat by whoever keeps the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeatChange {
    /// The member takes no part.
    Exclude {
        /// Why.
        reason: String,
    },
    /// The member scores as well.
    Appoint {
        /// Why; needed once somebody has signed.
        reason: String,
    },
    /// The member need not score, and may still vote.
    Release {
        /// Why.
        reason: String,
    },
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewFault {
    /// Somebody else changed it meanwhile.
    Stale,
    /// The case is not where this is possible.
    CaseElsewhere {
        /// Its name.
        title: String,
        /// Where it is.
        state: InitiativeState,
    },
    /// Somebody else changed a case meanwhile.
    CaseStale {
        /// Its name.
        title: String,
    },
    /// No cases, or too many at once.
    BadCount,
    /// The council does not examine today.
    NotStanding,
    /// Sheets would be due on a day that has passed.
    ScoreByPassed,
    /// A case on the agenda is the keeper's own, or of somebody whose place they take.
    OwnCase {
        /// Its name.
        title: String,
    },
    /// The council examines by another rubric.
    OtherRubric {
        /// Its name.
        title: String,
    },
    /// A rubric that councils of this level do not score by.
    UnknownRubric,
    /// A case of another unit than the council's.
    OtherUnit {
        /// Its name.
        title: String,
    },
    /// Too few members may score a case.
    TooFewScorers {
        /// Its name.
        title: String,
        /// How many may.
        candidates: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Nobody who may lead the council takes part in a case.
    NobodyPresides {
        /// Its name.
        title: String,
    },
    /// Not possible while the review stands here.
    WrongState(ReviewState),
    /// Not a member of the council in this review.
    UnknownMember,
    /// The sheet is signed already.
    Signed,
    /// A sheet was signed already, so that the case is not taken back.
    SignedAlready,
    /// A sheet was signed already, so that nobody leaves or joins but for a conflict of interest.
    SeatsSettled,
    /// Points that the rubric does not allow.
    BadPoints {
        /// Which criterion.
        criterion: String,
        /// Most points.
        most: i32,
    },
    /// No points yet.
    PointsMissing {
        /// Which criterion.
        criterion: String,
        /// Its name.
        title: String,
    },
    /// A text is missing.
    Missing {
        /// Path of the field.
        field: &'static str,
    },
    /// A text is too long.
    TooLong {
        /// Path of the field.
        field: &'static str,
    },
    /// The sitting is closed.
    SittingClosed,
    /// A case that is not ready for a sitting of this council.
    NotReady {
        /// Its name.
        title: String,
    },
    /// The person is not recorded as present.
    NotPresent,
    /// Somebody does not stand in for a member.
    DeputyRefused {
        /// Which, from 0.
        at: usize,
        /// Why.
        why: DeputyFault,
    },
    /// A time that no clock shows, or an end before the beginning.
    BadTime {
        /// Path of the field.
        field: &'static str,
    },
    /// The person has voted already.
    VotedAlready,
    /// The vote on the case has begun, so that who takes part is settled.
    VoteBegan,
    /// Somebody who has voted, or without whom a vote that was cast would not have been held, was present.
    VotedSoPresent,
    /// Votes were cast, so that the day stands.
    VotedSoOnItsDay,
    /// Nothing is recorded, voted or closed on another day than the sitting's.
    NotItsDay {
        /// Its day.
        held_on: Date,
    },
    /// A sitting on a day that has passed.
    DayPassed,
    /// Too few of those who may vote on a case are present.
    NoQuorum {
        /// Its name.
        title: String,
        /// Who may vote and what is needed.
        turnout: Turnout,
    },
    /// Those present could not recognise a case even if all agreed; those absent could.
    OutOfReach {
        /// Its name.
        title: String,
        /// Who may vote and what is needed.
        turnout: Turnout,
    },
    /// All who may vote on a case could not recognise it even if all agreed.
    CannotPass {
        /// Its name.
        title: String,
        /// Who may vote and what is needed.
        turnout: Turnout,
    },
    /// Members who are present have not voted on a case.
    NotAllVoted {
        /// Its name.
        title: String,
        /// How many.
        missing: i32,
    },
    /// Members who are present have not voted on a case, and their votes could change what comes of it.
    VotesMissing {
        /// Its name.
        title: String,
        /// How many.
        missing: i32,
        /// Who, in the order of the council.
        names: Vec<String>,
    },
    /// So few voted in secret that the numbers would tell who voted how.
    TooFewBallots {
        /// Its name.
        title: String,
        /// How many voted.
        cast: i32,
    },
    /// A case on which votes were cast stays on the agenda.
    VotedSoStays {
        /// Its name.
        title: String,
    },
    /// Nobody has voted on a case yet.
    NotVoted {
        /// Its name.
        title: String,
    },
    /// A sitting needs at least one case.
    EmptyAgenda,
}
