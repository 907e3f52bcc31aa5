//! Renewing somebody's password makes whoever learns the new one that person, for as long as nobody notices. So for
//! people whose word weighs, a second administrator confirms it (INV-R6, docs/adr/0036); and whoever was renewed is told by
//! whom and when.

use time::{Date, Duration, OffsetDateTime};

use super::model::{PeopleProblemCode, RoleAssignment};
use crate::access::Role;
use crate::shared::id::AccountId;

/// How long a renewal waits for a second administrator.
pub const WAIT: Duration = Duration::hours(24);

/// How long the person is told on screen.
pub const TOLD_FOR: Duration = Duration::days(30);

/// A renewal that was asked for, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// Whose password.
    pub account: AccountId,
    /// Who asked for it; `None` for whoever runs the server.
    pub asked_by: Option<AccountId>,
    /// When.
    pub asked_at: OffsetDateTime,
    /// The written request it rests on.
    pub request: Option<String>,
    /// Until when it can be confirmed.
    pub until: OffsetDateTime,
    /// Who confirmed it; `None` while nobody has, or where one administrator was enough.
    pub confirmed_by: Option<AccountId>,
    /// When the password was renewed.
    pub done_at: Option<OffsetDateTime>,
}

/// What the renewal of a password takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One administrator: the person has no role of weight, or nobody else could confirm.
    One,
    /// A second administrator.
    Two,
    /// A second administrator, and there is none: only whoever runs the server renews it.
    Console,
}

/// What it takes to renew the password of the holder of these roles. Without anybody who could confirm, an administrator
/// alone renews passwords, except those of administrators.
#[must_use]
pub fn takes(
    held: &[RoleAssignment],
    administrations: &[RoleAssignment],
    asker: AccountId,
    account: AccountId,
    today: Date,
) -> Takes {
    let lasts = |one: &&RoleAssignment| one.valid_to.is_none_or(|last| last >= today);
    let mut kept = held.iter().filter(lasts).map(|one| one.role).filter(|role| role.weighs()).peekable();
    if kept.peek().is_none() {
        return Takes::One;
    }
    if administrations.iter().any(|one| confirms(one, Some(asker), account, today)) {
        Takes::Two
    } else if kept.any(|role| role == Role::SysAdmin) {
        Takes::Console
    } else {
        Takes::One
    }
}

/// Whether an administration lets its holder confirm: neither the asker's nor the person's own, and older than today, so
/// that nobody makes the second administrator for the purpose.
fn confirms(one: &RoleAssignment, asker: Option<AccountId>, account: AccountId, today: Date) -> bool {
    one.role == Role::SysAdmin
        && Some(one.account) != asker
        && one.account != account
        && one.valid_from < today
        && one.valid_to.is_none_or(|last| last >= today)
}

/// Whether somebody, who administers so, may confirm a renewal.
///
/// # Errors
/// The own password, the own asking, or an administration that began today.
pub fn check_confirm(
    asked: &Renewal,
    by: AccountId,
    administrations: &[RoleAssignment],
    today: Date,
) -> Result<(), PeopleProblemCode> {
    if by == asked.account {
        return Err(PeopleProblemCode::OwnAccount);
    }
    if asked.asked_by == Some(by) {
        return Err(PeopleProblemCode::OwnRenewal);
    }
    let own = |one: &&RoleAssignment| one.account == by;
    if administrations.iter().filter(own).any(|one| confirms(one, asked.asked_by, asked.account, today)) {
        Ok(())
    } else {
        Err(PeopleProblemCode::AdministratorSinceToday)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::shared::id::RoleAssignmentId;

    const TODAY: Date = date!(2021 - 12 - 01);

    fn held(account: AccountId, role: Role, from: Date, to: Option<Date>) -> RoleAssignment {
        RoleAssignment {
            id: RoleAssignmentId::fresh(),
            account,
            role,
            unit: None,
            campaign: None,
            peer_group: None,
            substitutes: None,
            valid_from: from,
            valid_to: to,
            legal_basis: None,
        }
    }

    #[test]
    fn a_second_administrator_is_asked_where_a_word_weighs_and_there_is_one() {
        let [asker, other, person] = [AccountId::fresh(), AccountId::fresh(), AccountId::fresh()];
        let since = date!(2021 - 01 - 01);
        let administers = |account| held(account, Role::SysAdmin, since, None);
        let roles = |role, to| vec![held(person, role, since, to)];
        let (both, alone) = (vec![administers(asker), administers(other)], vec![administers(asker)]);
        let ended = Some(date!(2021 - 11 - 30));
        for (role, to, administrations, takes_) in [
            (Role::UnitLeader, None, &both, Takes::Two),
            (Role::UnitLeader, Some(TODAY), &both, Takes::Two),
            (Role::UnitLeader, ended, &both, Takes::One),
            (Role::UnitFocal, None, &both, Takes::One),
            (Role::Clerk, None, &both, Takes::Two),
            (Role::UnitLeader, None, &alone, Takes::One),
            (Role::SysAdmin, None, &both, Takes::Two),
            (Role::SysAdmin, None, &alone, Takes::Console),
        ] {
            assert_eq!(takes(&roles(role, to), administrations, asker, person, TODAY), takes_, "{role:?}");
        }
        // Two administrators, one of whom lost the password: nobody is left to confirm it.
        let of_other = vec![administers(other)];
        assert_eq!(takes(&of_other, &both, asker, other, TODAY), Takes::Console);
        let made_today = vec![administers(asker), held(other, Role::SysAdmin, TODAY, None)];
        let leader = roles(Role::UnitLeader, None);
        assert_eq!(takes(&leader, &made_today, asker, person, TODAY), Takes::One, "made for the purpose");
    }

    #[test]
    fn nobody_confirms_what_they_asked_for() {
        let [asker, other, person] = [AccountId::fresh(), AccountId::fresh(), AccountId::fresh()];
        let asked = Renewal {
            account: person,
            asked_by: Some(asker),
            asked_at: datetime!(2021-12-01 02:00 UTC),
            request: None,
            until: datetime!(2021-12-02 02:00 UTC),
            confirmed_by: None,
            done_at: None,
        };
        let since = |account, from| held(account, Role::SysAdmin, from, None);
        let old = [since(asker, date!(2021 - 01 - 01)), since(other, date!(2021 - 11 - 30))];
        assert_eq!(check_confirm(&asked, other, &old, TODAY), Ok(()));
        assert_eq!(check_confirm(&asked, asker, &old, TODAY), Err(PeopleProblemCode::OwnRenewal));
        assert_eq!(check_confirm(&asked, person, &old, TODAY), Err(PeopleProblemCode::OwnAccount));
        let new = [since(asker, date!(2021 - 01 - 01)), since(other, TODAY)];
        let refused = Err(PeopleProblemCode::AdministratorSinceToday);
        assert_eq!(check_confirm(&asked, other, &new, TODAY), refused);
    }
}
