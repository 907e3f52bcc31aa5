//! What a campaign's publication opens: a sheet for each unit, a line for each criterion that applies to
//! it, and facts taken over from the statistics of the period.

use std::collections::{BTreeMap, HashMap};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use time::OffsetDateTime;

use super::model::{ScoreLine, Statement, Submission, SubmissionState};
use super::{rules, store};
use crate::app::App;
use crate::campaigns::{Campaign, CampaignUnit};
use crate::criteria::{CriterionSpec, StoredSet};
use crate::shared::database::Transaction;
use crate::shared::error::Refusal;
use crate::shared::fold::fold;
use crate::shared::id::{ScoreLineId, SubmissionId, UnitId};
use crate::units;

/// Opens the sheets of a campaign, in the transaction that publishes it; see
/// [`OnPublished`](crate::campaigns::OnPublished).
pub fn open_sheets<'a>(
    _app: &'a App,
    tx: &'a Transaction,
    campaign: &'a Campaign,
    units: &'a [CampaignUnit],
    criteria: &'a StoredSet,
    now: OffsetDateTime,
) -> BoxFuture<'a, Result<(), Refusal>> {
    async move {
        let ids: Vec<UnitId> = units.iter().map(|unit| unit.unit).collect();
        let figures = units::figures_of(tx, &ids, campaign.period_from, campaign.period_to).await?;
        let mut sheets = Vec::with_capacity(units.len());
        let mut lines = Vec::new();
        for unit in units {
            let sheet = blank(campaign, unit, now);
            lines.extend(lines_of(&sheet, unit, criteria, &figures, now));
            sheets.push((sheet, search_text(unit)));
        }
        store::insert_sheets(tx, &sheets).await?;
        store::insert_lines(tx, &lines).await
    }
    .boxed()
}

fn blank(campaign: &Campaign, unit: &CampaignUnit, now: OffsetDateTime) -> Submission {
    Submission {
        id: SubmissionId::fresh(),
        campaign: campaign.id,
        campaign_unit: unit.id,
        unit: unit.unit,
        peer_group: unit.peer_group,
        position: unit.position,
        state: SubmissionState::NotStarted,
        version: 1,
        first_submitted_at: None,
        signed_off_at: None,
        submitted_at: None,
        submitted_by: None,
        opened_at: None,
        content_hash: None,
        return_reason: None,
        updated_at: now,
        dissolution: None,
    }
}

fn lines_of(
    sheet: &Submission,
    unit: &CampaignUnit,
    criteria: &StoredSet,
    figures: &HashMap<UnitId, BTreeMap<String, i64>>,
    now: OffsetDateTime,
) -> Vec<ScoreLine> {
    let applicable =
        criteria.criteria.iter().filter(|criterion| criterion.spec.applies_to(unit.scoring_kind));
    applicable
        .map(|criterion| {
            let statement = prefilled(&criterion.spec, unit, figures.get(&unit.unit));
            ScoreLine {
                id: ScoreLineId::fresh(),
                submission: sheet.id,
                campaign: sheet.campaign,
                unit: sheet.unit,
                criterion: criterion.id,
                version: 1,
                r1_version: 0,
                state: statement.state(),
                statement,
                r1_score: None,
                r1_reason: None,
                r1_by: None,
                r1_at: None,
                final_score: None,
                delegate: None,
                updated_at: now,
            }
        })
        .collect()
}

/// The statement that follows from the statistics. Figures that contradict the rule prefill nothing: a
/// person enters the facts then.
fn prefilled(
    criterion: &CriterionSpec,
    unit: &CampaignUnit,
    figures: Option<&BTreeMap<String, i64>>,
) -> Statement {
    let (Some(prefill), Some(figures)) = (&criterion.prefill, figures) else { return Statement::default() };
    let facts = prefill.facts(|column| figures.get(column).copied().unwrap_or(0));
    match rules::state(criterion, unit.scoring_kind, Some(&facts)) {
        Ok(statement) => Statement { is_prefilled: true, ..statement },
        Err(_) => Statement::default(),
    }
}

/// What a unit is found by: its name in both languages, its district and its code, folded.
fn search_text(unit: &CampaignUnit) -> String {
    let parent = unit.parent_name_vi.as_deref().unwrap_or_default();
    fold(&format!("{} {} {parent} {}", unit.name_vi, unit.name_en, unit.code))
}
