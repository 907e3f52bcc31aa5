//! Figures that come in after sheets were opened: what they say of a criterion is kept beside what the unit states, and
//! fills in what nobody has filled in yet.

use std::collections::{BTreeMap, HashMap};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use sea_orm::ConnectionTrait;
use serde_json::json;
use time::OffsetDateTime;

use super::model::{ScoreLine, Submission, SubmissionState};
use super::{publication, rules, store};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::campaigns::{self, Campaign, CampaignUnit, Stage};
use crate::criteria::{self, Criterion};
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::id::{CampaignUnitId, ScoreLineId, UnitId};
use crate::units;

/// States in which figures still reach a sheet: with its unit, or with the appraisal.
const REACHED: [SubmissionState; 6] = [
    SubmissionState::NotStarted,
    SubmissionState::Draft,
    SubmissionState::AwaitingSignoff,
    SubmissionState::Returned,
    SubmissionState::Submitted,
    SubmissionState::UnderAppraisal,
];

/// What the import of figures brings to the sheets of these units; see [`OnFigures`](crate::units::OnFigures). What a unit
/// states, signs or has signed is never changed by it: unit and appraiser are shown that the two differ.
pub fn take_over_figures<'a>(
    app: &'a App,
    tx: &'a Transaction,
    units: &'a [UnitId],
    now: OffsetDateTime,
) -> BoxFuture<'a, Result<(), Refusal>> {
    async move {
        let mut deeds = Vec::new();
        for reached in reached(tx, units).await? {
            deeds.extend(reached.take_over(app, tx, now).await?);
        }
        audit::record_all(tx, None, deeds, now).await?;
        Ok(())
    }
    .boxed()
}

/// The sheets of one campaign that figures reach, and their units as frozen.
struct Reached {
    campaign: Campaign,
    sheets: Vec<(Submission, CampaignUnit)>,
}

/// The open sheets of these units, by campaign, read for change.
async fn reached(tx: &Transaction, units: &[UnitId]) -> Result<Vec<Reached>, Refusal> {
    let sheets = store::of_campaign_units(tx, units, &REACHED).await?;
    let ids: Vec<_> = sheets.iter().map(|sheet| sheet.id).collect();
    let sheets = store::lock_many(tx, &ids).await?;
    let frozen: Vec<_> = sheets.iter().map(|sheet| sheet.campaign_unit).collect();
    let mut frozen: HashMap<CampaignUnitId, CampaignUnit> =
        campaigns::units_by_ids(tx, &frozen).await?.into_iter().map(|unit| (unit.id, unit)).collect();
    let mut ids: Vec<_> = sheets.iter().map(|sheet| sheet.campaign).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found: Vec<Reached> = campaigns::load_many(tx, &ids)
        .await?
        .into_iter()
        .filter(|campaign| campaign.stage == Stage::Published)
        .map(|campaign| Reached { campaign, sheets: Vec::new() })
        .collect();
    for sheet in sheets.into_iter().filter(|sheet| REACHED.contains(&sheet.state)) {
        let its_own = found.iter_mut().find(|reached| reached.campaign.id == sheet.campaign);
        if let (Some(reached), Some(unit)) = (its_own, frozen.remove(&sheet.campaign_unit)) {
            reached.sheets.push((sheet, unit));
        }
    }
    Ok(found)
}

impl Reached {
    async fn take_over(
        &self,
        app: &App,
        tx: &Transaction,
        now: OffsetDateTime,
    ) -> Result<Vec<Deed>, Refusal> {
        let Self { campaign, sheets } = self;
        let criteria = criteria::load_sets(app, tx, &[campaign.criteria_set]).await?;
        let criteria = criteria.get(&campaign.criteria_set).ok_or(Refusal::NotFound)?;
        let units: Vec<UnitId> = sheets.iter().map(|(_, unit)| unit.unit).collect();
        let figures = units::figures_of(tx, &units, campaign.period_from, campaign.period_to).await?;
        let ids: Vec<_> = sheets.iter().map(|(sheet, _)| sheet.id).collect();
        let lines = store::lines_of(tx, &ids).await?;
        let mut deeds = Vec::new();
        for (sheet, unit) in sheets {
            let is_open = rules::edit(sheet, campaign, now).is_ok();
            for line in lines.get(&sheet.id).into_iter().flatten() {
                let Some(criterion) = criteria.criterion(line.criterion) else { continue };
                let next = renewed(line, criterion, unit, figures.get(&unit.unit), is_open, now);
                if let Some(next) = next {
                    deeds.push(keep(tx, line, &next, criterion).await?);
                }
            }
        }
        Ok(deeds)
    }
}

fn renewed(
    line: &ScoreLine,
    criterion: &Criterion,
    unit: &CampaignUnit,
    figures: Option<&BTreeMap<String, i64>>,
    is_open: bool,
    now: OffsetDateTime,
) -> Option<ScoreLine> {
    let imported = publication::imported(&criterion.spec, figures);
    let opening = rules::opening(&criterion.spec, unit.scoring_kind, imported.as_ref());
    rules::with_figures(line, opening, is_open, now)
}

async fn keep(
    tx: &impl ConnectionTrait,
    line: &ScoreLine,
    next: &ScoreLine,
    criterion: &Criterion,
) -> Result<Deed, Refusal> {
    store::save_figures(tx, line, next).await?;
    let told = |line: &ScoreLine| json!({ "importedFacts": line.imported, "facts": line.statement.facts });
    Ok(Deed::new("submission.figures_imported", ScoreLineId::KIND, line.id.0)
        .of_unit(line.unit)
        .in_campaign(line.campaign)
        .on_criterion(&criterion.spec.code)
        .before(&told(line))
        .after(&told(next)))
}
