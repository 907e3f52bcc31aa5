//! What a campaign tells of its sheets.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::super::model::{Sheet, StateCount, SubmissionFilter, SubmissionState};
use super::super::{queries, rules};
use crate::campaigns::{Campaign, PeerGroup};
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request};
use crate::shared::id::PeerGroupId;

/// The part of a campaign that this slice knows.
pub struct CampaignSubmissions(pub Arc<Campaign>);

#[Object]
impl CampaignSubmissions {
    /// The score sheets that the viewer sees, in the order of the units. Refused to whoever reads no sheets at all:
    /// `Viewer.canReadSheets`.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn submissions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of sheets, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only units of this peer group.")] peer_group_id: Option<ID>,
        #[graphql(desc = "Only sheets in this state.")] state: Option<SubmissionState>,
        #[graphql(desc = "Only sheets that are overdue, or only those that are not.")] overdue: Option<bool>,
        #[graphql(desc = "Text in the unit's name or code; marks, case and đ do not count.")] search: Option<
            String,
        >,
    ) -> Result<Answer<Arc<Sheet>>> {
        let actor = ctx.actor()?;
        let peer_group = peer_group_id.as_ref().map(PeerGroupId::parse).transpose();
        let peer_group = peer_group.map_err(|refusal| ctx.refuse(refusal))?;
        let filter = SubmissionFilter { peer_group, state, overdue, search };
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::page(ctx.app(), actor, &self.0, &filter, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
    }

    /// How far the units are, by peer group, as far as the viewer sees their sheets. Refused to whoever reads no sheets
    /// at all: `Viewer.canReadSheets`.
    async fn progress(&self, ctx: &Context<'_>) -> Result<Vec<ProgressRow>> {
        let actor = ctx.actor()?;
        let counts = queries::state_counts(ctx.app(), actor, self.0.id)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        let now = ctx.app().clock.now();
        let rows = self.0.peer_groups.iter().map(|group| {
            let own: Vec<&StateCount> = counts.iter().filter(|count| count.peer_group == group.id).collect();
            let overdue = own
                .iter()
                .filter(|count| rules::are_overdue(count, &self.0, now))
                .map(|count| count.count)
                .sum();
            ProgressRow::new(group, &own, overdue)
        });
        Ok(rows.filter(|row| row.total > 0 || actor.sees_all_units_in(self.0.id)).collect())
    }
}

/// How far the units of one peer group are.
#[derive(SimpleObject)]
pub struct ProgressRow {
    /// The peer group.
    peer_group: PeerGroup,
    /// All sheets.
    total: i64,
    /// Nobody has entered anything.
    not_started: i64,
    /// Being filled in.
    draft: i64,
    /// Waiting for the leader's signature.
    awaiting_signoff: i64,
    /// Submitted.
    submitted: i64,
    /// Given back to be completed.
    returned: i64,
    /// Being appraised.
    under_appraisal: i64,
    /// Round 1 concluded.
    appraised: i64,
    /// Result released.
    r#final: i64,
    /// Still with their unit after the deadline.
    overdue: i64,
}

impl ProgressRow {
    fn new(group: &PeerGroup, counts: &[&StateCount], overdue: i64) -> Self {
        let in_state =
            |state| counts.iter().filter(|count| count.state == state).map(|count| count.count).sum::<i64>();
        Self {
            peer_group: group.clone(),
            total: counts.iter().map(|count| count.count).sum(),
            not_started: in_state(SubmissionState::NotStarted),
            draft: in_state(SubmissionState::Draft),
            awaiting_signoff: in_state(SubmissionState::AwaitingSignoff),
            submitted: in_state(SubmissionState::Submitted),
            returned: in_state(SubmissionState::Returned),
            under_appraisal: in_state(SubmissionState::UnderAppraisal),
            appraised: in_state(SubmissionState::Appraised1),
            r#final: in_state(SubmissionState::Final),
            overdue,
        }
    }
}
