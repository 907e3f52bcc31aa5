//! A unit as it stands on a date, its versions in time, its kind, and what may be asked of the catalogue.

mod reorganisation;
mod succession;

use std::collections::BTreeMap;
use std::str::FromStr;

use async_graphql::Enum;
use time::Date;
use uuid::Uuid;

use crate::shared::id::UnitId;
use crate::shared::import::RowProblem;

pub use reorganisation::{
    Affected, AffectedKind, Effect, Reorganisation, ReorganisationForm, ReorganisationPlan,
    ReorganisationProblem, ReorganisationProblemCode, ReorganisationState, Replaced, Undo,
};
pub use succession::{
    Family, Kin, Link, Restated, Share, Source, Succession, SuccessionKind, SuccessionPlan,
};

/// Legal kind of a unit.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitKind {
    /// Tỉnh: the province itself.
    Province,
    /// Sở, ban, ngành: a specialised agency of the province.
    ProvDept,
    /// Văn phòng UBND tỉnh: the office of the People's Committee.
    ProvOffice,
    /// Cơ quan ngành dọc: a centrally-run agency in the province.
    Vertical,
    /// Huyện, thị xã, thành phố: abolished on 1 July 2025.
    District,
    /// Xã, phường, thị trấn.
    Commune,
    /// Đặc khu, since 1 July 2025.
    SpecialZone,
    /// Phòng, trung tâm: a part of another unit.
    SubUnit,
    /// Đơn vị sự nghiệp: a public service unit.
    ServiceUnit,
    /// Anything else.
    Other,
}

impl UnitKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Province,
        Self::ProvDept,
        Self::ProvOffice,
        Self::Vertical,
        Self::District,
        Self::Commune,
        Self::SpecialZone,
        Self::SubUnit,
        Self::ServiceUnit,
        Self::Other,
    ];

    /// Whether a People's Committee leads such a unit.
    #[must_use]
    pub fn has_committee(self) -> bool {
        matches!(self, Self::Province | Self::District | Self::Commune | Self::SpecialZone)
    }

    /// The code in files, the database and GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Province => "PROVINCE",
            Self::ProvDept => "PROV_DEPT",
            Self::ProvOffice => "PROV_OFFICE",
            Self::Vertical => "VERTICAL",
            Self::District => "DISTRICT",
            Self::Commune => "COMMUNE",
            Self::SpecialZone => "SPECIAL_ZONE",
            Self::SubUnit => "SUB_UNIT",
            Self::ServiceUnit => "SERVICE_UNIT",
            Self::Other => "OTHER",
        }
    }

    /// The kind by which a unit is scored: the provincial office as a department, a special zone as
    /// a commune.
    #[must_use]
    pub fn scoring_kind(self) -> Self {
        match self {
            Self::ProvOffice => Self::ProvDept,
            Self::SpecialZone => Self::Commune,
            other => other,
        }
    }
}

impl FromStr for UnitKind {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// A unit as it stands on the date that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Identity through all versions.
    pub id: UnitId,
    /// Code in the official catalogue; may be used again by another unit in another time.
    pub code: String,
    /// Legal kind.
    pub kind: UnitKind,
    /// Kind by which it is scored.
    pub scoring_kind: UnitKind,
    /// Finer kind as printed: xã, phường, thị trấn, sở, ban …
    pub subtype: Option<String>,
    /// Vietnamese name, NFC.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// The unit above; `None` for the root.
    pub parent: Option<UnitId>,
    /// Materialised path: codes from the root, each followed by `/`.
    pub path: String,
    /// First day of this version.
    pub valid_from: Date,
    /// Day after the last; `None` while it lasts.
    pub valid_to: Option<Date>,
    /// The day it is looked at: units above and below are those of the same day.
    pub as_of: Date,
}

impl Unit {
    /// Its name as within a text: "xã Phước Hưng" of "Xã Phước Hưng".
    #[must_use]
    pub fn name_within_text(&self) -> String {
        let mut letters = self.name_vi.chars();
        letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
    }
}

/// One version of a unit: its name, kind and place while they last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Id of the version.
    pub id: Uuid,
    /// The unit.
    pub unit: UnitId,
    /// Code in the official catalogue.
    pub code: String,
    /// Legal kind.
    pub kind: UnitKind,
    /// Finer kind as printed.
    pub subtype: Option<String>,
    /// Vietnamese name, NFC.
    pub name_vi: String,
    /// English name; may be empty.
    pub name_en: String,
    /// What a search looks through.
    pub search_text: String,
    /// The unit above; `None` for the root.
    pub parent: Option<UnitId>,
    /// Materialised path.
    pub path: String,
    /// First day.
    pub valid_from: Date,
    /// Day after the last; `None` while it lasts.
    pub valid_to: Option<Date>,
    /// Legal basis and remarks.
    pub note: Option<String>,
}

impl Version {
    /// The unit as it stands on a day of this version.
    #[must_use]
    pub fn on(self, as_of: Date) -> Unit {
        Unit {
            id: self.unit,
            code: self.code,
            kind: self.kind,
            scoring_kind: self.kind.scoring_kind(),
            subtype: self.subtype,
            name_vi: self.name_vi,
            name_en: self.name_en,
            parent: self.parent,
            path: self.path,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            as_of,
        }
    }
}

/// What an import of units has to write.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Units that did not exist.
    pub new_units: Vec<UnitId>,
    /// Versions that did not exist.
    pub new_versions: Vec<Version>,
    /// Stored versions as they shall be.
    pub changed_versions: Vec<Version>,
    /// Rows that correct a stored version.
    pub changed_rows: usize,
    /// Rows that say what is stored already.
    pub unchanged_rows: usize,
    /// Rows that were taken otherwise than they stand.
    pub remarks: Vec<RowProblem>,
}

impl Plan {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new_versions.is_empty() && self.changed_versions.is_empty()
    }

    /// The highest unit that is touched.
    #[must_use]
    pub fn top_unit(&self) -> Option<UnitId> {
        let touched = self.new_versions.iter().chain(&self.changed_versions);
        touched.min_by_key(|version| version.path.matches('/').count()).map(|version| version.unit)
    }
}

/// Figures of one unit in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFigures {
    /// The unit.
    pub unit: UnitId,
    /// The month as `2021-01`.
    pub period: String,
    /// Figures by name.
    pub figures: BTreeMap<String, i64>,
    /// Invented for demonstration.
    pub is_sample: bool,
}

/// What an import of figures has to write.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PlannedFigures {
    /// Figures to insert, or to put in the place of those of the same unit and month.
    pub write: Vec<StoredFigures>,
    /// Rows of months that were not stored.
    pub created: usize,
    /// Rows that replace other figures.
    pub changed: usize,
    /// Rows that are stored already.
    pub unchanged: usize,
}

/// Which children of a unit are wanted, and how many.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChildrenWanted {
    /// The day.
    pub day: Date,
    /// Only this kind.
    pub kind: Option<UnitKind>,
    /// Only after this path.
    pub after: Option<String>,
    /// At most so many of each unit.
    pub limit: u64,
}

/// What is searched: words of the name, or a code.
#[derive(Clone, Debug)]
pub struct UnitSearch {
    /// Words as search texts hold them: folded, without punctuation.
    pub words: String,
    /// The same as typed.
    pub code: String,
}

/// Which units are wanted.
#[derive(Clone, Debug, Default)]
pub struct UnitFilter {
    /// What was typed into a search.
    pub search: Option<UnitSearch>,
    /// Only this kind.
    pub kind: Option<UnitKind>,
    /// Only direct children of this unit.
    pub parent: Option<UnitId>,
    /// Only this unit and everything below it.
    pub within: Option<UnitId>,
    /// Also units that ended by that day, as they last stood.
    pub with_ended: bool,
}
