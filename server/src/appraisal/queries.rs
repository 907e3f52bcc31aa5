//! Reads of the appraisal: one criterion over all units, and how far it is.

use std::sync::Arc;

use super::policy;
use crate::access::{Actor, Role};
use crate::app::App;
use crate::campaigns::{self, Campaign};
use crate::criteria::{self, Criterion};
use crate::shared::error::Refusal;
use crate::shared::id::{CampaignId, CriterionId};
use crate::shared::page::{Page, PageRequest};
use crate::submissions::{self, ColumnFilter, SheetLine};

/// A page of the lines of one criterion in all sheets that have left their unit, in the order of the units:
/// one yardstick for all. Appraisers read what they are assigned.
pub async fn grid(
    app: &App,
    actor: &Actor,
    campaign: CampaignId,
    criterion: CriterionId,
    filter: &ColumnFilter,
    request: &PageRequest,
) -> Result<Page<SheetLine>, Refusal> {
    policy::may_read_grid(actor, campaign)?;
    submissions::column(app, actor, campaign, criterion, filter, request).await
}

/// How many lines of one criterion are decided.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The criterion.
    pub criterion: Arc<Criterion>,
    /// Lines decided, or not applicable.
    pub decided: i64,
    /// Lines of sheets that have left their unit.
    pub total: i64,
}

/// How far the appraisal of each criterion is, in the order of the sheet: roles over the province read all
/// criteria, an appraiser the assigned ones but for the own unit; it does not exist for others.
pub async fn progress(
    app: &App,
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Option<Vec<Progress>>, Refusal> {
    let appraises = actor.any_role(&[Role::SectorAppraiser]).is_some();
    let sees_all = actor.sees_all_units_in(campaign.id);
    if !appraises && !sees_all {
        return Ok(None);
    }
    let db = app.db.read();
    let mut assignments = Vec::new();
    if appraises {
        let accounts = actor.accounts_in(Role::SectorAppraiser);
        assignments = campaigns::assignments_of_accounts(db, &accounts).await?;
    }
    // How far the appraisal of the own unit is stays hidden from its people (INV-R5).
    let hidden = submissions::hidden_appraisals(actor, campaign);
    let mut counts = submissions::decided(db, campaign.id, &hidden).await?;
    counts.retain(|count| policy::reads_progress(sees_all, &assignments, count));
    let set = criteria::load_set(app, db, campaign.criteria_set).await?;
    let is_shown =
        |criterion: &&Arc<Criterion>| sees_all || assignments.iter().any(|own| own.criterion == criterion.id);
    let row = |criterion: &Arc<Criterion>| {
        let own = || counts.iter().filter(|count| count.criterion == criterion.id);
        Progress {
            criterion: Arc::clone(criterion),
            decided: own().map(|count| count.decided).sum(),
            total: own().map(|count| count.total).sum(),
        }
    };
    Ok(Some(set.criteria.iter().filter(is_shown).map(row).collect()))
}
