//! The proof that a policy said yes, about which thing, and in which role.
//!
//! A write in a `store.rs` demands a [`Permit`] of its own action; forgetting to ask does not compile.

use std::marker::PhantomData;

use uuid::Uuid;

use super::Role;
use crate::shared::error::Refusal;

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

/// Turns the answer of a policy into a permit; called from `policy.rs` files only.
pub fn grant<A>(subject: Uuid, allowed_by: Option<Role>) -> Result<Permit<A>, Refusal> {
    let role = allowed_by.ok_or(Refusal::Forbidden)?;
    Ok(Permit { subject, role, action: PhantomData })
}
