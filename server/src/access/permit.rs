//! The proof that a policy said yes, about which thing, and in which role.
//!
//! A write in a `store.rs` demands a [`Permit`] of its own action; forgetting to ask does not compile. Nothing becomes a
//! permit without what its action asks of the person ([`Action::PROOF`]).

use std::marker::PhantomData;

use uuid::Uuid;

use super::{Action, Actor, Role};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::AccountId;

/// Proof that the action `A` on one subject was allowed.
pub struct Permit<A> {
    subject: Uuid,
    role: Role,
    action: PhantomData<A>,
}

impl<A> Permit<A> {
    /// The thing the policy was asked about; a write takes its id from here.
    #[must_use]
    pub fn subject(&self) -> Uuid {
        self.subject
    }

    /// The role that allowed it; the audit trail records it.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }
}

impl<A> Permit<A> {
    /// The same permit for a record that belongs to the one it was granted for; called from `policy.rs` files only,
    /// which know from the record itself that it does. What `from` is not the subject of is a fault of the program.
    pub fn carried(&self, from: Uuid, to: Uuid) -> Result<Self, Refusal> {
        if self.subject != from {
            return Err(
                anyhow::anyhow!("the permit is for another record than the one it is carried from").into()
            );
        }
        Ok(Self { subject: to, role: self.role, action: PhantomData })
    }
}

/// Proof that the action `A` about oneself was allowed; no role is needed for it.
pub struct OwnPermit<A> {
    account: AccountId,
    action: PhantomData<A>,
}

impl<A> OwnPermit<A> {
    /// The own account; a write takes its id from here.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.account
    }
}

/// A permit over an account, whether it is the own one or that of somebody else: what is done to accounts in either way is
/// written under this. The store says which actions it takes by a trait of its slice's policy.
pub trait OverAccount<A> {
    /// The account; a write takes its id from here.
    fn account(&self) -> AccountId;
}

impl<A> OverAccount<A> for OwnPermit<A> {
    fn account(&self) -> AccountId {
        self.account
    }
}

impl<A> OverAccount<A> for Permit<A> {
    fn account(&self) -> AccountId {
        AccountId(self.subject)
    }
}

/// Turns the answer of a policy into a permit, if the person stands behind the request as the action asks; called from
/// `policy.rs` files only.
pub fn grant<A: Action>(
    actor: &Actor,
    subject: Uuid,
    allowed_by: Option<Role>,
) -> Result<Permit<A>, Refusal> {
    let role = allowed_by.ok_or(Refusal::Forbidden)?;
    actor.must_stand_behind(A::PROOF)?;
    Ok(Permit { subject, role, action: PhantomData })
}

/// The same for a deed about oneself.
pub fn grant_own<A: Action>(actor: &Actor) -> Result<OwnPermit<A>, Refusal> {
    actor.must_stand_behind(A::PROOF)?;
    Ok(OwnPermit { account: actor.account, action: PhantomData })
}

/// The permit of whoever runs the server, at its command line.
#[must_use]
pub fn grant_at_console<A: Action>(subject: Uuid) -> Permit<A> {
    Permit { subject, role: Role::SysAdmin, action: PhantomData }
}

/// What a policy or a check answered, as the screen asks it.
pub trait Answered {
    /// Whether the deed is offered to the person: they may do it now, or once they have confirmed who they are.
    fn is_offered(&self) -> bool;
}

impl<T> Answered for Result<T, Refusal> {
    fn is_offered(&self) -> bool {
        matches!(self, Ok(_) | Err(Refusal::StepUpRequired))
    }
}

impl<T, P> Answered for Result<T, Failure<P>> {
    fn is_offered(&self) -> bool {
        matches!(self, Ok(_) | Err(Failure::Refusal(Refusal::StepUpRequired)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Presence, Scope, actions};
    use super::*;

    actions! {
        struct Draft: None;
        struct Sign: Presence;
        struct Release: Fresh;
    }

    fn person(presence: &Presence) -> Actor {
        Actor {
            account: AccountId::fresh(),
            name: "Đồng chí Mẫu".into(),
            home_unit: None,
            grants: Vec::new(),
            acting_as: None,
            bound_units: Vec::new(),
            ties: Vec::new(),
            administers: false,
            scope: Scope::All,
            must_change_password: false,
            must_enrol_second_factor: false,
            presence: presence.clone(),
            is_sample: false,
            address: None,
            request_id: None,
        }
    }

    fn answers<A: Action>(presence: &Presence) -> [Result<(), Refusal>; 2] {
        let person = person(presence);
        let granted = grant::<A>(&person, person.account.0, Some(Role::Clerk));
        [granted.map(|_| ()), grant_own::<A>(&person).map(|_| ())]
    }

    fn words<A: Action>(presence: &Presence) -> &'static str {
        let said = answers::<A>(presence).map(|answer| match answer {
            Ok(()) => "yes",
            Err(Refusal::StepUpRequired) => "prove",
            Err(_) => "no",
        });
        assert_eq!(said[0], said[1], "a deed about oneself asks the same");
        said[0]
    }

    #[test]
    fn an_action_asks_of_everybody_what_it_declares() {
        let fresh = Presence::Session { has_just_proved: true };
        let stale = Presence::Session { has_just_proved: false };
        let token = Presence::Token { reads_only: false };
        for (presence, expected) in [
            (fresh, ["yes", "yes", "yes"]),
            (stale, ["yes", "yes", "prove"]),
            (token, ["yes", "no", "no"]),
            (Presence::Process, ["yes", "yes", "yes"]),
        ] {
            let said = [words::<Draft>(&presence), words::<Sign>(&presence), words::<Release>(&presence)];
            assert_eq!(said, expected, "{presence:?}");
        }
    }

    #[test]
    fn without_a_role_nobody_is_asked_to_prove_anything() {
        let person = person(&Presence::Session { has_just_proved: false });
        let refused = grant::<Release>(&person, person.account.0, None);
        assert!(matches!(refused, Err(Refusal::Forbidden)));
        assert!(!refused.is_offered());
        let asked = grant::<Release>(&person, person.account.0, Some(Role::Clerk));
        assert!(asked.is_offered(), "whoever would only be asked to confirm is offered the deed");
    }
}
