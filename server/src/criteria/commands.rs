//! What can be done to criteria sets: import, copy, edit a draft, freeze.

use std::sync::Arc;

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::editing::{self, CriterionForm};
use super::import::{self, criterion_value};
use super::model::{CriteriaProblem, CriteriaSet};
use super::policy::{self, ImportCriteria, ReviseCriteria};
use super::store;
use super::stored::{CriteriaSetState, Criterion, StoredSet};
use crate::access::{Actor, Permit};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{CriteriaSetId, CriterionGroupId, CriterionId};
use crate::shared::import::{ImportMode, Problems};

/// Imports a set as a new draft; when only checking, answers what would be stored.
pub async fn import_set(
    app: &App,
    actor: &Actor,
    text: &str,
    mode: ImportMode,
) -> Result<Arc<StoredSet>, Failure<Problems<CriteriaProblem>>> {
    import_as(app, Some(actor), text, mode, |id| policy::may_import(actor, id)).await
}

/// Imports a set on the command line; the trail names the server itself.
pub async fn import_set_as_system(
    app: &App,
    text: &str,
    mode: ImportMode,
) -> Result<Arc<StoredSet>, Failure<Problems<CriteriaProblem>>> {
    import_as(app, None, text, mode, |id| Ok(policy::may_import_at_console(id))).await
}

async fn import_as(
    app: &App,
    actor: Option<&Actor>,
    text: &str,
    mode: ImportMode,
    may: impl FnOnce(CriteriaSetId) -> Result<Permit<ImportCriteria>, Refusal>,
) -> Result<Arc<StoredSet>, Failure<Problems<CriteriaProblem>>> {
    let id = CriteriaSetId::fresh();
    let permit = may(id)?;
    let spec = import::import(text).map_err(Failure::Problem)?;
    if mode == ImportMode::ValidateOnly {
        if store::exists(app.db.read(), &spec.code, spec.version).await? {
            return Err(Failure::Problem(vec![editing::code_taken()].into()));
        }
        return Ok(Arc::new(StoredSet::draft(id, spec)));
    }
    let tx = app.db.begin().await?;
    let set = StoredSet::draft(id, spec);
    let now = app.clock.now();
    store::insert(&tx, &permit, &set, now, vec![editing::code_taken()].into()).await?;
    let deed = Deed::under("criteria_set.imported", CriteriaSetId::KIND, &permit).after(&summary(&set.spec));
    audit::record(&tx, actor, deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(set))
}

/// Copies a set, draft or frozen, as the next version: a draft to be edited.
pub async fn copy(
    app: &App,
    actor: &Actor,
    id: CriteriaSetId,
) -> Result<Arc<StoredSet>, Failure<CriteriaProblem>> {
    let tx = app.db.begin().await?;
    let source = store::lock(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let copy = CriteriaSetId::fresh();
    let permit = policy::may_import(actor, copy)?;
    let version = store::latest_version(&tx, &source.spec.code).await? + 1;
    let set = StoredSet::draft(copy, CriteriaSet { version, ..source.spec.clone() });
    let now = app.clock.now();
    store::insert(&tx, &permit, &set, now, editing::code_taken()).await?;
    let deed = Deed::under("criteria_set.copied", CriteriaSetId::KIND, &permit)
        .before(&summary(&source.spec))
        .after(&summary(&set.spec));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(set))
}

/// Adds a criterion at the end of a group of a draft.
pub async fn add_criterion(
    app: &App,
    actor: &Actor,
    group: CriterionGroupId,
    lock_version: i32,
    code: &str,
    form: &CriterionForm,
) -> Result<Arc<StoredSet>, Failure<CriteriaProblem>> {
    let tx = app.db.begin().await?;
    let id = store::set_of_group(&tx, group).await?.ok_or(Refusal::NotFound)?;
    let (permit, set) = open(&tx, actor, id, lock_version).await?;
    let group = set.groups.iter().find(|known| known.id == group).ok_or(Refusal::NotFound)?;
    let edited = editing::add(set.spec.clone(), &group.spec.code, code, form).map_err(Failure::Problem)?;
    let spec = part(&edited, code.trim())?;
    let criterion = CriterionId::fresh();
    let position = i32::try_from(spec.position).map_err(|error| Refusal::Internal(error.into()))?;
    let added = Criterion { id: criterion, set: id, group: Arc::clone(group), spec: spec.clone(), position };
    store::insert_criterion(&tx, &permit, &added).await?;
    let deed = Deed::under("criterion.added", CriterionId::KIND, &permit)
        .about(CriterionId::KIND, criterion.0)
        .after(&criterion_value(&added.spec));
    finish(app, tx, actor, id, deed).await
}

/// Changes a criterion of a draft.
pub async fn revise_criterion(
    app: &App,
    actor: &Actor,
    criterion: CriterionId,
    lock_version: i32,
    form: &CriterionForm,
) -> Result<Arc<StoredSet>, Failure<CriteriaProblem>> {
    let tx = app.db.begin().await?;
    let id = store::set_of_criterion(&tx, criterion).await?.ok_or(Refusal::NotFound)?;
    let (permit, set) = open(&tx, actor, id, lock_version).await?;
    let before = set.criterion(criterion).ok_or(Refusal::NotFound)?;
    let edited = editing::revise(set.spec.clone(), &before.spec.code, form).map_err(Failure::Problem)?;
    let after = Criterion { spec: part(&edited, &before.spec.code)?.clone(), ..Criterion::clone(before) };
    store::update_criterion(&tx, &permit, &after).await?;
    let deed = Deed::under("criterion.revised", CriterionId::KIND, &permit)
        .about(CriterionId::KIND, criterion.0)
        .before(&criterion_value(&before.spec))
        .after(&criterion_value(&after.spec));
    finish(app, tx, actor, id, deed).await
}

/// Removes a criterion of a draft.
pub async fn remove_criterion(
    app: &App,
    actor: &Actor,
    criterion: CriterionId,
    lock_version: i32,
) -> Result<Arc<StoredSet>, Failure<CriteriaProblem>> {
    let tx = app.db.begin().await?;
    let id = store::set_of_criterion(&tx, criterion).await?.ok_or(Refusal::NotFound)?;
    let (permit, set) = open(&tx, actor, id, lock_version).await?;
    let removed = set.criterion(criterion).ok_or(Refusal::NotFound)?;
    editing::remove(set.spec.clone(), &removed.spec.code).map_err(Failure::Problem)?;
    store::delete_criterion(&tx, &permit, removed).await?;
    let deed = Deed::under("criterion.removed", CriterionId::KIND, &permit)
        .about(CriterionId::KIND, criterion.0)
        .before(&criterion_value(&removed.spec));
    finish(app, tx, actor, id, deed).await
}

/// Freezes a set in the transaction that publishes a campaign; a frozen one stays as it is. Answers the set and
/// what the caller records last.
///
/// The answer is not remembered in memory before the transaction is committed: pass it on.
pub async fn freeze(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: CriteriaSetId,
) -> Result<(Arc<StoredSet>, Option<Deed>), Refusal> {
    let set = store::lock(tx, id).await?.ok_or(Refusal::NotFound)?;
    if set.is_frozen() {
        return Ok((Arc::new(set), None));
    }
    let permit = policy::may_freeze(actor, id)?;
    store::freeze(tx, &permit).await?;
    let deed = Deed::under("criteria_set.frozen", CriteriaSetId::KIND, &permit).after(&summary(&set.spec));
    Ok((Arc::new(StoredSet { state: CriteriaSetState::Frozen, ..set }), Some(deed)))
}

/// Opens a draft for one change, or says why it cannot be changed.
async fn open(
    tx: &Transaction,
    actor: &Actor,
    id: CriteriaSetId,
    lock_version: i32,
) -> Result<(Permit<ReviseCriteria>, StoredSet), Failure<CriteriaProblem>> {
    let set = store::lock(tx, id).await?.ok_or(Refusal::NotFound)?;
    let permit = policy::check_revise(actor, &set)?;
    if !store::count_up(tx, &permit, lock_version).await? {
        return Err(Failure::Problem(CriteriaProblem::stale()));
    }
    Ok((permit, set))
}

/// Records the change, commits it and answers the set as it is now.
async fn finish(
    app: &App,
    tx: Transaction,
    actor: &Actor,
    id: CriteriaSetId,
    deed: Deed,
) -> Result<Arc<StoredSet>, Failure<CriteriaProblem>> {
    let set = store::by_ids(&tx, &[id]).await?.pop().ok_or(Refusal::NotFound)?;
    audit::record(&tx, Some(actor), deed, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Arc::new(set))
}

fn part<'a>(set: &'a CriteriaSet, code: &str) -> Result<&'a super::model::CriterionSpec, Refusal> {
    set.criterion(code)
        .ok_or_else(|| Refusal::Internal(anyhow::anyhow!("the edited set lost criterion {code}")))
}

fn summary(set: &CriteriaSet) -> serde_json::Value {
    json!({ "code": set.code, "version": set.version, "titleVi": set.title.vi, "criteria": set.criteria.len() })
}
