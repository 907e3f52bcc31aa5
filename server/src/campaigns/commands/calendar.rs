//! More time for a phase of a published campaign.

use std::sync::Arc;

use serde_json::json;

use super::super::model::{Campaign, CampaignFault, CampaignProblem, Extension, Phase, PhaseExtension};
use super::super::{policy, rules, store};
use super::{lock, problem};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::error::Failure;
use crate::shared::id::CampaignId;

/// Gives a phase more time: the new closing counts for everybody at once, and the extension is kept as a
/// record of who, why and until when (INV-S9).
pub async fn extend_phase(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    version: i32,
    extension: Extension,
) -> Result<Arc<Campaign>, Failure<CampaignProblem>> {
    let tx = app.db.begin().await?;
    let campaign = lock(&tx, actor, id).await?;
    let permit = policy::check_extend(actor, &campaign)?;
    let now = app.clock.now();
    let phase = rules::extended(&campaign, &extension, now).map_err(Failure::Problem)?;
    let Some(before) = campaign.phase(phase.kind) else {
        return Err(problem(CampaignFault::WrongState));
    };
    let record = PhaseExtension {
        campaign: id,
        kind: phase.kind,
        closed_at: before.closes_at,
        until: phase.closes_at,
        reason: extension.reason.trim().to_owned(),
        extended_by: actor.account,
        extended_at: now,
    };
    if !store::extend_phase(&tx, &permit, version, &record).await? {
        return Err(problem(CampaignFault::Stale));
    }
    let closing = |phase: &Phase| json!({ "phase": phase.kind.code(), "closesAt": phase.closes_at });
    let deed = Deed::under("campaign.phase_extended", CampaignId::KIND, &permit)
        .in_campaign(id)
        .before(&closing(before))
        .after(&closing(&phase))
        .because(&record.reason);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    let with_more_time = |one: Phase| if one.kind == phase.kind { phase } else { one };
    let phases = campaign.phases.iter().copied().map(with_more_time).collect();
    Ok(Arc::new(Campaign { version: version + 1, phases, ..campaign }))
}
