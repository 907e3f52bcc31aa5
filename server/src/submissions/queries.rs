//! Reads of sheets, each as the reader sees it. A sheet out of sight is answered as one that does not
//! exist.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;

use super::loader::Contents;
use super::model::{
    ColumnFilter, Decided, LineOutcome, ScoreLine, Sheet, SheetLine, StateCount, Submission,
    SubmissionFilter, SubmissionState,
};
use super::{policy, store};
use crate::access::{Actor, Role};
use crate::app::App;
use crate::campaigns::{self, AppraiserAssignment, Campaign};
use crate::criteria;
use crate::files::{self, StoredFile};
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::id::{CampaignId, CriterionId, FileId, PeerGroupId, ScoreLineId, SubmissionId, UnitId};
use crate::shared::page::{Page, PageRequest};

/// A sheet, if it exists for this person.
pub async fn find(app: &App, actor: &Actor, id: SubmissionId) -> Result<Option<Arc<Sheet>>, Refusal> {
    let db = app.db.read();
    let found = store::by_ids(db, &[id]).await?;
    Ok(as_seen_by(app, db, actor, found).await?.pop())
}

/// A line, if it exists for this person.
pub async fn find_line(app: &App, actor: &Actor, id: ScoreLineId) -> Result<Option<SheetLine>, Refusal> {
    let db = app.db.read();
    let Some(line) = store::line_by_id(db, id).await? else { return Ok(None) };
    let found = store::by_ids(db, &[line.submission]).await?;
    let sheet = as_seen_by(app, db, actor, found).await?.pop();
    Ok(sheet.and_then(|sheet| seen_line(sheet, line)))
}

/// A sheet read for change, if it exists for this person: nobody else changes it or its lines until the
/// transaction ends.
pub async fn lock(
    app: &App,
    tx: &Transaction,
    actor: &Actor,
    id: SubmissionId,
) -> Result<Arc<Sheet>, Refusal> {
    let found = store::lock(tx, id).await?;
    as_seen_by(app, tx, actor, found.into_iter().collect()).await?.pop().ok_or(Refusal::NotFound)
}

/// A line read for change, with its sheet locked, if it exists for this person.
pub async fn lock_line(
    app: &App,
    tx: &Transaction,
    actor: &Actor,
    id: ScoreLineId,
) -> Result<SheetLine, Refusal> {
    let line = store::line_by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let sheet = lock(app, tx, actor, line.submission).await?;
    // Read again under the lock: the line may have changed while this transaction waited for it.
    let line = store::line_by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    seen_line(sheet, line).ok_or(Refusal::NotFound)
}

/// A page of the sheets of a campaign that the person sees, in the order of its units; refused to whoever reads none.
pub async fn page(
    app: &App,
    actor: &Actor,
    campaign: &Arc<Campaign>,
    filter: &SubmissionFilter,
    request: &PageRequest,
) -> Result<Page<Arc<Sheet>>, Refusal> {
    policy::may_list(actor)?;
    let db = app.db.read();
    let assignments = assignments_of(db, actor).await?;
    let reach = policy::reach(actor, &assignments, campaign.id);
    let page = store::page(db, campaign, &reach, filter, app.clock.now(), request).await?;
    let sheets = page.rows.iter().map(|(_, sheet)| sheet.clone()).collect();
    let seen = as_seen_with(app, db, actor, &assignments, &[Arc::clone(campaign)], sheets).await?;
    let rows = page.rows.into_iter().filter_map(|(cursor, sheet)| {
        let seen = seen.iter().find(|seen| seen.submission.id == sheet.id)?;
        Some((cursor, Arc::clone(seen)))
    });
    Ok(Page {
        rows: rows.collect(),
        has_next: page.has_next,
        has_previous: page.has_previous,
        total: page.total,
    })
}

/// A page of the lines of one criterion in all sheets that have left their unit: one yardstick for all.
/// Appraisers see what they are assigned, roles over the province everything.
pub async fn column(
    app: &App,
    actor: &Actor,
    campaign: CampaignId,
    criterion: CriterionId,
    filter: &ColumnFilter,
    request: &PageRequest,
) -> Result<Page<SheetLine>, Refusal> {
    let db = app.db.read();
    let assignments = assignments_of(db, actor).await?;
    let reach = policy::reach_of_column(actor, &assignments, campaign, criterion);
    // Whether a line of the own unit is decided stays hidden from its people (INV-R5): it counts as undecided.
    let asked = campaigns::load(db, campaign).await?;
    let hidden = policy::hidden_appraisals(actor, &asked);
    let page = store::column(db, campaign, criterion, &reach, filter, &hidden, request).await?;
    let sheets = page.rows.iter().map(|(_, (_, sheet))| sheet.clone()).collect();
    let seen = as_seen_with(app, db, actor, &assignments, &[], sheets).await?;
    let rows = page.rows.into_iter().filter_map(|(cursor, (line, sheet))| {
        let seen = seen.iter().find(|seen| seen.submission.id == sheet.id)?;
        Some((cursor, seen_line(Arc::clone(seen), line)?))
    });
    Ok(Page {
        rows: rows.collect(),
        has_next: page.has_next,
        has_previous: page.has_previous,
        total: page.total,
    })
}

/// How many sheets stand in which state, as far as the person sees them; refused to whoever reads none.
pub async fn state_counts(
    app: &App,
    actor: &Actor,
    campaign: CampaignId,
) -> Result<Vec<StateCount>, Refusal> {
    policy::may_list(actor)?;
    let db = app.db.read();
    let assignments = assignments_of(db, actor).await?;
    store::state_counts(db, campaign, &policy::reach(actor, &assignments, campaign)).await
}

/// How many lines of each criterion the appraisal has decided in each peer group, and of how many; without those of
/// hidden units.
pub async fn decided(
    db: &impl ConnectionTrait,
    campaign: CampaignId,
    hidden: &[UnitId],
) -> Result<Vec<Decided>, Refusal> {
    store::decided(db, campaign, hidden).await
}

/// Lines read for change, with their sheets locked; those that do not exist for this person are left out.
pub async fn lock_lines(
    app: &App,
    tx: &Transaction,
    actor: &Actor,
    ids: &[ScoreLineId],
) -> Result<Vec<SheetLine>, Refusal> {
    let mut sheets: Vec<_> =
        store::lines_by_ids(tx, ids).await?.into_iter().map(|line| line.submission).collect();
    sheets.sort_unstable();
    sheets.dedup();
    let sheets = as_seen_by(app, tx, actor, store::lock_many(tx, &sheets).await?).await?;
    // Read again under the lock: lines may have changed while this transaction waited for it.
    let seen = store::lines_by_ids(tx, ids).await?.into_iter().filter_map(|line| {
        let sheet = sheets.iter().find(|sheet| sheet.submission.id == line.submission)?;
        seen_line(Arc::clone(sheet), line)
    });
    Ok(seen.collect())
}

/// The sheets of a peer group in one state, read for change, as far as they exist for this person.
pub async fn lock_group(
    app: &App,
    tx: &Transaction,
    actor: &Actor,
    campaign: CampaignId,
    peer_group: PeerGroupId,
    state: SubmissionState,
) -> Result<Vec<Arc<Sheet>>, Refusal> {
    let found = store::lock_group(tx, campaign, peer_group, state).await?;
    as_seen_by(app, tx, actor, found).await
}

/// All sheets of a campaign, whoever may see them; for computing over them.
pub async fn sheets_of_campaign(
    db: &impl ConnectionTrait,
    campaign: CampaignId,
) -> Result<Vec<Submission>, Refusal> {
    store::of_campaign(db, campaign).await
}

/// What every line of a campaign, or of one of its peer groups, comes to, whoever may see it; for computing.
pub async fn outcomes_of_campaign(
    db: &impl ConnectionTrait,
    campaign: CampaignId,
    peer_group: Option<PeerGroupId>,
) -> Result<Vec<LineOutcome>, Refusal> {
    store::outcomes(db, campaign, peer_group).await
}

/// The lines of sheets, in no order; who may see which is decided by the sheet.
pub async fn lines_of(
    db: &impl ConnectionTrait,
    sheets: &[SubmissionId],
) -> Result<HashMap<SubmissionId, Vec<Arc<ScoreLine>>>, Refusal> {
    store::lines_of(db, sheets).await
}

/// How many lines cite each file.
pub async fn link_counts(
    db: &impl ConnectionTrait,
    files: &[FileId],
) -> Result<HashMap<FileId, u64>, Refusal> {
    store::link_counts(db, files).await
}

/// A file, if this person may read it: whoever sees the unit's sheets, and appraisers of a line that
/// cites it.
pub async fn find_file(app: &App, actor: &Actor, id: FileId) -> Result<Option<StoredFile>, Refusal> {
    let db = app.db.read();
    let Some(file) = files::load_many(db, &[id]).await?.pop() else { return Ok(None) };
    if actor.scope.contains(file.unit) {
        return Ok(Some(file));
    }
    let led = actor.led_groups();
    let assignments = assignments_of(db, actor).await?;
    if assignments.is_empty() && led.is_empty() && !actor.sees_all_units_somewhere() {
        return Ok(None);
    }
    let citing = store::lines_citing(db, id).await?;
    let is_covered = citing.iter().any(|line| {
        let oversees = actor.sees_all_units_in(line.campaign) || led.contains(&line.peer_group);
        let is_assigned = line.state.has_left_unit()
            && assignments
                .iter()
                .any(|own| own.campaign == line.campaign && own.covers(line.criterion, line.peer_group));
        oversees || is_assigned
    });
    Ok(is_covered.then_some(file))
}

/// The sheets as this person sees them; those that do not exist for them are left out. Their units,
/// campaigns and criteria are read once for all.
pub async fn as_seen_by(
    app: &App,
    db: &impl ConnectionTrait,
    actor: &Actor,
    sheets: Vec<Submission>,
) -> Result<Vec<Arc<Sheet>>, Refusal> {
    if sheets.is_empty() {
        return Ok(Vec::new());
    }
    let assignments = assignments_of(db, actor).await?;
    as_seen_with(app, db, actor, &assignments, &[], sheets).await
}

/// The assignments of an appraiser; nobody else has any in force.
pub async fn assignments_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<AppraiserAssignment>, Refusal> {
    let accounts = actor.accounts_in(Role::SectorAppraiser);
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    campaigns::assignments_of_accounts(db, &accounts).await
}

async fn as_seen_with(
    app: &App,
    db: &impl ConnectionTrait,
    actor: &Actor,
    assignments: &[AppraiserAssignment],
    known: &[Arc<Campaign>],
    sheets: Vec<Submission>,
) -> Result<Vec<Arc<Sheet>>, Refusal> {
    if sheets.is_empty() {
        return Ok(Vec::new());
    }
    let unit_ids: Vec<_> = sheets.iter().map(|sheet| sheet.campaign_unit).collect();
    let units: HashMap<_, _> =
        campaigns::units_by_ids(db, &unit_ids).await?.into_iter().map(|unit| (unit.id, unit)).collect();
    let mut campaigns: HashMap<_, _> =
        known.iter().map(|campaign| (campaign.id, Arc::clone(campaign))).collect();
    let mut missing: Vec<_> = sheets.iter().map(|sheet| sheet.campaign).collect();
    missing.retain(|id| !campaigns.contains_key(id));
    missing.sort_unstable();
    missing.dedup();
    if !missing.is_empty() {
        let found = campaigns::load_many(db, &missing).await?;
        campaigns.extend(found.into_iter().map(|campaign| (campaign.id, Arc::new(campaign))));
    }
    let set_ids: Vec<_> = campaigns.values().map(|campaign| campaign.criteria_set).collect();
    let sets = criteria::load_sets(app, db, &set_ids).await?;

    let contents = Arc::new(Contents::of(sheets.iter().map(|sheet| (sheet.id, sheet.unit))));
    let mut seen = Vec::with_capacity(sheets.len());
    for submission in sheets {
        let campaign = campaigns.get(&submission.campaign).ok_or(Refusal::NotFound)?;
        let criteria = sets.get(&campaign.criteria_set).ok_or(Refusal::NotFound)?;
        let unit = units.get(&submission.campaign_unit).ok_or(Refusal::NotFound)?;
        let assigned = policy::assigned_criteria(actor, assignments, &submission);
        if let Some(view) = policy::view(actor, &assigned, campaign, &submission) {
            seen.push(Arc::new(Sheet {
                submission,
                unit: unit.clone(),
                campaign: Arc::clone(campaign),
                criteria: Arc::clone(criteria),
                assigned,
                view,
                contents: Arc::clone(&contents),
            }));
        }
    }
    Ok(seen)
}

fn seen_line(sheet: Arc<Sheet>, line: ScoreLine) -> Option<SheetLine> {
    if !sheet.view.lines.covers(line.criterion) {
        return None;
    }
    let criterion = Arc::clone(sheet.criteria.criterion(line.criterion)?);
    Some(SheetLine { sheet, line: Arc::new(line), criterion })
}
