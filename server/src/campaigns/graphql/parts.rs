//! The parts of a campaign in the schema: calendar, peer groups, frozen units, assignments, problems.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, Result, SimpleObject};
use time::OffsetDateTime;

use super::super::model::{
    Campaign, CampaignProblem, CampaignProblemCode, CampaignUnit, PeerGroup, Phase, PhaseExtension, PhaseKind,
};
use super::super::policy;
use crate::criteria::Criterion;
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;
use crate::shared::id::{AccountId, CampaignId};
use crate::units::UnitKind;

/// A phase of the calendar.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct CampaignPhase {
    #[graphql(skip)]
    campaign: CampaignId,
    /// Which phase.
    kind: PhaseKind,
    /// First second.
    opens_at: OffsetDateTime,
    /// Last second, extensions included; a deed in it still counts.
    closes_at: OffsetDateTime,
    /// Whether the phase is open now: the campaign is published and its result not released.
    is_open: bool,
}

impl CampaignPhase {
    /// A phase as it stands at a moment.
    pub fn at(campaign: &Campaign, phase: &Phase, now: OffsetDateTime) -> Self {
        Self {
            campaign: campaign.id,
            kind: phase.kind,
            opens_at: phase.opens_at,
            closes_at: phase.closes_at,
            is_open: campaign.is_open_at(phase.kind, now),
        }
    }
}

#[ComplexObject]
impl CampaignPhase {
    /// More time that the phase was given, oldest first; the newest one ends at `closesAt`.
    async fn extensions(&self, ctx: &Context<'_>) -> Result<Vec<PhaseExtension>> {
        let all = ctx.loaders().campaigns().extensions(self.campaign).await;
        let all = all.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(all.iter().filter(|one| one.kind == self.kind).cloned().collect())
    }
}

/// More time that a phase was given: who, why, until when.
#[Object]
impl PhaseExtension {
    /// Last second of the phase until then.
    async fn closed_at(&self) -> OffsetDateTime {
        self.closed_at
    }

    /// Last second of the phase since then.
    async fn until(&self) -> OffsetDateTime {
        self.until
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.reason
    }

    /// When it was decided.
    async fn extended_at(&self) -> OffsetDateTime {
        self.extended_at
    }

    /// Who decided it; null for those who do not prepare, lead or inspect campaigns.
    async fn extended_by(&self, ctx: &Context<'_>) -> Result<Option<Arc<Account>>> {
        if !ctx.visitor().is_some_and(|actor| policy::sees_drafts(actor, self.campaign)) {
            return Ok(None);
        }
        ctx.required(ctx.loaders().account(self.extended_by).await).map(Some)
    }
}

/// Units of like kind that are ranked against each other (khối).
#[Object]
impl PeerGroup {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// Short code, unique in the campaign.
    async fn code(&self) -> &str {
        &self.code
    }

    /// Vietnamese name.
    async fn name_vi(&self) -> &str {
        &self.name_vi
    }

    /// English name.
    async fn name_en(&self) -> &str {
        &self.name_en
    }

    /// Place in the order of the campaign, from 1.
    async fn position(&self) -> i32 {
        self.position
    }

    /// Scoring kinds of the units that belong to it.
    async fn scoring_kinds(&self) -> &[UnitKind] {
        &self.scoring_kinds
    }

    /// Number of units; for a draft, of those that would take part if it were published now.
    async fn unit_count(&self, ctx: &Context<'_>) -> Result<u64> {
        ctx.loaders().campaigns().unit_count(self.id).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// A unit as it was frozen when the campaign was published.
#[Object]
impl CampaignUnit {
    /// Opaque id of the frozen unit.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// Opaque id of the unit itself.
    async fn unit_id(&self) -> ID {
        self.unit.global()
    }

    /// Code on that day.
    async fn code(&self) -> &str {
        &self.code
    }

    /// Vietnamese name on that day.
    async fn name_vi(&self) -> &str {
        &self.name_vi
    }

    /// English name on that day; null when it had none.
    async fn name_en(&self) -> Option<&str> {
        Some(self.name_en.as_str()).filter(|name| !name.is_empty())
    }

    /// Name of the district on that day; null for units that are not communes of a district.
    async fn parent_name_vi(&self) -> Option<&str> {
        self.parent_name_vi.as_deref()
    }

    /// Name that tells equal names apart: "Xã Phước Hưng, Huyện An Phú".
    #[graphql(name = "qualifiedName")]
    async fn qualified(&self) -> String {
        self.qualified_name()
    }

    /// Legal kind on that day.
    async fn kind(&self) -> UnitKind {
        self.kind
    }

    /// Kind by which it is scored.
    async fn scoring_kind(&self) -> UnitKind {
        self.scoring_kind
    }

    /// Peer group in which it is ranked.
    #[graphql(name = "peerGroup")]
    async fn group(&self, ctx: &Context<'_>) -> Result<Arc<PeerGroup>> {
        ctx.required(ctx.loaders().campaigns().peer_group(self.peer_group).await)
    }
}

/// Who appraises what: one criterion, over one peer group or all units.
#[derive(SimpleObject)]
#[graphql(name = "AppraiserAssignment", complex)]
pub struct AssignmentView {
    /// Opaque id.
    pub id: ID,
    /// The criterion.
    pub criterion: Arc<Criterion>,
    /// Peer group; null covers all units.
    pub peer_group: Option<PeerGroup>,
    /// The appraiser.
    #[graphql(skip)]
    pub account: AccountId,
}

#[ComplexObject]
impl AssignmentView {
    /// The appraiser.
    async fn account(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.account).await)
    }
}

/// Why a campaign cannot be stored as entered, or a deed on it cannot be done.
#[Object]
impl CampaignProblem {
    /// Fixed code.
    #[graphql(name = "code")]
    async fn fixed_code(&self) -> CampaignProblemCode {
        self.code()
    }

    /// The reason in words, in the language of the request.
    #[graphql(name = "message")]
    async fn words(&self, ctx: &Context<'_>) -> String {
        self.message(ctx.locale())
    }

    /// Where: names of input fields and indexes, outermost first; empty when it concerns the whole.
    async fn path(&self) -> &[String] {
        &self.path
    }
}
