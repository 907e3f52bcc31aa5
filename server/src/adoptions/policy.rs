//! Who asks units whether they adopted an initiative, who answers, and who sees it: whoever reads the initiative, and
//! the people of the unit that was asked.

use super::model::{Adoption, AdoptionFault as Fault};
use super::rules;
use crate::access::{Actor, Answered as _, Permit, Role, actions, grant};
use crate::initiatives::{self, Initiative};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::UnitId;

actions! {
    /// Asking a unit, and taking the question back.
    pub struct AskAdopter: None;
    /// Answering for a unit.
    pub struct AnswerAdoption: Presence;
}

const ASKED: [Role; 3] = [Role::UnitLeader, Role::UnitFocal, Role::InitiativeSecretary];

/// The units whose people this person is, so that what is asked of them is theirs to see.
#[must_use]
pub fn asked_units(actor: &Actor) -> Vec<UnitId> {
    actor.units_with(&ASKED)
}

/// The units for which this person answers.
#[must_use]
pub fn led_units(actor: &Actor) -> Vec<UnitId> {
    actor.units_with(&[Role::UnitLeader])
}

/// Whether an adoption exists for this person.
#[must_use]
pub fn sees(actor: &Actor, adoption: &Adoption, case: &Initiative) -> bool {
    initiatives::must_see(actor, case).is_ok() || actor.role_in(adoption.unit, &ASKED).is_some()
}

/// The keeper of the register and the head of the initiative's unit ask, never about an initiative of their own.
pub fn may_ask(actor: &Actor, case: &Initiative) -> Result<Permit<AskAdopter>, Refusal> {
    initiatives::must_see(actor, case)?;
    let free = initiatives::free_of_own(actor, case);
    grant(actor, case.id.0, free.role_in(case.unit, &[Role::InitiativeSecretary, Role::UnitLeader]))
}

/// Whether units may be asked about an initiative now.
pub fn check_ask(actor: &Actor, case: &Initiative) -> Result<Permit<AskAdopter>, Failure<Fault>> {
    let permit = may_ask(actor, case)?;
    rules::check_asking(case.state).map_err(Failure::Problem)?;
    Ok(permit)
}

/// Whether a question may be taken back now: what is answered stays.
pub fn check_take_back(
    actor: &Actor,
    adoption: &Adoption,
    case: &Initiative,
) -> Result<Permit<AskAdopter>, Failure<Fault>> {
    let permit = may_take_back(actor, adoption, case)?;
    if adoption.answer.is_some() { Err(Failure::Problem(Fault::AnsweredStays)) } else { Ok(permit) }
}

/// Whether a question may be answered, or answered anew, now.
pub fn check_answer(
    actor: &Actor,
    adoption: &Adoption,
    case: &Initiative,
) -> Result<Permit<AnswerAdoption>, Failure<Fault>> {
    let permit = may_answer(actor, adoption, case)?;
    rules::check_answering(case.state).map_err(Failure::Problem)?;
    Ok(permit)
}

/// Whether this person may ask units about an initiative now.
#[must_use]
pub fn can_ask(actor: &Actor, case: &Initiative) -> bool {
    check_ask(actor, case).is_offered()
}

/// The same take back what they asked.
pub fn may_take_back(
    actor: &Actor,
    adoption: &Adoption,
    case: &Initiative,
) -> Result<Permit<AskAdopter>, Refusal> {
    must_see(actor, adoption, case)?;
    let free = initiatives::free_of_own(actor, case);
    grant(actor, adoption.id.0, free.role_in(case.unit, &[Role::InitiativeSecretary, Role::UnitLeader]))
}

/// The head of the unit that was asked answers, unless they are an author.
pub fn may_answer(
    actor: &Actor,
    adoption: &Adoption,
    case: &Initiative,
) -> Result<Permit<AnswerAdoption>, Refusal> {
    must_see(actor, adoption, case)?;
    let free = initiatives::free_of_own(actor, case);
    grant(actor, adoption.id.0, free.role_in(adoption.unit, &[Role::UnitLeader]))
}

fn must_see(actor: &Actor, adoption: &Adoption, case: &Initiative) -> Result<(), Refusal> {
    if sees(actor, adoption, case) { Ok(()) } else { Err(Refusal::NotFound) }
}
