//! The person behind a request, with the roles in force at that moment.

use time::Date;

use super::{Presence, Role, Scope};
use crate::shared::id::{AccountId, CampaignId, PeerGroupId, RoleAssignmentId, UnitId};

/// One role in force, with what it covers. A grant that is bound to nothing covers the whole province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleGrant {
    /// The assignment it rests on.
    pub assignment: RoleAssignmentId,
    /// The role.
    pub role: Role,
    /// The unit it is bound to.
    pub unit: Option<UnitId>,
    /// The campaign it is bound to.
    pub campaign: Option<CampaignId>,
    /// The peer group it is bound to.
    pub peer_group: Option<PeerGroupId>,
    /// The person whose place is taken while they are absent.
    pub on_behalf_of: Option<AccountId>,
}

impl RoleGrant {
    /// Whether it covers a campaign as a whole.
    fn covers_campaign(&self, campaign: CampaignId) -> bool {
        self.unit.is_none() && self.peer_group.is_none() && self.campaign.is_none_or(|own| own == campaign)
    }
}

/// A unit to which a person belongs without working in it now: they worked in it or held a role over it, or it is akin
/// to such a unit, because one came out of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitTie {
    /// The unit.
    pub unit: UnitId,
    /// The last day of what ties them; `None` while it lasts.
    pub until: Option<Date>,
}

/// A signed-in person as the server sees them for the length of one request.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// Name as printed in the audit trail.
    pub name: String,
    /// The unit where the person works.
    pub home_unit: Option<UnitId>,
    /// Roles in force now; one only while the person acts in a chosen one.
    pub grants: Vec<RoleGrant>,
    /// The assignment that the person chose to act in; `None` acts in all of them.
    pub acting_as: Option<RoleAssignmentId>,
    /// Units that any role of the person is bound to, also one not acted in: no one appraises those.
    pub bound_units: Vec<UnitId>,
    /// What ties the person to further units, so that no reorganisation and no transfer makes them a stranger there.
    pub ties: Vec<UnitTie>,
    /// Whether any role of the person, also one not acted in, administers accounts.
    pub administers: bool,
    /// Units whose records the person sees (own unit and, for its leader, the units below).
    pub scope: Scope,
    /// A first password must be changed before anything else is done.
    pub must_change_password: bool,
    /// A role demands a second factor, and the person has none yet.
    pub must_enrol_second_factor: bool,
    /// How the person stands behind the request.
    pub presence: Presence,
    /// The account belongs to the sample data.
    pub is_sample: bool,
    /// Network address of the request.
    pub address: Option<String>,
    /// Id of the request, for the audit trail and the log.
    pub request_id: Option<String>,
}

impl UnitTie {
    fn lasts_since(&self, since: Date) -> bool {
        self.until.is_none_or(|last| last >= since)
    }
}

impl Actor {
    /// This person in a matter that bars some people: without any role where it bars them, and without those in which
    /// they take the place of somebody whom it bars. Whoever acts for another is barred from whatever the other is
    /// (INV-R1); a role of their own they keep.
    #[must_use]
    pub fn unless_barred(&self, bars: impl Fn(AccountId) -> bool) -> Self {
        let mut free = self.clone();
        let is_barred = bars(self.account);
        free.grants.retain(|grant| !is_barred && !grant.on_behalf_of.is_some_and(&bars));
        free
    }

    /// The first of `roles` that this person holds, whatever it is bound to.
    #[must_use]
    pub fn any_role(&self, roles: &[Role]) -> Option<Role> {
        self.first_of(roles, |_| true)
    }

    /// The first of `roles` that this person holds exactly over `unit`.
    #[must_use]
    pub fn role_in(&self, unit: UnitId, roles: &[Role]) -> Option<Role> {
        self.first_of(roles, |grant| grant.unit == Some(unit))
    }

    /// The units over which this person holds one of `roles`, each once.
    #[must_use]
    pub fn units_with(&self, roles: &[Role]) -> Vec<UnitId> {
        let held = self.grants.iter().filter(|grant| roles.contains(&grant.role));
        let mut units: Vec<UnitId> = held.filter_map(|grant| grant.unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// The first of `roles` that this person holds over the province or over `campaign`.
    #[must_use]
    pub fn role_over(&self, campaign: CampaignId, roles: &[Role]) -> Option<Role> {
        self.first_of(roles, |grant| grant.covers_campaign(campaign))
    }

    /// The first of `roles` that this person holds over the whole province.
    #[must_use]
    pub fn role_everywhere(&self, roles: &[Role]) -> Option<Role> {
        self.first_of(roles, |grant| {
            grant.unit.is_none() && grant.campaign.is_none() && grant.peer_group.is_none()
        })
    }

    fn first_of(&self, roles: &[Role], covers: impl Fn(&RoleGrant) -> bool) -> Option<Role> {
        let holds = |role: Role| self.grants.iter().any(|grant| grant.role == role && covers(grant));
        roles.iter().copied().find(|role| holds(*role))
    }

    /// Whether this person works in `unit` or holds a role bound to it today.
    #[must_use]
    pub fn works_in(&self, unit: UnitId) -> bool {
        self.home_unit == Some(unit) || self.bound_units.contains(&unit)
    }

    /// Whether `unit` is, or was at any time since a day, a unit of this person: no one appraises the own unit, and no
    /// transfer, no end of a role and no reorganisation changes whose it was (INV-S6). The day is the first of the
    /// campaign's period.
    #[must_use]
    pub fn belongs_to(&self, unit: UnitId, since: Date) -> bool {
        self.works_in(unit) || self.ties.iter().any(|tie| tie.unit == unit && tie.lasts_since(since))
    }

    /// The units that this person belongs to, or did at any time since a day.
    #[must_use]
    pub fn own_units(&self, since: Date) -> Vec<UnitId> {
        let tied = self.ties.iter().filter(|tie| tie.lasts_since(since)).map(|tie| tie.unit);
        self.home_unit.into_iter().chain(self.bound_units.iter().copied()).chain(tied).collect()
    }

    /// The units that this person belongs to or did, each with the last day of what ties them; none while it lasts.
    pub fn belongings(&self) -> impl Iterator<Item = (UnitId, Option<Date>)> {
        let now = self.home_unit.into_iter().chain(self.bound_units.iter().copied());
        now.map(|unit| (unit, None)).chain(self.ties.iter().map(|tie| (tie.unit, tie.until)))
    }

    /// Whether some role shows the sheets of every unit in a campaign.
    #[must_use]
    pub fn sees_all_units_in(&self, campaign: CampaignId) -> bool {
        self.grants.iter().any(|grant| grant.role.sees_sheets() && grant.covers_campaign(campaign))
    }

    /// Whether some role shows the sheets of every unit in at least one campaign.
    #[must_use]
    pub fn sees_all_units_somewhere(&self) -> bool {
        self.grants
            .iter()
            .any(|grant| grant.role.sees_sheets() && grant.unit.is_none() && grant.peer_group.is_none())
    }

    /// The peer groups that this person leads.
    #[must_use]
    pub fn led_groups(&self) -> Vec<PeerGroupId> {
        let led = self.grants.iter().filter(|grant| grant.role == Role::ClusterLead);
        led.filter_map(|grant| grant.peer_group).collect()
    }

    /// The accounts for which work counts as this person's in a role: the own one while they hold the role, also in
    /// somebody's place, and those of absent colleagues whose place is taken.
    #[must_use]
    pub fn accounts_in(&self, role: Role) -> Vec<AccountId> {
        self.accounts_by(|grant| grant.role == role)
    }

    /// The same in a role over one unit.
    #[must_use]
    pub fn accounts_in_unit(&self, unit: UnitId, role: Role) -> Vec<AccountId> {
        self.accounts_by(|grant| grant.role == role && grant.unit == Some(unit))
    }

    fn accounts_by(&self, counts: impl Fn(&RoleGrant) -> bool) -> Vec<AccountId> {
        let held = self.grants.iter().filter(|grant| counts(grant));
        let mut accounts: Vec<_> =
            held.flat_map(|grant| [Some(self.account), grant.on_behalf_of]).flatten().collect();
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    }
}
