//! A unit as it stands on a date, its kind, and what may be asked of the catalogue.

use std::str::FromStr;

use async_graphql::Enum;
use time::Date;

use crate::shared::id::UnitId;

/// Legal kind of a unit (DOMAIN 2.1).
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
}

/// Which units are wanted.
#[derive(Clone, Debug, Default)]
pub struct UnitFilter {
    /// Text in the name, folded (marks, case and đ do not count), or a code.
    pub search: Option<String>,
    /// Only this kind.
    pub kind: Option<UnitKind>,
    /// Only direct children of this unit.
    pub parent: Option<UnitId>,
    /// Only this unit and everything below it.
    pub within: Option<UnitId>,
}
