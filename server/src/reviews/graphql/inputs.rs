//! What comes in about reviews and sittings.

use async_graphql::{Enum, ID, InputObject};
use time::Date;

use super::super::commands::{AttendanceForm, CloseForm, SheetForm, SittingForm};
use super::super::model::{AssignForm, Choice, NamedDeputy, NamedExclusion};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CouncilId, InitiativeId, ReviewId, SittingId};
use crate::shared::points::Points;

/// A case in the version that the person has before them.
#[derive(InputObject)]
pub struct ReviewedCaseInput {
    /// Which initiative.
    initiative_id: ID,
    /// Its version.
    version: i32,
}

/// A member who shall take no part in a case.
#[derive(InputObject)]
pub struct SeatExclusionInput {
    /// In which case.
    initiative_id: ID,
    /// Who.
    account_id: ID,
    /// Why, at most 2 000 characters.
    reason: String,
}

/// Cases to be given to a council.
#[derive(InputObject)]
pub struct AssignReviewsInput {
    /// To which council.
    council_id: ID,
    /// Code of the rubric.
    rubric: String,
    /// Which cases, 1 to 200.
    cases: Vec<ReviewedCaseInput>,
    /// How many members score each case; absent means all who may. Never fewer than the rubric asks for.
    scorers: Option<i32>,
    /// By when they sign their sheets; absent means by when the request is answered.
    score_by: Option<Date>,
    /// Who takes no part beside the authors.
    #[graphql(default)]
    exclusions: Vec<SeatExclusionInput>,
}

impl AssignReviewsInput {
    /// What is meant.
    pub fn read(self) -> Result<AssignForm, Refusal> {
        let case = |case: &ReviewedCaseInput| Ok((InitiativeId::parse(&case.initiative_id)?, case.version));
        let exclusion = |exclusion: SeatExclusionInput| {
            Ok(NamedExclusion {
                initiative: InitiativeId::parse(&exclusion.initiative_id)?,
                account: AccountId::parse(&exclusion.account_id)?,
                reason: exclusion.reason,
            })
        };
        Ok(AssignForm {
            council: CouncilId::parse(&self.council_id)?,
            rubric: self.rubric,
            cases: self.cases.iter().map(case).collect::<Result<_, Refusal>>()?,
            scorers: self.scorers.map(|scorers| usize::try_from(scorers).unwrap_or(0)),
            score_by: self.score_by,
            exclusions: self.exclusions.into_iter().map(exclusion).collect::<Result<_, Refusal>>()?,
        })
    }
}

/// A review to be taken back.
#[derive(InputObject)]
pub struct TakeReviewBackInput {
    /// Which review.
    pub id: ID,
    /// The version that the decision was made on.
    pub version: i32,
    /// Why, at most 2 000 characters.
    pub reason: String,
}

/// How a seat changes.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatChangeKind {
    /// The member takes no part any more.
    Exclude,
    /// The member scores as well.
    Appoint,
    /// The member need not score, and may still vote.
    Release,
}

/// A change of who takes part.
#[derive(InputObject)]
pub struct ChangeSeatInput {
    /// In which review.
    pub id: ID,
    /// The version that the decision was made on.
    pub version: i32,
    /// Whose seat.
    pub account_id: ID,
    /// How it changes.
    pub change: SeatChangeKind,
    /// Why, at most 2 000 characters; not needed to ask a member to score while nobody has signed.
    pub reason: Option<String>,
}

/// A conflict of interest.
#[derive(InputObject)]
pub struct DeclareConflictInput {
    /// In which review.
    pub id: ID,
    /// Which, at most 2 000 characters.
    pub reason: String,
}

/// Points of a criterion.
#[derive(InputObject)]
pub struct CriterionPointsInput {
    /// Code of the criterion.
    criterion: String,
    /// Points, with at most two decimals.
    points: Points,
}

/// A sheet as it shall read.
#[derive(InputObject)]
pub struct SaveReviewSheetInput {
    /// In which review.
    review_id: ID,
    /// The version of the own sheet that the change was made on.
    version: i32,
    /// Points given so far; criteria that are left out have none yet.
    points: Vec<CriterionPointsInput>,
    /// A remark to the council, at most 2 000 characters.
    remark: Option<String>,
    /// Whether it is signed, and so locked.
    signs: bool,
}

impl SaveReviewSheetInput {
    /// What is meant.
    pub fn read(self) -> Result<SheetForm, Refusal> {
        Ok(SheetForm {
            review: ReviewId::parse(&self.review_id)?,
            version: self.version,
            points: self.points.into_iter().map(|given| (given.criterion, given.points)).collect(),
            remark: self.remark.unwrap_or_default(),
            signs: self.signs,
        })
    }
}

/// A sitting as it shall be.
#[derive(InputObject)]
pub struct SaveSittingInput {
    /// Which sitting; absent prepares a new one.
    id: Option<ID>,
    /// The version that the change was made on; with `id`.
    version: Option<i32>,
    /// Of which council; a sitting stays with its own.
    council_id: ID,
    /// On which day.
    held_on: Date,
    /// Where, at most 300 characters.
    place: String,
    /// Whether it votes in secret; settled once somebody has voted.
    is_secret: bool,
    /// Which cases are deliberated, 1 to 200.
    review_ids: Vec<ID>,
    /// Why it is moved to another day, at most 2 000 characters; needed where it is.
    reason: Option<String>,
}

impl SaveSittingInput {
    /// What is meant: which sitting, and how it shall be.
    pub fn read(self) -> Result<(Option<(SittingId, i32)>, SittingForm), Refusal> {
        let known = match &self.id {
            Some(id) => Some((SittingId::parse(id)?, self.version.unwrap_or_default())),
            None => None,
        };
        let form = SittingForm {
            council: CouncilId::parse(&self.council_id)?,
            held_on: self.held_on,
            place: self.place,
            is_secret: self.is_secret,
            reviews: self.review_ids.iter().map(ReviewId::parse).collect::<Result<_, _>>()?,
            reason: self.reason.unwrap_or_default(),
        };
        Ok((known, form))
    }
}

/// Somebody who votes in the place of a member who cannot come.
#[derive(InputObject)]
pub struct SittingDeputyInput {
    /// Account of the member.
    member_id: ID,
    /// Account of whoever stands in.
    deputy_id: ID,
    /// By which letter or decision, at most 300 characters.
    basis: String,
}

/// Who is present.
#[derive(InputObject)]
pub struct RecordAttendanceInput {
    /// In which sitting.
    id: ID,
    /// The version that the change was made on.
    version: i32,
    /// Accounts of the members who are present.
    present_ids: Vec<ID>,
    /// Who is present in the place of a member, where the rubric of a case lets them vote.
    #[graphql(default)]
    deputies: Vec<SittingDeputyInput>,
}

impl RecordAttendanceInput {
    /// What is meant.
    pub fn read(self) -> Result<AttendanceForm, Refusal> {
        let deputy = |one: SittingDeputyInput| {
            Ok(NamedDeputy {
                member: AccountId::parse(&one.member_id)?,
                deputy: AccountId::parse(&one.deputy_id)?,
                basis: one.basis,
            })
        };
        Ok(AttendanceForm {
            sitting: (SittingId::parse(&self.id)?, self.version),
            present: self.present_ids.iter().map(AccountId::parse).collect::<Result<_, _>>()?,
            deputies: self.deputies.into_iter().map(deputy).collect::<Result<_, Refusal>>()?,
        })
    }
}

/// A vote.
#[derive(InputObject)]
pub struct CastVoteInput {
    /// On which review.
    pub review_id: ID,
    /// How.
    pub choice: Choice,
}

/// A sitting to be closed.
#[derive(InputObject)]
pub struct CloseSittingInput {
    /// Which sitting.
    id: ID,
    /// The version that the decision was made on.
    version: i32,
    /// Whether the viewer has read what is remarked: members who have not voted, cases that stay for the next sitting or
    /// cannot pass.
    #[graphql(default)]
    confirms: bool,
    /// Why it is closed after its day, at most 2 000 characters; needed where it is.
    reason: Option<String>,
    /// When it began, as "08:00"; the minutes leave room where nobody says so.
    began_at: Option<String>,
    /// When it ended, as "10:30".
    ended_at: Option<String>,
    /// What members said, for the minutes, at most 10 000 characters.
    opinions: Option<String>,
}

impl CloseSittingInput {
    /// What is meant.
    pub fn read(self) -> Result<CloseForm, Refusal> {
        Ok(CloseForm {
            sitting: (SittingId::parse(&self.id)?, self.version),
            confirms: self.confirms,
            reason: self.reason.unwrap_or_default(),
            began_at: self.began_at.filter(|text| !text.trim().is_empty()),
            ended_at: self.ended_at.filter(|text| !text.trim().is_empty()),
            opinions: self.opinions.unwrap_or_default(),
        })
    }
}
