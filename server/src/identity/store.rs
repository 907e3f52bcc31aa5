//! Rows of accounts, role assignments and sessions.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::{
    Alias, Expr, ExprTrait as _, Func, IntoColumnRef, JoinType, LikeExpr, Query, UnionType,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect, QueryTrait as _, RelationDef,
    Select,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{Account, RoleAssignment, SessionInfo, Substituted};
use super::policy::{AdministerAccount, AdministerRole, BeginSession, EndsSessions, SetsPassword};
use crate::access::{OverAccount, OwnPermit, Permit, Role, UnitTie};
use crate::entity::{account, account_past_unit, role_assignment, role_scope, session};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::fold::like_pattern;
use crate::shared::id::{AccountId, CampaignId, PeerGroupId, RoleAssignmentId, UnitId};
use crate::shared::json;
use crate::shared::order::person_key;
use crate::shared::page::{Count, Cursor, Page, PageRequest};

/// An account together with the hash of its password.
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// Hash of the password; `None` when none was set.
    pub password_hash: Option<String>,
}

/// Finds an account by its sign-in name (already lower case).
pub async fn credentials(db: &impl ConnectionTrait, login: &str) -> Result<Option<Credentials>, Refusal> {
    let row = account::Entity::find().filter(account::Column::Login.eq(login)).one(db).await?;
    Ok(row.map(|row| Credentials { password_hash: row.password_hash.clone(), account: to_account(row) }))
}

/// Finds an account with its password hash by id.
pub async fn credentials_by_id(
    db: &impl ConnectionTrait,
    id: AccountId,
) -> Result<Option<Credentials>, Refusal> {
    let row = account::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.map(|row| Credentials { password_hash: row.password_hash.clone(), account: to_account(row) }))
}

/// The account with an e-mail address (any case); `None` too when several have it.
pub async fn by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<Account>, Refusal> {
    let rows = account::Entity::find()
        .filter(Func::lower(Expr::col(account::Column::Email)).eq(email.to_lowercase()))
        .limit(2)
        .all(db)
        .await?;
    let mut found = rows.into_iter().map(to_account);
    Ok(match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    })
}

/// Which of these sign-in names are taken.
pub async fn existing_logins(
    db: &impl ConnectionTrait,
    logins: &[String],
) -> Result<HashSet<String>, Refusal> {
    let mut found = HashSet::new();
    for chunk in logins.chunks(1000) {
        let taken: Vec<String> = account::Entity::find()
            .select_only()
            .column(account::Column::Login)
            .filter(account::Column::Login.is_in(chunk.to_vec()))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(taken);
    }
    Ok(found)
}

/// Whether any account is not part of the sample data.
pub async fn has_real_accounts(db: &impl ConnectionTrait) -> Result<bool, Refusal> {
    let real = account::Entity::find().filter(account::Column::IsSample.eq(false)).one(db).await?;
    Ok(real.is_some())
}

/// Whether there is no account at all.
pub async fn is_without_accounts(db: &impl ConnectionTrait) -> Result<bool, Refusal> {
    Ok(account::Entity::find().one(db).await?.is_none())
}

/// The accounts with these ids.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[AccountId]) -> Result<Vec<Account>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(1000) {
        let chunk: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let rows = account::Entity::find().filter(account::Column::Id.is_in(chunk)).all(db).await?;
        found.extend(rows.into_iter().map(to_account));
    }
    Ok(found)
}

/// A text to be found in the names of people.
#[derive(Clone, Debug)]
pub struct Search {
    /// The text.
    pub text: String,
    /// Whether sign-in names are looked through as well: for those to whom they are shown, and nobody else.
    pub in_logins: bool,
}

/// Which accounts are wanted.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    /// Text to be found in what the reader is shown.
    pub search: Option<Search>,
    /// Only holders of this role on the given day.
    pub role: Option<(Role, Date)>,
    /// Only people who work in this unit.
    pub unit: Option<UnitId>,
    /// Only accounts that may sign in.
    pub is_open: bool,
    /// Not this one.
    pub but: Option<AccountId>,
}

/// A page of accounts by given name.
pub async fn page(
    db: &impl ConnectionTrait,
    filter: &AccountFilter,
    request: &PageRequest,
) -> Result<Page<Account>, Refusal> {
    let mut wanted = Condition::all();
    if let Some(search) = &filter.search {
        let pattern = LikeExpr::new(like_pattern(&search.text)).escape('\\');
        let mut found = Condition::any().add(Expr::col(account::Column::SearchText).like(pattern.clone()));
        if search.in_logins {
            found = found.add(Expr::col(account::Column::Login).like(pattern));
        }
        wanted = wanted.add(found);
    }
    if let Some((role, day)) = filter.role {
        let holders = role_assignment::Entity::find()
            .select_only()
            .column(role_assignment::Column::AccountId)
            .filter(role_assignment::Column::Role.eq(role.code()))
            .filter(in_force(day))
            .into_query();
        wanted = wanted.add(account::Column::Id.in_subquery(holders));
    }
    if let Some(unit) = filter.unit {
        wanted = wanted.add(account::Column::UnitId.eq(unit.0));
    }
    if filter.is_open {
        wanted = wanted.add(account::Column::IsActive.eq(true));
    }
    if let Some(but) = filter.but {
        wanted = wanted.add(account::Column::Id.ne(but.0));
    }
    let total = match request.count {
        Count::Skip => None,
        Count::Total => Some(account::Entity::find().filter(wanted.clone()).count(db).await?),
    };
    if let Some(cursor) = &request.after {
        let [name, id] = cursor.keys()?;
        let id = Uuid::parse_str(id).map_err(|_| crate::shared::page::not_a_cursor())?;
        wanted =
            wanted.add(Condition::any().add(account::Column::SortKey.gt(name)).add(
                Condition::all().add(account::Column::SortKey.eq(name)).add(account::Column::Id.gt(id)),
            ));
    }
    let rows = account::Entity::find()
        .filter(wanted)
        .order_by_asc(account::Column::SortKey)
        .order_by_asc(account::Column::Id)
        .limit(request.limit())
        .all(db)
        .await?;
    let accounts = rows.into_iter().map(to_account).collect();
    Ok(request.cut(accounts, total, |account: &Account| {
        Cursor::of([person_key(&account.display_name), account.id.0.to_string()])
    }))
}

/// An account about to be made, under its permit.
pub struct AccountRow {
    /// The permit to make it.
    pub permit: Permit<AdministerAccount>,
    /// The account.
    pub account: Account,
    /// Hash of its first password.
    pub password_hash: Option<String>,
}

/// Inserts accounts.
pub async fn insert_accounts(
    tx: &impl ConnectionTrait,
    rows: Vec<AccountRow>,
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    let rows: Vec<account::ActiveModel> = rows
        .into_iter()
        .map(|row| account::ActiveModel {
            id: Set(row.permit.subject()),
            // Read no more; the column goes in the next release.
            sort_name: Set(person_key(&row.account.display_name)),
            sort_key: Set(person_key(&row.account.display_name)),
            search_text: Set(crate::shared::fold::fold(&row.account.display_name)),
            login: Set(row.account.login),
            display_name: Set(row.account.display_name),
            email: Set(row.account.email),
            unit_id: Set(row.account.unit.map(|unit| unit.0)),
            password_hash: Set(row.password_hash),
            must_change_password: Set(row.account.must_change_password),
            is_active: Set(row.account.is_active),
            is_sample: Set(row.account.is_sample),
            created_at: Set(now),
            last_sign_in_at: Set(row.account.last_sign_in_at),
        })
        .collect();
    for chunk in rows.chunks(200) {
        account::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Sets the password of an account; `must_change` marks a first password.
pub async fn set_password<A: SetsPassword>(
    tx: &impl ConnectionTrait,
    permit: &impl OverAccount<A>,
    hash: String,
    must_change: bool,
) -> Result<(), Refusal> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .col_expr(account::Column::MustChangePassword, Expr::value(must_change))
        .filter(account::Column::Id.eq(permit.account().0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Remembers a successful sign-in.
pub async fn touch_sign_in(
    tx: &impl ConnectionTrait,
    permit: &OwnPermit<BeginSession>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    account::Entity::update_many()
        .col_expr(account::Column::LastSignInAt, Expr::value(now))
        .filter(account::Column::Id.eq(permit.account().0))
        .exec(tx)
        .await?;
    Ok(())
}

/// A role about to be given, under its permit.
pub struct AssignmentRow<'a> {
    /// The permit to give it.
    pub permit: &'a Permit<AdministerRole>,
    /// The assignment.
    pub assignment: &'a RoleAssignment,
}

/// Inserts role assignments.
pub async fn insert_assignments(
    tx: &impl ConnectionTrait,
    given: &[AssignmentRow<'_>],
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    let rows: Vec<role_assignment::ActiveModel> = given
        .iter()
        .map(|AssignmentRow { permit, assignment }| role_assignment::ActiveModel {
            id: Set(permit.subject()),
            account_id: Set(assignment.account.0),
            role: Set(assignment.role.code().to_owned()),
            unit_id: Set(assignment.unit.map(|unit| unit.0)),
            valid_from: Set(assignment.valid_from),
            valid_to: Set(assignment.valid_to),
            legal_basis: Set(assignment.legal_basis.clone()),
            created_at: Set(now),
        })
        .collect();
    for chunk in rows.chunks(200) {
        role_assignment::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    let is_bound = |row: &&AssignmentRow<'_>| {
        let one = row.assignment;
        one.campaign.is_some() || one.peer_group.is_some() || one.substitutes.is_some()
    };
    let scopes: Vec<role_scope::ActiveModel> = given
        .iter()
        .filter(is_bound)
        .map(|AssignmentRow { permit, assignment }| role_scope::ActiveModel {
            assignment_id: Set(permit.subject()),
            campaign_id: Set(assignment.campaign.map(|id| id.0)),
            peer_group_id: Set(assignment.peer_group.map(|id| id.0)),
            substitutes_id: Set(assignment.substitutes.map(|place| place.assignment.0)),
        })
        .collect();
    if !scopes.is_empty() {
        role_scope::Entity::insert_many(scopes).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Assignments in force on a day. One by which somebody takes the place of an absent colleague is in force only while
/// the colleague's own assignment is, and while their account is open.
fn in_force(day: Date) -> Condition {
    use role_assignment::Column::{Id, ValidFrom, ValidTo};

    let (original, holder) = (Alias::new("original"), Alias::new("holder"));
    let lasts = Query::select()
        .expr(Expr::val(1))
        .from_as(role_assignment::Entity, original.clone())
        .join_as(
            JoinType::InnerJoin,
            account::Entity,
            holder.clone(),
            Expr::col((holder.clone(), account::Column::Id))
                .equals((original.clone(), role_assignment::Column::AccountId)),
        )
        .and_where(
            Expr::col((original.clone(), Id)).equals((role_scope::Entity, role_scope::Column::SubstitutesId)),
        )
        .and_where(Expr::col((holder, account::Column::IsActive)).eq(true))
        .cond_where(covers(day, (original.clone(), ValidFrom), (original, ValidTo)))
        .to_owned();
    let hollow = Query::select()
        .expr(Expr::val(1))
        .from(role_scope::Entity)
        .and_where(
            Expr::col((role_scope::Entity, role_scope::Column::AssignmentId))
                .equals((role_assignment::Entity, Id)),
        )
        .and_where(Expr::col((role_scope::Entity, role_scope::Column::SubstitutesId)).is_not_null())
        .and_where(Expr::exists(lasts).not())
        .to_owned();
    covers(day, (role_assignment::Entity, ValidFrom), (role_assignment::Entity, ValidTo))
        .add(Expr::exists(hollow).not())
}

/// Whether a day lies within first and last day.
fn covers(day: Date, first: impl IntoColumnRef, last: impl IntoColumnRef + Clone) -> Condition {
    Condition::all()
        .add(Expr::col(first).lte(day))
        .add(Condition::any().add(Expr::col(last.clone()).is_null()).add(Expr::col(last).gte(day)))
}

/// The assignments of these accounts in force on a day.
pub async fn assignments(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
    day: Date,
) -> Result<HashMap<AccountId, Vec<RoleAssignment>>, Refusal> {
    let mut found: HashMap<AccountId, Vec<RoleAssignment>> = HashMap::new();
    for chunk in accounts.chunks(1000) {
        let ids: Vec<Uuid> = chunk.iter().map(|id| id.0).collect();
        let wanted = in_force(day).add(role_assignment::Column::AccountId.is_in(ids));
        for assignment in read_assignments(db, wanted).await? {
            found.entry(assignment.account).or_default().push(assignment);
        }
    }
    Ok(found)
}

/// Every assignment of an account that ever was or will be, the newest first.
pub async fn all_assignments(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<RoleAssignment>, Refusal> {
    let wanted = Condition::all().add(role_assignment::Column::AccountId.eq(account.0));
    let mut found = read_assignments(db, wanted).await?;
    found.reverse();
    Ok(found)
}

/// An assignment.
pub async fn assignment(
    db: &impl ConnectionTrait,
    id: RoleAssignmentId,
) -> Result<Option<RoleAssignment>, Refusal> {
    let wanted = Condition::all().add(role_assignment::Column::Id.eq(id.0));
    Ok(read_assignments(db, wanted).await?.pop())
}

/// Every assignment by which somebody takes the place of an account, the newest first.
pub async fn substitutions_of(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<RoleAssignment>, Refusal> {
    let own = role_assignment::Entity::find()
        .select_only()
        .column(role_assignment::Column::Id)
        .filter(role_assignment::Column::AccountId.eq(account.0))
        .into_query();
    let taken = role_scope::Entity::find()
        .select_only()
        .column(role_scope::Column::AssignmentId)
        .filter(role_scope::Column::SubstitutesId.in_subquery(own))
        .into_query();
    let wanted = Condition::all().add(role_assignment::Column::Id.in_subquery(taken));
    let mut found = read_assignments(db, wanted).await?;
    found.reverse();
    Ok(found)
}

/// An assignment, with its account locked against other changes of its roles.
pub async fn lock_assignment(
    tx: &impl ConnectionTrait,
    id: RoleAssignmentId,
) -> Result<Option<RoleAssignment>, Refusal> {
    let wanted = Condition::all().add(role_assignment::Column::Id.eq(id.0));
    let Some(found) = read_assignments(tx, wanted.clone()).await?.pop() else { return Ok(None) };
    lock_account(tx, found.account).await?;
    Ok(read_assignments(tx, wanted).await?.pop())
}

/// An account, locked until the transaction ends.
pub async fn lock_account(tx: &impl ConnectionTrait, id: AccountId) -> Result<Option<Account>, Refusal> {
    Ok(account::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?.map(to_account))
}

/// Assignments in order of their making, each with whose place it takes: three statements at most, however many
/// there are.
async fn read_assignments(
    db: &impl ConnectionTrait,
    wanted: Condition,
) -> Result<Vec<RoleAssignment>, Refusal> {
    let scoped: RelationDef = role_assignment::Entity::belongs_to(role_scope::Entity)
        .from(role_assignment::Column::Id)
        .to(role_scope::Column::AssignmentId)
        .into();
    let found = role_assignment::Entity::find()
        .filter(wanted)
        .order_by_asc(role_assignment::Column::Id)
        .join(JoinType::LeftJoin, scoped)
        .select_also(role_scope::Entity)
        .all(db)
        .await?;
    let original = |scope: &role_scope::Model| scope.substitutes_id;
    let originals: Vec<Uuid> =
        found.iter().filter_map(|(_, scope)| scope.as_ref().and_then(original)).collect();
    let mut places: HashMap<Uuid, AccountId> = HashMap::new();
    if !originals.is_empty() {
        let found = role_assignment::Entity::find().filter(role_assignment::Column::Id.is_in(originals));
        for row in found.all(db).await? {
            places.insert(row.id, AccountId(row.account_id));
        }
    }
    found
        .into_iter()
        .map(|(row, scope)| {
            let place = scope.as_ref().and_then(original).and_then(|id| {
                let account = *places.get(&id)?;
                Some(Substituted { assignment: RoleAssignmentId(id), account })
            });
            to_assignment(row, scope, place)
        })
        .collect()
}

fn to_assignment(
    row: role_assignment::Model,
    scope: Option<role_scope::Model>,
    substitutes: Option<Substituted>,
) -> Result<RoleAssignment, Refusal> {
    Ok(RoleAssignment {
        id: RoleAssignmentId(row.id),
        account: AccountId(row.account_id),
        role: json::from_code(&row.role, "role_assignment.role")?,
        unit: row.unit_id.map(UnitId),
        campaign: scope.as_ref().and_then(|scope| scope.campaign_id).map(CampaignId),
        peer_group: scope.as_ref().and_then(|scope| scope.peer_group_id).map(PeerGroupId),
        substitutes,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        legal_basis: row.legal_basis,
    })
}

/// Sets the last day of an assignment.
pub async fn end_assignment(
    tx: &impl ConnectionTrait,
    permit: &Permit<AdministerRole>,
    last_day: Date,
) -> Result<(), Refusal> {
    role_assignment::Entity::update_many()
        .col_expr(role_assignment::Column::ValidTo, Expr::value(last_day))
        .filter(role_assignment::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Opens or closes an account.
pub async fn set_active(
    tx: &impl ConnectionTrait,
    permit: &Permit<AdministerAccount>,
    is_active: bool,
) -> Result<(), Refusal> {
    account::Entity::update_many()
        .col_expr(account::Column::IsActive, Expr::value(is_active))
        .filter(account::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Corrects the name, the unit of work and the address of an account.
pub async fn revise_account(
    tx: &impl ConnectionTrait,
    permit: &Permit<AdministerAccount>,
    name: &str,
    unit: Option<UnitId>,
    email: Option<&str>,
) -> Result<(), Refusal> {
    account::Entity::update_many()
        .set(account::ActiveModel {
            display_name: Set(name.to_owned()),
            sort_name: Set(person_key(name)),
            sort_key: Set(person_key(name)),
            search_text: Set(crate::shared::fold::fold(name)),
            unit_id: Set(unit.map(|unit| unit.0)),
            email: Set(email.map(str::to_owned)),
            ..Default::default()
        })
        .filter(account::Column::Id.eq(permit.subject()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The open accounts that hold a role in each of these units on a day.
pub async fn holders_in(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    role: Role,
    day: Date,
) -> Result<HashMap<UnitId, Vec<AccountId>>, Refusal> {
    let units: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    let open = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::IsActive.eq(true))
        .into_query();
    let rows: Vec<(Option<Uuid>, Uuid)> = role_assignment::Entity::find()
        .select_only()
        .column(role_assignment::Column::UnitId)
        .column(role_assignment::Column::AccountId)
        .filter(role_assignment::Column::UnitId.is_in(units))
        .filter(role_assignment::Column::Role.eq(role.code()))
        .filter(role_assignment::Column::AccountId.in_subquery(open))
        .filter(in_force(day))
        .into_tuple()
        .all(db)
        .await?;
    let mut found: HashMap<UnitId, Vec<AccountId>> = HashMap::new();
    for (unit, account) in rows {
        if let Some(unit) = unit {
            found.entry(UnitId(unit)).or_default().push(AccountId(account));
        }
    }
    Ok(found)
}

/// The assignments of a role in these units that open accounts hold on a day, each with the one whose place it takes.
pub async fn places_in(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    role: Role,
    day: Date,
) -> Result<Vec<RoleAssignment>, Refusal> {
    let units: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    let open = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::IsActive.eq(true))
        .into_query();
    let wanted = in_force(day)
        .add(role_assignment::Column::UnitId.is_in(units))
        .add(role_assignment::Column::Role.eq(role.code()))
        .add(role_assignment::Column::AccountId.in_subquery(open));
    read_assignments(db, wanted).await
}

/// Every assignment of the administrators whose accounts are open, locked until the transaction ends.
pub async fn lock_administrations(tx: &impl ConnectionTrait) -> Result<Vec<RoleAssignment>, Refusal> {
    of_open_accounts(tx, administering_rows().lock_exclusive()).await
}

/// The same, only read.
pub async fn administrations(db: &impl ConnectionTrait) -> Result<Vec<RoleAssignment>, Refusal> {
    of_open_accounts(db, administering_rows()).await
}

fn administering_rows() -> Select<role_assignment::Entity> {
    role_assignment::Entity::find()
        .filter(role_assignment::Column::Role.eq(Role::SysAdmin.code()))
        .order_by_asc(role_assignment::Column::Id)
}

async fn of_open_accounts(
    tx: &impl ConnectionTrait,
    wanted: Select<role_assignment::Entity>,
) -> Result<Vec<RoleAssignment>, Refusal> {
    let rows = wanted.all(tx).await?;
    let held: Vec<RoleAssignment> =
        rows.into_iter().map(|row| to_assignment(row, None, None)).collect::<Result<_, _>>()?;
    // Read after the lock: whoever waited for it sees which accounts were closed meanwhile.
    let ids: Vec<AccountId> = held.iter().map(|one| one.account).collect();
    let open: HashSet<AccountId> =
        by_ids(tx, &ids).await?.into_iter().filter(|one| one.is_active).map(|one| one.id).collect();
    Ok(held.into_iter().filter(|one| open.contains(&one.account)).collect())
}

/// Which of these accounts administer accounts, or will, from a day on.
pub async fn administering(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
    from: Date,
) -> Result<HashSet<AccountId>, Refusal> {
    let ids: Vec<Uuid> = accounts.iter().map(|id| id.0).collect();
    let lasts = Condition::any()
        .add(role_assignment::Column::ValidTo.is_null())
        .add(role_assignment::Column::ValidTo.gte(from));
    let found: Vec<Uuid> = role_assignment::Entity::find()
        .select_only()
        .column(role_assignment::Column::AccountId)
        .filter(role_assignment::Column::Role.eq(Role::SysAdmin.code()))
        .filter(role_assignment::Column::AccountId.is_in(ids))
        .filter(lasts)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(AccountId).collect())
}

/// The units where somebody worked before, and over which they held roles that are over.
pub async fn past_ties(
    db: &impl ConnectionTrait,
    id: AccountId,
    today: Date,
) -> Result<Vec<UnitTie>, Refusal> {
    let mut homes = account_past_unit::Entity::find()
        .select_only()
        .column(account_past_unit::Column::UnitId)
        .column(account_past_unit::Column::LastDay)
        .filter(account_past_unit::Column::AccountId.eq(id.0));
    let over = role_assignment::Entity::find()
        .select_only()
        .column(role_assignment::Column::UnitId)
        .column(role_assignment::Column::ValidTo)
        .filter(role_assignment::Column::AccountId.eq(id.0))
        .filter(role_assignment::Column::UnitId.is_not_null())
        .filter(role_assignment::Column::ValidTo.lt(today));
    QuerySelect::query(&mut homes).union(UnionType::All, over.into_query());
    let found: Vec<(Uuid, Date)> = homes.into_tuple().all(db).await?;
    Ok(found.into_iter().map(|(unit, last)| UnitTie { unit: UnitId(unit), until: Some(last) }).collect())
}

/// Remembers where people worked until a day.
pub async fn remember_homes(
    tx: &impl ConnectionTrait,
    people: &[(AccountId, UnitId)],
    last_day: Date,
) -> Result<(), Refusal> {
    let row = |(account, unit): &(AccountId, UnitId)| account_past_unit::ActiveModel {
        id: Set(crate::shared::id::fresh()),
        account_id: Set(account.0),
        unit_id: Set(unit.0),
        last_day: Set(last_day),
    };
    for chunk in people.chunks(200) {
        account_past_unit::Entity::insert_many(chunk.iter().map(row)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The day on which an account was made.
pub async fn made_on(db: &impl ConnectionTrait, id: AccountId) -> Result<Date, Refusal> {
    let row = account::Entity::find_by_id(id.0).one(db).await?.ok_or(Refusal::NotFound)?;
    Ok(vietnam_date(row.created_at))
}

/// The sessions of an account, newest use first.
pub async fn sessions_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    seen_after: OffsetDateTime,
) -> Result<Vec<SessionInfo>, Refusal> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account.0))
        .filter(session::Column::LastSeenAt.gt(seen_after))
        .order_by_desc(session::Column::LastSeenAt)
        .limit(100)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionInfo {
            id_hash: row.id_hash,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            address: row.address,
            user_agent: row.user_agent,
        })
        .collect())
}

/// Ends every session of an account.
pub async fn delete_sessions_of<A: EndsSessions>(
    tx: &impl ConnectionTrait,
    permit: &impl OverAccount<A>,
) -> Result<u64, Refusal> {
    let of_account = session::Column::AccountId.eq(permit.account().0);
    let deleted = session::Entity::delete_many().filter(of_account).exec(tx).await?;
    Ok(deleted.rows_affected)
}

/// Whose session this is.
pub async fn owner_of_session(
    db: &impl ConnectionTrait,
    id_hash: &str,
) -> Result<Option<AccountId>, Refusal> {
    let row = session::Entity::find_by_id(id_hash).one(db).await?;
    Ok(row.and_then(|row| row.account_id).map(AccountId))
}

/// Ends one session of an account.
pub async fn delete_session<A: EndsSessions>(
    tx: &impl ConnectionTrait,
    permit: &impl OverAccount<A>,
    id_hash: &str,
) -> Result<(), Refusal> {
    session::Entity::delete_by_id(id_hash)
        .filter(session::Column::AccountId.eq(permit.account().0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends every session of an account but one.
pub async fn delete_other_sessions<A: EndsSessions>(
    tx: &impl ConnectionTrait,
    permit: &impl OverAccount<A>,
    kept: &str,
) -> Result<u64, Refusal> {
    let deleted = session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(permit.account().0))
        .filter(session::Column::IdHash.ne(kept))
        .exec(tx)
        .await?;
    Ok(deleted.rows_affected)
}

/// Deletes sessions that can no longer be used; answers how many there were.
pub async fn sweep_sessions(
    db: &impl ConnectionTrait,
    idle_since: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<u64, Refusal> {
    let sessions = session::Entity::delete_many()
        .filter(
            Condition::any()
                .add(session::Column::LastSeenAt.lt(idle_since))
                .add(session::Column::ExpiresAt.lt(now)),
        )
        .exec(db)
        .await?;
    Ok(sessions.rows_affected)
}

fn to_account(row: account::Model) -> Account {
    Account {
        id: AccountId(row.id),
        login: row.login,
        display_name: row.display_name,
        unit: row.unit_id.map(UnitId),
        email: row.email,
        is_active: row.is_active,
        must_change_password: row.must_change_password,
        is_sample: row.is_sample,
        last_sign_in_at: row.last_sign_in_at,
    }
}
