//! Rows of initiatives, their authors and events, and of the registers.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr, OnConflict, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{
    Answer, Author, Initiative, InitiativeEvent, InitiativeFilter, InitiativeKind, InitiativeSection,
    InitiativeState, RegisterEntry,
};
use super::policy::{
    Advances, AnswerAuthorship, FileInitiative, HandOverInitiative, KeepRegister, Reach, WriteInitiative,
};
use crate::access::Permit;
use crate::entity::{initiative, initiative_author, initiative_event, initiative_register};
use crate::shared::error::Refusal;
use crate::shared::fold::{fold, like_pattern};
use crate::shared::id::{AccountId, InitiativeAuthorId, InitiativeId, UnitId, fresh};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};
use crate::units;

/// The initiatives with these ids: two statements, however many there are.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[InitiativeId]) -> Result<Vec<Initiative>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = initiative::Entity::find().filter(initiative::Column::Id.is_in(ids)).all(db).await?;
    with_authors(db, rows).await
}

/// An initiative, locked until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, id: InitiativeId) -> Result<Option<Initiative>, Refusal> {
    let row = initiative::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    Ok(with_authors(tx, row.into_iter().collect()).await?.pop())
}

/// The requests to these units that go on with the heir when a unit ends.
pub async fn following_units(
    db: &impl ConnectionTrait,
    units: &[UnitId],
) -> Result<Vec<Initiative>, Refusal> {
    let units: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    let open = InitiativeState::ALL.iter().filter(|state| state.follows_its_unit()).map(|state| state.code());
    let rows = initiative::Entity::find()
        .filter(initiative::Column::UnitId.is_in(units))
        .filter(initiative::Column::State.is_in(open))
        .order_by_asc(initiative::Column::Id)
        .all(db)
        .await?;
    with_authors(db, rows).await
}

/// The requests that a unit registered in a year, by number.
pub async fn registered(
    db: &impl ConnectionTrait,
    unit: UnitId,
    year: i32,
    limit: u64,
) -> Result<Vec<Initiative>, Refusal> {
    let rows = initiative::Entity::find()
        .filter(initiative::Column::RegisterUnitId.eq(unit.0))
        .filter(initiative::Column::RegisterYear.eq(year))
        .order_by_asc(initiative::Column::RegisterNumber)
        .limit(limit)
        .all(db)
        .await?;
    with_authors(db, rows).await
}

async fn with_authors(
    db: &impl ConnectionTrait,
    rows: Vec<initiative::Model>,
) -> Result<Vec<Initiative>, Refusal> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut authors: HashMap<Uuid, Vec<Author>> = HashMap::new();
    if !ids.is_empty() {
        let found = initiative_author::Entity::find()
            .filter(initiative_author::Column::InitiativeId.is_in(ids))
            .order_by_asc(initiative_author::Column::Position);
        for row in found.all(db).await? {
            authors.entry(row.initiative_id).or_default().push(read_author(row));
        }
    }
    rows.into_iter()
        .map(|row| {
            let authors = authors.remove(&row.id).unwrap_or_default();
            read(row, authors)
        })
        .collect()
}

/// Filed requests by the time of their last change, from a moment and after a place on; for what follows them.
pub async fn filed_since(
    db: &impl ConnectionTrait,
    since: OffsetDateTime,
    after: Option<(OffsetDateTime, InitiativeId)>,
    limit: u64,
) -> Result<Vec<Initiative>, Refusal> {
    let mut wanted = Condition::all()
        .add(initiative::Column::FiledAt.is_not_null())
        .add(initiative::Column::UpdatedAt.gte(since));
    if let Some((at, id)) = after {
        let same =
            Condition::all().add(initiative::Column::UpdatedAt.eq(at)).add(initiative::Column::Id.gt(id.0));
        wanted = wanted.add(Condition::any().add(initiative::Column::UpdatedAt.gt(at)).add(same));
    }
    let rows = initiative::Entity::find()
        .filter(wanted)
        .order_by_asc(initiative::Column::UpdatedAt)
        .order_by_asc(initiative::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(|row| read(row, Vec::new())).collect()
}

/// Whether somebody is an author of any request.
pub async fn is_author(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, Refusal> {
    let own = initiative_author::Entity::find().filter(initiative_author::Column::AccountId.eq(account.0));
    Ok(own.limit(1).count(db).await? > 0)
}

/// A page of the initiatives within reach, the newest first.
pub async fn page(
    db: &impl ConnectionTrait,
    reach: &Reach,
    filter: &InitiativeFilter,
    request: &PageRequest,
) -> Result<Page<Initiative>, Refusal> {
    let mut wanted = wanted(reach, filter);
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(initiative::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [id] = cursor.keys()?;
        let id = Uuid::parse_str(id).map_err(|_| crate::shared::page::not_a_cursor())?;
        wanted = wanted.add(initiative::Column::Id.lt(id));
    }
    let rows = initiative::Entity::find()
        .filter(wanted)
        .order_by_desc(initiative::Column::Id)
        .limit(request.limit())
        .all(db)
        .await?;
    let found = with_authors(db, rows).await?;
    Ok(request.cut(found, total, |case| Cursor::of([case.id.0.to_string()])))
}

fn wanted(reach: &Reach, filter: &InitiativeFilter) -> Condition {
    let is_own = initiative::Column::Id.in_subquery(ids_authored(reach.account));
    let mut wanted = if filter.is_mine {
        Condition::all().add(is_own)
    } else {
        let filed = reach
            .filed
            .on((initiative::Entity, initiative::Column::UnitId))
            .add(initiative::Column::FiledAt.is_not_null());
        let mut seen = Condition::any().add(is_own).add(filed);
        if reach.referred {
            seen = seen.add(initiative::Column::ReferredAt.is_not_null());
        }
        Condition::all().add(seen)
    };
    if let Some(search) = &filter.search {
        let pattern = LikeExpr::new(like_pattern(search)).escape('\\');
        wanted = wanted.add(Expr::col(initiative::Column::SearchText).like(pattern));
    }
    if let Some(state) = filter.state {
        wanted = wanted.add(initiative::Column::State.eq(state.code()));
    }
    if let Some(unit) = filter.unit {
        wanted = wanted.add(initiative::Column::UnitId.eq(unit.0));
    }
    if let Some(day) = filter.due_before {
        let open = InitiativeState::ALL.iter().filter(|state| !state.is_decided());
        wanted = wanted
            .add(initiative::Column::DueOn.lt(day))
            .add(initiative::Column::State.is_in(open.map(|state| state.code())));
    }
    wanted
}

/// Which requests another slice's records are about.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Text in the title, the field, the authors' names or the name of the unit that received it, folded.
    pub search: Option<String>,
    /// Only those that this unit received.
    pub received_by: Option<UnitId>,
    /// Only those of which this person is an author.
    pub author: Option<AccountId>,
    /// Only those of this kind.
    pub kind: Option<InitiativeKind>,
}

/// The ids of these requests as part of another slice's statement; none when nothing narrows them.
#[must_use]
pub fn wanted_ids(about: &Wanted) -> Option<SelectStatement> {
    let mut wanted = Condition::all();
    if let Some(author) = about.author {
        wanted = wanted.add(initiative::Column::Id.in_subquery(ids_authored(author)));
    }
    if let Some(unit) = about.received_by {
        wanted = wanted.add(initiative::Column::RegisterUnitId.eq(unit.0));
    }
    if let Some(kind) = about.kind {
        wanted = wanted.add(initiative::Column::Kind.eq(kind.code()));
    }
    if let Some(search) = &about.search {
        let pattern = LikeExpr::new(like_pattern(search)).escape('\\');
        let said = Expr::col(initiative::Column::SearchText).like(pattern);
        let of_unit = initiative::Column::RegisterUnitId.in_subquery(units::ids_named(search));
        wanted = wanted.add(Condition::any().add(said).add(of_unit));
    }
    if wanted.is_empty() {
        return None;
    }
    Some(ids(wanted))
}

/// The ids of all filed requests, as part of another statement.
#[must_use]
pub fn ids_filed() -> SelectStatement {
    ids(Condition::all().add(initiative::Column::FiledAt.is_not_null()))
}

/// The ids of the requests that these units received, as part of another statement.
#[must_use]
pub fn ids_received(units: &[UnitId]) -> SelectStatement {
    let received = initiative::Column::UnitId.is_in(units.iter().map(|unit| unit.0));
    ids(Condition::all().add(initiative::Column::FiledAt.is_not_null()).add(received))
}

/// The ids of the requests of which somebody is an author, as part of another statement.
#[must_use]
pub fn ids_authored(account: AccountId) -> SelectStatement {
    initiative_author::Entity::find()
        .select_only()
        .column(initiative_author::Column::InitiativeId)
        .filter(initiative_author::Column::AccountId.eq(account.0))
        .into_query()
}

/// The same, of those that were filed and answered, not withdrawn; what was referred was answered before.
#[must_use]
pub fn ids_authored_and_answered(account: AccountId) -> SelectStatement {
    let answered = InitiativeState::ALL.iter().filter(|state| state.is_answered());
    let is_answered = Condition::any()
        .add(initiative::Column::State.is_in(answered.map(|state| state.code())))
        .add(initiative::Column::ReferredAt.is_not_null());
    ids(Condition::all()
        .add(initiative::Column::Id.in_subquery(ids_authored(account)))
        .add(initiative::Column::FiledAt.is_not_null())
        .add(is_answered))
}

fn ids(wanted: Condition) -> SelectStatement {
    initiative::Entity::find().select_only().column(initiative::Column::Id).filter(wanted).into_query()
}

/// Most requests of which somebody is reminded at once.
const MOST_IN_WORK: u64 = 200;

/// What may wait for a person: the requests they write with others, and those in the registers they keep that wait to
/// be checked or given to a council; the earliest due first.
pub async fn in_work(
    db: &impl ConnectionTrait,
    account: AccountId,
    registers: &[UnitId],
) -> Result<Vec<Initiative>, Refusal> {
    let own = initiative_author::Entity::find()
        .select_only()
        .column(initiative_author::Column::InitiativeId)
        .filter(initiative_author::Column::AccountId.eq(account.0))
        .into_query();
    let with_authors_now = [InitiativeState::Draft, InitiativeState::FixRequested].map(InitiativeState::code);
    let written = Condition::all()
        .add(initiative::Column::State.is_in(with_authors_now))
        .add(initiative::Column::Id.in_subquery(own));
    let units: Vec<Uuid> = registers.iter().map(|unit| unit.0).collect();
    let with_keeper = [InitiativeState::Filed, InitiativeState::Accepted].map(InitiativeState::code);
    let filed = Condition::all()
        .add(initiative::Column::State.is_in(with_keeper))
        .add(initiative::Column::UnitId.is_in(units));
    let rows = initiative::Entity::find()
        .filter(Condition::any().add(written).add(filed))
        .order_by_asc(initiative::Column::DueOn)
        .order_by_asc(initiative::Column::Id)
        .limit(MOST_IN_WORK)
        .all(db)
        .await?;
    with_authors(db, rows).await
}

/// The requests of which somebody is an author and that were answered since a moment, the last one first.
pub async fn answered_since(
    db: &impl ConnectionTrait,
    account: AccountId,
    since: OffsetDateTime,
) -> Result<Vec<Initiative>, Refusal> {
    // What its authors withdrew they know.
    let states = InitiativeState::ALL.iter().filter(|state| state.is_answered()).map(|state| state.code());
    let rows = initiative::Entity::find()
        .filter(initiative::Column::Id.in_subquery(ids_authored(account)))
        .filter(initiative::Column::State.is_in(states))
        .filter(initiative::Column::UpdatedAt.gte(since))
        .order_by_desc(initiative::Column::UpdatedAt)
        .order_by_asc(initiative::Column::Id)
        .limit(MOST_IN_WORK)
        .all(db)
        .await?;
    with_authors(db, rows).await
}

/// The requests in one of these states, to these units or to any: the earliest due first, and of those that are not due
/// the last changed.
pub async fn in_states(
    db: &impl ConnectionTrait,
    states: &[InitiativeState],
    units: Option<&[UnitId]>,
    limit: u64,
) -> Result<Vec<Initiative>, Refusal> {
    let mut wanted =
        Condition::all().add(initiative::Column::State.is_in(states.iter().map(|state| state.code())));
    if let Some(units) = units {
        let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
        wanted = wanted.add(initiative::Column::UnitId.is_in(ids));
    }
    let rows = initiative::Entity::find()
        .filter(wanted)
        .order_by_asc(initiative::Column::DueOn)
        .order_by_desc(initiative::Column::UpdatedAt)
        .order_by_asc(initiative::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    with_authors(db, rows).await
}

/// How many requests stand in each of these states, and of how many of them the answer was due before a day.
pub async fn count_by_state(
    db: &impl ConnectionTrait,
    states: &[InitiativeState],
    due_before: Option<Date>,
) -> Result<HashMap<InitiativeState, i64>, Refusal> {
    let mut wanted =
        Condition::all().add(initiative::Column::State.is_in(states.iter().map(|state| state.code())));
    if let Some(day) = due_before {
        wanted = wanted.add(initiative::Column::DueOn.lt(day));
    }
    let counted: Vec<(String, i64)> = initiative::Entity::find()
        .select_only()
        .column(initiative::Column::State)
        .column_as(initiative::Column::Id.count(), "number")
        .filter(wanted)
        .group_by(initiative::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    counted
        .into_iter()
        .map(|(state, count)| Ok((json::from_code(&state, "initiative.state")?, count)))
        .collect()
}

/// What happened to each of these initiatives, the oldest first.
pub async fn events_of(
    db: &impl ConnectionTrait,
    ids: &[InitiativeId],
) -> Result<HashMap<InitiativeId, Vec<InitiativeEvent>>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = initiative_event::Entity::find()
        .filter(initiative_event::Column::InitiativeId.is_in(ids))
        .order_by_asc(initiative_event::Column::Position)
        .all(db)
        .await?;
    let mut events: HashMap<InitiativeId, Vec<InitiativeEvent>> = HashMap::new();
    for row in rows {
        events.entry(InitiativeId(row.initiative_id)).or_default().push(read_event(row)?);
    }
    Ok(events)
}

/// Keeps a new draft.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &Permit<WriteInitiative>,
    new: &Initiative,
) -> Result<(), Refusal> {
    let row = initiative::ActiveModel {
        id: Set(permit.subject()),
        drafted_by: Set(new.drafted_by.0),
        created_at: Set(new.updated_at),
        ..values(new)
    };
    initiative::Entity::insert(row).exec_without_returning(tx).await?;
    insert_authors(tx, permit, &new.authors).await
}

/// Writes what its author changed, with the authors as they are now.
pub async fn save_written(
    tx: &impl ConnectionTrait,
    permit: &Permit<WriteInitiative>,
    next: &Initiative,
) -> Result<(), Refusal> {
    update(tx, permit.subject(), next).await?;
    initiative_author::Entity::delete_many()
        .filter(initiative_author::Column::InitiativeId.eq(permit.subject()))
        .exec(tx)
        .await?;
    insert_authors(tx, permit, &next.authors).await
}

/// Writes who drafts the request of the permit from now on.
pub async fn save_drafter(
    tx: &impl ConnectionTrait,
    permit: &Permit<HandOverInitiative>,
    next: &Initiative,
) -> Result<(), Refusal> {
    update(tx, permit.subject(), next).await?;
    initiative::Entity::update_many()
        .col_expr(initiative::Column::DraftedBy, Expr::value(next.drafted_by.0))
        .filter(initiative::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes a move that its author made.
pub async fn save_moved(
    tx: &impl ConnectionTrait,
    permit: &Permit<FileInitiative>,
    next: &Initiative,
) -> Result<(), Refusal> {
    update(tx, permit.subject(), next).await
}

/// Writes what the keeper of the register decided.
pub async fn save_decided(
    tx: &impl ConnectionTrait,
    permit: &Permit<KeepRegister>,
    next: &Initiative,
) -> Result<(), Refusal> {
    update(tx, permit.subject(), next).await
}

/// Writes a move that another slice made.
pub async fn save_advanced<A: Advances>(
    tx: &impl ConnectionTrait,
    permit: &Permit<A>,
    next: &Initiative,
) -> Result<(), Refusal> {
    update(tx, permit.subject(), next).await
}

/// Writes a co-author's answer, and that the request changed.
pub async fn save_answer(
    tx: &impl ConnectionTrait,
    permit: &Permit<AnswerAuthorship>,
    next: &Initiative,
    author: &Author,
) -> Result<(), Refusal> {
    update(tx, permit.subject(), next).await?;
    let (confirmed_at, declined_at, decline_reason) = answer_columns(&author.answer);
    initiative_author::Entity::update_many()
        .set(initiative_author::ActiveModel {
            confirmed_at,
            declined_at,
            decline_reason,
            ..Default::default()
        })
        .filter(initiative_author::Column::Id.eq(author.id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Moves an open request to another unit, when its own ends; `false` when it changed meanwhile.
pub async fn move_to_unit(
    tx: &impl ConnectionTrait,
    id: InitiativeId,
    version: i32,
    unit: UnitId,
) -> Result<bool, Refusal> {
    let done = initiative::Entity::update_many()
        .col_expr(initiative::Column::UnitId, Expr::value(unit.0))
        .filter(initiative::Column::Id.eq(id.0))
        .filter(initiative::Column::Version.eq(version))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The next running number in a year of the register of the unit to which the request of the permit goes.
pub async fn next_number(
    tx: &impl ConnectionTrait,
    permit: &Permit<FileInitiative>,
    year: i32,
) -> Result<RegisterEntry, Refusal> {
    let request = initiative::Entity::find_by_id(permit.subject()).select_only();
    let unit: Option<Uuid> = request.column(initiative::Column::UnitId).into_tuple().one(tx).await?;
    let unit = UnitId(unit.ok_or(Refusal::NotFound)?);
    let first = initiative_register::ActiveModel {
        id: Set(fresh()),
        unit_id: Set(unit.0),
        year: Set(year),
        last_number: Set(1),
    };
    let last = (initiative_register::Entity, initiative_register::Column::LastNumber);
    let key = [initiative_register::Column::UnitId, initiative_register::Column::Year];
    let counted = OnConflict::columns(key)
        .value(initiative_register::Column::LastNumber, Expr::col(last).add(1))
        .to_owned();
    let row = initiative_register::Entity::insert(first).on_conflict(counted).exec_with_returning(tx).await?;
    Ok(RegisterEntry { unit, year, number: row.last_number })
}

/// Adds what happened, after everything that happened before.
pub async fn insert_event(
    tx: &impl ConnectionTrait,
    id: InitiativeId,
    event: &InitiativeEvent,
) -> Result<(), Refusal> {
    let before = initiative_event::Entity::find()
        .filter(initiative_event::Column::InitiativeId.eq(id.0))
        .count(tx)
        .await?;
    let row = initiative_event::ActiveModel {
        id: Set(fresh()),
        initiative_id: Set(id.0),
        position: Set(i32::try_from(before).unwrap_or(i32::MAX)),
        kind: Set(event.kind.code().to_owned()),
        state: Set(event.state.code().to_owned()),
        by_id: Set(event.by.0),
        role: Set(event.role.code().to_owned()),
        at: Set(event.at),
        note: Set(event.note.clone()),
        due_on: Set(event.due_on),
        refusal_ground: Set(event.refusal_ground.map(|ground| ground.code().to_owned())),
    };
    initiative_event::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

async fn update(tx: &impl ConnectionTrait, id: Uuid, next: &Initiative) -> Result<(), Refusal> {
    let done = initiative::Entity::update_many()
        .set(values(next))
        .filter(initiative::Column::Id.eq(id))
        .filter(initiative::Column::Version.eq(next.version - 1))
        .exec(tx)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(Refusal::Conflict) }
}

fn values(case: &Initiative) -> initiative::ActiveModel {
    initiative::ActiveModel {
        unit_id: Set(case.unit.0),
        state: Set(case.state.code().to_owned()),
        version: Set(case.version),
        title: Set(case.title.clone()),
        search_text: Set(search_text(case)),
        kind: Set(case.kind.map(|kind| kind.code().to_owned())),
        first_applied_on: Set(case.first_applied_on),
        application_ended_on: Set(case.application_ended_on),
        content: Set(json::to_text(&case.content)),
        register_unit_id: Set(case.register.map(|entry| entry.unit.0)),
        register_year: Set(case.register.map(|entry| entry.year)),
        register_number: Set(case.register.map(|entry| entry.number)),
        filed_at: Set(case.filed_at),
        referred_at: Set(case.referred_at),
        due_on: Set(case.due_on),
        refusal_ground: Set(case.refusal_ground.map(|ground| ground.code().to_owned())),
        updated_at: Set(case.updated_at),
        ..Default::default()
    }
}

/// What a search looks through: the title, the authors' names, and the field as far as it may be published.
fn search_text(case: &Initiative) -> String {
    let field = case.content.passage(InitiativeSection::Field).open;
    let names = case.authors.iter().map(|author| author.full_name.as_str());
    let texts: Vec<&str> =
        std::iter::once(case.title.as_str()).chain(names).chain(std::iter::once(field.as_str())).collect();
    fold(&texts.join(" · "))
}

async fn insert_authors(
    tx: &impl ConnectionTrait,
    permit: &Permit<WriteInitiative>,
    authors: &[Author],
) -> Result<(), Refusal> {
    let row = |(position, author): (i32, &Author)| {
        let (confirmed_at, declined_at, decline_reason) = answer_columns(&author.answer);
        initiative_author::ActiveModel {
            id: Set(author.id.0),
            initiative_id: Set(permit.subject()),
            position: Set(position),
            account_id: Set(author.account.0),
            full_name: Set(author.full_name.clone()),
            birth_date: Set(author.birth_date),
            workplace: Set(author.workplace.clone()),
            job_title: Set(author.job_title.clone()),
            qualification: Set(author.qualification.clone()),
            share: Set(author.share),
            confirmed_at,
            declined_at,
            decline_reason,
        }
    };
    let rows: Vec<_> = (0..).zip(authors).map(row).collect();
    initiative_author::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

type AnswerColumns = (
    sea_orm::ActiveValue<Option<OffsetDateTime>>,
    sea_orm::ActiveValue<Option<OffsetDateTime>>,
    sea_orm::ActiveValue<Option<String>>,
);

fn answer_columns(answer: &Answer) -> AnswerColumns {
    match answer {
        Answer::Awaited => (Set(None), Set(None), Set(None)),
        Answer::Confirmed(at) => (Set(Some(*at)), Set(None), Set(None)),
        Answer::Declined(at, reason) => (Set(None), Set(Some(*at)), Set(Some(reason.clone()))),
    }
}

fn read(row: initiative::Model, authors: Vec<Author>) -> Result<Initiative, Refusal> {
    let register = row.register_unit_id.zip(row.register_year.zip(row.register_number));
    Ok(Initiative {
        id: InitiativeId(row.id),
        unit: UnitId(row.unit_id),
        drafted_by: AccountId(row.drafted_by),
        state: json::from_code(&row.state, "initiative.state")?,
        version: row.version,
        title: row.title,
        kind: row.kind.map(|kind| json::from_code(&kind, "initiative.kind")).transpose()?,
        first_applied_on: row.first_applied_on,
        application_ended_on: row.application_ended_on,
        content: json::from_text(&row.content, "initiative.content")?,
        authors,
        register: register.map(|(unit, (year, number))| RegisterEntry { unit: UnitId(unit), year, number }),
        filed_at: row.filed_at,
        referred_at: row.referred_at,
        due_on: row.due_on,
        refusal_ground: row
            .refusal_ground
            .map(|ground| json::from_code(&ground, "initiative.refusal_ground"))
            .transpose()?,
        updated_at: row.updated_at,
    })
}

fn read_author(row: initiative_author::Model) -> Author {
    let answer = match (row.confirmed_at, row.declined_at) {
        (_, Some(at)) => Answer::Declined(at, row.decline_reason.unwrap_or_default()),
        (Some(at), None) => Answer::Confirmed(at),
        (None, None) => Answer::Awaited,
    };
    Author {
        id: InitiativeAuthorId(row.id),
        initiative: InitiativeId(row.initiative_id),
        account: AccountId(row.account_id),
        full_name: row.full_name,
        birth_date: row.birth_date,
        workplace: row.workplace,
        job_title: row.job_title,
        qualification: row.qualification,
        share: row.share,
        answer,
    }
}

fn read_event(row: initiative_event::Model) -> Result<InitiativeEvent, Refusal> {
    Ok(InitiativeEvent {
        kind: json::from_code(&row.kind, "initiative_event.kind")?,
        state: json::from_code(&row.state, "initiative_event.state")?,
        by: AccountId(row.by_id),
        role: json::from_code(&row.role, "initiative_event.role")?,
        at: row.at,
        note: row.note,
        due_on: row.due_on,
        refusal_ground: row
            .refusal_ground
            .map(|ground| json::from_code(&ground, "initiative_event.refusal_ground"))
            .transpose()?,
    })
}
