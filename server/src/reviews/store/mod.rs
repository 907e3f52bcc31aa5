//! Rows of reviews and their seats, and of sittings.

mod sittings;

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, JoinType,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::{Choice, Deputy, Exclusion, Review, ReviewState, Seat, Tally};
use super::policy::{AssignReviews, CastVote, HoldSitting};
use crate::access::Permit;
use crate::councils::{InitiativeLevel, Rubric};
use crate::entity::{initiative_review, review_seat};
use crate::initiatives::{self, Advances};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CouncilId, InitiativeId, ReviewId, SittingId, fresh};
use crate::shared::json;
pub use sittings::*;

/// The reviews with these ids: two statements, however many there are.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[ReviewId]) -> Result<Vec<Review>, Refusal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = initiative_review::Entity::find().filter(initiative_review::Column::Id.is_in(ids));
    with_seats(db, rows.all(db).await?).await
}

/// A review, locked until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, id: ReviewId) -> Result<Option<Review>, Refusal> {
    let row = initiative_review::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    Ok(with_seats(tx, row.into_iter().collect()).await?.pop())
}

/// The rubric by which a council examines: that of the last case it has or had; none while it had none.
pub async fn rubric_of(db: &impl ConnectionTrait, council: CouncilId) -> Result<Option<Rubric>, Refusal> {
    let kept: Option<String> = initiative_review::Entity::find()
        .select_only()
        .column(initiative_review::Column::Rubric)
        .filter(initiative_review::Column::CouncilId.eq(council.0))
        .filter(initiative_review::Column::State.ne(ReviewState::Ended.code()))
        .order_by_desc(initiative_review::Column::Id)
        .into_tuple()
        .one(db)
        .await?;
    kept.map(|kept| json::from_text(&kept, "initiative_review.rubric")).transpose()
}

/// The reviews of these initiatives, the oldest first.
pub async fn of_initiatives(
    db: &impl ConnectionTrait,
    initiatives: &[InitiativeId],
) -> Result<Vec<Review>, Refusal> {
    let ids: Vec<Uuid> = initiatives.iter().map(|id| id.0).collect();
    let rows = initiative_review::Entity::find()
        .filter(initiative_review::Column::InitiativeId.is_in(ids))
        .order_by_asc(initiative_review::Column::Id);
    with_seats(db, rows.all(db).await?).await
}

/// The reviews on the agendas of these sittings, in the order in which they were given to the council.
pub async fn of_sittings(db: &impl ConnectionTrait, sittings: &[SittingId]) -> Result<Vec<Review>, Refusal> {
    let ids: Vec<Uuid> = sittings.iter().map(|id| id.0).collect();
    let rows = initiative_review::Entity::find()
        .filter(initiative_review::Column::SittingId.is_in(ids))
        .order_by_asc(initiative_review::Column::Id);
    with_seats(db, rows.all(db).await?).await
}

/// The reviews of a council that are scored and on no agenda, the oldest first; at most `limit`.
pub async fn ready_for_sitting(
    db: &impl ConnectionTrait,
    council: CouncilId,
    limit: u64,
) -> Result<Vec<Review>, Refusal> {
    let rows = initiative_review::Entity::find()
        .filter(initiative_review::Column::CouncilId.eq(council.0))
        .filter(initiative_review::Column::State.eq(ReviewState::Scored.code()))
        .filter(initiative_review::Column::SittingId.is_null())
        .order_by_asc(initiative_review::Column::Id)
        .limit(limit);
    with_seats(db, rows.all(db).await?).await
}

/// The reviews of these councils that are scored, or scored on, and on no agenda; the oldest first, at most `limit`.
pub async fn unseated(
    db: &impl ConnectionTrait,
    councils: &[CouncilId],
    limit: u64,
) -> Result<Vec<Review>, Refusal> {
    let open = [ReviewState::Scoring, ReviewState::Scored].map(ReviewState::code);
    let rows = initiative_review::Entity::find()
        .filter(initiative_review::Column::CouncilId.is_in(councils.iter().map(|council| council.0)))
        .filter(initiative_review::Column::State.is_in(open))
        .filter(initiative_review::Column::SittingId.is_null())
        .order_by_asc(initiative_review::Column::Id)
        .limit(limit);
    with_seats(db, rows.all(db).await?).await
}

/// The reviews that do not exist for somebody whatever their role: cases of their own, and those in which they take no
/// part (the same as `policy::sees`).
fn barred_from(account: AccountId) -> Condition {
    let left = review_seat::Entity::find()
        .select_only()
        .column(review_seat::Column::ReviewId)
        .filter(review_seat::Column::AccountId.eq(account.0))
        .filter(review_seat::Column::Exclusion.is_not_null())
        .into_query();
    Condition::any()
        .add(initiative_review::Column::Id.in_subquery(left))
        .add(initiative_review::Column::InitiativeId.in_subquery(initiatives::ids_authored(account)))
}

/// Their ids, as part of another statement.
#[must_use]
pub fn ids_barred_from(account: AccountId) -> SelectStatement {
    column_of(initiative_review::Column::Id, barred_from(account))
}

/// The ids of their initiatives, as part of another statement.
#[must_use]
pub fn cases_barred_from(account: AccountId) -> SelectStatement {
    column_of(initiative_review::Column::InitiativeId, barred_from(account))
}

/// The ids of the sittings with any of them on the agenda, as part of another statement.
#[must_use]
pub fn sittings_barred_from(account: AccountId) -> SelectStatement {
    let on_agenda = initiative_review::Column::SittingId.is_not_null();
    column_of(initiative_review::Column::SittingId, Condition::all().add(on_agenda).add(barred_from(account)))
}

/// The ids of the reviews by councils of units, as part of another statement.
#[must_use]
pub fn ids_of_base() -> SelectStatement {
    column_of(initiative_review::Column::Id, Condition::all().add(is_base()))
}

/// The ids of the sittings of councils of units, as part of another statement.
#[must_use]
pub fn sittings_of_base() -> SelectStatement {
    let on_agenda = initiative_review::Column::SittingId.is_not_null();
    column_of(initiative_review::Column::SittingId, Condition::all().add(on_agenda).add(is_base()))
}

/// The ids of the reviews of which every sheet is signed, as part of another statement.
#[must_use]
pub fn ids_of_opened() -> SelectStatement {
    let is_opened = initiative_review::Column::State.ne(ReviewState::Scoring.code());
    column_of(initiative_review::Column::Id, Condition::all().add(is_opened))
}

fn is_base() -> Expr {
    initiative_review::Column::Level.eq(InitiativeLevel::Base.code())
}

fn column_of(column: initiative_review::Column, wanted: Condition) -> SelectStatement {
    initiative_review::Entity::find().select_only().column(column).filter(wanted).into_query()
}

/// The reviews that await a sheet of somebody, those with the fewest signed sheets first; at most `limit`, and by their
/// ids alone.
pub async fn awaiting_sheet_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    limit: u64,
) -> Result<Vec<ReviewId>, Refusal> {
    let signed = review_seat::Entity::find()
        .select_only()
        .column(review_seat::Column::ReviewId)
        .filter(review_seat::Column::SignedAt.is_not_null())
        .filter(review_seat::Column::Exclusion.is_null());
    let ids: Vec<(Uuid,)> = review_seat::Entity::find()
        .select_only()
        .column(review_seat::Column::ReviewId)
        .filter(review_seat::Column::AccountId.eq(account.0))
        .filter(is_awaited())
        .join(JoinType::InnerJoin, review_of_seat())
        .filter(initiative_review::Column::State.eq(ReviewState::Scoring.code()))
        .order_by_asc(review_seat::Column::ReviewId)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let mut ids: Vec<Uuid> = ids.into_iter().map(|(id,)| id).collect();
    let mut counts: HashMap<Uuid, usize> = HashMap::new();
    let found: Vec<(Uuid,)> =
        signed.filter(review_seat::Column::ReviewId.is_in(ids.clone())).into_tuple().all(db).await?;
    for (id,) in found {
        *counts.entry(id).or_default() += 1;
    }
    ids.sort_by_key(|id| (counts.get(id).copied().unwrap_or(0), *id));
    Ok(ids.into_iter().map(ReviewId).collect())
}

/// How many sheets each of these members has still to sign.
pub async fn awaited_sheets(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, usize>, Refusal> {
    let ids: Vec<Uuid> = accounts.iter().map(|id| id.0).collect();
    let counted: Vec<(Uuid, i64)> = review_seat::Entity::find()
        .select_only()
        .column(review_seat::Column::AccountId)
        .column_as(review_seat::Column::Id.count(), "awaited")
        .filter(review_seat::Column::AccountId.is_in(ids))
        .filter(is_awaited())
        .join(JoinType::InnerJoin, review_of_seat())
        .filter(initiative_review::Column::State.eq(ReviewState::Scoring.code()))
        .group_by(review_seat::Column::AccountId)
        .into_tuple()
        .all(db)
        .await?;
    let count = |(id, count): (Uuid, i64)| (AccountId(id), usize::try_from(count).unwrap_or(0));
    Ok(counted.into_iter().map(count).collect())
}

/// How many sheets somebody has signed.
pub async fn signed_sheets(db: &impl ConnectionTrait, account: AccountId) -> Result<u64, Refusal> {
    let signed = review_seat::Entity::find()
        .filter(review_seat::Column::AccountId.eq(account.0))
        .filter(review_seat::Column::SignedAt.is_not_null());
    Ok(signed.count(db).await?)
}

/// Whether somebody sits in any review, or stands in for a member.
pub async fn sits_somewhere(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, Refusal> {
    let seats = review_seat::Entity::find().filter(is_seat_of(account));
    Ok(seats.one(db).await?.is_some())
}

/// The seats on which somebody votes, as their member or in the place of one.
fn is_seat_of(account: AccountId) -> Condition {
    Condition::any()
        .add(review_seat::Column::AccountId.eq(account.0))
        .add(review_seat::Column::DeputyId.eq(account.0))
}

/// States in which a review is neither decided nor ended.
const OPEN: [ReviewState; 3] = [ReviewState::Scoring, ReviewState::Scored, ReviewState::Deliberated];

/// Whether somebody has a seat, and was not excluded, in a review that is neither decided nor ended.
pub async fn takes_part(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, Refusal> {
    let seats = review_seat::Entity::find()
        .join(JoinType::InnerJoin, review_of_seat())
        .filter(is_seat_of(account))
        .filter(review_seat::Column::Exclusion.is_null())
        .filter(initiative_review::Column::State.is_in(OPEN.map(ReviewState::code)));
    Ok(seats.count(db).await? > 0)
}

fn is_awaited() -> Condition {
    Condition::all()
        .add(review_seat::Column::Scores.eq(true))
        .add(review_seat::Column::Exclusion.is_null())
        .add(review_seat::Column::SignedAt.is_null())
}

fn review_of_seat() -> sea_orm::RelationDef {
    review_seat::Entity::belongs_to(initiative_review::Entity)
        .from(review_seat::Column::ReviewId)
        .to(initiative_review::Column::Id)
        .into()
}

async fn with_seats(
    db: &impl ConnectionTrait,
    rows: Vec<initiative_review::Model>,
) -> Result<Vec<Review>, Refusal> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut seats: HashMap<Uuid, Vec<Seat>> = HashMap::new();
    if !ids.is_empty() {
        let found = review_seat::Entity::find()
            .filter(review_seat::Column::ReviewId.is_in(ids))
            .order_by_asc(review_seat::Column::Ordinal);
        for row in found.all(db).await? {
            seats.entry(row.review_id).or_default().push(read_seat(row)?);
        }
    }
    let read = |row: initiative_review::Model| {
        Ok(Review {
            id: ReviewId(row.id),
            initiative: InitiativeId(row.initiative_id),
            council: CouncilId(row.council_id),
            level: json::from_code(&row.level, "initiative_review.level")?,
            rubric: json::from_text(&row.rubric, "initiative_review.rubric")?,
            hidden: json::from_text(&row.hidden_names, "initiative_review.hidden_names")?,
            state: json::from_code(&row.state, "initiative_review.state")?,
            version: row.version,
            sitting: row.sitting_id.map(SittingId),
            tally: Tally { agree: row.agree, disagree: row.disagree, abstain: row.abstain },
            result: row
                .result
                .map(|result| json::from_text(&result, "initiative_review.result"))
                .transpose()?,
            score_by: row.score_by,
            assigned_by: AccountId(row.assigned_by),
            assigned_at: row.assigned_at,
            updated_at: row.updated_at,
            seats: seats.remove(&row.id).unwrap_or_default(),
        })
    };
    rows.into_iter().map(read).collect()
}

fn read_seat(row: review_seat::Model) -> Result<Seat, Refusal> {
    let kind = row.exclusion.map(|kind| json::from_code(&kind, "review_seat.exclusion")).transpose()?;
    Ok(Seat {
        account: AccountId(row.account_id),
        position: json::from_code(&row.position, "review_seat.position")?,
        scores: row.scores,
        exclusion: kind.map(|kind| Exclusion { kind, reason: row.exclusion_reason }),
        points: json::from_text(&row.points, "review_seat.points")?,
        remark: row.remark,
        version: row.version,
        saved_at: row.saved_at,
        signed_at: row.signed_at,
        has_voted: row.has_voted,
        choice: row.choice.map(|choice| json::from_code(&choice, "review_seat.choice")).transpose()?,
        deputy: row.deputy_id.map(|account| Deputy {
            account: AccountId(account),
            basis: row.deputy_basis.unwrap_or_default(),
        }),
    })
}

/// Keeps new reviews of the requests of the permits, which stand in the same order, with their seats.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permits: &[Permit<AssignReviews>],
    reviews: &[Review],
) -> Result<(), Refusal> {
    let rows = permits.iter().zip(reviews).map(|(permit, review)| initiative_review::ActiveModel {
        id: Set(review.id.0),
        initiative_id: Set(permit.subject()),
        council_id: Set(review.council.0),
        level: Set(review.level.code().to_owned()),
        rubric: Set(json::to_text(&review.rubric)),
        hidden_names: Set(json::to_text(&review.hidden)),
        agree: Set(0),
        disagree: Set(0),
        abstain: Set(0),
        result: Set(None),
        score_by: Set(review.score_by),
        assigned_by: Set(review.assigned_by.0),
        assigned_at: Set(review.assigned_at),
        ..standing(review)
    });
    initiative_review::Entity::insert_many(rows).exec_without_returning(tx).await?;
    let seats: Vec<review_seat::ActiveModel> = reviews
        .iter()
        .flat_map(|review| {
            (0..).zip(&review.seats).map(|(ordinal, seat)| review_seat::ActiveModel {
                id: Set(fresh()),
                review_id: Set(review.id.0),
                ordinal: Set(ordinal),
                account_id: Set(seat.account.0),
                position: Set(seat.position.code().to_owned()),
                ..seat_values(seat)
            })
        })
        .collect();
    for chunk in seats.chunks(200) {
        review_seat::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Writes where the review of the permit stands: after a change of seats, a signature, a sitting or a decision.
pub async fn save<A: Advances>(
    tx: &impl ConnectionTrait,
    permit: &Permit<A>,
    next: &Review,
) -> Result<(), Refusal> {
    let done = initiative_review::Entity::update_many()
        .set(standing(next))
        .filter(initiative_review::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    if done.rows_affected != 1 {
        return Err(Refusal::Conflict);
    }
    // Who stands in for a member does so in one sitting.
    if next.sitting.is_none() && next.seats.iter().any(|seat| seat.deputy.is_some()) {
        clear_deputies(tx, next.id).await?;
    }
    Ok(())
}

async fn clear_deputies(tx: &impl ConnectionTrait, review: ReviewId) -> Result<(), Refusal> {
    let nobody =
        review_seat::ActiveModel { deputy_id: Set(None), deputy_basis: Set(None), ..Default::default() };
    review_seat::Entity::update_many()
        .set(nobody)
        .filter(review_seat::Column::ReviewId.eq(review.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes who stands in for the members of the review of the permit.
pub async fn save_deputies(
    tx: &impl ConnectionTrait,
    permit: &Permit<HoldSitting>,
    next: &Review,
) -> Result<(), Refusal> {
    clear_deputies(tx, ReviewId(permit.subject())).await?;
    for seat in &next.seats {
        let Some(deputy) = &seat.deputy else { continue };
        let named = review_seat::ActiveModel {
            deputy_id: Set(Some(deputy.account.0)),
            deputy_basis: Set(Some(deputy.basis.clone())),
            ..Default::default()
        };
        review_seat::Entity::update_many()
            .set(named)
            .filter(review_seat::Column::ReviewId.eq(permit.subject()))
            .filter(review_seat::Column::AccountId.eq(seat.account.0))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Writes where the review of the permit stands whose sitting held no vote on it: votes that were cast do not count, and
/// nobody has voted.
pub async fn save_without_votes<A: Advances>(
    tx: &impl ConnectionTrait,
    permit: &Permit<A>,
    next: &Review,
) -> Result<(), Refusal> {
    save(tx, permit, next).await?;
    let untouched = initiative_review::ActiveModel {
        agree: Set(0),
        disagree: Set(0),
        abstain: Set(0),
        ..Default::default()
    };
    initiative_review::Entity::update_many()
        .set(untouched)
        .filter(initiative_review::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    review_seat::Entity::update_many()
        .set(review_seat::ActiveModel { has_voted: Set(false), choice: Set(None), ..Default::default() })
        .filter(review_seat::Column::ReviewId.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Who leaves out of the reviews of these initiatives, as an author or for a conflict of interest.
pub async fn excluded_from(
    db: &impl ConnectionTrait,
    initiatives: &[InitiativeId],
) -> Result<HashMap<InitiativeId, Vec<AccountId>>, Refusal> {
    let ids: Vec<Uuid> = initiatives.iter().map(|id| id.0).collect();
    let found: Vec<(Uuid, Uuid)> = review_seat::Entity::find()
        .select_only()
        .column(initiative_review::Column::InitiativeId)
        .column(review_seat::Column::AccountId)
        .join(JoinType::InnerJoin, review_of_seat())
        .filter(initiative_review::Column::InitiativeId.is_in(ids))
        .filter(review_seat::Column::Exclusion.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let mut excluded: HashMap<InitiativeId, Vec<AccountId>> = HashMap::new();
    for (initiative, account) in found {
        excluded.entry(InitiativeId(initiative)).or_default().push(AccountId(account));
    }
    Ok(excluded)
}

/// Ends the open reviews of a request.
pub async fn end_open(
    tx: &impl ConnectionTrait,
    initiative: InitiativeId,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let open = OPEN.map(ReviewState::code);
    initiative_review::Entity::update_many()
        .col_expr(initiative_review::Column::State, Expr::value(ReviewState::Ended.code()))
        .col_expr(initiative_review::Column::Version, Expr::col(initiative_review::Column::Version).add(1))
        .col_expr(initiative_review::Column::UpdatedAt, Expr::value(now))
        .filter(initiative_review::Column::InitiativeId.eq(initiative.0))
        .filter(initiative_review::Column::State.is_in(open))
        .exec(tx)
        .await?;
    Ok(())
}

fn standing(review: &Review) -> initiative_review::ActiveModel {
    initiative_review::ActiveModel {
        state: Set(review.state.code().to_owned()),
        version: Set(review.version),
        sitting_id: Set(review.sitting.map(|sitting| sitting.0)),
        result: Set(review.result.as_ref().map(json::to_text)),
        updated_at: Set(review.updated_at),
        ..Default::default()
    }
}

fn seat_values(seat: &Seat) -> review_seat::ActiveModel {
    review_seat::ActiveModel {
        scores: Set(seat.scores),
        exclusion: Set(seat.exclusion.as_ref().map(|exclusion| exclusion.kind.code().to_owned())),
        exclusion_reason: Set(seat.exclusion.as_ref().and_then(|exclusion| exclusion.reason.clone())),
        points: Set(json::to_text(&seat.points)),
        remark: Set(seat.remark.clone()),
        version: Set(seat.version),
        saved_at: Set(seat.saved_at),
        signed_at: Set(seat.signed_at),
        has_voted: Set(seat.has_voted),
        choice: Set(seat.choice.map(|choice| choice.code().to_owned())),
        ..Default::default()
    }
}

/// Writes a seat: its sheet, and whether its member takes part.
pub async fn save_seat<A: Advances>(
    tx: &impl ConnectionTrait,
    permit: &Permit<A>,
    seat: &Seat,
) -> Result<(), Refusal> {
    review_seat::Entity::update_many()
        .set(seat_values(seat))
        .filter(review_seat::Column::ReviewId.eq(permit.subject()))
        .filter(review_seat::Column::AccountId.eq(seat.account.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Counts a vote, and notes that its member has voted; `choice` only where the vote is open. `false` when they had.
pub async fn insert_vote(
    tx: &impl ConnectionTrait,
    permit: &Permit<CastVote>,
    account: AccountId,
    counted: Choice,
    is_secret: bool,
) -> Result<bool, Refusal> {
    let noted = review_seat::Entity::update_many()
        .col_expr(review_seat::Column::HasVoted, Expr::value(true))
        .col_expr(review_seat::Column::Choice, Expr::value((!is_secret).then(|| counted.code().to_owned())))
        .filter(review_seat::Column::ReviewId.eq(permit.subject()))
        .filter(review_seat::Column::AccountId.eq(account.0))
        .filter(review_seat::Column::HasVoted.eq(false))
        .exec(tx)
        .await?;
    if noted.rows_affected == 0 {
        return Ok(false);
    }
    let column = match counted {
        Choice::Agree => initiative_review::Column::Agree,
        Choice::Disagree => initiative_review::Column::Disagree,
        Choice::Abstain => initiative_review::Column::Abstain,
    };
    initiative_review::Entity::update_many()
        .col_expr(column, Expr::col(column).add(1))
        .filter(initiative_review::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(true)
}
