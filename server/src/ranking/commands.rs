//! What can be done with a ranking: compute (repeatable), release, publish; and record merits beside the
//! sheets.

use std::sync::Arc;

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::model::{Computed, Inputs, MeritEntry, Ranking, RankingProblem};
use super::{policy, rules, store};
use crate::access::{Actor, Permit};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::campaigns::{self, Campaign, CampaignFault, CampaignProblem, PhaseKind, Stage};
use crate::criteria::{self, StoredSet};
use crate::parameters::{self, Calendar};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{CampaignId, MeritEntryId, RankingId, UnitId};
use crate::submissions::{self, Submission, SubmissionState};

/// Computes the ranking of a published campaign anew, also while the appraisal is going on: then it is
/// provisional. The same inputs give the same numbers (INV-S7). The number of statements does not depend on
/// the number of units.
pub async fn compute(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    version: i32,
) -> Result<Arc<Campaign>, Failure<CampaignProblem>> {
    let tx = app.db.begin().await?;
    let campaign = campaigns::lock(&tx, actor, id).await?;
    let checked = policy::check_compute(actor, &campaign);
    let permit = must_be_current(checked, &campaign, version)?;
    let set = criteria::load_set(app, &tx, campaign.criteria_set).await?;
    let sheets = submissions::sheets_of_campaign(&tx, id).await?;
    let inputs = inputs(&tx, &campaign, &set, &sheets).await?;
    let computed = rules::compute(&set.spec, &inputs);
    let before = store::of_campaign(&tx, id).await?;
    let now = app.clock.now();
    let ranking = Ranking {
        id: before.as_ref().map_or_else(RankingId::fresh, |ranking| ranking.id),
        campaign: id,
        inputs_hash: inputs.hash(),
        computed_at: now,
        computed_by: actor.account,
        unit_count: count(computed.len()),
        appraised_count: count(computed.iter().filter(|unit| !unit.is_provisional).count()),
        released_at: None,
        published_at: None,
    };
    store::save(&tx, &permit, &ranking, &computed).await?;
    let mut deed = Deed::under("ranking.computed", CampaignId::KIND, &permit)
        .in_campaign(id)
        .after(&summary(&ranking, &computed));
    if let Some(before) = before {
        deed = deed.before(&json!({ "inputsHash": before.inputs_hash, "computedAt": before.computed_at }));
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(campaign))
}

/// Shows the result to the signed-in units: every submitted sheet is appraised, and the ranking was
/// computed from what stands there now. Sheets and lines become final. Releasing again changes nothing.
pub async fn release(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    version: i32,
) -> Result<Arc<Campaign>, Failure<CampaignProblem>> {
    let tx = app.db.begin().await?;
    let campaign = campaigns::lock(&tx, actor, id).await?;
    policy::may_release(actor, &campaign).map(|_| ())?;
    if matches!(campaign.stage, Stage::ResultReleased | Stage::ResultPublished) {
        return Ok(Arc::new(campaign));
    }
    let permit = must_be_current(policy::check_release(actor, &campaign), &campaign, version)?;
    let now = app.clock.now();
    if campaign.is_open_at(PhaseKind::SelfScoring, now) {
        return Err(problem(CampaignFault::WrongState));
    }
    let sheets = submissions::sheets_of_campaign(&tx, id).await?;
    must_be_appraised(&sheets)?;
    let Some(ranking) = store::of_campaign(&tx, id).await? else {
        return Err(problem(CampaignFault::NoRanking));
    };
    let set = criteria::load_set(app, &tx, campaign.criteria_set).await?;
    if inputs(&tx, &campaign, &set, &sheets).await?.hash() != ranking.inputs_hash {
        return Err(problem(CampaignFault::RankingOutdated));
    }
    store::release(&tx, &permit, now).await?;
    submissions::finalise(&tx, &permit, now).await?;
    let released = campaigns::advance(&tx, &permit, &campaign, Stage::ResultReleased, version).await?;
    let deed = Deed::under("ranking.released", CampaignId::KIND, &permit)
        .in_campaign(id)
        .before(&json!({ "stage": campaign.stage.code() }))
        .after(&json!({ "stage": released.stage.code(), "inputsHash": ranking.inputs_hash }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(released))
}

/// Shows a released result to everybody. Publishing again changes nothing (INV-S8).
pub async fn publish(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    version: i32,
) -> Result<Arc<Campaign>, Failure<CampaignProblem>> {
    let tx = app.db.begin().await?;
    let campaign = campaigns::lock(&tx, actor, id).await?;
    policy::may_publish(actor, &campaign).map(|_| ())?;
    if campaign.stage == Stage::ResultPublished {
        return Ok(Arc::new(campaign));
    }
    let permit = must_be_current(policy::check_publish(actor, &campaign), &campaign, version)?;
    let now = app.clock.now();
    store::publish(&tx, &permit, now).await?;
    let published = campaigns::advance(&tx, &permit, &campaign, Stage::ResultPublished, version).await?;
    let deed = Deed::under("ranking.published", CampaignId::KIND, &permit)
        .in_campaign(id)
        .before(&json!({ "stage": campaign.stage.code() }))
        .after(&json!({ "stage": published.stage.code() }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(published))
}

/// Records a bonus earned or a penalty incurred by a unit, with the document it rests on.
pub async fn record_merit(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    unit: UnitId,
    item_code: &str,
    quantity: i32,
    source: &str,
) -> Result<MeritEntry, Failure<RankingProblem>> {
    let tx = app.db.begin().await?;
    let campaign = campaigns::lock(&tx, actor, id).await?;
    let permit = policy::check_record_merit_of(actor, &campaign, unit)?;
    let set = criteria::load_set(app, &tx, campaign.criteria_set).await?;
    let source = rules::check(&set.spec, item_code, quantity, source).map_err(Failure::Problem)?;
    let units = campaigns::units_of(&tx, id).await?;
    let unit = units.iter().find(|frozen| frozen.unit == unit).ok_or(Refusal::NotFound)?;
    let now = app.clock.now();
    let merit = MeritEntry {
        id: MeritEntryId::fresh(),
        campaign: id,
        unit: unit.id,
        unit_id: unit.unit,
        item_code: item_code.to_owned(),
        quantity,
        source,
        recorded_by: actor.account,
        recorded_at: now,
    };
    store::insert_merit(&tx, &permit, &merit).await?;
    let deed = Deed::under("ranking.merit_recorded", CampaignId::KIND, &permit)
        .about(MeritEntryId::KIND, merit.id.0)
        .in_campaign(id)
        .of_unit(merit.unit_id)
        .after(&merit_summary(&merit))
        .because(&merit.source);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(merit)
}

/// Removes a bonus or penalty that was recorded by mistake; the audit trail keeps it.
pub async fn remove_merit(
    app: &App,
    actor: &Actor,
    id: MeritEntryId,
) -> Result<Arc<Campaign>, Failure<RankingProblem>> {
    let tx = app.db.begin().await?;
    let reads = |merit: &MeritEntry| policy::merits_of(actor, merit.campaign).contains(merit.unit_id);
    let merit = store::merit(&tx, id).await?.filter(reads);
    let merit = merit.ok_or(Refusal::NotFound)?;
    let campaign = campaigns::lock(&tx, actor, merit.campaign).await?;
    let checked = policy::check_record_merit_of(actor, &campaign, merit.unit_id);
    let permit = checked.map_err(|failure| match failure {
        Failure::Problem(found) => Failure::Problem(RankingProblem::whole(found.code)),
        refusal @ Failure::Refusal(_) => refusal,
    })?;
    store::delete_merit(&tx, &permit, id).await?;
    let deed = Deed::under("ranking.merit_removed", CampaignId::KIND, &permit)
        .about(MeritEntryId::KIND, id.0)
        .in_campaign(campaign.id)
        .of_unit(merit.unit_id)
        .before(&merit_summary(&merit));
    audit::record(&tx, Some(actor), deed, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Arc::new(campaign))
}

/// Everything that the ranking is computed from, as it stands in this transaction.
async fn inputs(
    tx: &impl ConnectionTrait,
    campaign: &Campaign,
    set: &StoredSet,
    sheets: &[Submission],
) -> Result<Inputs, Refusal> {
    let units = campaigns::units_of(tx, campaign.id).await?;
    let lines = submissions::outcomes_of_campaign(tx, campaign.id, None).await?;
    let merits = store::merits_of(tx, campaign.id).await?;
    let calendar = match rules::span_of_lateness(campaign, sheets) {
        Some((from, to)) => parameters::calendar_between(tx, from, to).await?,
        None => Calendar::default(),
    };
    Ok(rules::assemble(campaign, set, &units, sheets, &lines, &merits, &calendar))
}

/// What a check answered, if the campaign is as the person has it before them.
fn must_be_current<A>(
    checked: Result<Permit<A>, Failure<CampaignProblem>>,
    campaign: &Campaign,
    version: i32,
) -> Result<Permit<A>, Failure<CampaignProblem>> {
    let permit = checked?;
    if campaign.version == version { Ok(permit) } else { Err(problem(CampaignFault::Stale)) }
}

fn must_be_appraised(sheets: &[Submission]) -> Result<(), Failure<CampaignProblem>> {
    let in_states =
        |states: &[SubmissionState]| sheets.iter().filter(|sheet| states.contains(&sheet.state)).count();
    let waiting =
        in_states(&[SubmissionState::Submitted, SubmissionState::Returned, SubmissionState::UnderAppraisal]);
    if waiting == 0 {
        return Ok(());
    }
    let appraised = in_states(&[SubmissionState::Appraised1, SubmissionState::Final]);
    let [appraised, total] = [appraised, appraised + waiting].map(|n| u64::try_from(n).unwrap_or(u64::MAX));
    Err(problem(CampaignFault::NotAllAppraised { appraised, total }))
}

fn problem(fault: CampaignFault) -> Failure<CampaignProblem> {
    Failure::Problem(CampaignProblem::whole(fault))
}

fn count(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// A computation as the trail keeps it.
fn summary(ranking: &Ranking, computed: &[Computed]) -> serde_json::Value {
    json!({
        "ranking": ranking.id.global(),
        "inputsHash": ranking.inputs_hash,
        "units": ranking.unit_count,
        "appraised": ranking.appraised_count,
        "knockedOut": computed.iter().filter(|unit| unit.tally.is_knocked_out()).count(),
    })
}

fn merit_summary(merit: &MeritEntry) -> serde_json::Value {
    json!({ "item": merit.item_code, "quantity": merit.quantity, "source": merit.source })
}
