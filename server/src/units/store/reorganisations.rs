//! Rows of reorganisations, and what they write to the catalogue.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, SqlErr,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{CHUNK, save_versions, successions};
use crate::access::Permit;
use crate::entity::{
    reorganisation as table, unit as unit_table, unit_succession as step_table, unit_version as version_table,
};
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, ReorganisationId};
use crate::shared::json;
use crate::shared::page::{Count, Cursor, Page, PageRequest};
use crate::units::model::{Reorganisation, ReorganisationPlan, ReorganisationState, Undo};
use crate::units::policy::{ApplyReorganisation, KeepsCatalogue};

/// A reorganisation.
pub async fn reorganisation(
    db: &impl ConnectionTrait,
    id: ReorganisationId,
) -> Result<Option<Reorganisation>, Refusal> {
    table::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// A reorganisation, read for change.
pub async fn lock_reorganisation(
    tx: &impl ConnectionTrait,
    id: ReorganisationId,
) -> Result<Option<Reorganisation>, Refusal> {
    table::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?.map(read).transpose()
}

/// A page of reorganisations, the newest draft first.
pub async fn reorganisations_page(
    db: &impl ConnectionTrait,
    with_drafts: bool,
    request: &PageRequest,
) -> Result<Page<Reorganisation>, Refusal> {
    let mut wanted = table::Entity::find();
    if !with_drafts {
        wanted = wanted.filter(table::Column::State.eq(ReorganisationState::Applied.code()));
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(wanted.clone().count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [id] = cursor.keys()?;
        let id = Uuid::parse_str(id).map_err(|_| crate::shared::page::not_a_cursor())?;
        wanted = wanted.filter(table::Column::Id.lt(id));
    }
    let rows = wanted.order_by_desc(table::Column::Id).limit(request.limit()).all(db).await?;
    let found = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(request.cut(found, total, |one| Cursor::of([one.id.0.to_string()])))
}

/// Writes the reorganisation of the permit: a new draft, or a new state of a known one.
pub async fn save_reorganisation<A: KeepsCatalogue>(
    tx: &impl ConnectionTrait,
    permit: &Permit<A>,
    state: &Reorganisation,
) -> Result<(), Refusal> {
    let row = row(permit.subject(), state);
    let known = table::Entity::find_by_id(permit.subject()).one(tx).await?.is_some();
    if known {
        let changed = table::ActiveModel { id: NotSet, ..row };
        table::Entity::update_many()
            .set(changed)
            .filter(table::Column::Id.eq(permit.subject()))
            .exec(tx)
            .await?;
    } else {
        table::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Writes what the reorganisation of the permit makes of the catalogue.
pub async fn apply_plan(
    tx: &impl ConnectionTrait,
    permit: &Permit<ApplyReorganisation>,
    plan: &ReorganisationPlan,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let changed: Vec<_> = plan.changed_versions.iter().map(|(_, version)| version.clone()).collect();
    // What ends goes first: a code and a day belong to one version.
    save_versions(tx, &plan.new_units, &[], &changed, now).await?;
    save_versions(tx, &[], &plan.new_versions, &[], now).await?;
    successions::insert(tx, Some(ReorganisationId(permit.subject())), &plan.steps).await
}

/// Takes the reorganisation of the permit back; `false` when something rests on its units.
pub async fn take_back(
    tx: &impl ConnectionTrait,
    permit: &Permit<ApplyReorganisation>,
    undo: &Undo,
) -> Result<bool, Refusal> {
    step_table::Entity::delete_many()
        .filter(step_table::Column::ReorganisationId.eq(permit.subject()))
        .exec(tx)
        .await?;
    for replaced in &undo.replaced {
        let as_before = version_table::ActiveModel {
            unit_id: Set(replaced.unit),
            parent_id: Set(replaced.parent),
            valid_to: Set(replaced.valid_to),
            search_text: Set(replaced.search_text.clone()),
            ..Default::default()
        };
        let is_untouched = match replaced.ended_on {
            Some(end) => version_table::Column::ValidTo.eq(end),
            None => version_table::Column::ValidTo.is_null(),
        };
        let restored = version_table::Entity::update_many()
            .set(as_before)
            .filter(version_table::Column::Id.eq(replaced.id))
            .filter(is_untouched)
            .exec(tx)
            .await?;
        if restored.rows_affected != 1 {
            return Ok(false);
        }
    }
    for chunk in undo.new_versions.chunks(CHUNK) {
        version_table::Entity::delete_many()
            .filter(version_table::Column::Id.is_in(chunk.to_vec()))
            .exec(tx)
            .await?;
    }
    for chunk in undo.new_units.chunks(CHUNK) {
        let deleted = unit_table::Entity::delete_many()
            .filter(unit_table::Column::Id.is_in(chunk.to_vec()))
            .exec(tx)
            .await;
        match deleted {
            Ok(_) => {}
            Err(error) if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) => {
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(true)
}

fn row(id: Uuid, state: &Reorganisation) -> table::ActiveModel {
    table::ActiveModel {
        id: Set(id),
        title: Set(state.title.clone()),
        legal_basis: Set(state.legal_basis.clone()),
        effective_date: Set(state.effective_date),
        state: Set(state.state.code().to_owned()),
        version: Set(state.version),
        units: Set(state.units.clone()),
        steps: Set(state.steps.clone()),
        undo: Set(json::to_text(&state.undo)),
        created_by: Set(state.created_by.0),
        created_at: Set(state.created_at),
        applied_by: Set(state.applied_by.map(|account| account.0)),
        applied_at: Set(state.applied_at),
        undone_at: Set(state.undone_at),
    }
}

fn read(row: table::Model) -> Result<Reorganisation, Refusal> {
    Ok(Reorganisation {
        id: ReorganisationId(row.id),
        title: row.title,
        legal_basis: row.legal_basis,
        effective_date: row.effective_date,
        state: json::from_code(&row.state, "reorganisation.state")?,
        version: row.version,
        units: row.units,
        steps: row.steps,
        undo: json::from_text(&row.undo, "reorganisation.undo")?,
        created_by: AccountId(row.created_by),
        created_at: row.created_at,
        applied_by: row.applied_by.map(AccountId),
        applied_at: row.applied_at,
        undone_at: row.undone_at,
    })
}
