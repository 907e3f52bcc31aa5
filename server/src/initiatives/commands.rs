//! What people do with initiatives. Each command is one transaction: the request is locked, policy and rules are asked,
//! the change, its event and its trail are written together.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use time::{Date, OffsetDateTime};

use super::model::{
    Answer, Author, ClockFault, Initiative, InitiativeEvent, InitiativeEventKind as Kind,
    InitiativeFault as Fault, InitiativeForm, InitiativeState, RefusalGround,
};
use super::policy::Advances;
use super::rules::{self, Move};
use super::{policy, store};
use crate::access::{Actor, Permit, Role};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::identity::{self, Account};
use crate::parameters::{self, ParameterKey, Period};
use crate::shared::clock::vietnam_date;
use crate::shared::error::{Failure, Refusal, in_version};
use crate::shared::id::{AccountId, InitiativeAuthorId, InitiativeId};
use crate::units;

type Done = Result<Initiative, Failure<Vec<Fault>>>;

fn fault(fault: Fault) -> Failure<Vec<Fault>> {
    Failure::Problem(vec![fault])
}

/// Which version of which request is meant.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The request.
    pub id: InitiativeId,
    /// The version that the person has before them.
    pub version: i32,
}

/// Begins a draft, or writes on one.
pub async fn save(app: &App, actor: &Actor, known: Option<Known>, form: InitiativeForm) -> Done {
    let id = known.map_or_else(InitiativeId::fresh, |known| known.id);
    let may_begin = known.is_none().then(|| policy::may_begin(actor, id)).transpose()?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let before = match known {
        Some(known) => Some(locked(&tx, actor, known, Move::Write).await?),
        None => None,
    };
    let drafter = before.as_ref().map_or(actor.account, |before| before.drafted_by);
    rules::check_draft(&form, drafter, vietnam_date(now)).map_err(fault)?;
    if let Some(before) = &before {
        let events = store::events_of(&tx, &[before.id]).await?.remove(&before.id).unwrap_or_default();
        rules::check_leaving(before, &form, &events).map_err(fault)?;
    }
    check_unit(app, &form, before.as_ref(), now).await?;
    let authors = authors_of(app, &form, before.as_ref(), drafter, now).await?;
    let next = written(id, drafter, before.as_ref(), form, authors, now);
    let deed = match (&before, may_begin) {
        (None, Some(permit)) => {
            store::insert(&tx, &permit, &next).await?;
            store::insert_event(&tx, id, &event(actor, permit.role(), Kind::Drafted, &next, now)).await?;
            Deed::under("initiatives.drafted", InitiativeId::KIND, &permit).after(&summary(&next))
        }
        (Some(before), _) => {
            let permit = policy::may_write(actor, before)?;
            store::save_written(&tx, &permit, &next).await?;
            Deed::under("initiatives.written", InitiativeId::KIND, &permit)
                .before(&summary(before))
                .after(&summary(&next))
        }
        (None, None) => return Err(Refusal::Forbidden.into()),
    };
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(next)
}

/// A co-author confirms the own share, or declines with a reason.
pub async fn answer(app: &App, actor: &Actor, known: Known, refused_because: Option<&str>) -> Done {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let case = locked(&tx, actor, known, Move::Answer).await?;
    let permit = policy::may_answer(actor, &case)?;
    let (answer, kind, name) = match refused_because {
        None => (Answer::Confirmed(now), Kind::Confirmed, "initiatives.share_confirmed"),
        Some(reason) => {
            let reason = rules::check_note(reason).map_err(fault)?.to_owned();
            (Answer::Declined(now, reason), Kind::Declined, "initiatives.share_declined")
        }
    };
    let mut next = Initiative { version: case.version + 1, updated_at: now, ..case };
    let Some(author) = next.authors.iter_mut().find(|author| author.account == actor.account) else {
        return Err(Refusal::Forbidden.into());
    };
    author.answer = answer;
    let author = author.clone();
    store::save_answer(&tx, &permit, &next, &author).await?;
    let said = InitiativeEvent {
        note: refused_because.map(|reason| reason.trim().to_owned()),
        ..event(actor, permit.role(), kind, &next, now)
    };
    store::insert_event(&tx, next.id, &said).await?;
    let mut deed =
        Deed::under(name, InitiativeId::KIND, &permit).after(&json!({ "share": share(author.share) }));
    if let Some(reason) = refused_because {
        deed = deed.because(reason.trim());
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(next)
}

/// Lets a co-author go on with a request that is being written: whoever drafts it names one, and once they have left a
/// co-author names themselves.
pub async fn hand_over(app: &App, actor: &Actor, known: Known, to: AccountId) -> Done {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let case = seen(&tx, actor, known).await?;
    let people = identity::load_many(app, &[case.drafted_by, to]).await?;
    let is_active = |id| people.iter().any(|account| account.id == id && account.is_active);
    let checked = policy::check_hand_over(actor, &case, is_active(case.drafted_by));
    let permit = in_version(checked, case.version == known.version, || vec![Fault::Stale])?;
    let is_theirs = case.drafted_by == actor.account || to == actor.account;
    if !is_theirs || to == case.drafted_by || case.author(to).is_none() || !is_active(to) {
        return Err(fault(Fault::NotCoAuthor));
    }
    let next = Initiative { drafted_by: to, ..moved(&case, now) };
    store::save_drafter(&tx, &permit, &next).await?;
    let name =
        |id| people.iter().find(|account| account.id == id).map(|account| account.display_name.clone());
    let told =
        InitiativeEvent { note: name(to), ..event(actor, permit.role(), Kind::HandedOver, &next, now) };
    store::insert_event(&tx, next.id, &told).await?;
    let mut deed = Deed::under("initiatives.handed_over", InitiativeId::KIND, &permit)
        .before(&json!({ "draftedBy": name(case.drafted_by) }))
        .after(&json!({ "draftedBy": name(to) }));
    // A draft is its authors' alone.
    if next.filed_at.is_some() {
        deed = deed.of_unit(next.unit);
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(next)
}

/// Files a request, or files it again after a correction: it is registered, and the day of the answer is set.
pub async fn file(app: &App, actor: &Actor, known: Known) -> Done {
    let now = app.clock.now();
    let today = vietnam_date(now);
    let tx = app.db.begin().await?;
    let case = locked(&tx, actor, known, Move::File).await?;
    let permit = policy::may_file(actor, &case)?;
    let numbers = parameters::in_force(&tx, today).await?;
    let months = parameters::clock(&tx, ParameterKey::InitiativeFilingMonths, today).await?;
    let missing = rules::missing_to_file(&case, &months, today);
    if !missing.is_empty() {
        return Err(Failure::Problem(missing));
    }
    let register = match case.register {
        Some(entry) => entry,
        None => store::next_number(&tx, &permit, today.year()).await?,
    };
    let due = due_on(&tx, today, numbers.of(ParameterKey::InitiativeFormalityMonths)).await?;
    let next = Initiative {
        state: InitiativeState::Filed,
        register: Some(register),
        filed_at: case.filed_at.or(Some(now)),
        due_on: Some(due),
        ..moved(&case, now)
    };
    store::save_moved(&tx, &permit, &next).await?;
    let filed = InitiativeEvent { due_on: Some(due), ..event(actor, permit.role(), Kind::Filed, &next, now) };
    store::insert_event(&tx, next.id, &filed).await?;
    let deed = Deed::under("initiatives.filed", InitiativeId::KIND, &permit)
        .of_unit(next.unit)
        .before(&standing(&case))
        .after(&standing(&next));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(next)
}

/// Withdraws a request.
pub async fn withdraw(app: &App, actor: &Actor, known: Known, reason: &str) -> Done {
    let now = app.clock.now();
    let reason = rules::check_note(reason).map_err(fault)?;
    let tx = app.db.begin().await?;
    let case = locked(&tx, actor, known, Move::Withdraw).await?;
    let permit = policy::may_file(actor, &case)?;
    let next = Initiative { state: InitiativeState::Withdrawn, due_on: None, ..moved(&case, now) };
    store::save_moved(&tx, &permit, &next).await?;
    let withdrawn = InitiativeEvent {
        note: Some(reason.to_owned()),
        ..event(actor, permit.role(), Kind::Withdrawn, &next, now)
    };
    store::insert_event(&tx, next.id, &withdrawn).await?;
    for listener in app.on_initiative_stopped {
        listener(&tx, next.id, now).await?;
    }
    let mut deed = Deed::under("initiatives.withdrawn", InitiativeId::KIND, &permit)
        .before(&standing(&case))
        .after(&standing(&next))
        .because(reason);
    // A draft was never the unit's business.
    if next.filed_at.is_some() {
        deed = deed.of_unit(next.unit);
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(next)
}

/// What the keeper of the register decides about the form of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A correction is asked for, until a day.
    RequestFix {
        /// What is to be corrected.
        reason: String,
        /// By when.
        until: Date,
    },
    /// Its form is right.
    Accept {
        /// A remark.
        note: Option<String>,
    },
    /// It is refused.
    Refuse {
        /// On which ground.
        ground: RefusalGround,
        /// Why, in words.
        reason: String,
    },
}

/// Decides about the form of a request.
pub async fn decide(app: &App, actor: &Actor, known: Known, decision: Decision) -> Done {
    let now = app.clock.now();
    let today = vietnam_date(now);
    let tx = app.db.begin().await?;
    let step = match &decision {
        Decision::RequestFix { .. } => Move::RequestFix,
        Decision::Accept { .. } => Move::Accept,
        Decision::Refuse { .. } => Move::Refuse,
    };
    let case = seen(&tx, actor, known).await?;
    let checked = policy::check_move(actor, &case, step);
    let state = in_version(checked, case.version == known.version, || vec![Fault::Stale])?;
    let permit = policy::may_keep(actor, &case)?;
    let mut next = Initiative { state, ..moved(&case, now) };
    let (kind, name, note) = match decision {
        Decision::RequestFix { reason, until } => {
            if until < today {
                return Err(fault(Fault::DayPassed));
            }
            next.due_on = Some(until);
            let reason = rules::check_note(&reason).map_err(fault)?.to_owned();
            (Kind::FixRequested, "initiatives.fix_requested", Some(reason))
        }
        Decision::Accept { note } => {
            let numbers = parameters::in_force(&tx, today).await?;
            let from = rules::examined_from(today, case.application_ended_on);
            let months = numbers.of(ParameterKey::InitiativeExaminationMonths);
            next.due_on = Some(due_on(&tx, from, months).await?);
            let note = note.filter(|note| !note.trim().is_empty());
            let note =
                note.map(|note| rules::check_note(&note).map(str::to_owned).map_err(fault)).transpose()?;
            (Kind::Accepted, "initiatives.accepted", note)
        }
        Decision::Refuse { ground, reason } => {
            check_ground(&tx, &case, ground, today).await?.map_err(|why| fault(Fault::GroundEarly(why)))?;
            next.due_on = None;
            next.refusal_ground = Some(ground);
            let reason = rules::check_note(&reason).map_err(fault)?.to_owned();
            (Kind::Refused, "initiatives.refused", Some(reason))
        }
    };
    store::save_decided(&tx, &permit, &next).await?;
    let decided = InitiativeEvent {
        note: note.clone(),
        due_on: next.due_on,
        refusal_ground: next.refusal_ground,
        ..event(actor, permit.role(), kind, &next, now)
    };
    store::insert_event(&tx, next.id, &decided).await?;
    let mut deed = Deed::under(name, InitiativeId::KIND, &permit)
        .of_unit(next.unit)
        .before(&standing(&case))
        .after(&standing(&next));
    if let Some(note) = &note {
        deed = deed.because(note);
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(next)
}

/// What another slice does with a request.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// What is told of it in its history; nothing when people outside the council need not know.
    pub told: Option<Kind>,
    /// What was said.
    pub note: Option<String>,
    /// Why it is refused.
    pub refusal_ground: Option<RefusalGround>,
    /// The day by which the next answer is due, where this sets one.
    pub due_on: Option<Date>,
}

/// Moves the request of a permit, locked in the same transaction, on behalf of another slice that has asked its own policy. The
/// day of the answer stays until it is decided or another is set. A move that the request does not allow is a conflict: the caller has
/// asked before. The caller records the deed.
pub async fn advance<A: Advances>(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    permit: &Permit<A>,
    case: &Initiative,
    step: Move,
    progress: Progress,
    now: OffsetDateTime,
) -> Result<Initiative, Refusal> {
    let state = rules::after(case.state, step).map_err(|_| Refusal::Conflict)?;
    let next = Initiative {
        state,
        refusal_ground: progress.refusal_ground,
        due_on: progress.due_on.or(case.due_on).filter(|_| !state.is_decided()),
        referred_at: case.referred_at.or((step == Move::Refer).then_some(now)),
        ..moved(case, now)
    };
    store::save_advanced(tx, permit, &next).await?;
    if let Some(kind) = progress.told {
        let told = InitiativeEvent {
            note: progress.note,
            refusal_ground: next.refusal_ground,
            due_on: progress.due_on.and(next.due_on),
            ..event(actor, permit.role(), kind, &next, now)
        };
        store::insert_event(tx, next.id, &told).await?;
    }
    Ok(next)
}

/// Whether a request can be refused on a ground today as far as the clocks go; for every slice that refuses one.
pub async fn check_ground(
    db: &impl ConnectionTrait,
    case: &Initiative,
    ground: RefusalGround,
    today: Date,
) -> Result<Result<(), ClockFault>, Refusal> {
    let months = parameters::clock(db, ParameterKey::InitiativeFilingMonths, today).await?;
    Ok(rules::clock_allows(case, ground, &months, today))
}

/// A request, locked until the transaction ends; for a slice that asks its own policy.
pub async fn lock(tx: &impl ConnectionTrait, id: InitiativeId) -> Result<Option<Initiative>, Refusal> {
    store::lock(tx, id).await
}

/// A request that this person sees, locked.
async fn seen(tx: &impl ConnectionTrait, actor: &Actor, known: Known) -> Result<Initiative, Refusal> {
    let found = store::lock(tx, known.id).await?;
    found.filter(|case| policy::sees(actor, case)).ok_or(Refusal::NotFound)
}

/// A request on which this person writes or answers, locked, in the version and a state that fit.
async fn locked(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    known: Known,
    step: Move,
) -> Result<Initiative, Failure<Vec<Fault>>> {
    let case = seen(tx, actor, known).await?;
    let checked = policy::check_move(actor, &case, step);
    in_version(checked, case.version == known.version, || vec![Fault::Stale])?;
    Ok(case)
}

/// The day by which something so many months after a day is due; never a day off.
pub async fn due_on(db: &impl ConnectionTrait, from: Date, months: i32) -> Result<Date, Refusal> {
    parameters::end_of(db, Period::Months(months.unsigned_abs()), from).await
}

/// A unit that receives a request stands today; one that has it already may have ended since.
async fn check_unit(
    app: &App,
    form: &InitiativeForm,
    before: Option<&Initiative>,
    now: OffsetDateTime,
) -> Result<(), Failure<Vec<Fault>>> {
    if before.is_some_and(|before| before.unit == form.unit) {
        return Ok(());
    }
    // A registered request stays where it is registered.
    if before.is_some_and(|before| before.register.is_some()) {
        return Err(fault(Fault::UnknownUnit));
    }
    let standing = units::load_many(app.db.read(), &[form.unit], vietnam_date(now)).await?;
    if standing.is_empty() { Err(fault(Fault::UnknownUnit)) } else { Ok(()) }
}

/// The authors as entered, with the answers that still stand.
async fn authors_of(
    app: &App,
    form: &InitiativeForm,
    before: Option<&Initiative>,
    drafter: AccountId,
    now: OffsetDateTime,
) -> Result<Vec<Author>, Failure<Vec<Fault>>> {
    let ids: Vec<AccountId> = form.authors.iter().map(|author| author.account).collect();
    let known: HashMap<AccountId, Account> =
        identity::load_many(app, &ids).await?.into_iter().map(|account| (account.id, account)).collect();
    let stands = before.is_some_and(|before| rules::answers_stand(before, form));
    let mut authors = Vec::with_capacity(form.authors.len());
    for (at, entered) in form.authors.iter().enumerate() {
        let held = before.and_then(|before| before.author(entered.account));
        let account = known.get(&entered.account).filter(|account| account.is_active || held.is_some());
        let Some(account) = account else { return Err(fault(Fault::UnknownAuthor { author: at })) };
        let answer = match held {
            Some(held) if stands => held.answer.clone(),
            // Whoever drafts it enters the shares, and so confirms the own.
            _ if entered.account == drafter => Answer::Confirmed(now),
            _ => Answer::Awaited,
        };
        authors.push(Author {
            id: held.map_or_else(InitiativeAuthorId::fresh, |held| held.id),
            initiative: before.map_or_else(InitiativeId::fresh, |before| before.id),
            account: entered.account,
            full_name: account.display_name.clone(),
            birth_date: entered.birth_date,
            workplace: entered.workplace.trim().to_owned(),
            job_title: entered.job_title.trim().to_owned(),
            qualification: entered.qualification.trim().to_owned(),
            share: entered.share,
            answer,
        });
    }
    Ok(authors)
}

fn written(
    id: InitiativeId,
    drafter: AccountId,
    before: Option<&Initiative>,
    form: InitiativeForm,
    authors: Vec<Author>,
    now: OffsetDateTime,
) -> Initiative {
    Initiative {
        id,
        unit: form.unit,
        drafted_by: drafter,
        state: before.map_or(InitiativeState::Draft, |before| before.state),
        version: before.map_or(1, |before| before.version + 1),
        title: form.title.trim().to_owned(),
        kind: form.kind,
        first_applied_on: form.first_applied_on,
        application_ended_on: form.application_ended_on,
        content: form.content,
        authors: authors.into_iter().map(|author| Author { initiative: id, ..author }).collect(),
        register: before.and_then(|before| before.register),
        filed_at: before.and_then(|before| before.filed_at),
        referred_at: before.and_then(|before| before.referred_at),
        due_on: before.and_then(|before| before.due_on),
        refusal_ground: None,
        updated_at: now,
    }
}

fn moved(case: &Initiative, now: OffsetDateTime) -> Initiative {
    Initiative { version: case.version + 1, updated_at: now, ..case.clone() }
}

fn event(actor: &Actor, role: Role, kind: Kind, after: &Initiative, now: OffsetDateTime) -> InitiativeEvent {
    InitiativeEvent {
        kind,
        state: after.state,
        by: actor.account,
        role,
        at: now,
        note: None,
        due_on: None,
        refusal_ground: None,
    }
}

/// What the trail keeps of a text that its authors write: what it is, never what is secret in it.
fn summary(case: &Initiative) -> Value {
    let authors = case.authors.iter().map(|author| (author.full_name.clone(), json!(share(author.share))));
    json!({
        "initiativeTitle": case.title,
        "initiativeKind": case.kind.map(super::model::InitiativeKind::code),
        "firstAppliedOn": case.first_applied_on,
        "authors": authors.collect::<serde_json::Map<_, _>>(),
        "characters": characters(case),
    })
}

/// How much was written, so that a change shows without its text.
fn characters(case: &Initiative) -> usize {
    let lengths = case.content.passages.values();
    lengths.map(|passage| passage.open.chars().count() + passage.confidential.chars().count()).sum()
}

fn standing(case: &Initiative) -> Value {
    json!({
        "state": case.state.code(),
        "dueOn": case.due_on,
        "registerNumber": case.register.map(|entry| format!("{}/{}", entry.number, entry.year)),
        "refusalGround": case.refusal_ground.map(RefusalGround::code),
    })
}

/// A share as people write it: "60.00".
pub fn share(hundredths: i32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
