//! Successions in the schema: who came out of whom.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use time::Date;

use crate::graphql::context::ContextExt as _;
use crate::graphql::scalars::Decimal;
use crate::shared::id::UnitId;
use crate::units::model::{Family, Share, Succession, SuccessionKind, Unit};

/// The steps around a unit.
pub async fn of(ctx: &Context<'_>, unit: UnitId) -> Result<Arc<Family>> {
    ctx.loaders().units().family(unit).await.map_err(|refusal| ctx.refuse(refusal))
}

/// One step from one unit to another; many go into one, and one into many, by as many steps.
#[Object(name = "UnitSuccession")]
impl Succession {
    /// What happened.
    async fn kind(&self) -> SuccessionKind {
        self.kind
    }

    /// First day of the new state.
    async fn effective_date(&self) -> Date {
        self.effective_date
    }

    /// How much of the predecessor went this way, above 0 and at most 1; null for a part whose size is not known.
    async fn share(&self) -> Option<Decimal> {
        self.share.map(|share| Decimal(share.to_decimal()))
    }

    /// Whether the whole predecessor went this way.
    async fn is_whole(&self) -> bool {
        self.share == Some(Share::WHOLE)
    }

    /// Whether what cannot be divided went this way: people, and what is shown first.
    async fn is_main(&self) -> bool {
        self.is_main
    }

    /// The resolution or decision it rests on.
    async fn legal_basis(&self) -> &str {
        &self.legal_basis
    }

    /// Remarks; null when there are none.
    async fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The unit as it was on the day before; where that is not known, as it was first.
    async fn predecessor(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        let units = ctx.loaders().units();
        let before = match self.effective_date.previous_day() {
            Some(day) => units.on(self.predecessor, day).await,
            None => Ok(None),
        };
        match before {
            Ok(None) => ctx.required(units.on(self.predecessor, self.effective_date).await),
            before => ctx.required(before),
        }
    }

    /// The unit as it is from that day on; null where there is none.
    async fn successor(&self, ctx: &Context<'_>) -> Option<Result<Arc<Unit>>> {
        let successor = self.successor?;
        ctx.optional(ctx.loaders().units().on(successor, self.effective_date).await)
    }
}
