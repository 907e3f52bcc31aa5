//! What sheets, votes and adopting units say, in the schema.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use time::Date;

use super::super::model::{CriterionMean, ReachCount, Summary, Turnout, VoteCount, WithSetAside};
use crate::graphql::context::ContextExt as _;
use crate::shared::id::UnitId;
use crate::shared::points::Points;
use crate::units::Unit;

/// What the signed sheets say together.
pub struct ReviewSummary(pub Summary);

/// What the signed sheets say together.
#[Object]
impl ReviewSummary {
    /// How many sheets.
    async fn sheets(&self) -> i32 {
        self.0.sheets
    }

    /// Mean of their points.
    async fn mean(&self) -> Points {
        self.0.mean
    }

    /// The lowest sheet.
    async fn lowest(&self) -> Points {
        self.0.lowest
    }

    /// The highest sheet.
    async fn highest(&self) -> Points {
        self.0.highest
    }

    /// Mean of each criterion, in the order of the rubric.
    async fn criteria(&self) -> &[CriterionMean] {
        &self.0.criteria
    }

    /// Ids of the accounts whose sheets lie further from the mean than is allowed.
    async fn outlier_account_ids(&self) -> Vec<ID> {
        self.0.outliers.iter().map(|account| account.global()).collect()
    }

    /// How far a sheet may lie from the mean, in points.
    async fn outlier_points(&self) -> i32 {
        self.0.outlier_points
    }

    /// Whether the mean and every criterion reach what the rubric asks for.
    async fn passes(&self) -> bool {
        self.0.passes
    }

    /// The same with the sheets that are set aside; null where there are none.
    async fn with_set_aside(&self) -> Option<WithSetAside> {
        self.0.with_set_aside
    }
}

/// What the signed sheets would say together with those that are set aside.
#[Object]
impl WithSetAside {
    /// How many sheets are set aside.
    async fn set_aside(&self) -> i32 {
        self.set_aside
    }

    /// Mean of all signed sheets.
    async fn mean(&self) -> Points {
        self.mean
    }

    /// Whether that mean and those of every criterion would reach what the rubric asks for.
    async fn passes(&self) -> bool {
        self.passes
    }
}

/// The mean of a criterion.
#[Object]
impl CriterionMean {
    /// Code of the criterion.
    async fn criterion(&self) -> &str {
        &self.code
    }

    /// Mean of all sheets.
    async fn mean(&self) -> Points {
        self.mean
    }

    /// Whether it lies below the least that the rubric asks for.
    async fn fails(&self) -> bool {
        self.fails
    }
}

/// Who could vote on a case, and what that is enough for.
#[Object(name = "VoteTurnout")]
impl Turnout {
    /// Members of the council, those excluded too.
    async fn members(&self) -> i32 {
        self.members
    }

    /// Members who may vote.
    async fn eligible(&self) -> i32 {
        self.eligible
    }

    /// Of these, how many are present; in a plan all of them.
    async fn present(&self) -> i32 {
        self.present
    }

    /// How many of them must be present.
    async fn quorum(&self) -> i32 {
        self.quorum
    }

    /// Of how many a part must agree.
    async fn base(&self) -> i32 {
        self.base
    }

    /// How many must agree.
    async fn needed(&self) -> i32 {
        self.needed
    }

    /// Whether a vote is held: enough are present, and it is not for want of those absent that it cannot pass.
    #[graphql(name = "allowsVote")]
    async fn holds_vote(&self) -> bool {
        self.allows_vote()
    }

    /// Whether those present are enough to recognise it, if all agree.
    #[graphql(name = "canPass")]
    async fn is_enough(&self) -> bool {
        self.can_pass()
    }
}

/// What the votes say.
pub struct ReviewVote(pub VoteCount);

/// What the votes say.
#[Object]
impl ReviewVote {
    /// Members of the council, those excluded too.
    async fn members(&self) -> i32 {
        self.0.members
    }

    /// Members who may vote.
    async fn eligible(&self) -> i32 {
        self.0.eligible
    }

    /// For recognition.
    async fn agree(&self) -> i32 {
        self.0.tally.agree
    }

    /// Against it.
    async fn disagree(&self) -> i32 {
        self.0.tally.disagree
    }

    /// Neither.
    async fn abstain(&self) -> i32 {
        self.0.tally.abstain
    }

    /// Of how many a part must agree.
    async fn base(&self) -> i32 {
        self.0.base
    }

    /// How many must agree.
    async fn needed(&self) -> i32 {
        self.0.needed
    }

    /// Whether so many do.
    async fn passes(&self) -> bool {
        self.0.passes
    }
}

/// How many units confirmed that they adopted the initiative.
#[Object(name = "ReviewReach")]
impl ReachCount {
    /// Units that confirmed it.
    async fn confirmed(&self) -> i32 {
        self.confirmed
    }

    /// Units that the rubric asks for.
    async fn needed(&self) -> i32 {
        self.needed
    }

    /// Whether there are as many.
    #[graphql(name = "passes")]
    async fn is_evidenced(&self) -> bool {
        self.passes()
    }
}

/// What a unit that adopted the initiative confirmed, with what gives its authors away hidden.
pub struct ReviewedAdoption {
    /// The unit that adopted it.
    pub unit: UnitId,
    /// From which day on.
    pub applied_on: Date,
    /// With what effect, as it is shown.
    pub effect: String,
}

/// What a unit that adopted the initiative confirmed, with what gives its authors away hidden.
#[Object(name = "ReviewAdoption")]
impl ReviewedAdoption {
    /// The unit that adopted it.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.unit).await)
    }

    /// From which day on.
    async fn applied_on(&self) -> Date {
        self.applied_on
    }

    /// With what effect.
    async fn effect(&self) -> &str {
        &self.effect
    }
}
