//! What comes in about campaigns.

use async_graphql::{ID, InputObject};
use time::{Date, OffsetDateTime};

use super::super::model::{
    CampaignForm, DissolutionPolicy, Extension, NewCampaign, PeerGroupForm, Phase, PhaseKind,
};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CampaignId, CriteriaSetId, CriterionId, PeerGroupId, UnitId};
use crate::units::UnitKind;

/// A phase of the calendar as it shall be.
#[derive(InputObject)]
pub struct CampaignPhaseInput {
    /// Which phase.
    kind: PhaseKind,
    /// First second.
    opens_at: OffsetDateTime,
    /// Last second.
    closes_at: OffsetDateTime,
}

/// A peer group as it shall be.
#[derive(InputObject)]
pub struct PeerGroupInput {
    /// Short code, unique in the campaign.
    code: String,
    /// Vietnamese name.
    name_vi: String,
    /// English name.
    name_en: String,
    /// Scoring kinds of the units that belong to it; each kind in one group only.
    scoring_kinds: Vec<UnitKind>,
}

/// A new campaign.
#[derive(InputObject)]
pub struct CreateCampaignInput {
    /// Code, unique: "KSTTHC-2021".
    code: String,
    /// Vietnamese title.
    title_vi: String,
    /// English title.
    title_en: String,
    /// Unit that runs the campaign.
    owner_unit_id: ID,
    /// Criteria set, in one version.
    criteria_set_id: ID,
    /// Number of the signed plan; may come later.
    plan_number: Option<String>,
    /// Date of the signed plan; may come later.
    plan_date: Option<Date>,
    /// First day judged.
    period_from: Date,
    /// Last day judged.
    period_to: Date,
    /// Kind of unit for which the criteria sum to 100.
    reference_kind: UnitKind,
    /// Calendar; may be incomplete.
    phases: Vec<CampaignPhaseInput>,
    /// Peer groups, in order; may be incomplete.
    peer_groups: Vec<PeerGroupInput>,
    /// What becomes of a score sheet that is not submitted when its unit ends; closed as it stands when absent.
    dissolution_policy: Option<DissolutionPolicy>,
}

impl TryFrom<CreateCampaignInput> for NewCampaign {
    type Error = Refusal;

    fn try_from(input: CreateCampaignInput) -> Result<Self, Refusal> {
        Ok(Self {
            code: input.code,
            owner_unit: UnitId::parse(&input.owner_unit_id)?,
            reference_kind: input.reference_kind,
            form: CampaignForm {
                title_vi: input.title_vi,
                title_en: input.title_en,
                criteria_set: CriteriaSetId::parse(&input.criteria_set_id)?,
                plan_number: input.plan_number,
                plan_date: input.plan_date,
                period_from: input.period_from,
                period_to: input.period_to,
                phases: input.phases.into_iter().map(Phase::from).collect(),
                peer_groups: input.peer_groups.into_iter().map(PeerGroupForm::from).collect(),
                dissolution_policy: input.dissolution_policy,
            },
        })
    }
}

/// A draft as it shall read.
#[derive(InputObject)]
pub struct ReviseCampaignInput {
    /// Which campaign.
    pub id: ID,
    /// The `version` that the change was made on.
    pub version: i32,
    /// Vietnamese title.
    title_vi: String,
    /// English title.
    title_en: String,
    /// Number of the signed plan; may come later.
    plan_number: Option<String>,
    /// Date of the signed plan; may come later.
    plan_date: Option<Date>,
    /// First day judged.
    period_from: Date,
    /// Last day judged.
    period_to: Date,
    /// Calendar; may be incomplete.
    phases: Vec<CampaignPhaseInput>,
    /// Peer groups, in order; a group that is left out goes with its assignments.
    peer_groups: Vec<PeerGroupInput>,
    /// Criteria set; when it changes, appraisers stay with the criteria of the same code.
    criteria_set_id: ID,
    /// What becomes of a score sheet that is not submitted when its unit ends; unchanged when absent.
    dissolution_policy: Option<DissolutionPolicy>,
}

impl TryFrom<ReviseCampaignInput> for CampaignForm {
    type Error = Refusal;

    fn try_from(input: ReviseCampaignInput) -> Result<Self, Refusal> {
        Ok(Self {
            title_vi: input.title_vi,
            title_en: input.title_en,
            criteria_set: CriteriaSetId::parse(&input.criteria_set_id)?,
            plan_number: input.plan_number,
            plan_date: input.plan_date,
            period_from: input.period_from,
            period_to: input.period_to,
            phases: input.phases.into_iter().map(Phase::from).collect(),
            peer_groups: input.peer_groups.into_iter().map(PeerGroupForm::from).collect(),
            dissolution_policy: input.dissolution_policy,
        })
    }
}

impl From<CampaignPhaseInput> for Phase {
    fn from(input: CampaignPhaseInput) -> Self {
        Self { kind: input.kind, opens_at: input.opens_at, closes_at: input.closes_at }
    }
}

impl From<PeerGroupInput> for PeerGroupForm {
    fn from(input: PeerGroupInput) -> Self {
        Self {
            code: input.code,
            name_vi: input.name_vi,
            name_en: input.name_en,
            scoring_kinds: input.scoring_kinds,
        }
    }
}

/// Criteria for an appraiser.
#[derive(InputObject)]
pub struct AssignAppraiserInput {
    /// Which campaign.
    campaign_id: ID,
    /// The appraiser's account.
    account_id: ID,
    /// The criteria, at least one.
    criterion_ids: Vec<ID>,
    /// Peer group; absent covers all units.
    peer_group_id: Option<ID>,
}

impl AssignAppraiserInput {
    /// The ids in it; one that cannot be one is `NOT_FOUND`.
    pub fn ids(&self) -> Result<(CampaignId, AccountId, Vec<CriterionId>, Option<PeerGroupId>), Refusal> {
        Ok((
            CampaignId::parse(&self.campaign_id)?,
            AccountId::parse(&self.account_id)?,
            self.criterion_ids.iter().map(CriterionId::parse).collect::<Result<_, _>>()?,
            self.peer_group_id.as_ref().map(PeerGroupId::parse).transpose()?,
        ))
    }
}

/// An assignment to be taken back.
#[derive(InputObject)]
pub struct UnassignAppraiserInput {
    /// Which assignment.
    pub assignment_id: ID,
}

/// A campaign to be published.
#[derive(InputObject)]
pub struct PublishCampaignInput {
    /// Which campaign.
    pub id: ID,
    /// The `version` that the decision was made on.
    pub version: i32,
}

/// More time for a phase.
#[derive(InputObject)]
pub struct ExtendPhaseInput {
    /// Which campaign.
    pub campaign_id: ID,
    /// The `version` that the decision was made on.
    pub version: i32,
    /// Which phase.
    phase: PhaseKind,
    /// Its new last second: later than the present one and than now, not after the phase that follows.
    until: OffsetDateTime,
    /// Why; kept with the campaign and shown to the units.
    reason: String,
}

impl From<ExtendPhaseInput> for Extension {
    fn from(input: ExtendPhaseInput) -> Self {
        Self { kind: input.phase, until: input.until, reason: input.reason }
    }
}
