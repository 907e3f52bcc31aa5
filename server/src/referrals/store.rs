//! Rows of referrals.

use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};
use time::Date;
use uuid::Uuid;

use super::model::{Referral, ReferralState};
use super::policy::{NumberPetition, PrepareReferral, SendReferral};
use crate::access::Permit;
use crate::entity::initiative_referral;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, InitiativeId, ReferralId, UnitId};
use crate::shared::json;

/// A referral.
pub async fn by_id(db: &impl ConnectionTrait, id: ReferralId) -> Result<Option<Referral>, Refusal> {
    initiative_referral::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// The ids of the referrals of these initiatives, as part of another statement.
#[must_use]
pub fn ids_of(initiatives: SelectStatement) -> SelectStatement {
    initiative_referral::Entity::find()
        .select_only()
        .column(initiative_referral::Column::Id)
        .filter(initiative_referral::Column::InitiativeId.in_subquery(initiatives))
        .into_query()
}

/// The referrals of an initiative, the oldest first.
pub async fn of_initiative(db: &impl ConnectionTrait, id: InitiativeId) -> Result<Vec<Referral>, Refusal> {
    let rows = initiative_referral::Entity::find()
        .filter(initiative_referral::Column::InitiativeId.eq(id.0))
        .order_by_asc(initiative_referral::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

/// What these units prepared and have not sent, the oldest first; at most `limit`.
pub async fn prepared(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    limit: u64,
) -> Result<Vec<Referral>, Refusal> {
    let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    let rows = initiative_referral::Entity::find()
        .filter(initiative_referral::Column::UnitId.is_in(ids))
        .filter(initiative_referral::Column::State.eq(ReferralState::Prepared.code()))
        .order_by_asc(initiative_referral::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

/// What was sent and whose petition has no number yet, of these units or of any; the oldest first, at most `limit`.
pub async fn unnumbered(
    db: &impl ConnectionTrait,
    units: Option<&[UnitId]>,
    limit: u64,
) -> Result<Vec<Referral>, Refusal> {
    let mut found = initiative_referral::Entity::find()
        .filter(initiative_referral::Column::State.eq(ReferralState::Sent.code()))
        .filter(initiative_referral::Column::PetitionNumber.is_null());
    if let Some(units) = units {
        let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
        found = found.filter(initiative_referral::Column::UnitId.is_in(ids));
    }
    let rows = found.order_by_asc(initiative_referral::Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// The numbers of the other petitions of a unit that are dated from one day to another.
pub async fn numbers_in(
    db: &impl ConnectionTrait,
    but: &Referral,
    (first, last): (Date, Date),
) -> Result<Vec<String>, Refusal> {
    let rows = initiative_referral::Entity::find()
        .filter(initiative_referral::Column::UnitId.eq(but.unit.0))
        .filter(initiative_referral::Column::Id.ne(but.id.0))
        .filter(initiative_referral::Column::PetitionDate.between(first, last))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| row.petition_number).collect())
}

/// Keeps a referral that is being prepared.
pub async fn insert(
    tx: &impl ConnectionTrait,
    permit: &Permit<PrepareReferral>,
    new: &Referral,
) -> Result<(), Refusal> {
    let row = initiative_referral::ActiveModel {
        id: Set(new.id.0),
        initiative_id: Set(permit.subject()),
        ..values(new)
    };
    initiative_referral::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes what the unit says now of the initiative of the permit.
pub async fn save_prepared(
    tx: &impl ConnectionTrait,
    permit: &Permit<PrepareReferral>,
    next: &Referral,
) -> Result<(), Refusal> {
    update(tx, initiative_referral::Column::InitiativeId.eq(permit.subject()), next).await
}

/// Writes that the initiative of the permit was sent, or taken back.
pub async fn save_sent(
    tx: &impl ConnectionTrait,
    permit: &Permit<SendReferral>,
    next: &Referral,
) -> Result<(), Refusal> {
    update(tx, initiative_referral::Column::InitiativeId.eq(permit.subject()), next).await
}

/// Writes number and date of its petition.
pub async fn save_petition(
    tx: &impl ConnectionTrait,
    permit: &Permit<NumberPetition>,
    next: &Referral,
) -> Result<(), Refusal> {
    update(tx, initiative_referral::Column::Id.eq(permit.subject()), next).await
}

/// Ends what is open of an initiative that goes no further.
pub async fn end_open(tx: &impl ConnectionTrait, initiative: InitiativeId) -> Result<(), Refusal> {
    let version = initiative_referral::Column::Version;
    initiative_referral::Entity::update_many()
        .col_expr(initiative_referral::Column::State, Expr::value(ReferralState::Ended.code()))
        .col_expr(version, Expr::col(version).add(1))
        .filter(initiative_referral::Column::InitiativeId.eq(initiative.0))
        .filter(initiative_referral::Column::State.ne(ReferralState::Ended.code()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn update(tx: &impl ConnectionTrait, permitted: Expr, next: &Referral) -> Result<(), Refusal> {
    let done = initiative_referral::Entity::update_many()
        .set(values(next))
        .filter(permitted)
        .filter(initiative_referral::Column::Id.eq(next.id.0))
        .exec(tx)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(Refusal::Conflict) }
}

fn values(referral: &Referral) -> initiative_referral::ActiveModel {
    initiative_referral::ActiveModel {
        unit_id: Set(referral.unit.0),
        statement: Set(referral.statement.clone()),
        state: Set(referral.state.code().to_owned()),
        prepared_by: Set(referral.prepared_by.0),
        prepared_at: Set(referral.prepared_at),
        sent_by: Set(referral.sent.map(|(by, _)| by.0)),
        sent_at: Set(referral.sent.map(|(_, at)| at)),
        petition_number: Set(referral.petition.as_ref().map(|(number, _)| number.clone())),
        petition_date: Set(referral.petition.as_ref().map(|(_, date)| *date)),
        version: Set(referral.version),
        ..Default::default()
    }
}

fn read(row: initiative_referral::Model) -> Result<Referral, Refusal> {
    Ok(Referral {
        id: ReferralId(row.id),
        initiative: InitiativeId(row.initiative_id),
        unit: UnitId(row.unit_id),
        statement: row.statement,
        state: json::from_code(&row.state, "initiative_referral.state")?,
        prepared_by: AccountId(row.prepared_by),
        prepared_at: row.prepared_at,
        sent: row.sent_by.map(AccountId).zip(row.sent_at),
        petition: row.petition_number.zip(row.petition_date),
        version: row.version,
    })
}
