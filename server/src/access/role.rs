//! The roles a person may hold (DOMAIN 6.1); the set grows as data of this slice.

use std::str::FromStr;

use async_graphql::Enum;

/// A role. What each may do stands in the `policy.rs` of the slices.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Runs campaigns: the procedure-control division of the provincial office.
    CampaignManager,
    /// Focal officer (cán bộ đầu mối) of a unit: fills in the score sheet.
    UnitFocal,
    /// Head or deputy head of a unit: signs and submits.
    UnitLeader,
    /// Official who appraises assigned criteria of assigned units, never of the own unit.
    SectorAppraiser,
    /// Head of the appraisal team: concludes the appraisal of a unit.
    AppraisalLead,
    /// Reporting staff: reads.
    Analyst,
    /// Inspectorate: reads everything and the audit trail.
    Auditor,
    /// IT: accounts and catalogues, no right to score.
    SysAdmin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::CampaignManager,
        Self::UnitFocal,
        Self::UnitLeader,
        Self::SectorAppraiser,
        Self::AppraisalLead,
        Self::Analyst,
        Self::Auditor,
        Self::SysAdmin,
    ];

    /// The code in the database and in GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CampaignManager => "CAMPAIGN_MANAGER",
            Self::UnitFocal => "UNIT_FOCAL",
            Self::UnitLeader => "UNIT_LEADER",
            Self::SectorAppraiser => "SECTOR_APPRAISER",
            Self::AppraisalLead => "APPRAISAL_LEAD",
            Self::Analyst => "ANALYST",
            Self::Auditor => "AUDITOR",
            Self::SysAdmin => "SYS_ADMIN",
        }
    }

    /// Whether an assignment of this role is bound to a unit.
    #[must_use]
    pub fn is_bound_to_unit(self) -> bool {
        matches!(self, Self::UnitFocal | Self::UnitLeader)
    }

    /// Whether the role sees the score sheets of every unit.
    #[must_use]
    pub fn sees_all_units(self) -> bool {
        matches!(self, Self::CampaignManager | Self::AppraisalLead | Self::Analyst | Self::Auditor)
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.code() == code).ok_or(())
    }
}
