//! Pure rules of role assignments: what one may be bound to, which exclude each other, how long it lasts, and
//! who may stand in for whom.

use std::str::FromStr;

use time::Date;

use super::model::{Account, NewAccount, PeopleProblem, PeopleProblemCode, RoleAssignment};
use super::throttle::LONGEST_LOGIN;
use crate::access::{Role, ScopeKind};
use crate::shared::id::{AccountId, CampaignId, PeerGroupId, RoleAssignmentId, UnitId};
use crate::shared::{clean, visible};

/// Longest text that a person enters about an account or an assignment, in characters.
const LONGEST_TEXT: usize = 500;
/// Longest e-mail address, in characters (RFC 5321).
const LONGEST_EMAIL: usize = 254;

/// A role as it is to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRole {
    /// Who receives it.
    pub account: AccountId,
    /// Role.
    pub role: Role,
    /// The unit it is bound to.
    pub unit: Option<UnitId>,
    /// The campaign it is bound to.
    pub campaign: Option<CampaignId>,
    /// The peer group it is bound to.
    pub peer_group: Option<PeerGroupId>,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force; `None` without end.
    pub valid_to: Option<Date>,
    /// Decision or letter it rests on, or the written request.
    pub legal_basis: String,
}

impl NewRole {
    /// The assignment that it becomes.
    #[must_use]
    pub fn assigned(self, id: RoleAssignmentId) -> RoleAssignment {
        let legal_basis = self.legal_basis.trim();
        RoleAssignment {
            id,
            account: self.account,
            role: self.role,
            unit: self.unit,
            campaign: self.campaign,
            peer_group: self.peer_group,
            substitutes: None,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            legal_basis: (!legal_basis.is_empty()).then(|| legal_basis.to_owned()),
        }
    }
}

/// Over what a role is said to be given, where nothing but the unit of work stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedScope {
    /// Over that unit.
    Unit,
    /// Over the whole province.
    Province,
}

impl FromStr for NamedScope {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        match code {
            "UNIT" => Ok(Self::Unit),
            "PROVINCE" => Ok(Self::Province),
            _ => Err(()),
        }
    }
}

/// The unit over which a role is given where nothing but the unit of work stands beside it, in a row of a file and on
/// the command line: that unit, wherever the role may be bound to one. Nobody comes by a role over the whole province
/// by leaving something out: it has to be named.
pub fn unit_beside(
    role: Role,
    unit: Option<UnitId>,
    named: Option<NamedScope>,
) -> Result<Option<UnitId>, PeopleProblem> {
    match named {
        None if role.may_be_bound_to_unit() => bound(unit),
        // A role bound to something else has no scope in a file at all; that is told by the role.
        None if !role.scopes().contains(&ScopeKind::Province) => Ok(None),
        None => Err(at("scope", PeopleProblemCode::ScopeUnnamed)),
        Some(NamedScope::Unit) if role.may_be_bound_to_unit() => bound(unit),
        Some(NamedScope::Province) if role.scopes().contains(&ScopeKind::Province) => Ok(None),
        Some(_) => Err(at("scope", PeopleProblemCode::ScopeNotAllowed)),
    }
}

fn bound(unit: Option<UnitId>) -> Result<Option<UnitId>, PeopleProblem> {
    unit.map(Some).ok_or_else(|| at("unitId", PeopleProblemCode::ScopeMissing))
}

/// Whether these periods leave no day without one, from a day on for ever.
#[must_use]
pub fn cover_every_day(mut periods: Vec<(Date, Option<Date>)>, from: Date) -> bool {
    periods.sort_unstable_by_key(|(first, _)| *first);
    let mut open = from;
    for (first, last) in periods {
        if first > open {
            return false;
        }
        match last.map(Date::next_day) {
            None | Some(None) => return true,
            Some(Some(next)) => open = open.max(next),
        }
    }
    false
}

/// A role begins no earlier than the account of whoever holds it, and is not given for a time that is over: nobody
/// comes by a history of tenure that there never was.
fn check_begin(
    (first, last): (Date, Option<Date>),
    account_since: Date,
    today: Date,
) -> Result<(), PeopleProblem> {
    if first < account_since {
        return Err(at("validFrom", PeopleProblemCode::BeforeAccount));
    }
    if last.is_some_and(|last| last < today) {
        return Err(at("validTo", PeopleProblemCode::EndsInThePast));
    }
    Ok(())
}

fn at(field: &str, code: PeopleProblemCode) -> PeopleProblem {
    PeopleProblem { code, path: vec![field.to_owned()] }
}

/// A text that must be there, and be seen, as it is kept.
pub fn text(field: &str, text: &str) -> Result<String, PeopleProblem> {
    let text = clean::line(text);
    if text.is_empty() {
        return Err(at(field, PeopleProblemCode::MissingField));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(at(field, PeopleProblemCode::TooLong));
    }
    Ok(text)
}

/// The name of a person: letters that are seen and nothing that is not, so that no two people look alike by a sign
/// without a shape. Letters with marks are composed.
pub fn name(field: &str, name: &str) -> Result<String, PeopleProblem> {
    let kept = text(field, name)?;
    if visible::has_invisible(name.trim()) {
        return Err(at(field, PeopleProblemCode::InvisibleCharacters));
    }
    if !visible::has_letter(&kept) {
        return Err(at(field, PeopleProblemCode::MissingField));
    }
    Ok(kept)
}

/// An e-mail address, if one is given: something before and something behind one `@`, nothing blank or unseen.
pub fn email(email: Option<&str>) -> Result<Option<String>, PeopleProblem> {
    let Some(email) = email.map(str::trim).filter(|email| !email.is_empty()) else { return Ok(None) };
    let has_parts = email
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.contains('@'));
    let is_plain = !email.contains(char::is_whitespace) && !visible::has_invisible(email);
    if has_parts && is_plain && email.chars().count() <= LONGEST_EMAIL {
        Ok(Some(email.to_owned()))
    } else {
        Err(at("email", PeopleProblemCode::BadEmail))
    }
}

/// A new account, made today, with its roles by the rules of the screens, as it is kept; or everything that is wrong
/// with it.
pub fn new_account(new: NewAccount, today: Date) -> Result<NewAccount, Vec<PeopleProblem>> {
    let mut problems = Vec::new();
    let mut kept = new.clone();
    match login(&new.login) {
        Ok(login) => kept.login = login,
        Err(problem) => problems.push(problem),
    }
    match name("displayName", &new.display_name) {
        Ok(name) => kept.display_name = name,
        Err(problem) => problems.push(problem),
    }
    match email(new.email.as_deref()) {
        Ok(email) => kept.email = email,
        Err(problem) => problems.push(problem),
    }
    let account = AccountId::fresh();
    let mut held: Vec<RoleAssignment> = Vec::with_capacity(new.assignments.len());
    for assignment in new.assignments {
        let role = NewRole {
            account,
            role: assignment.role,
            unit: assignment.unit,
            campaign: None,
            peer_group: None,
            valid_from: assignment.valid_from,
            valid_to: assignment.valid_to,
            legal_basis: assignment.legal_basis.unwrap_or_default(),
        };
        let checked = check_role(&held, &role)
            .and_then(|()| check_begin((role.valid_from, role.valid_to), today, today));
        problems.extend(checked.err());
        held.push(role.assigned(RoleAssignmentId::fresh()));
    }
    if problems.is_empty() { Ok(kept) } else { Err(problems) }
}

/// A sign-in name: 3 to 60 small letters, digits, dots, hyphens and underscores, a letter first.
pub fn login(login: &str) -> Result<String, PeopleProblem> {
    let login = login.trim().to_lowercase();
    let is_good = (3..=LONGEST_LOGIN).contains(&login.len())
        && login.starts_with(|first: char| first.is_ascii_lowercase())
        && login.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c));
    if is_good { Ok(login) } else { Err(at("login", PeopleProblemCode::BadLogin)) }
}

/// Whether a role may be given so today to an open account, made on a day, that holds these roles now or later.
pub fn check_new(
    account: &Account,
    since: Date,
    held: &[RoleAssignment],
    new: &NewRole,
    today: Date,
) -> Result<(), PeopleProblem> {
    if !account.is_active {
        return Err(at("accountId", PeopleProblemCode::AccountClosed));
    }
    text("legalBasis", &new.legal_basis)?;
    check_role(held, new)?;
    check_begin((new.valid_from, new.valid_to), since, today)
}

/// Whether a role may be given so, whatever it rests on, to somebody who holds these roles now or later.
fn check_role(held: &[RoleAssignment], new: &NewRole) -> Result<(), PeopleProblem> {
    check_scope(new)?;
    check_period(new.valid_from, new.valid_to)?;
    check_company(held, new.role, (new.valid_from, new.valid_to))?;
    let is_same = |one: &RoleAssignment| {
        one.role == new.role
            && (one.unit, one.campaign, one.peer_group) == (new.unit, new.campaign, new.peer_group)
            && overlap((one.valid_from, one.valid_to), (new.valid_from, new.valid_to))
    };
    if held.iter().any(is_same) {
        return Err(at("role", PeopleProblemCode::AlreadyHeld));
    }
    Ok(())
}

/// A role is bound to one thing of a kind that it may be bound to (ADR 13).
fn check_scope(new: &NewRole) -> Result<(), PeopleProblem> {
    let bound = [
        (ScopeKind::Unit, new.unit.is_some(), "unitId"),
        (ScopeKind::Campaign, new.campaign.is_some(), "campaignId"),
        (ScopeKind::PeerGroup, new.peer_group.is_some(), "peerGroupId"),
    ];
    let allowed = new.role.scopes();
    if let Some((_, _, field)) = bound.iter().find(|(kind, is_set, _)| *is_set && !allowed.contains(kind)) {
        return Err(at(field, PeopleProblemCode::ScopeNotAllowed));
    }
    let count = bound.iter().filter(|(_, is_set, _)| *is_set).count();
    if count > 1 {
        return Err(at("role", PeopleProblemCode::ScopeNotAllowed));
    }
    if count == 0 && !allowed.contains(&ScopeKind::Province) {
        let missing = bound.iter().find(|(kind, ..)| allowed.contains(kind));
        return Err(at(missing.map_or("role", |(.., field)| field), PeopleProblemCode::ScopeMissing));
    }
    Ok(())
}

fn check_period(from: Date, to: Option<Date>) -> Result<(), PeopleProblem> {
    if to.is_some_and(|to| to < from) {
        return Err(at("validTo", PeopleProblemCode::BadPeriod));
    }
    Ok(())
}

/// Roles that exclude each other are never in force on one day (ADR 13: an administrator neither scores
/// nor votes).
fn check_company(
    held: &[RoleAssignment],
    role: Role,
    period: (Date, Option<Date>),
) -> Result<(), PeopleProblem> {
    let clashes =
        |one: &&RoleAssignment| one.role.excludes(role) && overlap((one.valid_from, one.valid_to), period);
    match held.iter().find(clashes) {
        Some(_) => Err(at("role", PeopleProblemCode::RolesExclude)),
        None => Ok(()),
    }
}

fn overlap(one: (Date, Option<Date>), other: (Date, Option<Date>)) -> bool {
    one.1.is_none_or(|last| other.0 <= last) && other.1.is_none_or(|last| one.0 <= last)
}

/// Someone who stands in for the holder of a role during an absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// Who stands in.
    pub account: AccountId,
    /// First day.
    pub valid_from: Date,
    /// Last day; an absence has an end.
    pub valid_to: Date,
    /// Decision or letter it rests on.
    pub legal_basis: String,
}

/// Among whom a substitute is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circle {
    /// Those who work in this unit.
    Unit(UnitId),
    /// All accounts.
    Everybody,
    /// Nobody: there is no such unit, or the role is not handed on.
    Nobody,
}

impl Circle {
    /// Whether somebody belongs to it.
    fn includes(self, account: &Account) -> bool {
        match self {
            Self::Unit(unit) => account.unit == Some(unit),
            Self::Everybody => true,
            Self::Nobody => false,
        }
    }
}

/// Among whom whoever names a substitute finds one: the colleagues of the unit that the role is bound to; where it is
/// bound to none, the own colleagues, and everybody for those who list accounts. The list that is offered and the
/// deed both ask here.
#[must_use]
pub fn circle(original: &RoleAssignment, lists_accounts: bool, own_unit: Option<UnitId>) -> Circle {
    if !is_substitutable(original) {
        return Circle::Nobody;
    }
    match (original.unit, lists_accounts) {
        (Some(unit), _) => Circle::Unit(unit),
        (None, true) => Circle::Everybody,
        (None, false) => own_unit.map_or(Circle::Nobody, Circle::Unit),
    }
}

/// A substitute names no substitute, and administration is not handed on so.
fn is_substitutable(original: &RoleAssignment) -> bool {
    original.substitutes.is_none() && original.role != Role::SysAdmin
}

/// Whether somebody of a circle, whose account was made on a day, may stand in for the holder of a role today.
pub fn check_substitution(
    original: &RoleAssignment,
    circle: Circle,
    substitute: &Account,
    held: &[RoleAssignment],
    wanted: &Substitution,
    (since, today): (Date, Date),
) -> Result<(), PeopleProblem> {
    if !is_substitutable(original) {
        return Err(at("assignmentId", PeopleProblemCode::NotSubstitutable));
    }
    if substitute.id == original.account {
        return Err(at("accountId", PeopleProblemCode::OwnAccount));
    }
    if !substitute.is_active {
        return Err(at("accountId", PeopleProblemCode::AccountClosed));
    }
    if !circle.includes(substitute) {
        return Err(at("accountId", PeopleProblemCode::NotSameUnit));
    }
    check_period(wanted.valid_from, Some(wanted.valid_to))?;
    check_begin((wanted.valid_from, Some(wanted.valid_to)), since, today)?;
    let outlasts = original.valid_to.is_some_and(|last| wanted.valid_to > last);
    if outlasts || wanted.valid_from < original.valid_from {
        return Err(at("validTo", PeopleProblemCode::OutsideOriginal));
    }
    text("legalBasis", &wanted.legal_basis)?;
    let takes_it_already = |one: &RoleAssignment| {
        one.substitutes.is_some_and(|place| place.assignment == original.id)
            && overlap((one.valid_from, one.valid_to), (wanted.valid_from, Some(wanted.valid_to)))
    };
    if held.iter().any(takes_it_already) {
        return Err(at("accountId", PeopleProblemCode::AlreadyHeld));
    }
    check_company(held, original.role, (wanted.valid_from, Some(wanted.valid_to)))
}

/// Whether a role may end on a day: not in the past, and earlier than it would have.
pub fn check_end(assignment: &RoleAssignment, last_day: Date, today: Date) -> Result<(), PeopleProblem> {
    let yesterday = today.previous_day().unwrap_or(today);
    if last_day < yesterday {
        return Err(at("lastDay", PeopleProblemCode::EndsInThePast));
    }
    if assignment.valid_to.is_some_and(|last| last_day >= last) {
        return Err(at("lastDay", PeopleProblemCode::NotEarlier));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::identity::model::Substituted;
    use crate::shared::id::RoleAssignmentId;
    use PeopleProblemCode::*;

    fn account(unit: Option<UnitId>) -> Account {
        Account {
            id: AccountId::fresh(),
            login: "cb".into(),
            display_name: "Đồng chí Mẫu".into(),
            unit,
            email: None,
            is_active: true,
            must_change_password: false,
            is_sample: false,
            last_sign_in_at: None,
        }
    }

    fn new(role: Role) -> NewRole {
        NewRole {
            account: AccountId::fresh(),
            role,
            unit: None,
            campaign: None,
            peer_group: None,
            valid_from: date!(2021 - 01 - 01),
            valid_to: Some(date!(2021 - 12 - 31)),
            legal_basis: "Công văn số 12/VPUBND".into(),
        }
    }

    fn held(role: Role, unit: Option<UnitId>) -> RoleAssignment {
        RoleAssignment {
            id: RoleAssignmentId::fresh(),
            account: AccountId::fresh(),
            role,
            unit,
            campaign: None,
            peer_group: None,
            substitutes: None,
            valid_from: date!(2021 - 03 - 01),
            valid_to: Some(date!(2021 - 06 - 30)),
            legal_basis: None,
        }
    }

    /// Given on the first day of 2021 to somebody whose account was made then.
    fn given(account: &Account, held: &[RoleAssignment], new: &NewRole) -> Result<(), PeopleProblem> {
        check_new(account, date!(2021 - 01 - 01), held, new, date!(2021 - 01 - 01))
    }

    fn refused(result: Result<(), PeopleProblem>) -> Option<(PeopleProblemCode, String)> {
        result.err().map(|problem| (problem.code, problem.path.join(".")))
    }

    #[test]
    fn every_role_is_bound_to_what_it_may_be_bound_to() {
        for role in Role::ALL {
            for kind in [ScopeKind::Province, ScopeKind::Unit, ScopeKind::Campaign, ScopeKind::PeerGroup] {
                let mut wanted = new(role);
                match kind {
                    ScopeKind::Province => {}
                    ScopeKind::Unit => wanted.unit = Some(UnitId::fresh()),
                    ScopeKind::Campaign => wanted.campaign = Some(CampaignId::fresh()),
                    ScopeKind::PeerGroup => wanted.peer_group = Some(PeerGroupId::fresh()),
                }
                let verdict = given(&account(None), &[], &wanted);
                assert_eq!(verdict.is_ok(), role.scopes().contains(&kind), "{role:?} over {kind:?}");
            }
        }
        assert_eq!(
            refused(given(&account(None), &[], &new(Role::UnitFocal))),
            Some((ScopeMissing, "unitId".into()))
        );
    }

    #[test]
    fn roles_that_exclude_each_other_do_not_meet() {
        let admin = new(Role::SysAdmin);
        let scoring = [held(Role::UnitFocal, Some(UnitId::fresh()))];
        assert_eq!(refused(given(&account(None), &scoring, &admin)), Some((RolesExclude, "role".into())));
        let later = NewRole { valid_from: date!(2021 - 07 - 01), ..admin };
        assert_eq!(given(&account(None), &scoring, &later), Ok(()));
    }

    #[test]
    fn a_role_is_not_given_twice_nor_to_a_closed_account_nor_backwards() {
        let unit = UnitId::fresh();
        let wanted = NewRole { unit: Some(unit), ..new(Role::UnitFocal) };
        assert_eq!(
            refused(given(&account(None), &[held(Role::UnitFocal, Some(unit))], &wanted)),
            Some((AlreadyHeld, "role".into()))
        );
        let closed = Account { is_active: false, ..account(None) };
        assert_eq!(refused(given(&closed, &[], &wanted)), Some((AccountClosed, "accountId".into())));
        let backwards = NewRole { valid_to: Some(date!(2020 - 12 - 31)), ..wanted.clone() };
        assert_eq!(refused(given(&account(None), &[], &backwards)), Some((BadPeriod, "validTo".into())));
        let groundless = NewRole { legal_basis: "  ".into(), ..wanted };
        assert_eq!(
            refused(given(&account(None), &[], &groundless)),
            Some((MissingField, "legalBasis".into()))
        );
    }

    #[test]
    fn a_substitute_is_a_colleague_with_an_end() {
        let unit = UnitId::fresh();
        let original = held(Role::UnitLeader, Some(unit));
        let wanted = |from, to| Substitution {
            account: AccountId::fresh(),
            valid_from: from,
            valid_to: to,
            legal_basis: "Giấy nghỉ phép".into(),
        };
        let leave = wanted(date!(2021 - 04 - 01), date!(2021 - 04 - 15));
        let today = (date!(2021 - 01 - 01), date!(2021 - 03 - 20));
        let check = |account: &Account, original: &RoleAssignment, wanted: &Substitution| {
            refused(check_substitution(original, circle(original, false, None), account, &[], wanted, today))
        };
        let colleague = account(Some(unit));
        assert_eq!(check(&colleague, &original, &leave), None);
        assert_eq!(
            check(&account(Some(UnitId::fresh())), &original, &leave),
            Some((NotSameUnit, "accountId".into()))
        );
        let own = Account { id: original.account, ..account(Some(unit)) };
        assert_eq!(check(&own, &original, &leave), Some((OwnAccount, "accountId".into())));
        let too_long = wanted(date!(2021 - 04 - 01), date!(2021 - 07 - 01));
        assert_eq!(check(&colleague, &original, &too_long), Some((OutsideOriginal, "validTo".into())));
        let past = wanted(date!(2021 - 03 - 01), date!(2021 - 03 - 10));
        assert_eq!(check(&colleague, &original, &past), Some((EndsInThePast, "validTo".into())));
        let place = Substituted { assignment: original.id, account: original.account };
        let second_hand = RoleAssignment { substitutes: Some(place), ..original.clone() };
        assert_eq!(check(&colleague, &second_hand, &leave), Some((NotSubstitutable, "assignmentId".into())));
        let standing_in = RoleAssignment {
            valid_from: date!(2021 - 04 - 10),
            valid_to: Some(date!(2021 - 04 - 20)),
            ..second_hand.clone()
        };
        assert_eq!(
            refused(check_substitution(
                &original,
                circle(&original, false, None),
                &colleague,
                &[standing_in],
                &leave,
                today
            )),
            Some((AlreadyHeld, "accountId".into())),
            "nobody takes one place twice at a time"
        );
        let admin = held(Role::SysAdmin, None);
        assert_eq!(check(&colleague, &admin, &leave), Some((NotSubstitutable, "assignmentId".into())));
    }

    #[test]
    fn places_that_share_a_day_overlap_and_those_that_meet_do_not() {
        let unit = UnitId::fresh();
        let original = held(Role::UnitLeader, Some(unit));
        let colleague = account(Some(unit));
        let first = RoleAssignment {
            account: colleague.id,
            substitutes: Some(Substituted { assignment: original.id, account: original.account }),
            valid_from: date!(2021 - 04 - 01),
            valid_to: Some(date!(2021 - 04 - 15)),
            ..original.clone()
        };
        let today = (date!(2021 - 01 - 01), date!(2021 - 03 - 20));
        let next = |from, account: &Account, held: &[RoleAssignment]| {
            let wanted = Substitution {
                account: account.id,
                valid_from: from,
                valid_to: date!(2021 - 04 - 30),
                legal_basis: "Giấy nghỉ phép".into(),
            };
            let circle = circle(&original, false, None);
            refused(check_substitution(&original, circle, account, held, &wanted, today))
        };
        let shared = date!(2021 - 04 - 15);
        let twice = next(shared, &colleague, std::slice::from_ref(&first));
        assert_eq!(twice, Some((AlreadyHeld, "accountId".into())), "the last day of the one is the first");
        assert_eq!(next(date!(2021 - 04 - 16), &colleague, &[first]), None, "the day after");
        assert_eq!(next(shared, &account(Some(unit)), &[]), None, "two colleagues may share a day");

        let scores = held(Role::SectorAppraiser, None);
        let administers = |from| {
            let person = account(None);
            let own = RoleAssignment { account: person.id, ..scores.clone() };
            let administration = NewRole { valid_from: from, valid_to: None, ..new(Role::SysAdmin) };
            refused(given(&person, &[own], &administration)).map(|(code, _)| code)
        };
        assert_eq!(administers(date!(2021 - 06 - 30)), Some(RolesExclude), "on the last day of the other");
        assert_eq!(administers(date!(2021 - 07 - 01)), None);
    }

    #[test]
    fn a_role_over_the_province_is_taken_by_own_colleagues_unless_one_lists_accounts() {
        let own = UnitId::fresh();
        let original = held(Role::AppraisalLead, None);
        assert_eq!(circle(&original, false, Some(own)), Circle::Unit(own));
        assert_eq!(circle(&original, false, None), Circle::Nobody, "without a unit there are no colleagues");
        assert_eq!(circle(&original, true, Some(own)), Circle::Everybody);
        let bound = held(Role::UnitLeader, Some(UnitId::fresh()));
        assert_eq!(circle(&bound, true, Some(own)), Circle::Unit(bound.unit.expect("a unit")));
        assert_eq!(circle(&held(Role::SysAdmin, None), true, Some(own)), Circle::Nobody);
    }

    #[test]
    fn names_and_addresses_are_seen_as_they_are() {
        assert_eq!(name("displayName", " Cha\u{302}u ").as_deref(), Ok("Châu"));
        for (bad, code) in [
            ("\u{200b}", MissingField),
            ("\u{3164}", MissingField),
            ("--- 1", MissingField),
            ("Nguyễn\u{ad} An", InvisibleCharacters),
            ("An\u{202e}nyugN", InvisibleCharacters),
            ("An\0", InvisibleCharacters),
        ] {
            assert_eq!(name("displayName", bad).map_err(|problem| problem.code), Err(code), "{bad:?}");
        }
        let long = "Nguyễn ".repeat(3000);
        assert_eq!(name("displayName", &long).map_err(|problem| problem.code), Err(TooLong));
        assert_eq!(email(Some(" ")), Ok(None));
        assert_eq!(email(Some(" an@angiang.gov.vn ")), Ok(Some("an@angiang.gov.vn".into())));
        for bad in ["khong-phai-email", "@", "an@", "@x", "a@b@c", "a n@x", "an\u{200b}@x"] {
            assert_eq!(email(Some(bad)).map_err(|problem| problem.code), Err(BadEmail), "{bad:?}");
        }
    }

    #[test]
    fn a_role_begins_with_the_account_at_the_earliest_and_ends_no_earlier_than_today() {
        let (since, today) = (date!(2021 - 06 - 01), date!(2021 - 06 - 10));
        let period = |from, to| NewRole { valid_from: from, valid_to: to, ..new(Role::Auditor) };
        let told = |wanted: &NewRole| refused(check_new(&account(None), since, &[], wanted, today));
        for (from, to, expected) in [
            (
                date!(2010 - 01 - 01),
                Some(date!(2011 - 12 - 31)),
                Some((BeforeAccount, "validFrom".to_owned())),
            ),
            (date!(2021 - 05 - 31), None, Some((BeforeAccount, "validFrom".to_owned()))),
            (date!(2021 - 06 - 01), Some(date!(2021 - 06 - 09)), Some((EndsInThePast, "validTo".to_owned()))),
            (date!(2021 - 06 - 01), Some(date!(2021 - 06 - 10)), None),
        ] {
            assert_eq!(told(&period(from, to)), expected, "{from} {to:?}");
        }
    }

    #[test]
    fn periods_cover_every_day_only_without_a_gap_and_without_an_end() {
        let today = date!(2021 - 12 - 31);
        let tomorrow = date!(2022 - 01 - 01);
        for (periods, covers) in [
            (vec![], false),
            (vec![(date!(2021 - 01 - 01), None)], true),
            (vec![(date!(2021 - 01 - 01), Some(today))], false),
            (vec![(tomorrow, None), (date!(2021 - 01 - 01), Some(today))], true),
            (vec![(tomorrow, None)], false),
            (vec![(date!(2022 - 01 - 02), None), (date!(2021 - 01 - 01), Some(today))], false),
            (vec![(date!(2021 - 01 - 01), Some(date!(2021 - 06 - 30))), (today, None)], true),
        ] {
            assert_eq!(cover_every_day(periods.clone(), today), covers, "{periods:?}");
        }
    }

    #[test]
    fn beside_a_unit_a_role_is_over_it_unless_the_province_is_named() {
        let unit = Some(UnitId::fresh());
        for role in Role::ALL {
            let beside = unit_beside(role, unit, None);
            if role.may_be_bound_to_unit() {
                assert_eq!(beside, Ok(unit), "{role:?}");
                assert_eq!(
                    unit_beside(role, None, None).map_err(|told| told.code),
                    Err(ScopeMissing),
                    "{role:?}"
                );
            } else if role.scopes().contains(&ScopeKind::Province) {
                assert_eq!(beside.map_err(|told| told.code), Err(ScopeUnnamed), "{role:?}");
            }
            let everywhere = unit_beside(role, unit, Some(NamedScope::Province));
            assert_eq!(everywhere.is_ok(), role.scopes().contains(&ScopeKind::Province), "{role:?}");
            assert!(everywhere.is_err() || everywhere == Ok(None));
        }
    }

    #[test]
    fn a_role_ends_earlier_and_not_in_the_past() {
        let one = held(Role::Analyst, None);
        let today = date!(2021 - 05 - 10);
        assert_eq!(refused(check_end(&one, date!(2021 - 05 - 09), today)), None, "at once");
        assert_eq!(
            refused(check_end(&one, date!(2021 - 05 - 08), today)),
            Some((EndsInThePast, "lastDay".into()))
        );
        assert_eq!(
            refused(check_end(&one, date!(2021 - 06 - 30), today)),
            Some((NotEarlier, "lastDay".into()))
        );
    }

    #[test]
    fn a_sign_in_name_is_plain() {
        assert_eq!(login(" CB.PhuocHung ").as_deref(), Ok("cb.phuochung"));
        for bad in ["ab", "9cb", "cán.bộ", "a b c", "", "an\u{200b}.nv", "=1+1"] {
            assert_eq!(login(bad).map_err(|problem| problem.code), Err(BadLogin), "{bad}");
        }
    }
}
