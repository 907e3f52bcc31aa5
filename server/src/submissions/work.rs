//! What waits for a person: sheets to fill in, to sign, to complete, criteria to appraise, campaigns to
//! bring forward.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Enum;
use sea_orm::ConnectionTrait;
use time::OffsetDateTime;

use super::model::{Sheet, SubmissionState};
use super::{policy, queries, rules, store};
use crate::access::{Actor, Role};
use crate::app::App;
use crate::campaigns::{self, Campaign, PhaseKind, Stage};
use crate::criteria::{self, Criterion};
use crate::initiatives::{Initiative, Waiting, WaitingKind};
use crate::referrals::{ReferralWork, ReferralWorkKind};
use crate::reviews::{ReviewWork, ReviewWorkKind, ReviewedCase};
use crate::shared::clock::vietnam_day_end;
use crate::shared::error::Refusal;
use crate::shared::id::{CampaignId, UnitId};
use crate::shared::page::{Count, MAX_FIRST, PageRequest};

/// Kind of work that waits for a person.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkKind {
    /// The first password waits to be changed.
    ChangePassword,
    /// A sheet came back to be completed.
    SheetReturned,
    /// A sheet waits to be filled in.
    FillSheet,
    /// Lines of a sheet that were delegated to the viewer wait to be filled in.
    FillDelegated,
    /// A sheet waits for the leader's signature.
    SignOff,
    /// Lines of one criterion wait to be appraised.
    Appraise,
    /// Sheets with every line decided wait for the appraisal to be concluded.
    ConcludeAppraisal,
    /// A draft campaign waits to be published.
    PublishCampaign,
    /// An appraised campaign waits for its ranking.
    ComputeRanking,
    /// A computed ranking waits to be released.
    ReleaseResult,
    /// The viewer's share in an initiative waits to be confirmed.
    ConfirmShare,
    /// A request to recognise an initiative waits to be corrected.
    CorrectInitiative,
    /// A filed request to recognise an initiative waits to be checked.
    CheckInitiative,
    /// An accepted request to recognise an initiative waits to be given to a council.
    AssignInitiative,
    /// Sheets of reviews wait to be signed.
    ScoreInitiative,
    /// A council has too few who score a case, since a member left: another waits to be asked.
    AskScorer,
    /// Scored cases wait to be put on the agenda of a sitting.
    HoldSitting,
    /// A sitting whose day has come waits to be closed.
    CloseSitting,
    /// Cases of an open sitting wait for a vote.
    VoteInitiative,
    /// Cases on which a council has voted wait for the decision.
    DecideInitiative,
    /// Decisions on initiatives and petitions wait for their number.
    NumberDecision,
    /// An initiative of the viewer was decided lately.
    ReadResult,
    /// Questions to the viewer's unit wait for an answer: whether it adopted an initiative.
    AnswerAdoption,
    /// Prepared referrals to the province wait to be sent.
    SendReferral,
    /// Referrals wait to be completed by the viewer's unit.
    CompleteReferral,
    /// Referrals wait to be checked by the Department.
    CheckReferral,
    /// Checked referrals wait to be given to the province's council.
    AssignReferral,
}

/// Something that waits for a person.
#[derive(Clone, Debug)]
pub struct WorkItem {
    /// Kind.
    pub kind: WorkKind,
    /// The campaign concerned.
    pub campaign: Option<Arc<Campaign>>,
    /// The sheet concerned.
    pub sheet: Option<Arc<Sheet>>,
    /// The criterion concerned.
    pub criterion: Option<Arc<Criterion>>,
    /// The initiative concerned.
    pub initiative: Option<Arc<Initiative>>,
    /// The review concerned; the next of them where there are several.
    pub review: Option<Arc<ReviewedCase>>,
    /// When it is due.
    pub due_at: Option<OffsetDateTime>,
    /// How many of it there are.
    pub count: i64,
}

impl WorkItem {
    /// The key by which work is sorted: what is due first, then by kind.
    #[must_use]
    pub fn order(&self) -> (bool, Option<OffsetDateTime>, WorkKind) {
        (self.due_at.is_none(), self.due_at, self.kind)
    }

    /// Work that concerns no campaign.
    #[must_use]
    pub fn outside_campaigns(kind: WorkKind) -> Self {
        Self {
            kind,
            campaign: None,
            sheet: None,
            criterion: None,
            initiative: None,
            review: None,
            due_at: None,
            count: 1,
        }
    }

    /// Work in a campaign, due when a phase closes.
    #[must_use]
    pub fn of_campaign(kind: WorkKind, campaign: &Arc<Campaign>, due: PhaseKind, count: i64) -> Self {
        let due_at = campaign.phase(due).map(|phase| phase.closes_at);
        Self {
            kind,
            campaign: Some(Arc::clone(campaign)),
            sheet: None,
            criterion: None,
            initiative: None,
            review: None,
            due_at,
            count,
        }
    }
}

impl From<Waiting> for WorkItem {
    fn from(waiting: Waiting) -> Self {
        let kind = match waiting.kind {
            WaitingKind::ConfirmShare => WorkKind::ConfirmShare,
            WaitingKind::Correct => WorkKind::CorrectInitiative,
            WaitingKind::Check => WorkKind::CheckInitiative,
            WaitingKind::Assign => WorkKind::AssignInitiative,
            WaitingKind::ReadResult => WorkKind::ReadResult,
        };
        let due_at = waiting.due_on.map(vietnam_day_end);
        Self { initiative: Some(waiting.case), due_at, ..Self::outside_campaigns(kind) }
    }
}

impl From<ReviewWork> for WorkItem {
    fn from(work: ReviewWork) -> Self {
        let kind = match work.kind {
            ReviewWorkKind::Score => WorkKind::ScoreInitiative,
            ReviewWorkKind::Vote => WorkKind::VoteInitiative,
            ReviewWorkKind::AskScorer => WorkKind::AskScorer,
            ReviewWorkKind::HoldSitting => WorkKind::HoldSitting,
            ReviewWorkKind::CloseSitting => WorkKind::CloseSitting,
        };
        let due_at = work.due_on.map(vietnam_day_end);
        Self { review: Some(work.next), count: work.count, due_at, ..Self::outside_campaigns(kind) }
    }
}

impl From<ReferralWork> for WorkItem {
    fn from(work: ReferralWork) -> Self {
        let kind = match work.kind {
            ReferralWorkKind::Send => WorkKind::SendReferral,
            ReferralWorkKind::Complete => WorkKind::CompleteReferral,
            ReferralWorkKind::Check => WorkKind::CheckReferral,
            ReferralWorkKind::Assign => WorkKind::AssignReferral,
        };
        let due_at = work.next.due_on.map(vietnam_day_end);
        Self { initiative: Some(work.next), count: work.count, due_at, ..Self::outside_campaigns(kind) }
    }
}

impl WorkItem {
    /// The questions that wait for an answer, as one item.
    #[must_use]
    pub fn to_answer(count: u64) -> Option<Self> {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        (count > 0).then(|| Self { count, ..Self::outside_campaigns(WorkKind::AnswerAdoption) })
    }

    /// The papers that wait for the clerk's number, as one item.
    #[must_use]
    pub fn to_number(count: usize) -> Option<Self> {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        (count > 0).then(|| Self { count, ..Self::outside_campaigns(WorkKind::NumberDecision) })
    }

    /// The decisions that wait, as one item.
    #[must_use]
    pub fn to_decide(pending: &[Arc<ReviewedCase>]) -> Option<Self> {
        let due_at = pending.iter().filter_map(|found| found.case.due_on).min().map(vietnam_day_end);
        let count = i64::try_from(pending.len()).unwrap_or(i64::MAX);
        let review = Some(Arc::clone(pending.first()?));
        Some(Self { review, count, due_at, ..Self::outside_campaigns(WorkKind::DecideInitiative) })
    }
}

/// What waits for this person in sheets and in drafts of campaigns, unsorted.
pub async fn work_of(app: &App, actor: &Actor) -> Result<Vec<WorkItem>, Refusal> {
    let db = app.db.read();
    let now = app.clock.now();
    let mut items = of_unit(app, db, actor, now).await?;
    items.extend(of_contributor(app, db, actor, now).await?);
    items.extend(of_appraiser(app, db, actor, now).await?);
    items.extend(of_lead(db, actor).await?);
    items.extend(of_manager(app, actor).await?);
    Ok(items)
}

/// Sheets that wait for the focal officer or the leader of a unit.
async fn of_unit(
    app: &App,
    db: &impl ConnectionTrait,
    actor: &Actor,
    now: OffsetDateTime,
) -> Result<Vec<WorkItem>, Refusal> {
    let staffed = [Role::UnitFocal, Role::UnitLeader];
    let units: Vec<UnitId> = actor
        .grants
        .iter()
        .filter(|grant| staffed.contains(&grant.role))
        .filter_map(|grant| grant.unit)
        .collect();
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let with_unit = [
        SubmissionState::NotStarted,
        SubmissionState::Draft,
        SubmissionState::Returned,
        SubmissionState::AwaitingSignoff,
    ];
    let sheets = store::of_units(db, &units, &with_unit).await?;
    let sheets = queries::as_seen_by(app, db, actor, sheets).await?;
    let open = sheets.into_iter().filter(|sheet| {
        let self_scoring = sheet.campaign.phase(PhaseKind::SelfScoring);
        sheet.campaign.stage == Stage::Published && self_scoring.is_some_and(|phase| now >= phase.opens_at)
    });
    let item = |sheet: Arc<Sheet>| {
        let unit = sheet.submission.unit;
        let (kind, role) = if sheet.submission.state == SubmissionState::AwaitingSignoff {
            (WorkKind::SignOff, Role::UnitLeader)
        } else if sheet.submission.is_completion() {
            (WorkKind::SheetReturned, Role::UnitFocal)
        } else {
            (WorkKind::FillSheet, Role::UnitFocal)
        };
        actor.role_in(unit, &[role])?;
        Some(WorkItem {
            kind,
            campaign: Some(Arc::clone(&sheet.campaign)),
            due_at: rules::due_at(&sheet.submission, &sheet.campaign),
            sheet: Some(sheet),
            criterion: None,
            initiative: None,
            review: None,
            count: 1,
        })
    };
    Ok(open.filter_map(item).collect())
}

/// Sheets with empty lines that were delegated to the person, or to somebody whose place they take.
async fn of_contributor(
    app: &App,
    db: &impl ConnectionTrait,
    actor: &Actor,
    now: OffsetDateTime,
) -> Result<Vec<WorkItem>, Refusal> {
    let accounts = actor.accounts_in(Role::UnitContributor);
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let waiting = store::delegated_to(db, &accounts).await?;
    let ids: Vec<_> = waiting.keys().copied().collect();
    let sheets = store::by_ids(db, &ids).await?;
    let sheets = queries::as_seen_by(app, db, actor, sheets).await?;
    let open =
        sheets.into_iter().filter(|sheet| rules::edit(&sheet.submission, &sheet.campaign, now).is_ok());
    let item = |sheet: Arc<Sheet>| {
        let mine = policy::fills_in_for(actor, sheet.submission.unit);
        let lines = waiting.get(&sheet.submission.id).into_iter().flatten();
        let count = lines.filter(|(delegate, _)| mine.contains(delegate)).map(|(_, count)| count).sum();
        (count > 0).then(|| WorkItem {
            kind: WorkKind::FillDelegated,
            campaign: Some(Arc::clone(&sheet.campaign)),
            due_at: rules::due_at(&sheet.submission, &sheet.campaign),
            count,
            sheet: Some(sheet),
            criterion: None,
            initiative: None,
            review: None,
        })
    };
    Ok(open.filter_map(item).collect())
}

/// Undecided lines, counted for each criterion the person is assigned.
async fn of_appraiser(
    app: &App,
    db: &impl ConnectionTrait,
    actor: &Actor,
    now: OffsetDateTime,
) -> Result<Vec<WorkItem>, Refusal> {
    let assignments = queries::assignments_of(db, actor).await?;
    if assignments.is_empty() {
        return Ok(Vec::new());
    }
    let criterion_ids: Vec<_> = assignments.iter().map(|assignment| assignment.criterion).collect();
    let ids: Vec<_> = assignments.iter().map(|assignment| assignment.campaign).collect();
    let campaigns = in_work(db, ids).await?;
    let Some(since) = campaigns.values().map(|campaign| campaign.period_from).min() else {
        return Ok(Vec::new());
    };
    let own_units = actor.own_units(since);
    let mut waiting: HashMap<_, i64> = HashMap::new();
    for undecided in store::undecided_by_criterion(db, &criterion_ids, &own_units).await? {
        let is_mine = assignments.iter().any(|own| {
            own.campaign == undecided.campaign && own.covers(undecided.criterion, undecided.peer_group)
        });
        if is_mine {
            *waiting.entry((undecided.campaign, undecided.criterion)).or_default() += undecided.count;
        }
    }
    let set_ids: Vec<_> = campaigns.values().map(|campaign| campaign.criteria_set).collect();
    let sets = criteria::load_sets(app, db, &set_ids).await?;
    let item = |((campaign, criterion), count): ((CampaignId, _), i64)| {
        let campaign = campaigns.get(&campaign)?;
        campaign.phase(PhaseKind::Appraisal1).filter(|phase| now >= phase.opens_at)?;
        let criterion = sets.get(&campaign.criteria_set)?.criterion(criterion).cloned();
        let item = WorkItem::of_campaign(WorkKind::Appraise, campaign, PhaseKind::Appraisal1, count);
        Some(WorkItem { criterion, ..item })
    };
    let mut items: Vec<WorkItem> = waiting.into_iter().filter_map(item).collect();
    items.sort_by_key(|item| item.criterion.as_ref().map(|criterion| criterion.position));
    Ok(items)
}

/// Sheets whose lines are all decided, counted for each campaign.
async fn of_lead(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<WorkItem>, Refusal> {
    if actor.any_role(&[Role::AppraisalLead]).is_none() {
        return Ok(Vec::new());
    }
    let ready = store::ready_to_conclude(db).await?;
    let campaigns = in_work(db, ready.iter().map(|(campaign, _)| *campaign).collect()).await?;
    let item = |(campaign, count): (CampaignId, i64)| {
        actor.role_over(campaign, &[Role::AppraisalLead])?;
        let campaign = campaigns.get(&campaign)?;
        Some(WorkItem::of_campaign(WorkKind::ConcludeAppraisal, campaign, PhaseKind::Appraisal1, count))
    };
    Ok(ready.into_iter().filter_map(item).collect())
}

/// Drafts that wait to be published; they are due when self-scoring is to open.
async fn of_manager(app: &App, actor: &Actor) -> Result<Vec<WorkItem>, Refusal> {
    if actor.any_role(&[Role::CampaignManager]).is_none() {
        return Ok(Vec::new());
    }
    let newest = PageRequest::new(MAX_FIRST, None, Count::Skip)?;
    let campaigns = campaigns::page(app, actor, &newest).await?;
    let is_mine = |campaign: &Arc<Campaign>| {
        campaign.stage == Stage::Draft && actor.role_over(campaign.id, &[Role::CampaignManager]).is_some()
    };
    let drafts = campaigns.rows.into_iter().map(|(_, campaign)| campaign).filter(is_mine);
    let item = |campaign: Arc<Campaign>| {
        let due_at = campaign.phase(PhaseKind::SelfScoring).map(|phase| phase.opens_at);
        let item = WorkItem::of_campaign(WorkKind::PublishCampaign, &campaign, PhaseKind::SelfScoring, 1);
        WorkItem { due_at, ..item }
    };
    Ok(drafts.map(item).collect())
}

/// The published campaigns among these whose result is not released yet.
async fn in_work(
    db: &impl ConnectionTrait,
    ids: Vec<CampaignId>,
) -> Result<HashMap<CampaignId, Arc<Campaign>>, Refusal> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = campaigns::load_many(db, &ids).await?;
    let in_work = found.into_iter().filter(|campaign| campaign.stage == Stage::Published);
    Ok(in_work.map(|campaign| (campaign.id, Arc::new(campaign))).collect())
}
