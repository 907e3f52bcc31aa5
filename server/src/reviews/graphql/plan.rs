//! What would become of cases given to a council, in the schema.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::super::model::{ConflictHint, ExclusionKind, NameKind, Plan, PlannedCase, Turnout};
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;

/// What would become of cases given to a council.
pub struct AssignmentPlan(pub Plan);

/// What would become of cases given to a council.
#[Object]
impl AssignmentPlan {
    /// The cases, in the order asked.
    async fn cases(&self) -> &[PlannedCase] {
        &self.0.cases
    }

    /// How many sheets each member would have to write, those awaited already included; in the order of the council.
    async fn loads(&self, ctx: &Context<'_>) -> Result<Vec<MemberLoad>> {
        let mut loads = Vec::with_capacity(self.0.loads.len());
        for (id, sheets) in &self.0.loads {
            let account = ctx.required(ctx.loaders().account(*id).await)?;
            loads.push(MemberLoad { account, sheets: *sheets });
        }
        Ok(loads)
    }
}

/// How many sheets a member would have to write.
#[derive(SimpleObject)]
pub struct MemberLoad {
    /// Who.
    account: Arc<Account>,
    /// How many.
    sheets: i32,
}

/// A member excluded from a case.
#[derive(SimpleObject)]
pub struct PlannedExclusion {
    /// Who.
    account: Arc<Account>,
    /// Why.
    kind: ExclusionKind,
}

/// What may be a conflict of interest, for people to judge.
#[derive(SimpleObject)]
pub struct PlannedHint {
    /// Whose.
    account: Arc<Account>,
    /// What it is.
    hint: ConflictHint,
}

/// A name that would be hidden from those who score.
#[derive(SimpleObject)]
pub struct PlannedHiding {
    /// The name.
    name: String,
    /// What it gives away.
    kind: NameKind,
    /// How often it stands in the text.
    count: i32,
}

/// What would become of a case.
#[Object]
impl PlannedCase {
    /// Id of the initiative.
    async fn initiative_id(&self) -> ID {
        self.initiative.global()
    }

    /// Who would score it.
    async fn scorers(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Account>>> {
        let mut scorers = Vec::with_capacity(self.scorers.len());
        for id in &self.scorers {
            scorers.push(ctx.required(ctx.loaders().account(*id).await)?);
        }
        Ok(scorers)
    }

    /// Who would take no part.
    async fn excluded(&self, ctx: &Context<'_>) -> Result<Vec<PlannedExclusion>> {
        let mut excluded = Vec::with_capacity(self.excluded.len());
        for (id, kind) in &self.excluded {
            let account = ctx.required(ctx.loaders().account(*id).await)?;
            excluded.push(PlannedExclusion { account, kind: *kind });
        }
        Ok(excluded)
    }

    /// What may be a conflict of interest.
    async fn hints(&self, ctx: &Context<'_>) -> Result<Vec<PlannedHint>> {
        let mut hints = Vec::with_capacity(self.hints.len());
        for (id, hint) in &self.hints {
            let account = ctx.required(ctx.loaders().account(*id).await)?;
            hints.push(PlannedHint { account, hint: *hint });
        }
        Ok(hints)
    }

    /// Names that would be hidden, those that do not stand in the text as well.
    async fn hidden(&self) -> Vec<PlannedHiding> {
        let told = |(name, count): &(super::super::model::HiddenName, i32)| PlannedHiding {
            name: name.name.clone(),
            kind: name.kind,
            count: *count,
        };
        self.hidden.iter().map(told).collect()
    }

    /// What the votes of all who may vote would be enough for.
    async fn turnout(&self) -> Turnout {
        self.turnout
    }

    /// How many members may score it.
    async fn candidate_count(&self) -> i32 {
        i32::try_from(self.candidates).unwrap_or(i32::MAX)
    }
}
