//! Results along the line of descent of units in the schema.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};

use super::ResultView;
use crate::campaigns::Campaign;
use crate::graphql::campaign::CampaignNode;
use crate::graphql::context::ContextExt as _;
use crate::graphql::scalars::Decimal;
use crate::ranking::model::{FamilyResult, Relation, RestatedResult};
use crate::shared::points::Points;
use crate::units::{Source, Unit};

/// A result of a unit or of one of its predecessors or successors, each its own.
#[derive(SimpleObject)]
#[graphql(name = "FamilyResult")]
pub struct FamilyResultView {
    /// Whose result it is, as seen from the unit that was asked for.
    relation: Relation,
    /// The campaign.
    campaign: CampaignNode,
    /// The result, with the unit's name and superior of that campaign.
    result: ResultView,
}

impl From<FamilyResult> for FamilyResultView {
    fn from(found: FamilyResult) -> Self {
        let FamilyResult { relation, campaign, unit, is_released, result } = found;
        let campaign: Arc<Campaign> = Arc::new(campaign);
        Self { relation, campaign: campaign.into(), result: ResultView { result, unit, is_released } }
    }
}

/// A total laid on the map of another day. It is a means of comparison, not a result: it has no rank and no grade.
#[Object]
impl RestatedResult {
    /// The unit on the day of the map.
    async fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The mean of the totals that went into it, by the shares that did.
    async fn total(&self) -> Points {
        self.total
    }

    /// Whether it differs from what was reported: false only for a unit's own total, untouched.
    async fn is_restated(&self) -> bool {
        self.is_restated
    }

    /// Whether it rests on parts of unknown size, taken as equal.
    async fn is_estimated(&self) -> bool {
        self.is_estimated
    }

    /// What went into it.
    async fn sources(&self) -> Vec<RestatedSource> {
        self.sources.iter().map(|(source, total)| RestatedSource { source: *source, total: *total }).collect()
    }
}

/// A reported total that went into a restated one.
pub struct RestatedSource {
    source: Source,
    total: Points,
}

/// A reported total that went into a restated one.
#[Object]
impl RestatedSource {
    /// The unit that reported it, as it stands today or, when dissolved, as it last stood.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.source.unit).await)
    }

    /// The total as reported.
    async fn total(&self) -> Points {
        self.total
    }

    /// By which weight it counts: the part of the earlier unit that lies in the later one.
    async fn weight(&self) -> Decimal {
        Decimal(self.source.weight)
    }
}
