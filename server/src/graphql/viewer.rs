//! The signed-in person, assembled from what each slice knows of them.

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Object, Result};

use super::context::ContextExt as _;
use crate::access::Actor;
use crate::adoptions;
use crate::councils;
use crate::factors::ViewerFactor;
use crate::identity::ViewerFields;
use crate::initiatives::{self, ViewerInitiatives};
use crate::ranking;
use crate::recognitions::{self, ViewerRecognitions};
use crate::referrals;
use crate::reviews;
use crate::shared::page::{Count, PageRequest};
use crate::submissions::{self, WorkItem, WorkKind};
use crate::tokens::ViewerTokens;

/// The signed-in person: roles, what they may do, and what waits for them.
#[derive(MergedObject)]
pub struct Viewer(
    ViewerFields,
    ViewerFactor,
    ViewerTokens,
    ViewerInitiatives,
    ViewerRecognitions,
    ViewerWork,
);

impl From<Arc<Actor>> for Viewer {
    fn from(actor: Arc<Actor>) -> Self {
        Self(
            ViewerFields(Arc::clone(&actor)),
            ViewerFactor(Arc::clone(&actor)),
            ViewerTokens(Arc::clone(&actor)),
            ViewerInitiatives(Arc::clone(&actor)),
            ViewerRecognitions(Arc::clone(&actor)),
            ViewerWork(actor),
        )
    }
}

/// What waits for the person, gathered from every slice that knows of work.
struct ViewerWork(Arc<Actor>);

#[Object]
impl ViewerWork {
    /// Whether the viewer has anything to do with initiative councils: scores, keeps a register, decides, numbers
    /// decisions, or looks over what was referred to the province.
    async fn works_with_councils(&self, ctx: &Context<'_>) -> Result<bool> {
        let works = recognitions::decides(&self.0)
            || initiatives::keeps_register(&self.0)
            || referrals::looks_over(&self.0);
        let sits = async || reviews::sits_somewhere(ctx.app(), &self.0).await;
        Ok(works || sits().await.map_err(|refusal| ctx.refuse(refusal))?)
    }

    /// Whether the viewer looks after councils or sits on one: `initiativeCouncils` refuses others.
    async fn can_read_councils(&self, ctx: &Context<'_>) -> Result<bool> {
        councils::reads(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Whether the viewer reads score sheets: `Campaign.submissions` and `Campaign.progress` refuse others.
    async fn can_read_sheets(&self) -> bool {
        submissions::may_list(&self.0).is_ok()
    }

    /// Whether the viewer checks what units refer to the province, and keeps the province's council.
    async fn checks_referrals(&self) -> bool {
        referrals::checks(&self.0)
    }

    /// What waits for the viewer, by due date.
    async fn work(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of items, 1 to 200.")] first: i32,
    ) -> Result<Vec<WorkItem>> {
        let request = PageRequest::new(first, None, Count::Skip).map_err(|refusal| ctx.refuse(refusal))?;
        if self.0.must_change_password {
            return Ok(vec![WorkItem::outside_campaigns(WorkKind::ChangePassword)]);
        }
        if self.0.must_enrol_second_factor {
            return Ok(Vec::new());
        }
        let mut items =
            submissions::work_of(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))?;
        items.extend(ranking::work_of(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))?);
        let waiting =
            initiatives::waiting_for(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))?;
        items.extend(waiting.into_iter().map(WorkItem::from));
        let work = reviews::work_for(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))?;
        items.extend(work.into_iter().map(WorkItem::from));
        let pending =
            recognitions::pending(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))?;
        items.extend(WorkItem::to_decide(&pending));
        if recognitions::numbers_some(&self.0) {
            let app = ctx.app();
            let refuse = |refusal| ctx.refuse(refusal);
            let decisions = recognitions::unnumbered(app, &self.0).await.map_err(refuse)?.len();
            let petitions = referrals::unnumbered(app, &self.0).await.map_err(refuse)?.len();
            items.extend(WorkItem::to_number(decisions + petitions));
        }
        let referred =
            referrals::work_for(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))?;
        items.extend(referred.into_iter().map(WorkItem::from));
        let asked =
            adoptions::waiting_for(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))?;
        items.extend(WorkItem::to_answer(asked));
        items.sort_by_key(WorkItem::order);
        items.truncate(usize::try_from(request.first).expect("at most 200"));
        Ok(items)
    }
}
