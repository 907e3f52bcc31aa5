//! Rows of the trail: insert and read, nothing else.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, Func, Order, Query, WindowStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, ExprTrait as _,
    FromQueryResult, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QueryResult, QuerySelect as _,
};
use time::{OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::model::{AuditEntry, AuditFilter, AuditHead, Deed, Link};
use super::readable::{Open, Part, Readable};
use super::rules;
use super::sight::Sight;
use crate::access::Actor;
use crate::entity::{audit_entry as table, audit_head as head_table};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, AuditEntryId, CampaignId, UnitId};
use crate::shared::operation::{self, Note};
use crate::shared::origin::Origin;
use crate::shared::page::{Count, Cursor, Page, PageRequest};

/// Rows in one insert, far below the number of values that one statement may bind.
const ROWS_PER_INSERT: usize = 500;

/// Records a deed in the transaction of the deed. `actor` is `None` for what the server does itself.
///
/// The last write before the commit: from here on the end of the chain is locked, and every other deed waits.
pub async fn record(
    tx: &impl ConnectionTrait,
    actor: Option<&Actor>,
    deed: Deed,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    record_all(tx, actor, vec![deed], now).await
}

/// Records several deeds at once, in the transaction of the deeds and as its last write.
pub async fn record_all(
    tx: &impl ConnectionTrait,
    actor: Option<&Actor>,
    deeds: Vec<Deed>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    if deeds.is_empty() {
        return Ok(());
    }
    for deed in &deeds {
        operation::note(Note::Deed, deed.name);
    }
    let origin = Origin::current();
    let mut entries: Vec<_> = deeds.into_iter().map(|deed| drafted(actor, &origin, deed, now)).collect();
    let head = lock_head(tx, entries.len()).await?;
    let head = rules::chained(head, &mut entries);
    let mut rows: Vec<_> = entries.into_iter().map(row).collect();
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(ROWS_PER_INSERT));
        table::Entity::insert_many(rows).exec_without_returning(tx).await?;
        rows = rest;
    }
    head_table::Entity::update_many()
        .col_expr(head_table::Column::Hash, Expr::value(head.hash))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes the end of the trail before there is an entry: until the transaction ends nobody else records a deed, so that
/// what is asked after this still holds when the entry stands. For what must be unique beyond one row.
pub async fn hold(tx: &impl ConnectionTrait) -> Result<(), Refusal> {
    lock_head(tx, 0).await.map(|_| ())
}

/// Takes the next numbers, which on PostgreSQL locks the row until the transaction ends; answers the head before.
async fn lock_head(tx: &impl ConnectionTrait, count: usize) -> Result<AuditHead, Refusal> {
    let count = i64::try_from(count).map_err(|error| Refusal::Internal(error.into()))?;
    let locked = head_table::Entity::update_many()
        .col_expr(head_table::Column::Sequence, Expr::col(head_table::Column::Sequence).add(count))
        .exec_with_returning(tx)
        .await?
        .pop();
    let row = locked.ok_or_else(|| Refusal::Internal(anyhow::anyhow!("audit_head has no row")))?;
    Ok(AuditHead { sequence: row.sequence - count, hash: row.hash })
}

/// An entry without its place in the chain.
fn drafted(actor: Option<&Actor>, origin: &Origin, deed: Deed, now: OffsetDateTime) -> AuditEntry {
    let of_actor = |field: fn(&Actor) -> &Option<String>| actor.and_then(|actor| field(actor).clone());
    AuditEntry {
        id: AuditEntryId::fresh(),
        link: Link { sequence: 0, encoding: 0, previous_hash: String::new(), hash: String::new() },
        at: now,
        actor: actor.map(|actor| actor.account),
        actor_name: actor.map_or_else(|| "Thi Đua".to_owned(), |actor| actor.name.clone()),
        acting_role: deed.role.map(|role| role.code().to_owned()),
        unit: deed.unit,
        is_withheld: deed.is_withheld,
        campaign: deed.campaign,
        criterion_code: deed.criterion_code,
        deed: deed.name.to_owned(),
        subject_kind: deed.subject_kind.to_owned(),
        subject: Some(deed.subject),
        before: deed.before,
        after: deed.after,
        reason: deed.reason,
        address: of_actor(|actor| &actor.address).or_else(|| origin.address.clone()),
        request_id: of_actor(|actor| &actor.request_id).or_else(|| origin.request_id.clone()),
    }
}

fn row(entry: AuditEntry) -> table::ActiveModel {
    table::ActiveModel {
        id: Set(entry.id.0),
        sequence: Set(entry.link.sequence),
        encoding: Set(entry.link.encoding),
        previous_hash: Set(entry.link.previous_hash),
        hash: Set(entry.link.hash),
        at: Set(entry.at),
        actor_id: Set(entry.actor.map(|id| id.0)),
        actor_name: Set(entry.actor_name),
        acting_role: Set(entry.acting_role),
        unit_id: Set(entry.unit.map(|id| id.0)),
        is_withheld: Set(entry.is_withheld),
        deed: Set(entry.deed),
        subject_kind: Set(entry.subject_kind),
        subject_id: Set(entry.subject),
        campaign_id: Set(entry.campaign.map(|id| id.0)),
        criterion_code: Set(entry.criterion_code),
        before: Set(entry.before),
        after: Set(entry.after),
        reason: Set(entry.reason),
        address: Set(entry.address),
        request_id: Set(entry.request_id),
    }
}

fn entry(row: table::Model) -> AuditEntry {
    AuditEntry {
        id: AuditEntryId(row.id),
        link: Link {
            sequence: row.sequence,
            encoding: row.encoding,
            previous_hash: row.previous_hash,
            hash: row.hash,
        },
        at: row.at,
        actor: row.actor_id.map(AccountId),
        actor_name: row.actor_name,
        acting_role: row.acting_role,
        unit: row.unit_id.map(UnitId),
        is_withheld: row.is_withheld,
        campaign: row.campaign_id.map(CampaignId),
        criterion_code: row.criterion_code,
        deed: row.deed,
        subject_kind: row.subject_kind,
        subject: row.subject_id,
        before: row.before,
        after: row.after,
        reason: row.reason,
        address: row.address,
        request_id: row.request_id,
    }
}

/// The entries that exist for a person.
fn exists_for(readable: &Readable) -> Condition {
    use table::Column;
    let is_mine = Column::ActorId.eq(readable.me.0);
    let is_no_secret = Condition::any().add(is_mine).add(any_of(&readable.hidden).not());
    if readable.inspects {
        return is_no_secret;
    }
    let about_me = Condition::all()
        .add(Column::SubjectId.eq(readable.me.0))
        .add(Column::SubjectKind.eq(AccountId::KIND));
    let is_open =
        Condition::any().add(Column::ActorId.eq(readable.me.0)).add(about_me).add(any_of(&readable.entries));
    Condition::all().add(is_no_secret).add(is_open)
}

/// The entries of any of these parts.
fn any_of(parts: &[Part]) -> Condition {
    // An empty condition would hold for everything.
    parts.iter().fold(Condition::any().add(Expr::val(false)), |any, part| any.add(covered(part)))
}

fn covered(part: &Part) -> Condition {
    Condition::all().add(table::Column::Deed.is_in(part.deeds.iter().copied())).add(seen(&part.sight))
}

fn seen(sight: &Sight) -> Condition {
    use table::Column;
    match sight {
        Sight::Nothing => Condition::all().add(Expr::val(false)),
        Sight::Everything => Condition::all().add(Expr::val(true)),
        Sight::OfUnits(units) => Condition::all().add(Column::UnitId.is_in(units.iter().map(|unit| unit.0))),
        Sight::OfSomeUnit => Condition::all().add(Column::UnitId.is_not_null()),
        Sight::NotWithheld => Condition::all().add(Column::IsWithheld.eq(false)),
        Sight::InCampaigns(ids) => Condition::all().add(Column::CampaignId.is_in(ids.iter().map(|id| id.0))),
        Sight::InSomeCampaign => Condition::all().add(Column::CampaignId.is_not_null()),
        Sight::InCampaignsOf(chosen) => {
            Condition::all().add(Column::CampaignId.in_subquery(chosen.as_ref().clone()))
        }
        Sight::About(kind, chosen) => Condition::all()
            .add(Column::SubjectKind.eq(*kind))
            .add(Column::SubjectId.in_subquery(chosen.as_ref().clone())),
        Sight::ActedAs(role) => Condition::all().add(Column::ActingRole.eq(role.code())),
        Sight::Any(parts) => parts.iter().fold(Condition::any(), |any, part| any.add(seen(part))),
        Sight::Both(one, other) => Condition::all().add(seen(one)).add(seen(other)),
        Sight::Not(other) => seen(other).not(),
    }
}

/// What of an entry is open to a person, as bits.
fn open_to(readable: &Readable) -> Expr {
    let bit = |condition: Condition, bit: i32| Expr::case(condition, bit).finally(0).into();
    let entry: Expr = bit(any_of(&readable.entries), Open::ENTRY);
    readable.passages.iter().enumerate().fold(entry, |open, (place, part)| {
        let passage: Expr = bit(covered(part), Open::passage(place));
        open.add(passage)
    })
}

/// A row, and what of it is open.
struct Opened {
    row: table::Model,
    open: Open,
}

impl FromQueryResult for Opened {
    fn from_query_result(result: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let row = table::Model::from_query_result(result, prefix)?;
        Ok(Self { row, open: Open(result.try_get(prefix, OPEN)?) })
    }
}

/// Name of the column that says what of an entry is open.
const OPEN: &str = "open";

/// Times are compared in UTC, as they are stored: SQLite compares their text.
fn wanted(filter: &AuditFilter) -> Condition {
    use table::Column;
    Condition::all()
        .add_option(filter.subject.map(|id| Column::SubjectId.eq(id)))
        .add_option(filter.actor.map(|id| Column::ActorId.eq(id.0)))
        .add_option(filter.unit.map(|id| Column::UnitId.eq(id.0)))
        .add_option(filter.campaign.map(|id| Column::CampaignId.eq(id.0)))
        .add_option(filter.criterion_code.as_deref().map(|code| Column::CriterionCode.eq(code)))
        .add_option(filter.deed.as_deref().map(|deed| Column::Deed.eq(deed)))
        .add_option(filter.from.map(|from| Column::At.gte(from.to_offset(UtcOffset::UTC))))
        .add_option(filter.to.map(|to| Column::At.lte(to.to_offset(UtcOffset::UTC))))
}

/// A page of the entries that exist for a person, newest first, each as far as it is open to them.
pub async fn page(
    db: &impl ConnectionTrait,
    readable: &Readable,
    filter: &AuditFilter,
    request: &PageRequest,
) -> Result<Page<AuditEntry>, Refusal> {
    let mut all = Condition::all().add(exists_for(readable)).add(wanted(filter));
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(table::Entity::find().filter(all.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let (at, id) = position(cursor)?;
        all = all
            .add(table::Column::At.lte(at))
            .add(Condition::any().add(table::Column::At.lt(at)).add(table::Column::Id.lt(id)));
    }
    let rows: Vec<Opened> = table::Entity::find()
        .expr_as(open_to(readable), OPEN)
        .filter(all)
        .order_by_desc(table::Column::At)
        .order_by_desc(table::Column::Id)
        .limit(request.limit())
        .into_model()
        .all(db)
        .await?;
    let entries = rows.into_iter().map(|Opened { row, open }| readable.shown(entry(row), open)).collect();
    Ok(request.cut(entries, total, |entry| {
        Cursor::of([entry.at.unix_timestamp().to_string(), entry.id.0.to_string()])
    }))
}

/// The newest entries about each of these subjects that exist for a person, newest first, each as far as it is open to
/// them: one statement, however many there are.
pub async fn newest_about(
    db: &impl ConnectionTrait,
    readable: &Readable,
    subjects: &[Uuid],
    first: u64,
) -> Result<HashMap<Uuid, Vec<AuditEntry>>, Refusal> {
    let mut nth_of_subject = WindowStatement::partition_by(table::Column::SubjectId);
    nth_of_subject.order_by(table::Column::At, Order::Desc).order_by(table::Column::Id, Order::Desc);
    let numbered = Query::select()
        .column(table::Column::Id)
        .expr_window_as(Func::cust("ROW_NUMBER"), nth_of_subject, "nth")
        .from(table::Entity)
        .cond_where(exists_for(readable))
        .and_where(table::Column::SubjectId.is_in(subjects.iter().copied()))
        .to_owned();
    let newest = Query::select()
        .column(table::Column::Id)
        .from_subquery(numbered, "numbered")
        .and_where(Expr::col("nth").lte(first))
        .to_owned();
    let rows: Vec<Opened> = table::Entity::find()
        .expr_as(open_to(readable), OPEN)
        .filter(table::Column::Id.in_subquery(newest))
        .order_by_desc(table::Column::At)
        .order_by_desc(table::Column::Id)
        .into_model()
        .all(db)
        .await?;
    let mut found: HashMap<Uuid, Vec<AuditEntry>> = HashMap::new();
    for Opened { row, open } in rows {
        if let Some(subject) = row.subject_id {
            found.entry(subject).or_default().push(readable.shown(entry(row), open));
        }
    }
    Ok(found)
}

fn position(cursor: &Cursor) -> Result<(OffsetDateTime, Uuid), Refusal> {
    let [at, id] = cursor.keys()?;
    let at = at.parse().ok().and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
    at.zip(Uuid::parse_str(id).ok()).ok_or_else(crate::shared::page::not_a_cursor)
}

/// The end of the chain.
pub async fn head(db: &impl ConnectionTrait) -> Result<AuditHead, Refusal> {
    let row = head_table::Entity::find().one(db).await?;
    let row = row.ok_or_else(|| Refusal::Internal(anyhow::anyhow!("audit_head has no row")))?;
    Ok(AuditHead { sequence: row.sequence, hash: row.hash })
}

/// The entry with a number.
pub async fn by_sequence(db: &impl ConnectionTrait, sequence: i64) -> Result<Option<AuditEntry>, Refusal> {
    let row = table::Entity::find().filter(table::Column::Sequence.eq(sequence)).one(db).await?;
    Ok(row.map(entry))
}

/// How many entries there are up to a number.
pub async fn count_up_to(db: &impl ConnectionTrait, sequence: i64) -> Result<u64, Refusal> {
    Ok(table::Entity::find().filter(table::Column::Sequence.lte(sequence)).count(db).await?)
}

/// The next entries of the chain after a place, in the order of numbers and then ids.
pub async fn following(
    db: &impl ConnectionTrait,
    after: Option<(i64, AuditEntryId)>,
    limit: u64,
) -> Result<Vec<AuditEntry>, Refusal> {
    let after = after.map(|(sequence, id)| {
        Condition::all()
            .add(table::Column::Sequence.gte(sequence))
            .add(Condition::any().add(table::Column::Sequence.gt(sequence)).add(table::Column::Id.gt(id.0)))
    });
    let rows = table::Entity::find()
        .filter(Condition::all().add_option(after))
        .order_by_asc(table::Column::Sequence)
        .order_by_asc(table::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(entry).collect())
}
