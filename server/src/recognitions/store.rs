//! Rows of recognitions and of their cancellations.

use std::collections::{BTreeMap, HashMap};

use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use time::Date;
use uuid::Uuid;

use super::model::{Cancellation, Recognition, RegisterFilter};
use super::policy::{CancelRecognition, DecideInitiative, NumberDecision};
use crate::access::Permit;
use crate::entity::{initiative_cancellation, initiative_recognition};
use crate::initiatives;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, InitiativeId, RecognitionId, ReviewId, UnitId, fresh};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};

/// A recognition.
pub async fn by_id(db: &impl ConnectionTrait, id: RecognitionId) -> Result<Option<Recognition>, Refusal> {
    let row = initiative_recognition::Entity::find_by_id(id.0).one(db).await?;
    Ok(with_cancellations(db, row.into_iter().collect()).await?.pop())
}

/// The ids of the recognitions of these initiatives, as part of another statement.
#[must_use]
pub fn ids_of(initiatives: SelectStatement) -> SelectStatement {
    initiative_recognition::Entity::find()
        .select_only()
        .column(initiative_recognition::Column::Id)
        .filter(initiative_recognition::Column::InitiativeId.in_subquery(initiatives))
        .into_query()
}

/// A recognition, locked until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, id: RecognitionId) -> Result<Option<Recognition>, Refusal> {
    let row = initiative_recognition::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    Ok(with_cancellations(tx, row.into_iter().collect()).await?.pop())
}

/// The recognitions of these initiatives, the oldest first.
pub async fn of_initiatives(
    db: &impl ConnectionTrait,
    initiatives: &[InitiativeId],
) -> Result<Vec<Recognition>, Refusal> {
    let initiatives = initiatives.iter().map(|id| id.0);
    let rows = initiative_recognition::Entity::find()
        .filter(initiative_recognition::Column::InitiativeId.is_in(initiatives))
        .order_by_asc(initiative_recognition::Column::Id)
        .all(db)
        .await?;
    with_cancellations(db, rows).await
}

/// Everything that the same unit recognised at the same level and moment, the oldest first.
pub async fn decided_together(
    db: &impl ConnectionTrait,
    with: &Recognition,
) -> Result<Vec<Recognition>, Refusal> {
    let rows = initiative_recognition::Entity::find()
        .filter(initiative_recognition::Column::UnitId.eq(with.unit.0))
        .filter(initiative_recognition::Column::Level.eq(with.level.code()))
        .filter(initiative_recognition::Column::DecidedAt.eq(with.decided_at))
        .order_by_asc(initiative_recognition::Column::Id)
        .all(db)
        .await?;
    with_cancellations(db, rows).await
}

/// Recognitions with their cancellations: one more statement, however many there are.
async fn with_cancellations(
    db: &impl ConnectionTrait,
    rows: Vec<initiative_recognition::Model>,
) -> Result<Vec<Recognition>, Refusal> {
    let mut cancelled = HashMap::new();
    if !rows.is_empty() {
        let ids = rows.iter().map(|row| row.id);
        let found = initiative_cancellation::Entity::find()
            .filter(initiative_cancellation::Column::RecognitionId.is_in(ids))
            .all(db)
            .await?;
        for row in found {
            cancelled.insert(row.recognition_id, read_cancellation(row)?);
        }
    }
    rows.into_iter()
        .map(|row| {
            let cancellation = cancelled.remove(&row.id);
            read(row, cancellation)
        })
        .collect()
}

/// A page of the recognitions whose decision is numbered, the newest decision first.
pub async fn register(
    db: &impl ConnectionTrait,
    filter: &RegisterFilter,
    request: &PageRequest,
) -> Result<Page<Recognition>, Refusal> {
    let mut wanted = registered(filter);
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(initiative_recognition::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let broken = || crate::shared::page::not_a_cursor();
        let [day, id] = cursor.keys()?;
        let day = day.parse().ok().and_then(|day| Date::from_julian_day(day).ok()).ok_or_else(broken)?;
        let id = Uuid::parse_str(id).map_err(|_| broken())?;
        let same = Condition::all()
            .add(initiative_recognition::Column::DecisionDate.eq(day))
            .add(initiative_recognition::Column::Id.lt(id));
        wanted =
            wanted.add(Condition::any().add(initiative_recognition::Column::DecisionDate.lt(day)).add(same));
    }
    let rows = initiative_recognition::Entity::find()
        .filter(wanted)
        .order_by_desc(initiative_recognition::Column::DecisionDate)
        .order_by_desc(initiative_recognition::Column::Id)
        .limit(request.limit())
        .all(db)
        .await?;
    let found = with_cancellations(db, rows).await?;
    Ok(request.cut(found, total, |one| {
        let day = one.decision_date.map_or(0, Date::to_julian_day);
        Cursor::of([day.to_string(), one.id.0.to_string()])
    }))
}

fn registered(filter: &RegisterFilter) -> Condition {
    use initiative_recognition::Column as Of;
    let mut wanted = Condition::all().add(Of::DecisionNumber.is_not_null());
    if let Some(level) = filter.level {
        wanted = wanted.add(Of::Level.eq(level.code()));
    }
    if let Some(units) = &filter.recognised_by {
        wanted = wanted.add(Of::UnitId.is_in(units.iter().map(|unit| unit.0)));
    }
    if let Some(day) = filter.from {
        wanted = wanted.add(Of::DecisionDate.gte(day));
    }
    if let Some(day) = filter.until {
        wanted = wanted.add(Of::DecisionDate.lte(day));
    }
    if let Some(day) = filter.valid_on {
        let cancelled = initiative_cancellation::Entity::find()
            .select_only()
            .column(initiative_cancellation::Column::RecognitionId)
            .into_query();
        wanted = wanted
            .add(Of::DecisionDate.lte(day))
            .add(Of::ValidUntil.gte(day))
            .add(Of::Id.not_in_subquery(cancelled));
    }
    let about = initiatives::Wanted {
        search: filter.search.clone(),
        received_by: filter.unit,
        author: filter.author,
        kind: filter.kind,
    };
    match initiatives::wanted(&about) {
        Some(cases) => wanted.add(Of::InitiativeId.in_subquery(cases)),
        None => wanted,
    }
}

/// Recognitions by these units, or by any, whose decision or cancellation has no number yet; the oldest first, at most
/// `limit`.
pub async fn unnumbered(
    db: &impl ConnectionTrait,
    units: Option<&[UnitId]>,
    limit: u64,
) -> Result<Vec<Recognition>, Refusal> {
    let waiting = initiative_cancellation::Entity::find()
        .select_only()
        .column(initiative_cancellation::Column::RecognitionId)
        .filter(initiative_cancellation::Column::DecisionNumber.is_null())
        .into_query();
    let mut found = initiative_recognition::Entity::find().filter(
        Condition::any()
            .add(initiative_recognition::Column::DecisionNumber.is_null())
            .add(initiative_recognition::Column::Id.in_subquery(waiting)),
    );
    if let Some(units) = units {
        let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
        found = found.filter(initiative_recognition::Column::UnitId.is_in(ids));
    }
    let rows = found.order_by_asc(initiative_recognition::Column::Id).limit(limit).all(db).await?;
    with_cancellations(db, rows).await
}

/// The numbers of the decisions of a unit that are dated in a year, but for those that were taken together with `but`
/// (`None` counts them all): recognitions and cancellations.
pub async fn numbers_in(
    db: &impl ConnectionTrait,
    unit: UnitId,
    (first, last): (Date, Date),
    but: NumberOf<'_>,
) -> Result<Vec<String>, Refusal> {
    use initiative_recognition::Column as Of;
    let recognised = initiative_recognition::Entity::find()
        .filter(Of::UnitId.eq(unit.0))
        .filter(Of::DecisionDate.between(first, last));
    let recognised = match but {
        NumberOf::Recognition(one) => {
            let together =
                Condition::all().add(Of::DecidedAt.eq(one.decided_at)).add(Of::Level.eq(one.level.code()));
            recognised.filter(together.not())
        }
        NumberOf::Cancellation(_) => recognised,
    };
    let recognised = recognised.all(db).await?;
    let of_unit = initiative_recognition::Entity::find()
        .select_only()
        .column(Of::Id)
        .filter(Of::UnitId.eq(unit.0))
        .into_query();
    let cancelled = initiative_cancellation::Entity::find()
        .filter(initiative_cancellation::Column::RecognitionId.in_subquery(of_unit))
        .filter(initiative_cancellation::Column::DecisionDate.between(first, last));
    let cancelled = match but {
        NumberOf::Cancellation(one) => {
            cancelled.filter(initiative_cancellation::Column::RecognitionId.ne(one.id.0))
        }
        NumberOf::Recognition(_) => cancelled,
    };
    let cancelled = cancelled.all(db).await?.into_iter().filter_map(|row| row.decision_number);
    Ok(recognised.into_iter().filter_map(|row| row.decision_number).chain(cancelled).collect())
}

/// Whose number is meant: what was recognised in one decision shares it.
#[derive(Clone, Copy, Debug)]
pub enum NumberOf<'a> {
    /// That of the decision that recognised.
    Recognition(&'a Recognition),
    /// That of the decision that cancelled it.
    Cancellation(&'a Recognition),
}

/// Keeps a recognition.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &Permit<DecideInitiative>,
    new: &Recognition,
) -> Result<(), Refusal> {
    let row = initiative_recognition::ActiveModel {
        id: Set(new.id.0),
        initiative_id: Set(permit.subject()),
        review_id: Set(new.review.0),
        unit_id: Set(new.unit.0),
        level: Set(new.level.code().to_owned()),
        decided_by: Set(new.decided_by.0),
        decided_at: Set(new.decided_at),
        decision_number: Set(new.decision_number.clone()),
        decision_date: Set(new.decision_date),
        valid_until: Set(new.valid_until),
        version: Set(new.version),
        certificate_numbers: Set(None),
    };
    initiative_recognition::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes number and date of the decision, and until when it may be used.
pub async fn save_number(
    tx: &impl ConnectionTrait,
    permit: &Permit<NumberDecision>,
    next: &Recognition,
) -> Result<(), Refusal> {
    let row = initiative_recognition::ActiveModel {
        decision_number: Set(next.decision_number.clone()),
        decision_date: Set(next.decision_date),
        valid_until: Set(next.valid_until),
        version: Set(next.version),
        ..Default::default()
    };
    initiative_recognition::Entity::update_many()
        .set(row)
        .filter(initiative_recognition::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes the numbers of its certificates.
pub async fn save_certificate_numbers(
    tx: &impl ConnectionTrait,
    permit: &Permit<NumberDecision>,
    next: &Recognition,
) -> Result<(), Refusal> {
    let numbers = json::to_text(&next.certificate_numbers);
    initiative_recognition::Entity::update_many()
        .col_expr(initiative_recognition::Column::CertificateNumbers, Expr::value(numbers))
        .col_expr(initiative_recognition::Column::Version, Expr::value(next.version))
        .filter(initiative_recognition::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The numbers of the certificates of the other recognitions of a unit whose decisions are dated from one day to another.
pub async fn certificate_numbers_in(
    db: &impl ConnectionTrait,
    but: &Recognition,
    (first, last): (Date, Date),
) -> Result<Vec<String>, Refusal> {
    let rows = initiative_recognition::Entity::find()
        .filter(initiative_recognition::Column::UnitId.eq(but.unit.0))
        .filter(initiative_recognition::Column::Id.ne(but.id.0))
        .filter(initiative_recognition::Column::DecisionDate.between(first, last))
        .filter(initiative_recognition::Column::CertificateNumbers.is_not_null())
        .all(db)
        .await?;
    let mut numbers = Vec::new();
    for row in rows {
        numbers.extend(read(row, None)?.certificate_numbers.into_values());
    }
    Ok(numbers)
}

/// Keeps that a recognition was cancelled.
pub async fn insert_cancellation(
    tx: &impl ConnectionTrait,
    permit: &Permit<CancelRecognition>,
    next: &Recognition,
    cancellation: &Cancellation,
) -> Result<(), Refusal> {
    let row = initiative_cancellation::ActiveModel {
        id: Set(fresh()),
        recognition_id: Set(permit.subject()),
        ground: Set(cancellation.ground.code().to_owned()),
        reason: Set(cancellation.reason.clone()),
        cancelled_by: Set(cancellation.by.0),
        cancelled_at: Set(cancellation.at),
        decision_number: Set(None),
        decision_date: Set(None),
    };
    initiative_cancellation::Entity::insert(row).exec_without_returning(tx).await?;
    initiative_recognition::Entity::update_many()
        .col_expr(initiative_recognition::Column::Version, Expr::value(next.version))
        .filter(initiative_recognition::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes number and date of the decision that cancelled a recognition.
pub async fn save_cancellation_number(
    tx: &impl ConnectionTrait,
    permit: &Permit<NumberDecision>,
    next: &Recognition,
    (number, date): (&str, Date),
) -> Result<(), Refusal> {
    initiative_cancellation::Entity::update_many()
        .col_expr(initiative_cancellation::Column::DecisionNumber, Expr::value(number))
        .col_expr(initiative_cancellation::Column::DecisionDate, Expr::value(date))
        .filter(initiative_cancellation::Column::RecognitionId.eq(permit.subject()))
        .exec(tx)
        .await?;
    initiative_recognition::Entity::update_many()
        .col_expr(initiative_recognition::Column::Version, Expr::value(next.version))
        .filter(initiative_recognition::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

fn read_cancellation(row: initiative_cancellation::Model) -> Result<Cancellation, Refusal> {
    Ok(Cancellation {
        ground: json::from_code(&row.ground, "initiative_cancellation.ground")?,
        reason: row.reason,
        by: AccountId(row.cancelled_by),
        at: row.cancelled_at,
        decision_number: row.decision_number,
        decision_date: row.decision_date,
    })
}

fn read(
    row: initiative_recognition::Model,
    cancellation: Option<Cancellation>,
) -> Result<Recognition, Refusal> {
    Ok(Recognition {
        id: RecognitionId(row.id),
        initiative: InitiativeId(row.initiative_id),
        review: ReviewId(row.review_id),
        unit: UnitId(row.unit_id),
        level: json::from_code(&row.level, "initiative_recognition.level")?,
        decided_by: AccountId(row.decided_by),
        decided_at: row.decided_at,
        decision_number: row.decision_number,
        decision_date: row.decision_date,
        valid_until: row.valid_until,
        cancellation,
        certificate_numbers: match row.certificate_numbers {
            Some(numbers) => json::from_text(&numbers, "initiative_recognition.certificate_numbers")?,
            None => BTreeMap::new(),
        },
        version: row.version,
    })
}
