//! A reorganisation of units: from draft to applied, what it would do, and what can stand in its way.

use std::str::FromStr;

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Succession, Version};
use crate::shared::id::{AccountId, ReorganisationId, UnitId};
use crate::shared::import::Problems;
use crate::shared::table::TableBytes;

/// Where a reorganisation stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReorganisationState {
    /// Being prepared; nothing has changed yet.
    Draft,
    /// The catalogue follows it.
    Applied,
    /// It was applied and taken back.
    Undone,
}

impl ReorganisationState {
    const ALL: [Self; 3] = [Self::Draft, Self::Applied, Self::Undone];

    /// The code in the database and GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Applied => "APPLIED",
            Self::Undone => "UNDONE",
        }
    }
}

impl FromStr for ReorganisationState {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or(())
    }
}

/// What a keeper of the catalogue enters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReorganisationForm {
    /// Short title.
    pub title: String,
    /// Resolution or decision.
    pub legal_basis: String,
    /// First day of the new units.
    pub effective_date: Option<Date>,
    /// Units as they begin or change on that day; `None` keeps what a draft has.
    pub units: Option<TableBytes>,
    /// Steps from the old units to the new ones; `None` keeps what a draft has.
    pub steps: Option<TableBytes>,
}

/// A reorganisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reorganisation {
    /// Id.
    pub id: ReorganisationId,
    /// Short title.
    pub title: String,
    /// Resolution or decision.
    pub legal_basis: String,
    /// First day of the new units.
    pub effective_date: Date,
    /// Where it stands.
    pub state: ReorganisationState,
    /// Counts changes, for optimistic locking.
    pub version: i32,
    /// Units as they begin or change on that day, as a CSV file.
    pub units: String,
    /// Steps from the old units to the new ones, as a CSV file.
    pub steps: String,
    /// What takes it back.
    pub undo: Undo,
    /// Who drafted it.
    pub created_by: AccountId,
    /// When.
    pub created_at: OffsetDateTime,
    /// Who applied it.
    pub applied_by: Option<AccountId>,
    /// When.
    pub applied_at: Option<OffsetDateTime>,
    /// When it was taken back.
    pub undone_at: Option<OffsetDateTime>,
}

/// What an applied reorganisation keeps in order to be taken back, and what it did, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Units that it made.
    pub new_units: Vec<Uuid>,
    /// Versions that it made.
    pub new_versions: Vec<Uuid>,
    /// Versions that it changed, as they were.
    pub replaced: Vec<Replaced>,
    /// What later slices keep, by their names.
    pub followers: std::collections::BTreeMap<String, serde_json::Value>,
    /// What it did.
    pub effect: Effect,
}

/// A version as it was, and as the reorganisation left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// Which version.
    pub id: Uuid,
    /// Its unit.
    pub unit: Uuid,
    /// The unit above.
    pub parent: Option<Uuid>,
    /// Day after its last.
    pub valid_to: Option<Date>,
    /// What a search looks through.
    pub search_text: String,
    /// The end that the reorganisation gave it.
    pub ended_on: Option<Date>,
}

/// What a reorganisation does, in numbers.
#[derive(SimpleObject, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "ReorganisationEffect")]
pub struct Effect {
    /// Units that end.
    pub ending: usize,
    /// Units that begin.
    pub beginning: usize,
    /// Units that go on under another name, kind or superior.
    pub changing: usize,
    /// Steps from unit to unit.
    pub steps: usize,
    /// Rows of the files that speak of other days, and are left out.
    pub rows_of_other_days: usize,
    /// Accounts and records of other parts of the product that follow.
    pub affected: Vec<Affected>,
}

/// How many records of one sort are affected.
#[derive(SimpleObject, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "ReorganisationAffected")]
pub struct Affected {
    /// What they are, and what happens to them.
    pub kind: AffectedKind,
    /// How many.
    pub count: u64,
}

/// What else a reorganisation touches.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "ReorganisationAffectedKind")]
pub enum AffectedKind {
    /// Accounts that move to the main successor of their unit.
    AccountsMoving,
    /// Accounts whose unit ends without a successor.
    AccountsLeftBehind,
    /// Role assignments that go on over the main successor.
    AssignmentsMoving,
    /// Role assignments that end.
    AssignmentsEnding,
    /// Score sheets not yet submitted that are closed as they stand.
    SheetsClosing,
    /// Score sheets not yet submitted that the main successor completes.
    SheetsInherited,
    /// Score sheets not yet submitted that leave the campaign.
    SheetsExempt,
    /// Requests to recognise initiatives that the main successor answers.
    InitiativesMoving,
    /// Requests whose unit ends without a successor.
    InitiativesLeftBehind,
}

/// What an application of a reorganisation has to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReorganisationPlan {
    /// Units that begin.
    pub new_units: Vec<UnitId>,
    /// Their versions, and new ones of units that go on.
    pub new_versions: Vec<Version>,
    /// Stored versions as they were and as they shall be.
    pub changed_versions: Vec<(Version, Version)>,
    /// The steps.
    pub steps: Vec<Succession>,
    /// Units that end, each with its main successor.
    pub ended: Vec<(UnitId, Option<UnitId>)>,
    /// Units that go on under another name, kind or superior.
    pub changing: usize,
    /// Rows of other days.
    pub rows_of_other_days: usize,
}

/// Why a reorganisation is not saved, applied or taken back.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReorganisationProblemCode {
    /// A compulsory field is empty.
    MissingField,
    /// It is no longer a draft.
    NotDraft,
    /// Somebody else changed it meanwhile.
    Stale,
    /// Rows of the files are wrong.
    BadRows,
    /// There is nothing to do.
    NothingToDo,
    /// Its day has not come yet.
    TooEarly,
    /// It was not applied.
    NotApplied,
    /// Something rests on the new units already.
    BuiltUpon,
}

/// A typed problem of a reorganisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReorganisationProblem {
    /// What is wrong.
    pub code: ReorganisationProblemCode,
    /// Name of the input field; `None` when the whole is meant.
    pub field: Option<&'static str>,
    /// Bad rows of the units file.
    pub unit_rows: Problems,
    /// Bad rows of the steps file.
    pub step_rows: Problems,
}

impl ReorganisationProblem {
    /// A problem of the whole.
    #[must_use]
    pub fn whole(code: ReorganisationProblemCode) -> Self {
        Self { code, field: None, unit_rows: Problems::new(), step_rows: Problems::new() }
    }

    /// A problem of one field.
    #[must_use]
    pub fn at(code: ReorganisationProblemCode, field: &'static str) -> Self {
        Self { field: Some(field), ..Self::whole(code) }
    }

    /// Bad rows.
    #[must_use]
    pub fn rows(unit_rows: Problems, step_rows: Problems) -> Self {
        Self { unit_rows, step_rows, ..Self::whole(ReorganisationProblemCode::BadRows) }
    }
}
