//! What the keepers of the catalogue do: draft a reorganisation, apply it, take it back.

use futures::future::BoxFuture;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use time::{Date, OffsetDateTime};

use super::model::{
    Affected, Effect, Reorganisation, ReorganisationForm, ReorganisationPlan, ReorganisationProblem,
    ReorganisationProblemCode as Code, ReorganisationState, Replaced, Undo,
};
use super::policy::ApplyReorganisation;
use super::{policy, rules, store};
use crate::access::{Actor, Permit};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::database::Transaction;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, ReorganisationId, UnitId};

/// What happens to units, as later slices see it.
#[derive(Clone, Debug)]
pub struct Upheaval {
    /// First day of the new state.
    pub effective_date: Date,
    /// Resolution or decision.
    pub legal_basis: String,
    /// Units that end, each with its main successor.
    pub ended: Vec<(UnitId, Option<UnitId>)>,
    /// Who applies it.
    pub by: AccountId,
}

/// What an asynchronous step of a [`Follower`] answers.
pub type Following<'a, T> = BoxFuture<'a, Result<T, Refusal>>;

/// A later slice whose records follow when units are reorganised. It is registered in [`App`], so that this slice
/// need not know it.
pub struct Follower {
    /// Name under which it keeps what takes its changes back.
    pub name: &'static str,
    /// How many of its records are affected.
    pub count: for<'a> fn(&'a App, &'a Upheaval) -> Following<'a, Vec<Affected>>,
    /// Follows, in the transaction that applies the reorganisation; answers what takes it back.
    pub follow: for<'a> fn(&'a Transaction, &'a Upheaval, OffsetDateTime) -> Following<'a, Value>,
    /// Takes its changes back; `false` when something rests on them.
    pub take_back: for<'a> fn(&'a Transaction, Value) -> Following<'a, bool>,
}

type Done = Result<Reorganisation, Failure<ReorganisationProblem>>;

fn problem(code: Code) -> Failure<ReorganisationProblem> {
    Failure::Problem(ReorganisationProblem::whole(code))
}

/// Drafts a reorganisation, or changes a draft.
pub async fn save_draft(
    app: &App,
    actor: &Actor,
    known: Option<(ReorganisationId, i32)>,
    form: ReorganisationForm,
) -> Done {
    let id = known.map_or_else(ReorganisationId::fresh, |(id, _)| id);
    let permit = policy::may_draft(actor, id)?;
    let effective_date = rules::check_form(&form).map_err(Failure::Problem)?;
    let (units, steps) = rules::texts(&form).map_err(Failure::Problem)?;
    let tx = app.db.begin().await?;
    let now = app.clock.now();
    let before = match known {
        None => None,
        Some((id, version)) => {
            let found = store::lock_reorganisation(&tx, id).await?.ok_or(Refusal::NotFound)?;
            policy::check_revise(actor, &found, version).map(|_| ())?;
            Some(found)
        }
    };
    let draft = Reorganisation {
        id,
        title: form.title.trim().to_owned(),
        legal_basis: form.legal_basis.trim().to_owned(),
        effective_date,
        state: ReorganisationState::Draft,
        version: before.as_ref().map_or(1, |before| before.version + 1),
        units: units.or_else(|| before.as_ref().map(|before| before.units.clone())).unwrap_or_default(),
        steps: steps.or_else(|| before.as_ref().map(|before| before.steps.clone())).unwrap_or_default(),
        undo: Undo::default(),
        created_by: before.as_ref().map_or(actor.account, |before| before.created_by),
        created_at: before.as_ref().map_or(now, |before| before.created_at),
        applied_by: None,
        applied_at: None,
        undone_at: None,
    };
    store::save_reorganisation(&tx, &permit, &draft).await?;
    let name = if before.is_some() { "reorganisation.revised" } else { "reorganisation.drafted" };
    let deed = Deed::under(name, ReorganisationId::KIND, &permit).after(&summary(&draft));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(draft)
}

/// Applies a draft: the catalogue, and all that follows it, in one transaction.
pub async fn apply(app: &App, actor: &Actor, id: ReorganisationId, version: i32) -> Done {
    // Whoever may not is not told whether it exists.
    policy::may_apply(actor, id).map(|_| ())?;
    let tx = app.db.begin().await?;
    let now = app.clock.now();
    let draft = store::lock_reorganisation(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let permit = policy::check_apply(actor, &draft, version, now)?;
    let plan = planned(&tx, &draft).await?;
    let upheaval = upheaval(&draft, &plan, actor.account);
    let mut effect = effect_of(&plan);
    for follower in app.on_reorganised {
        effect.affected.extend((follower.count)(app, &upheaval).await?);
    }
    store::apply_plan(&tx, &permit, &plan, now).await?;
    let mut undo = undo_of(&plan, effect);
    for follower in app.on_reorganised {
        let kept = (follower.follow)(&tx, &upheaval, now).await?;
        undo.followers.insert(follower.name.to_owned(), kept);
    }
    let applied = Reorganisation {
        state: ReorganisationState::Applied,
        version: draft.version + 1,
        applied_by: Some(actor.account),
        applied_at: Some(now),
        undo,
        ..draft
    };
    let deed = finish(&tx, &permit, &applied, "reorganisation.applied").await?;
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(applied)
}

/// Takes an applied reorganisation back, as long as nothing rests on it.
pub async fn undo(app: &App, actor: &Actor, id: ReorganisationId, version: i32) -> Done {
    // Whoever may not is not told whether it exists.
    policy::may_apply(actor, id).map(|_| ())?;
    let tx = app.db.begin().await?;
    let now = app.clock.now();
    let applied = store::lock_reorganisation(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let permit = policy::check_undo(actor, &applied, version)?;
    for follower in app.on_reorganised.iter().rev() {
        let kept = applied.undo.followers.get(follower.name).cloned().unwrap_or_default();
        if !(follower.take_back)(&tx, kept).await? {
            return Err(problem(Code::BuiltUpon));
        }
    }
    if !store::take_back(&tx, &permit, &applied.undo).await? {
        return Err(problem(Code::BuiltUpon));
    }
    let undone = Reorganisation {
        state: ReorganisationState::Undone,
        version: applied.version + 1,
        undone_at: Some(now),
        ..applied
    };
    let deed = finish(&tx, &permit, &undone, "reorganisation.undone").await?;
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(undone)
}

/// Stores a state of a reorganisation; the caller records the deed last.
async fn finish(
    tx: &Transaction,
    permit: &Permit<ApplyReorganisation>,
    state: &Reorganisation,
    name: &'static str,
) -> Result<Deed, Refusal> {
    store::save_reorganisation(tx, permit, state).await?;
    let after = json!({"reorganisation": summary(state), "effect": state.undo.effect});
    Ok(Deed::under(name, ReorganisationId::KIND, permit).after(&after).because(&state.legal_basis))
}

/// What a draft would do, or what is wrong with it.
pub(super) async fn previewed(
    app: &App,
    draft: &Reorganisation,
    by: AccountId,
) -> Result<Effect, Failure<ReorganisationProblem>> {
    let plan = planned(app.db.read(), draft).await?;
    let upheaval = upheaval(draft, &plan, by);
    let mut effect = effect_of(&plan);
    for follower in app.on_reorganised {
        effect.affected.extend((follower.count)(app, &upheaval).await?);
    }
    Ok(effect)
}

async fn planned(
    db: &impl ConnectionTrait,
    draft: &Reorganisation,
) -> Result<ReorganisationPlan, Failure<ReorganisationProblem>> {
    let versions = store::every_version(db).await?;
    let steps = store::every_succession(db).await?;
    let units = rules::read_units_or_none(&draft.units);
    let rows = rules::read_successions(draft.steps.as_str());
    rules::plan_reorganisation(draft.id, draft.effective_date, versions, steps, units, rows)
        .map_err(Failure::Problem)
}

fn upheaval(draft: &Reorganisation, plan: &ReorganisationPlan, by: AccountId) -> Upheaval {
    Upheaval {
        effective_date: draft.effective_date,
        legal_basis: draft.legal_basis.clone(),
        ended: plan.ended.clone(),
        by,
    }
}

fn effect_of(plan: &ReorganisationPlan) -> Effect {
    Effect {
        ending: plan.ended.len(),
        beginning: plan.new_units.len(),
        changing: plan.changing,
        steps: plan.steps.len(),
        rows_of_other_days: plan.rows_of_other_days,
        affected: Vec::new(),
    }
}

fn undo_of(plan: &ReorganisationPlan, effect: Effect) -> Undo {
    let replaced = plan.changed_versions.iter().map(|(before, after)| Replaced {
        id: before.id,
        unit: before.unit.0,
        parent: before.parent.map(|parent| parent.0),
        valid_to: before.valid_to,
        search_text: before.search_text.clone(),
        ended_on: after.valid_to,
    });
    Undo {
        new_units: plan.new_units.iter().map(|unit| unit.0).collect(),
        new_versions: plan.new_versions.iter().map(|version| version.id).collect(),
        replaced: replaced.collect(),
        effect,
        ..Undo::default()
    }
}

fn summary(state: &Reorganisation) -> Value {
    json!({
        "title": state.title,
        "legalBasis": state.legal_basis,
        "effectiveDate": state.effective_date,
        "state": state.state.code(),
        "version": state.version,
    })
}
