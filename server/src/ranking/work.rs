//! What waits for a campaign manager when the appraisal is done: computing the ranking, releasing the result.

use std::collections::HashMap;
use std::sync::Arc;

use super::model::Ranking;
use super::store;
use crate::access::{Actor, Role};
use crate::app::App;
use crate::campaigns::{self, Campaign, PhaseKind, Stage};
use crate::shared::error::Refusal;
use crate::shared::id::CampaignId;
use crate::shared::page::{Count, MAX_FIRST, PageRequest};
use crate::submissions::{self, SubmissionState, WorkItem, WorkKind};

/// What waits for this person in campaigns whose submitted sheets are all appraised.
pub async fn work_of(app: &App, actor: &Actor) -> Result<Vec<WorkItem>, Refusal> {
    if actor.any_role(&[Role::CampaignManager]).is_none() {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    let newest = campaigns::page(app, actor, &PageRequest::new(MAX_FIRST, None, Count::Skip)?).await?;
    let in_work: Vec<Arc<Campaign>> = newest
        .rows
        .into_iter()
        .map(|(_, campaign)| campaign)
        .filter(|one| one.stage == Stage::Published && !one.is_open_at(PhaseKind::SelfScoring, now))
        .collect();
    if in_work.is_empty() {
        return Ok(Vec::new());
    }
    let db = app.db.read();
    let ids: Vec<_> = in_work.iter().map(|campaign| campaign.id).collect();
    let mut sheets: HashMap<CampaignId, Sheets> = HashMap::new();
    for (campaign, state, count) in submissions::states_of_campaigns(db, &ids).await? {
        sheets.entry(campaign).or_default().add(state, count);
    }
    let rankings = store::of_campaigns(db, &ids).await?;
    let item = |campaign: &Arc<Campaign>| {
        let ranking = rankings.iter().find(|ranking| ranking.campaign == campaign.id);
        let kind = sheets.get(&campaign.id)?.next_step(ranking)?;
        Some(WorkItem::of_campaign(kind, campaign, PhaseKind::Result, 1))
    };
    Ok(in_work.iter().filter_map(item).collect())
}

/// How many sheets of a campaign the appraisal has, and has done.
#[derive(Clone, Copy, Debug, Default)]
struct Sheets {
    waiting: i64,
    appraised: i64,
}

impl Sheets {
    fn add(&mut self, state: SubmissionState, count: i64) {
        match state {
            SubmissionState::Submitted | SubmissionState::Returned | SubmissionState::UnderAppraisal => {
                self.waiting += count;
            }
            SubmissionState::Appraised1 | SubmissionState::Final => self.appraised += count,
            SubmissionState::NotStarted | SubmissionState::Draft | SubmissionState::AwaitingSignoff => {}
        }
    }

    /// Nothing while sheets wait; else to compute, until the ranking covers every appraised sheet; then to
    /// release.
    fn next_step(self, ranking: Option<&Ranking>) -> Option<WorkKind> {
        if self.waiting > 0 || self.appraised == 0 {
            return None;
        }
        let covers_all = ranking.is_some_and(|ranking| i64::from(ranking.appraised_count) == self.appraised);
        Some(if covers_all { WorkKind::ReleaseResult } else { WorkKind::ComputeRanking })
    }
}
