//! Who prepares, sends, checks and numbers referrals (the matrix): the unit's keeper and head, the Department's
//! officers, the clerk; never for an initiative of their own (INV-R1). Whoever reads the initiative reads its referral.

use super::model::{Referral, ReferralFault as Fault, ReferralState};
use super::rules;
use crate::access::{Actor, Permit, Role, actions, grant};
use crate::initiatives::{self, Advances, Initiative, Move};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::UnitId;

actions! {
    /// Writing what the unit says.
    pub struct PrepareReferral: None;
    /// Sending it, completing it, and taking it back.
    pub struct SendReferral: Presence;
    /// Accepting, asking for completion, refusing.
    pub struct CheckReferral: Presence;
    /// Entering number and date of the petition.
    pub struct NumberPetition: Fresh;
}

impl Advances for SendReferral {}
impl Advances for CheckReferral {}

/// The keeper of the unit's register prepares it, and its head.
pub fn may_prepare(actor: &Actor, case: &Initiative) -> Result<Permit<PrepareReferral>, Refusal> {
    initiatives::must_see(actor, case)?;
    grant(actor, case.id.0, prepares(actor, case))
}

/// A head of the unit answers for what it sends.
pub fn may_send(actor: &Actor, case: &Initiative) -> Result<Permit<SendReferral>, Refusal> {
    initiatives::must_see(actor, case)?;
    grant(actor, case.id.0, sends(actor, case))
}

/// The Department's officers check it.
pub fn may_check(actor: &Actor, case: &Initiative) -> Result<Permit<CheckReferral>, Refusal> {
    initiatives::must_see(actor, case)?;
    grant(actor, case.id.0, finds(actor, case))
}

/// The role in which this person prepares the referral of an initiative.
#[must_use]
pub fn prepares(actor: &Actor, case: &Initiative) -> Option<Role> {
    initiatives::free_of_own(actor, case).role_in(case.unit, &[Role::InitiativeSecretary, Role::UnitLeader])
}

/// The role in which this person sends it.
#[must_use]
pub fn sends(actor: &Actor, case: &Initiative) -> Option<Role> {
    initiatives::free_of_own(actor, case).role_in(case.unit, &[Role::UnitLeader])
}

/// The role in which this person checks it.
#[must_use]
pub fn finds(actor: &Actor, case: &Initiative) -> Option<Role> {
    initiatives::free_of_own(actor, case).role_everywhere(&[Role::InitiativeOfficer])
}

/// The clerk of the unit, or of the province, numbers its petition.
pub fn may_number(
    actor: &Actor,
    referral: &Referral,
    case: &Initiative,
) -> Result<Permit<NumberPetition>, Refusal> {
    if numbers(actor, referral.unit).is_none() {
        initiatives::must_see(actor, case)?;
    }
    grant(actor, referral.id.0, numbers(&initiatives::free_of_own(actor, case), referral.unit))
}

type Checked<A> = Result<Permit<A>, Failure<Vec<Fault>>>;

fn fault(fault: Fault) -> Failure<Vec<Fault>> {
    Failure::Problem(vec![fault])
}

fn can_move(case: &Initiative, step: Move) -> Result<(), Failure<Vec<Fault>>> {
    initiatives::after(case.state, step).map(|_| ()).map_err(|_| fault(Fault::WrongState(case.state)))
}

/// Whether a referral may be begun, or written on, now.
pub fn check_prepare(actor: &Actor, held: Option<&Referral>, case: &Initiative) -> Checked<PrepareReferral> {
    let permit = may_prepare(actor, case)?;
    match held {
        Some(held) => rules::sending(held, case.state).map(|_| ()).map_err(fault)?,
        None => can_move(case, Move::Refer)?,
    }
    Ok(permit)
}

/// Whether a referral may be sent now.
pub fn check_send(actor: &Actor, held: &Referral, case: &Initiative) -> Checked<SendReferral> {
    let permit = may_send(actor, case)?;
    rules::sending(held, case.state).map(|_| ()).map_err(fault)?;
    Ok(permit)
}

/// Whether a referral may be taken back now.
pub fn check_take_back(actor: &Actor, held: &Referral, case: &Initiative) -> Checked<SendReferral> {
    let permit = may_send(actor, case)?;
    must_be_sent(held)?;
    can_move(case, Move::TakeBackReferral)?;
    Ok(permit)
}

/// Whether the Department may find so about a referral now.
pub fn check_finding(
    actor: &Actor,
    held: &Referral,
    case: &Initiative,
    step: Move,
) -> Checked<CheckReferral> {
    let permit = may_check(actor, case)?;
    can_move(case, step)?;
    must_be_sent(held)?;
    Ok(permit)
}

/// Whether a petition may be numbered now.
pub fn check_number(actor: &Actor, held: &Referral, case: &Initiative) -> Checked<NumberPetition> {
    let permit = may_number(actor, held, case)?;
    must_be_sent(held)?;
    Ok(permit)
}

fn must_be_sent(held: &Referral) -> Result<(), Failure<Vec<Fault>>> {
    if held.state == ReferralState::Sent { Ok(()) } else { Err(fault(Fault::NotOpen)) }
}

/// Whether a referral exists for this person: to whom its initiative does, and to clerks once it was sent.
#[must_use]
pub fn sees(actor: &Actor, referral: &Referral, case: &Initiative) -> bool {
    let is_numbered_here = || referral.sent.is_some() && numbers(actor, referral.unit).is_some();
    initiatives::must_see(actor, case).is_ok() || is_numbered_here()
}

fn numbers(actor: &Actor, unit: UnitId) -> Option<Role> {
    actor.role_in(unit, &[Role::Clerk]).or(actor.role_everywhere(&[Role::Clerk]))
}

/// Whether this person looks over everything that was referred: officers, the province's leaders, inspectors.
#[must_use]
pub fn looks_over(actor: &Actor) -> bool {
    let roles = [Role::InitiativeOfficer, Role::ProvinceLeader, Role::Auditor];
    actor.role_everywhere(&roles).is_some()
}

/// Whether this person checks what was referred.
#[must_use]
pub fn checks(actor: &Actor) -> bool {
    actor.role_everywhere(&[Role::InitiativeOfficer]).is_some()
}
