//! Rows of sittings and of who is present.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::super::model::{CaseTally, ReviewState, Sitting, SittingRecord, SittingState, Tally};
use super::super::policy::HoldSitting;
use crate::access::Permit;
use crate::councils::Rubric;
use crate::entity::{council_sitting, initiative_review, review_seat, sitting_attendance};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CouncilId, InitiativeId, ReviewId, SittingId, fresh};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};

/// The sittings with these ids: two statements, however many there are.
pub async fn sittings(db: &impl ConnectionTrait, ids: &[SittingId]) -> Result<Vec<Sitting>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = council_sitting::Entity::find().filter(council_sitting::Column::Id.is_in(ids)).all(db).await?;
    with_attendance(db, rows).await
}

/// A sitting, locked until the transaction ends.
pub async fn lock_sitting(tx: &impl ConnectionTrait, id: SittingId) -> Result<Option<Sitting>, Refusal> {
    let row = council_sitting::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    Ok(with_attendance(tx, row.into_iter().collect()).await?.pop())
}

/// A page of the sittings of a council, the newest first.
pub async fn sittings_of(
    db: &impl ConnectionTrait,
    council: CouncilId,
    request: &PageRequest,
) -> Result<Page<Sitting>, Refusal> {
    let mut found = council_sitting::Entity::find().filter(council_sitting::Column::CouncilId.eq(council.0));
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(found.clone().count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [id] = cursor.keys()?;
        let id = Uuid::parse_str(id).map_err(|_| crate::shared::page::not_a_cursor())?;
        found = found.filter(council_sitting::Column::Id.lt(id));
    }
    let rows = found.order_by_desc(council_sitting::Column::Id).limit(request.limit()).all(db).await?;
    let sittings = with_attendance(db, rows).await?;
    Ok(request.cut(sittings, total, |sitting| Cursor::of([sitting.id.0.to_string()])))
}

/// How many sittings of a council lie in a year.
pub async fn count_sittings_in(
    db: &impl ConnectionTrait,
    council: CouncilId,
    year: i32,
) -> Result<u64, Refusal> {
    let day = |year: i32| Date::from_ordinal_date(year, 1).map_err(anyhow::Error::from);
    let count = council_sitting::Entity::find()
        .filter(council_sitting::Column::CouncilId.eq(council.0))
        .filter(council_sitting::Column::HeldOn.gte(day(year)?))
        .filter(council_sitting::Column::HeldOn.lt(day(year + 1)?))
        .count(db)
        .await?;
    Ok(count)
}

/// The open sittings from a day on in which somebody has still to vote, as a member or in the place of one; the next
/// first, at most `limit`.
pub async fn open_for(
    db: &impl ConnectionTrait,
    account: AccountId,
    from: Date,
    limit: u64,
) -> Result<Vec<Sitting>, Refusal> {
    let seats = review_seat::Entity::find()
        .select_only()
        .column(review_seat::Column::ReviewId)
        .filter(super::is_seat_of(account))
        .filter(review_seat::Column::Exclusion.is_null())
        .filter(review_seat::Column::HasVoted.eq(false))
        .into_query();
    let agendas = initiative_review::Entity::find()
        .select_only()
        .column(initiative_review::Column::SittingId)
        .filter(initiative_review::Column::SittingId.is_not_null())
        .filter(initiative_review::Column::State.eq(ReviewState::Scored.code()))
        .filter(initiative_review::Column::Id.in_subquery(seats))
        .into_query();
    let rows = council_sitting::Entity::find()
        .filter(council_sitting::Column::Id.in_subquery(agendas))
        .filter(council_sitting::Column::State.eq(SittingState::Open.code()))
        .filter(council_sitting::Column::HeldOn.gte(from))
        .order_by_asc(council_sitting::Column::HeldOn)
        .order_by_asc(council_sitting::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    with_attendance(db, rows).await
}

/// The open sittings of these councils whose day has come, the oldest first; at most `limit`.
pub async fn open_until(
    db: &impl ConnectionTrait,
    councils: &[CouncilId],
    until: Date,
    limit: u64,
) -> Result<Vec<Sitting>, Refusal> {
    let rows = council_sitting::Entity::find()
        .filter(council_sitting::Column::CouncilId.is_in(councils.iter().map(|council| council.0)))
        .filter(council_sitting::Column::State.eq(SittingState::Open.code()))
        .filter(council_sitting::Column::HeldOn.lte(until))
        .order_by_asc(council_sitting::Column::HeldOn)
        .order_by_asc(council_sitting::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    with_attendance(db, rows).await
}

async fn with_attendance(
    db: &impl ConnectionTrait,
    rows: Vec<council_sitting::Model>,
) -> Result<Vec<Sitting>, Refusal> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut present: HashMap<Uuid, Vec<AccountId>> = HashMap::new();
    if !ids.is_empty() {
        let found = sitting_attendance::Entity::find()
            .filter(sitting_attendance::Column::SittingId.is_in(ids))
            .order_by_asc(sitting_attendance::Column::Id);
        for row in found.all(db).await? {
            present.entry(row.sitting_id).or_default().push(AccountId(row.account_id));
        }
    }
    let read = |row: council_sitting::Model| {
        Ok(Sitting {
            id: SittingId(row.id),
            council: CouncilId(row.council_id),
            held_on: row.held_on,
            place: row.place,
            is_secret: row.is_secret,
            state: json::from_code(&row.state, "council_sitting.state")?,
            version: row.version,
            closed_at: row.closed_at,
            left_over: row.left_over,
            present: present.remove(&row.id).unwrap_or_default(),
            record: match row.record {
                Some(record) => json::from_text(&record, "council_sitting.record")?,
                None => SittingRecord::default(),
            },
        })
    };
    rows.into_iter().map(read).collect()
}

/// Keeps a new sitting.
pub async fn insert_sitting(
    tx: &impl ConnectionTrait,
    permit: &Permit<HoldSitting>,
    new: &Sitting,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let row = council_sitting::ActiveModel {
        id: Set(permit.subject()),
        council_id: Set(new.council.0),
        created_at: Set(now),
        ..values(new)
    };
    council_sitting::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes a sitting as it is now, but for who is present.
pub async fn save_sitting(
    tx: &impl ConnectionTrait,
    permit: &Permit<HoldSitting>,
    next: &Sitting,
) -> Result<(), Refusal> {
    council_sitting::Entity::update_many()
        .set(values(next))
        .filter(council_sitting::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes who is present.
pub async fn save_attendance(
    tx: &impl ConnectionTrait,
    permit: &Permit<HoldSitting>,
    next: &Sitting,
) -> Result<(), Refusal> {
    save_sitting(tx, permit, next).await?;
    sitting_attendance::Entity::delete_many()
        .filter(sitting_attendance::Column::SittingId.eq(permit.subject()))
        .exec(tx)
        .await?;
    if next.present.is_empty() {
        return Ok(());
    }
    let rows = next.present.iter().map(|account| sitting_attendance::ActiveModel {
        id: Set(fresh()),
        sitting_id: Set(permit.subject()),
        account_id: Set(account.0),
    });
    sitting_attendance::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

fn values(sitting: &Sitting) -> council_sitting::ActiveModel {
    council_sitting::ActiveModel {
        held_on: Set(sitting.held_on),
        place: Set(sitting.place.clone()),
        is_secret: Set(sitting.is_secret),
        state: Set(sitting.state.code().to_owned()),
        version: Set(sitting.version),
        closed_at: Set(sitting.closed_at),
        left_over: Set(sitting.left_over),
        record: Set(Some(json::to_text(&sitting.record))),
        ..Default::default()
    }
}

type TallyRow = (Uuid, Uuid, String, i32, String, i32, i32, i32, String);

/// How the votes on the cases of a sitting stand, in the order of its agenda: five statements, and no sheet among what
/// they read.
pub async fn tallies(
    db: &impl ConnectionTrait,
    sitting: &Sitting,
    reader: AccountId,
) -> Result<Vec<CaseTally>, Refusal> {
    use initiative_review::Column as Of;
    let rows: Vec<TallyRow> = initiative_review::Entity::find()
        .select_only()
        .columns([Of::Id, Of::InitiativeId, Of::Level, Of::Version, Of::Rubric, Of::Agree, Of::Disagree])
        .columns([Of::Abstain, Of::State])
        .filter(Of::SittingId.eq(sitting.id.0))
        .order_by_asc(Of::Id)
        .into_tuple()
        .all(db)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.0).collect();
    let takes_part = || Condition::all().add(review_seat::Column::Exclusion.is_null());
    let come: Vec<Uuid> = sitting.present.iter().map(|account| account.0).collect();
    let members = seats_of(db, &ids, Condition::all()).await?;
    let eligible = seats_of(db, &ids, takes_part()).await?;
    let has_come = Condition::any()
        .add(review_seat::Column::AccountId.is_in(come.clone()))
        .add(review_seat::Column::DeputyId.is_in(come));
    let present = seats_of(db, &ids, takes_part().add(has_come)).await?;
    let own: Vec<(Uuid, Option<String>, bool, Option<String>)> = review_seat::Entity::find()
        .select_only()
        .columns([
            review_seat::Column::ReviewId,
            review_seat::Column::Exclusion,
            review_seat::Column::HasVoted,
            review_seat::Column::Choice,
        ])
        .filter(review_seat::Column::ReviewId.is_in(ids))
        .filter(super::is_seat_of(reader))
        .into_tuple()
        .all(db)
        .await?;
    let mut own: HashMap<Uuid, _> = own
        .into_iter()
        .map(|(id, exclusion, has_voted, choice)| (id, (exclusion.is_none(), has_voted, choice)))
        .collect();
    let read = |(id, initiative, level, version, rubric, agree, disagree, abstain, state): TallyRow| {
        let rubric: Rubric = json::from_text(&rubric, "initiative_review.rubric")?;
        let own = own.remove(&id).map(|(takes_part, has_voted, choice)| {
            let choice = choice.map(|choice| json::from_code(&choice, "review_seat.choice")).transpose()?;
            Ok::<_, Refusal>((takes_part, has_voted, choice))
        });
        Ok(CaseTally {
            review: ReviewId(id),
            initiative: InitiativeId(initiative),
            level: json::from_code(&level, "initiative_review.level")?,
            version,
            rule: rubric.vote,
            tally: Tally { agree, disagree, abstain },
            members: members.get(&id).copied().unwrap_or(0),
            eligible: eligible.get(&id).copied().unwrap_or(0),
            present: present.get(&id).copied().unwrap_or(0),
            state: json::from_code(&state, "initiative_review.state")?,
            own: own.transpose()?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// How many seats of a kind each of these reviews has.
async fn seats_of(
    db: &impl ConnectionTrait,
    reviews: &[Uuid],
    kind: Condition,
) -> Result<HashMap<Uuid, i32>, Refusal> {
    let seats = review_seat::Entity::find()
        .select_only()
        .column(review_seat::Column::ReviewId)
        .column_as(review_seat::Column::Id.count(), "seats")
        .filter(review_seat::Column::ReviewId.is_in(reviews.to_vec()))
        .filter(kind)
        .group_by(review_seat::Column::ReviewId);
    let counted: Vec<(Uuid, i64)> = seats.into_tuple().all(db).await?;
    Ok(counted.into_iter().map(|(id, count)| (id, i32::try_from(count).unwrap_or(i32::MAX))).collect())
}
