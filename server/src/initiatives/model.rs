//! An initiative, its authors, what they describe, and what happened to it.

use std::collections::BTreeMap;

use async_graphql::Enum;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::access::Role;
use crate::shared::codes::codes;
use crate::shared::id::{AccountId, InitiativeAuthorId, InitiativeId, UnitId};

codes! {
    /// Where a request stands.
    InitiativeState {
        /// Being written by its authors, who alone see it.
        Draft = "DRAFT",
        /// Filed and registered; its form is checked.
        Filed = "FILED",
        /// Given back to its authors to be corrected.
        FixRequested = "FIX_REQUESTED",
        /// Its form is right; it is examined.
        Accepted = "ACCEPTED",
        /// A council scores it, its authors hidden.
        Assigned = "ASSIGNED",
        /// Every sheet is signed; the council has yet to meet.
        Scored = "SCORED",
        /// The council has voted; the head of the unit decides.
        Council = "COUNCIL",
        /// Recognised at base level.
        RecognisedBase = "RECOGNISED_BASE",
        /// Refused in writing, with a ground.
        Refused = "REFUSED",
        /// Withdrawn by its authors.
        Withdrawn = "WITHDRAWN",
        /// Referred to the Department of Science and Technology, which checks what the unit sent.
        Referred = "REFERRED",
        /// Given back to its unit to complete what was sent.
        ReferralFix = "REFERRAL_FIX",
        /// What was sent is complete; the province's council may have it.
        ProvChecked = "PROV_CHECKED",
        /// The province's council scores it, its authors hidden.
        ProvAssigned = "PROV_ASSIGNED",
        /// Every sheet is signed; the province's council has yet to meet.
        ProvScored = "PROV_SCORED",
        /// The province's council has voted; the Chairman decides.
        ProvCouncil = "PROV_COUNCIL",
        /// Recognised at province level.
        RecognisedProvince = "RECOGNISED_PROVINCE",
        /// Not recognised at province level; what its unit recognised stands.
        NotRaised = "NOT_RAISED",
        /// The recognition at province level was cancelled; what its unit recognised stands.
        ProvinceCancelled = "PROVINCE_CANCELLED",
        /// The recognition was cancelled.
        Cancelled = "CANCELLED",
    }
}

impl InitiativeState {
    /// Whether the authors write on it.
    #[must_use]
    pub fn is_with_authors(self) -> bool {
        matches!(self, Self::Draft | Self::FixRequested)
    }

    /// Whether somebody was asked to correct or complete it: its authors, or at the province its unit.
    #[must_use]
    pub fn is_to_be_corrected(self) -> bool {
        matches!(self, Self::FixRequested | Self::ReferralFix)
    }

    /// Whether nothing happens to it any more.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Refused | Self::Withdrawn | Self::Cancelled)
    }

    /// Whether it is answered, or need not be any more.
    #[must_use]
    pub fn is_decided(self) -> bool {
        self.is_closed()
            || matches!(
                self,
                Self::RecognisedBase | Self::RecognisedProvince | Self::NotRaised | Self::ProvinceCancelled
            )
    }

    /// Whether somebody other than its authors answered it: what they withdraw is decided by nobody.
    #[must_use]
    pub fn is_answered(self) -> bool {
        self.is_decided() && self != Self::Withdrawn
    }

    /// Whether it is with the Department of Science and Technology, from its referral to the decision.
    #[must_use]
    pub fn is_at_province(self) -> bool {
        matches!(
            self,
            Self::Referred
                | Self::ReferralFix
                | Self::ProvChecked
                | Self::ProvAssigned
                | Self::ProvScored
                | Self::ProvCouncil
        )
    }

    /// Whether it goes on with the heir of its unit when that ends: it waits for an answer, or may still be referred.
    #[must_use]
    pub fn follows_its_unit(self) -> bool {
        !self.is_decided() || self == Self::RecognisedBase
    }
}

codes! {
    /// What a solution is (Decree 13/2012/NĐ-CP, article 3).
    InitiativeKind {
        /// Technical solution (giải pháp kỹ thuật).
        Technical = "TECHNICAL",
        /// Solution of management (giải pháp quản lý).
        Managerial = "MANAGERIAL",
        /// Solution of procedure, such as how dossiers are received and processed (giải pháp tác nghiệp).
        Operational = "OPERATIONAL",
        /// Application of technical progress (giải pháp ứng dụng tiến bộ kỹ thuật).
        AppliedProgress = "APPLIED_PROGRESS",
    }
}

codes! {
    /// A part of the description (Circular 18/2013/TT-BKHCN, article 5 and appendix I).
    InitiativeSection {
        /// Field of application.
        Field = "FIELD",
        /// The problem that is solved.
        Problem = "PROBLEM",
        /// State of the known solution, for an improvement.
        KnownSolution = "KNOWN_SOLUTION",
        /// The solution: its steps, and the conditions of each.
        Solution = "SOLUTION",
        /// What is new, or was changed of the known solution.
        Novelty = "NOVELTY",
        /// Where it is applied already, and for whom it could be.
        Applicability = "APPLICABILITY",
        /// What is needed to apply it.
        Conditions = "CONDITIONS",
        /// Benefit in the authors' opinion.
        BenefitByAuthors = "BENEFIT_BY_AUTHORS",
        /// Benefit in the opinion of those who applied it.
        BenefitByOthers = "BENEFIT_BY_OTHERS",
    }
}

impl InitiativeSection {
    /// Whether a request without it is not filed.
    #[must_use]
    pub fn is_compulsory(self) -> bool {
        !matches!(self, Self::KnownSolution | Self::BenefitByOthers)
    }
}

codes! {
    /// Why a request is refused.
    RefusalGround {
        /// Not new within the unit.
        NotNew = "NOT_NEW",
        /// Neither applied nor tried.
        NotApplied = "NOT_APPLIED",
        /// No practical benefit.
        NoBenefit = "NO_BENEFIT",
        /// Contrary to public order or morality.
        ExcludedOrder = "EXCLUDED_ORDER",
        /// Subject of an intellectual property right.
        ExcludedIp = "EXCLUDED_IP",
        /// Filed later than a year after its first application.
        LateOverOneYear = "LATE_OVER_1Y",
        /// The same as an earlier one.
        Duplicate = "DUPLICATE",
        /// Not corrected in the time that was set.
        IncompleteNotFixed = "INCOMPLETE_NOT_FIXED",
        /// Who its authors are is in dispute.
        AuthorshipDispute = "AUTHORSHIP_DISPUTE",
        /// Not within what the unit recognises.
        OutOfScope = "OUT_OF_SCOPE",
    }
}

codes! {
    /// What happened to a request.
    InitiativeEventKind {
        /// A draft was begun.
        Drafted = "DRAFTED",
        /// Another author writes on it from then on.
        HandedOver = "HANDED_OVER",
        /// A co-author confirmed the own share.
        Confirmed = "CONFIRMED",
        /// A co-author declined.
        Declined = "DECLINED",
        /// It was filed, or filed again after a correction.
        Filed = "FILED",
        /// A correction was asked for.
        FixRequested = "FIX_REQUESTED",
        /// Its form was found right.
        Accepted = "ACCEPTED",
        /// It was given to a council to be scored.
        Assigned = "ASSIGNED",
        /// It was taken back from the council before anybody signed.
        Unassigned = "UNASSIGNED",
        /// The council voted on it.
        Deliberated = "DELIBERATED",
        /// It was recognised.
        Recognised = "RECOGNISED",
        /// It was refused.
        Refused = "REFUSED",
        /// Its authors withdrew it.
        Withdrawn = "WITHDRAWN",
        /// Its unit referred it to the Department of Science and Technology.
        Referred = "REFERRED",
        /// The Department asked its unit to complete what was sent.
        CompletionRequested = "COMPLETION_REQUESTED",
        /// Its unit completed what was sent.
        Completed = "COMPLETED",
        /// The Department found complete what was sent.
        ReferralAccepted = "REFERRAL_ACCEPTED",
        /// Its unit took the referral back.
        ReferralTakenBack = "REFERRAL_TAKEN_BACK",
        /// It was not recognised at province level.
        NotRaised = "NOT_RAISED",
        /// A recognition was cancelled.
        Cancelled = "CANCELLED",
    }
}

/// A part of the description: what may be published, and what is kept secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// What may be published.
    pub open: String,
    /// What only those who decide read; empty when nothing is secret.
    pub confidential: String,
}

/// Someone who helped the first application without being an author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helper {
    /// Full name.
    pub full_name: String,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Place of work.
    pub workplace: String,
    /// Title.
    pub job_title: String,
    /// Qualification.
    pub qualification: String,
    /// What the help was.
    pub support: String,
}

/// What the authors describe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Who funded its creation (chủ đầu tư), when that is not an author.
    pub investor: Option<String>,
    /// The description by parts.
    pub passages: BTreeMap<InitiativeSection, Passage>,
    /// Who helped the first application.
    pub helpers: Vec<Helper>,
}

impl Content {
    /// A part of the description; empty when nothing was written.
    #[must_use]
    pub fn passage(&self, section: InitiativeSection) -> Passage {
        self.passages.get(&section).cloned().unwrap_or_default()
    }
}

/// How a co-author answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Not yet.
    Awaited,
    /// The share is confirmed.
    Confirmed(OffsetDateTime),
    /// Not an author, or not with that share.
    Declined(OffsetDateTime, String),
}

/// An author with a share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// Id.
    pub id: InitiativeAuthorId,
    /// Of which initiative.
    pub initiative: InitiativeId,
    /// Account.
    pub account: AccountId,
    /// Full name as printed.
    pub full_name: String,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Place of work.
    pub workplace: String,
    /// Title.
    pub job_title: String,
    /// Qualification.
    pub qualification: String,
    /// Contribution in hundredths of a percent: 10 000 is all of it.
    pub share: i32,
    /// The author's own answer.
    pub answer: Answer,
}

/// The number under which a request stands in the register of the unit that received it. It stays when the unit ends
/// and another answers the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisterEntry {
    /// Whose register.
    pub unit: UnitId,
    /// Year of the register.
    pub year: i32,
    /// Running number in that year, from 1.
    pub number: i32,
}

/// An initiative with its authors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Initiative {
    /// Id.
    pub id: InitiativeId,
    /// The unit that is asked to recognise it.
    pub unit: UnitId,
    /// Who drafts it; an author.
    pub drafted_by: AccountId,
    /// Where it stands.
    pub state: InitiativeState,
    /// Counts the changes; a change names the version it was made on.
    pub version: i32,
    /// Name of the initiative.
    pub title: String,
    /// What it is; `None` while nobody said.
    pub kind: Option<InitiativeKind>,
    /// First application or trial, the earlier; `None` while nobody said.
    pub first_applied_on: Option<Date>,
    /// Last day of the first application, where it goes on for a time.
    pub application_ended_on: Option<Date>,
    /// The description.
    pub content: Content,
    /// Authors, in order.
    pub authors: Vec<Author>,
    /// Number in the register, once filed.
    pub register: Option<RegisterEntry>,
    /// When it was first filed.
    pub filed_at: Option<OffsetDateTime>,
    /// When its unit first referred it to the Department of Science and Technology.
    pub referred_at: Option<OffsetDateTime>,
    /// The day by which the next answer is due: of the unit or the Department, or of whoever is asked for a correction.
    pub due_on: Option<Date>,
    /// Why it was refused.
    pub refusal_ground: Option<RefusalGround>,
    /// When it was last changed.
    pub updated_at: OffsetDateTime,
}

impl Initiative {
    /// The author who has this account.
    #[must_use]
    pub fn author(&self, account: AccountId) -> Option<&Author> {
        self.authors.iter().find(|author| author.account == account)
    }
}

/// Something that happened to an initiative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitiativeEvent {
    /// What.
    pub kind: InitiativeEventKind,
    /// Where the initiative stood afterwards.
    pub state: InitiativeState,
    /// Who did it.
    pub by: AccountId,
    /// In which role.
    pub role: Role,
    /// When.
    pub at: OffsetDateTime,
    /// What was said.
    pub note: Option<String>,
    /// The day that was set.
    pub due_on: Option<Date>,
    /// The ground of a refusal.
    pub refusal_ground: Option<RefusalGround>,
}

/// A co-author as entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorForm {
    /// Account.
    pub account: AccountId,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Place of work.
    pub workplace: String,
    /// Title.
    pub job_title: String,
    /// Qualification.
    pub qualification: String,
    /// Contribution in hundredths of a percent.
    pub share: i32,
}

/// A request as its author writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitiativeForm {
    /// The unit that is asked to recognise it.
    pub unit: UnitId,
    /// Name of the initiative.
    pub title: String,
    /// What it is.
    pub kind: Option<InitiativeKind>,
    /// First application or trial.
    pub first_applied_on: Option<Date>,
    /// Last day of the first application.
    pub application_ended_on: Option<Date>,
    /// The description.
    pub content: Content,
    /// Authors, in order.
    pub authors: Vec<AuthorForm>,
}

/// Which initiatives are wanted.
#[derive(Clone, Debug, Default)]
pub struct InitiativeFilter {
    /// Text in the title, the field or the authors' names, folded.
    pub search: Option<String>,
    /// Only those in this state.
    pub state: Option<InitiativeState>,
    /// Only requests to this unit.
    pub unit: Option<UnitId>,
    /// Only those of which the reader is an author.
    pub is_mine: bool,
    /// Only those whose answer was due before this day.
    pub due_before: Option<Date>,
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InitiativeFault {
    /// Somebody else changed it meanwhile.
    Stale,
    /// Not possible in this state.
    WrongState(InitiativeState),
    /// A compulsory field is empty.
    Missing {
        /// Path of the field.
        field: &'static str,
    },
    /// A compulsory part of the description is empty.
    SectionMissing(InitiativeSection),
    /// A text is longer than it may be.
    TooLong {
        /// Path of the field.
        field: &'static str,
        /// Most characters.
        most: usize,
    },
    /// More authors or helpers than a form holds.
    TooMany {
        /// Path of the field.
        field: &'static str,
        /// Most entries.
        most: usize,
    },
    /// A share is not between 0.01 and 100.
    BadShare {
        /// Which author, from 0.
        author: usize,
    },
    /// The shares do not sum to exactly 100 (INV-I1).
    SharesNotWhole {
        /// Their sum in hundredths of a percent.
        sum: i32,
    },
    /// The same person stands twice among the authors.
    AuthorTwice {
        /// Which author, from 0.
        author: usize,
    },
    /// Whoever drafts it is an author.
    DrafterNotAuthor,
    /// Somebody who is no co-author cannot go on with it.
    NotCoAuthor,
    /// Whoever drafts it has an open account, and hands it over themselves.
    DrafterActive,
    /// An author has no open account.
    UnknownAuthor {
        /// Which author, from 0.
        author: usize,
    },
    /// The unit does not exist today.
    UnknownUnit,
    /// A co-author has not answered.
    AuthorUnconfirmed {
        /// Who.
        name: String,
    },
    /// A co-author declined.
    AuthorDeclined {
        /// Who.
        name: String,
    },
    /// An author who has agreed to be one is left out, and has not said so.
    AuthorLeftOut {
        /// Who.
        name: String,
    },
    /// The first application lies in the future.
    AppliedLater,
    /// The first application ends before it begins.
    EndsBeforeItBegins,
    /// More than a year has passed since the first application (INV-I2).
    FiledLate {
        /// First application.
        first_applied_on: Date,
        /// Last day on which it could be filed.
        last_day: Date,
    },
    /// The day set lies in the past.
    DayPassed,
    /// A ground of refusal that a clock contradicts.
    GroundEarly(ClockFault),
}

/// Why a ground of refusal that is tied to a clock does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockFault {
    /// No correction is outstanding that could have come too late.
    NothingOutstanding,
    /// The correction may still come, until this day.
    TimeLeft {
        /// Last day.
        until: Date,
    },
    /// It was filed by its last day.
    FiledInTime {
        /// Last day on which it could be filed.
        last_day: Date,
    },
}

/// Where a fault lies and how it is told.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum InitiativeProblemCode {
    /// Somebody else changed it meanwhile.
    Stale,
    /// Not possible in this state.
    WrongState,
    /// Something compulsory is empty.
    Missing,
    /// A text is too long.
    TooLong,
    /// Too many entries.
    TooMany,
    /// A share is not between 0.01 and 100.
    BadShare,
    /// The shares do not sum to exactly 100.
    SharesNotWhole,
    /// The same person twice among the authors.
    AuthorTwice,
    /// Whoever drafts it is not among the authors.
    DrafterNotAuthor,
    /// Somebody who is no co-author, or has no open account, cannot go on with it.
    NotCoAuthor,
    /// Whoever drafts it has an open account, and hands it over themselves.
    DrafterActive,
    /// An author has no open account.
    UnknownAuthor,
    /// The unit does not exist today.
    UnknownUnit,
    /// A co-author has not answered.
    AuthorUnconfirmed,
    /// A co-author declined.
    AuthorDeclined,
    /// An author who has agreed to be one is left out, and has not said so.
    AuthorLeftOut,
    /// The first application lies in the future, or ends before it begins.
    BadApplication,
    /// More than a year has passed since the first application.
    FiledLate,
    /// The day set lies in the past.
    DayPassed,
    /// A ground of refusal that a clock contradicts: time is left, or it was filed in time.
    GroundEarly,
}
