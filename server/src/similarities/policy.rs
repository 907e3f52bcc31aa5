//! Who sees what resembles an initiative, and who judges it (the matrix, similarity report).

use crate::access::{Actor, Permit, Role, actions, grant};
use crate::initiatives::{self, Initiative};
use crate::shared::error::Refusal;

actions! {
    /// Judging a case that resembles another.
    pub struct JudgeSimilarity: Presence;
}

const READERS: [Role; 2] = [Role::InitiativeOfficer, Role::Auditor];

/// The keeper of the register of the case and the Department's officers judge, unless they are its authors (INV-R1).
/// Whoever asks sees the case.
pub fn may_judge(actor: &Actor, case: &Initiative) -> Result<Permit<JudgeSimilarity>, Refusal> {
    grant(actor, case.id.0, judges(actor, case))
}

fn judges(actor: &Actor, case: &Initiative) -> Option<Role> {
    let free = initiatives::free_of_own(actor, case);
    let role = free
        .role_in(case.unit, &[Role::InitiativeSecretary])
        .or(free.role_everywhere(&[Role::InitiativeOfficer]));
    role.filter(|_| case.filed_at.is_some())
}

/// Whoever judges, inspectors, and its authors once it was answered: a request that they withdrew tells them nothing of
/// what others filed.
pub fn may_read(actor: &Actor, case: &Initiative) -> Result<(), Refusal> {
    // What was referred was answered before.
    let is_answered = case.state.is_answered() || case.referred_at.is_some();
    let is_answered_own = case.author(actor.account).is_some() && is_answered && case.filed_at.is_some();
    let free = initiatives::free_of_own(actor, case);
    let inspects = case.filed_at.is_some()
        && (free.role_everywhere(&READERS).is_some() || free.role_in(case.unit, &[Role::Auditor]).is_some());
    if is_answered_own || inspects || judges(actor, case).is_some() {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}
