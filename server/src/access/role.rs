//! The roles a person may hold (ADR 13), what each may be bound to, and which exclude each other.

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
    /// Colleague in a unit who fills in the lines delegated to them.
    UnitContributor,
    /// Official who appraises assigned criteria of assigned units, never of the own unit.
    SectorAppraiser,
    /// Head of the appraisal team: concludes the appraisal of a unit.
    AppraisalLead,
    /// Head of a peer group (cụm trưởng, khối trưởng): follows the units of the group.
    ClusterLead,
    /// Standing body of the Emulation and Commendation Council: prepares its sessions and dossiers.
    AwardSecretary,
    /// Chairs the Emulation and Commendation Council.
    CouncilChair,
    /// Member of the Emulation and Commendation Council.
    CouncilMember,
    /// Chairman or vice-chairman of the province: approves and signs.
    ProvinceLeader,
    /// Official with initiatives of their own.
    InitiativeAuthor,
    /// Secretary of a unit's initiative council.
    InitiativeSecretary,
    /// Official of the Department of Science and Technology who handles province-level cases.
    InitiativeOfficer,
    /// Member of an initiative council: scores assigned cases, authors hidden.
    InitiativeMember,
    /// Reporting staff: reads.
    Analyst,
    /// Inspectorate: reads everything and the audit trail.
    Auditor,
    /// Clerk (văn thư): records numbers and dates, attaches signed scans.
    Clerk,
    /// IT: accounts and catalogues, no right to score or vote.
    SysAdmin,
}

/// What an assignment of a role may be bound to.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeKind {
    /// The whole province; what exactly is told by sessions, cases or assignments of criteria.
    Province,
    /// One unit; for its leader, an analyst or an auditor the units below as well.
    Unit,
    /// One campaign.
    Campaign,
    /// One peer group of a campaign.
    PeerGroup,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 19] = [
        Self::CampaignManager,
        Self::UnitFocal,
        Self::UnitLeader,
        Self::UnitContributor,
        Self::SectorAppraiser,
        Self::AppraisalLead,
        Self::ClusterLead,
        Self::AwardSecretary,
        Self::CouncilChair,
        Self::CouncilMember,
        Self::ProvinceLeader,
        Self::InitiativeAuthor,
        Self::InitiativeSecretary,
        Self::InitiativeOfficer,
        Self::InitiativeMember,
        Self::Analyst,
        Self::Auditor,
        Self::Clerk,
        Self::SysAdmin,
    ];

    /// The code in the database and in GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CampaignManager => "CAMPAIGN_MANAGER",
            Self::UnitFocal => "UNIT_FOCAL",
            Self::UnitLeader => "UNIT_LEADER",
            Self::UnitContributor => "UNIT_CONTRIBUTOR",
            Self::SectorAppraiser => "SECTOR_APPRAISER",
            Self::AppraisalLead => "APPRAISAL_LEAD",
            Self::ClusterLead => "CLUSTER_LEAD",
            Self::AwardSecretary => "AWARD_SECRETARY",
            Self::CouncilChair => "COUNCIL_CHAIR",
            Self::CouncilMember => "COUNCIL_MEMBER",
            Self::ProvinceLeader => "PROVINCE_LEADER",
            Self::InitiativeAuthor => "INITIATIVE_AUTHOR",
            Self::InitiativeSecretary => "INITIATIVE_SECRETARY",
            Self::InitiativeOfficer => "INITIATIVE_OFFICER",
            Self::InitiativeMember => "INITIATIVE_MEMBER",
            Self::Analyst => "ANALYST",
            Self::Auditor => "AUDITOR",
            Self::Clerk => "CLERK",
            Self::SysAdmin => "SYS_ADMIN",
        }
    }

    /// What an assignment of this role may be bound to (ADR 13).
    #[must_use]
    pub fn scopes(self) -> &'static [ScopeKind] {
        match self {
            Self::CampaignManager | Self::AppraisalLead => &[ScopeKind::Province, ScopeKind::Campaign],
            Self::UnitFocal | Self::UnitLeader | Self::UnitContributor | Self::InitiativeSecretary => {
                &[ScopeKind::Unit]
            }
            Self::ClusterLead => &[ScopeKind::PeerGroup],
            Self::Analyst | Self::Auditor | Self::Clerk => &[ScopeKind::Province, ScopeKind::Unit],
            Self::SectorAppraiser
            | Self::AwardSecretary
            | Self::CouncilChair
            | Self::CouncilMember
            | Self::ProvinceLeader
            | Self::InitiativeAuthor
            | Self::InitiativeOfficer
            | Self::InitiativeMember
            | Self::SysAdmin => &[ScopeKind::Province],
        }
    }

    /// Whether the word of its holder weighs: they sign, decide, vote, number, run campaigns or administer. Whoever comes
    /// into their account could do so in their name (docs/adr/0036).
    #[must_use]
    pub fn weighs(self) -> bool {
        match self {
            Self::CampaignManager
            | Self::UnitLeader
            | Self::SectorAppraiser
            | Self::AppraisalLead
            | Self::AwardSecretary
            | Self::CouncilChair
            | Self::CouncilMember
            | Self::ProvinceLeader
            | Self::InitiativeSecretary
            | Self::InitiativeOfficer
            | Self::InitiativeMember
            | Self::Clerk
            | Self::SysAdmin => true,
            Self::UnitFocal
            | Self::UnitContributor
            | Self::ClusterLead
            | Self::InitiativeAuthor
            | Self::Analyst
            | Self::Auditor => false,
        }
    }

    /// Whether every assignment of this role is bound to a unit.
    #[must_use]
    pub fn is_bound_to_unit(self) -> bool {
        self.scopes() == [ScopeKind::Unit]
    }

    /// Whether an assignment of this role may be bound to a unit.
    #[must_use]
    pub fn may_be_bound_to_unit(self) -> bool {
        self.scopes().contains(&ScopeKind::Unit)
    }

    /// Whether the role sees the score sheets within its scope: of every unit when it is bound to none.
    #[must_use]
    pub fn sees_sheets(self) -> bool {
        matches!(
            self,
            Self::CampaignManager
                | Self::AppraisalLead
                | Self::AwardSecretary
                | Self::ProvinceLeader
                | Self::Analyst
                | Self::Auditor
        )
    }

    /// Whether the sheets of the unit that the role is bound to are open to it.
    #[must_use]
    pub fn opens_own_unit(self) -> bool {
        matches!(
            self,
            Self::UnitFocal | Self::UnitLeader | Self::UnitContributor | Self::Analyst | Self::Auditor
        )
    }

    /// Whether a role bound to a unit reaches the units below it as well.
    #[must_use]
    pub fn reaches_below(self) -> bool {
        matches!(self, Self::UnitLeader | Self::Analyst | Self::Auditor)
    }

    /// Whether nobody may hold both roles: who administers accounts neither scores nor votes (ADR 13).
    #[must_use]
    pub fn excludes(self, other: Self) -> bool {
        let only_reads = |role: Self| matches!(role, Self::Analyst | Self::SysAdmin);
        (self == Self::SysAdmin && !only_reads(other)) || (other == Self::SysAdmin && !only_reads(self))
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.code() == code).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_read_back() {
        for role in Role::ALL {
            assert_eq!(role.code().parse(), Ok(role));
            assert!(!role.scopes().is_empty());
        }
    }

    #[test]
    fn an_administrator_neither_scores_nor_votes() {
        let beside: Vec<Role> = Role::ALL.into_iter().filter(|role| !role.excludes(Role::SysAdmin)).collect();
        assert_eq!(beside, [Role::Analyst, Role::SysAdmin]);
        assert!(Role::SysAdmin.excludes(Role::CouncilMember));
        assert!(!Role::UnitFocal.excludes(Role::SectorAppraiser));
    }
}
