//! What a campaign's publication opens: a sheet for each unit, a line for each criterion that applies to
//! it, and facts taken over from the statistics of the period.

use std::collections::{BTreeMap, HashMap};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use time::OffsetDateTime;

use super::model::{ScoreLine, Submission, SubmissionState};
use super::{rules, store};
use crate::app::App;
use crate::campaigns::{Campaign, CampaignUnit};
use crate::criteria::{CriterionSpec, FlatFacts, StoredSet};
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
            let imported = imported(&criterion.spec, figures.get(&unit.unit));
            let statement = rules::opening(&criterion.spec, unit.scoring_kind, imported.as_ref());
            ScoreLine {
                id: ScoreLineId::fresh(),
                submission: sheet.id,
                campaign: sheet.campaign,
                unit: sheet.unit,
                criterion: criterion.id,
                version: 1,
                r1_version: 0,
                state: statement.state(),
                imported: statement.facts.clone(),
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

/// What the statistics of the period say about a criterion; nothing when they have none of its columns, or when a
/// survey was never held.
pub(super) fn imported(
    criterion: &CriterionSpec,
    figures: Option<&BTreeMap<String, i64>>,
) -> Option<FlatFacts> {
    let (prefill, figures) = (criterion.prefill.as_ref()?, figures?);
    if !prefill.columns().any(|column| figures.contains_key(column)) {
        return None;
    }
    let facts = prefill.facts(|column| figures.get(column).copied().unwrap_or(0));
    (facts.sample != Some(0)).then_some(facts)
}

/// What a unit is found by: its name in both languages, its district and its code, folded.
fn search_text(unit: &CampaignUnit) -> String {
    let parent = unit.parent_name_vi.as_deref().unwrap_or_default();
    fold(&format!("{} {} {parent} {}", unit.name_vi, unit.name_en, unit.code))
}
