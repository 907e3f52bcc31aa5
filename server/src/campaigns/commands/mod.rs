//! What can be done to campaigns: prepare, staff, publish, extend, and advance when results come.

mod calendar;

use std::sync::Arc;

use futures::future::BoxFuture;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::model::{
    AppraiserAssignment, Campaign, CampaignFault, CampaignForm, CampaignProblem, CampaignUnit, NewCampaign,
    PeerGroup, PeerGroupForm, Phase, Stage,
};
pub use calendar::extend_phase;

use super::policy::PrepareCampaign;
use super::{policy, queries, rules, store};
use crate::access::{Actor, Permit, Role};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::criteria::{self, StoredSet};
use crate::shared::clock::vietnam_date;
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, AppraiserAssignmentId, CampaignId, CriterionId, PeerGroupId};
use crate::{identity, units};

/// What a later slice does in the transaction that publishes a campaign, with its frozen units and
/// criteria: it is registered in [`App`], so that this slice need not know it.
pub type OnPublished = for<'a> fn(
    &'a App,
    &'a Transaction,
    &'a Campaign,
    &'a [CampaignUnit],
    &'a StoredSet,
    OffsetDateTime,
) -> BoxFuture<'a, Result<(), Refusal>>;

/// Creates a campaign as a draft.
pub async fn create(
    app: &App,
    actor: &Actor,
    new: NewCampaign,
) -> Result<Arc<Campaign>, Failure<CampaignProblem>> {
    let id = CampaignId::fresh();
    let permit = policy::may_create(actor, id)?;
    let now = app.clock.now();
    rules::check_new(&new, vietnam_date(now)).map_err(Failure::Problem)?;
    let tx = app.db.begin().await?;
    criteria::load_set(app, &tx, new.form.criteria_set).await?;
    let owners = units::load_many(&tx, &[new.owner_unit], vietnam_date(now)).await?;
    if owners.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let form = trimmed(new.form);
    let campaign = Campaign {
        id,
        code: new.code.trim().to_owned(),
        title_vi: form.title_vi,
        title_en: form.title_en,
        owner_unit: new.owner_unit,
        criteria_set: form.criteria_set,
        plan_number: form.plan_number,
        plan_date: form.plan_date,
        period_from: form.period_from,
        period_to: form.period_to,
        reference_kind: new.reference_kind,
        stage: Stage::Draft,
        version: 1,
        is_sample: actor.is_sample,
        published_at: None,
        dissolution_policy: form.dissolution_policy.unwrap_or_default(),
        phases: ordered(form.phases),
        peer_groups: groups(form.peer_groups, &[]),
    };
    store::insert(&tx, &permit, &campaign, now).await?;
    let deed =
        Deed::under("campaign.created", CampaignId::KIND, &permit).in_campaign(id).after(&summary(&campaign));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(campaign))
}

/// Changes a draft. Peer groups are matched by code. When the criteria set changes, appraisers stay
/// with the criteria of the same code.
pub async fn revise(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    version: i32,
    form: CampaignForm,
) -> Result<Arc<Campaign>, Failure<CampaignProblem>> {
    let tx = app.db.begin().await?;
    let before = lock(&tx, actor, id).await?;
    let permit = policy::check_revise(actor, &before)?;
    rules::check_form(&form, vietnam_date(app.clock.now())).map_err(Failure::Problem)?;
    let form = trimmed(form);
    let after = Campaign {
        title_vi: form.title_vi,
        title_en: form.title_en,
        criteria_set: form.criteria_set,
        plan_number: form.plan_number,
        plan_date: form.plan_date,
        period_from: form.period_from,
        period_to: form.period_to,
        version: version + 1,
        dissolution_policy: form.dissolution_policy.unwrap_or(before.dissolution_policy),
        phases: ordered(form.phases),
        peer_groups: groups(form.peer_groups, &before.peer_groups),
        ..before.clone()
    };
    let expected = Campaign { version, ..before.clone() };
    if !store::revise(&tx, &permit, &expected, &after).await? {
        return Err(problem(CampaignFault::Stale));
    }
    if after.criteria_set != before.criteria_set {
        carry_assignments(app, &tx, &permit, &before, &after).await?;
    }
    let now = app.clock.now();
    let deed = Deed::under("campaign.revised", CampaignId::KIND, &permit)
        .in_campaign(id)
        .before(&summary(&before))
        .after(&summary(&after));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(after))
}

/// Carries assignments over to the criteria of the same code in another set.
async fn carry_assignments(
    app: &App,
    tx: &impl ConnectionTrait,
    permit: &Permit<PrepareCampaign>,
    before: &Campaign,
    after: &Campaign,
) -> Result<(), Refusal> {
    let old = criteria::load_set(app, tx, before.criteria_set).await?;
    let new = criteria::load_set(app, tx, after.criteria_set).await?;
    let mut lost = Vec::new();
    for assignment in store::assignments_of(tx, after.id).await? {
        let code = old.criterion(assignment.criterion).map(|criterion| criterion.spec.code.as_str());
        match code.and_then(|code| new.criterion_by_code(code)) {
            Some(same) => store::repoint_assignment(tx, permit, assignment.id, same.id).await?,
            None => lost.push(assignment.id),
        }
    }
    store::delete_assignments(tx, permit, &lost).await
}

/// Assigns criteria to an appraiser, over one peer group or all units. What is assigned already stays.
/// Possible until the result is released, since people fall ill.
pub async fn assign_appraiser(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    account: AccountId,
    criterion_ids: &[CriterionId],
    peer_group: Option<PeerGroupId>,
) -> Result<Arc<Campaign>, Failure<CampaignProblem>> {
    let tx = app.db.begin().await?;
    let (permit, campaign) = open(&tx, actor, id).await?;
    must_be_staffable(&campaign)?;
    if criterion_ids.is_empty() {
        return Err(Failure::Problem(CampaignProblem::at(["criterionIds"], CampaignFault::MissingField)));
    }
    if peer_group.is_some_and(|group| campaign.peer_group(group).is_none()) {
        return Err(Refusal::NotFound.into());
    }
    let set = criteria::load_set(app, &tx, campaign.criteria_set).await?;
    if criterion_ids.iter().any(|criterion| set.criterion(*criterion).is_none()) {
        return Err(Refusal::NotFound.into());
    }
    let now = app.clock.now();
    if !identity::holds_role(&tx, account, Role::SectorAppraiser, vietnam_date(now)).await? {
        let fault = CampaignFault::AppraiserRoleMissing;
        return Err(Failure::Problem(CampaignProblem::at(["accountId"], fault)));
    }
    let known = store::assignments_of(&tx, id).await?;
    let mut new: Vec<AppraiserAssignment> = Vec::new();
    for criterion in criterion_ids {
        let is_same = |one: &&AppraiserAssignment| {
            (one.account, one.criterion, one.peer_group) == (account, *criterion, peer_group)
        };
        if known.iter().chain(&new).find(is_same).is_none() {
            let one = AppraiserAssignmentId::fresh();
            new.push(AppraiserAssignment {
                id: one,
                campaign: id,
                account,
                criterion: *criterion,
                peer_group,
            });
        }
    }
    store::insert_assignments(&tx, &permit, &new, now).await?;
    let codes = new.iter().filter_map(|one| set.criterion(one.criterion)).map(|one| one.spec.code.as_str());
    let deed = Deed::under("campaign.appraiser_assigned", CampaignId::KIND, &permit).in_campaign(id).after(&json!({
        "account": account.global(),
        "criteria": codes.collect::<Vec<_>>(),
        "peerGroup": peer_group.and_then(|group| campaign.peer_group(group)).map(|group| group.code.as_str()),
    }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(campaign))
}

/// Takes an assignment back. After publication every criterion keeps an appraiser: assign the
/// successor first.
pub async fn unassign_appraiser(
    app: &App,
    actor: &Actor,
    id: AppraiserAssignmentId,
) -> Result<Arc<Campaign>, Failure<CampaignProblem>> {
    let tx = app.db.begin().await?;
    let assignment = store::assignment(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let (permit, campaign) = open(&tx, actor, assignment.campaign).await?;
    must_be_staffable(&campaign)?;
    let set = criteria::load_set(app, &tx, campaign.criteria_set).await?;
    store::delete_assignments(&tx, &permit, &[id]).await?;
    if campaign.stage == Stage::Published {
        let left = store::assignments_of(&tx, campaign.id).await?;
        if let Some(uncovered) = rules::uncovered(&campaign, &set, &left).into_iter().next() {
            return Err(Failure::Problem(uncovered));
        }
    }
    let deed = Deed::under("campaign.appraiser_unassigned", CampaignId::KIND, &permit)
        .in_campaign(campaign.id)
        .before(&json!({
            "account": assignment.account.global(),
            "criterion": set.criterion(assignment.criterion).map(|one| one.spec.code.as_str()),
            "peerGroup": assignment
                .peer_group
                .and_then(|group| campaign.peer_group(group))
                .map(|group| group.code.as_str()),
        }));
    audit::record(&tx, Some(actor), deed, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Arc::new(campaign))
}

/// Publishes a campaign: its criteria and units are frozen, and its score sheets opened.
pub async fn publish(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    version: i32,
) -> Result<Arc<Campaign>, Failure<CampaignProblem>> {
    let tx = app.db.begin().await?;
    let draft = lock(&tx, actor, id).await?;
    let permit = policy::check_publish(actor, &draft)?;
    let now = app.clock.now();
    if !store::publish(&tx, &permit, version, now).await? {
        return Err(problem(CampaignFault::Stale));
    }
    let (set, freezing) = criteria::freeze(&tx, actor, draft.criteria_set).await?;
    let assignments = store::assignments_of(&tx, id).await?;
    let frozen = queries::candidates(&tx, &draft, now).await?;
    // Whatever stands in the way takes back the steps above: the transaction ends without commit.
    let problems = rules::publication_problems(&draft, &set, &assignments, &frozen, now);
    if let Some(first) = problems.into_iter().next() {
        return Err(Failure::Problem(first));
    }
    store::insert_units(&tx, &permit, &frozen).await?;
    let published =
        Campaign { stage: Stage::Published, version: version + 1, published_at: Some(now), ..draft };
    (app.on_published)(app, &tx, &published, &frozen, &set, now).await?;
    let deed = Deed::under("campaign.published", CampaignId::KIND, &permit)
        .in_campaign(id)
        .after(&json!({ "campaign": summary(&published), "units": frozen.len() }));
    audit::record_all(&tx, Some(actor), freezing.into_iter().chain([deed]).collect(), now).await?;
    tx.commit().await?;
    Ok(Arc::new(published))
}

/// Moves a published campaign one stage on, in the transaction of the later slice that decides it and
/// with its permit; that slice records the deed.
pub async fn advance<A>(
    tx: &impl ConnectionTrait,
    permit: &Permit<A>,
    campaign: &Campaign,
    to: Stage,
    version: i32,
) -> Result<Campaign, Failure<CampaignProblem>> {
    if permit.subject() != campaign.id.0 {
        return Err(
            Refusal::Internal(anyhow::anyhow!("the permit is for something else than the campaign")).into()
        );
    }
    if !rules::follows(campaign.stage, to) {
        return Err(problem(CampaignFault::WrongState));
    }
    if !store::advance(tx, permit, to, version).await? {
        return Err(problem(CampaignFault::Stale));
    }
    Ok(Campaign { stage: to, version: version + 1, ..campaign.clone() })
}

/// A campaign to be changed in this transaction, if it exists for this person; for later slices.
pub async fn lock(tx: &impl ConnectionTrait, actor: &Actor, id: CampaignId) -> Result<Campaign, Refusal> {
    store::lock(tx, id).await?.filter(|campaign| policy::sees(actor, campaign)).ok_or(Refusal::NotFound)
}

async fn open(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: CampaignId,
) -> Result<(Permit<PrepareCampaign>, Campaign), Refusal> {
    let campaign = lock(tx, actor, id).await?;
    let permit = policy::may_prepare(actor, id)?;
    Ok((permit, campaign))
}

fn must_be_staffable(campaign: &Campaign) -> Result<(), Failure<CampaignProblem>> {
    match campaign.stage {
        Stage::Draft | Stage::Published => Ok(()),
        Stage::ResultReleased | Stage::ResultPublished => Err(problem(CampaignFault::WrongState)),
    }
}

fn problem(fault: CampaignFault) -> Failure<CampaignProblem> {
    Failure::Problem(CampaignProblem::whole(fault))
}

fn trimmed(form: CampaignForm) -> CampaignForm {
    let plan_number =
        form.plan_number.map(|number| number.trim().to_owned()).filter(|number| !number.is_empty());
    CampaignForm {
        title_vi: form.title_vi.trim().to_owned(),
        title_en: form.title_en.trim().to_owned(),
        plan_number,
        ..form
    }
}

fn ordered(mut phases: Vec<Phase>) -> Vec<Phase> {
    phases.sort_by_key(|phase| phase.kind);
    phases
}

/// Peer groups from a form: those with a known code keep their id.
fn groups(forms: Vec<PeerGroupForm>, known: &[PeerGroup]) -> Vec<PeerGroup> {
    (1..)
        .zip(forms)
        .map(|(position, form)| {
            let code = form.code.trim().to_owned();
            let same = known.iter().find(|group| group.code == code);
            PeerGroup {
                id: same.map_or_else(PeerGroupId::fresh, |group| group.id),
                code,
                name_vi: form.name_vi.trim().to_owned(),
                name_en: form.name_en.trim().to_owned(),
                scoring_kinds: form.scoring_kinds,
                position,
            }
        })
        .collect()
}

/// A campaign as the trail keeps it.
fn summary(campaign: &Campaign) -> Value {
    let phase = |phase: &Phase| json!({ "kind": phase.kind.code(), "opensAt": phase.opens_at, "closesAt": phase.closes_at });
    let group = |group: &PeerGroup| {
        let kinds: Vec<_> = group.scoring_kinds.iter().map(|kind| kind.code()).collect();
        json!({ "code": group.code, "nameVi": group.name_vi, "nameEn": group.name_en, "scoringKinds": kinds })
    };
    json!({
        "code": campaign.code,
        "titleVi": campaign.title_vi,
        "titleEn": campaign.title_en,
        "ownerUnit": campaign.owner_unit.global(),
        "criteriaSet": campaign.criteria_set.global(),
        "planNumber": campaign.plan_number,
        "planDate": campaign.plan_date,
        "periodFrom": campaign.period_from,
        "periodTo": campaign.period_to,
        "referenceKind": campaign.reference_kind.code(),
        "stage": campaign.stage.code(),
        "dissolutionPolicy": campaign.dissolution_policy.code(),
        "phases": campaign.phases.iter().map(phase).collect::<Vec<_>>(),
        "peerGroups": campaign.peer_groups.iter().map(group).collect::<Vec<_>>(),
    })
}
