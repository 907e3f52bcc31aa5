//! Who decides about initiatives, and who enters the numbers (the matrix; INV-D1, INV-R1).

use super::model::{Recognition, RecognitionFault as Fault};
use super::rules;
use crate::access::{Actor, Permit, Role, actions, grant};
use crate::councils::InitiativeLevel;
use crate::initiatives::{self, Advances, Initiative};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, UnitId};

actions! {
    /// Recognising and refusing.
    pub struct DecideInitiative: Fresh;
    /// Cancelling a recognition.
    pub struct CancelRecognition: Fresh;
    /// Entering number and date of a decision.
    pub struct NumberDecision: Fresh;
}

impl Advances for DecideInitiative {}
impl Advances for CancelRecognition {}

/// Who may decide about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decider {
    /// A head of the unit that received the request.
    OwnUnit,
    /// A head of the unit above, because a head of the own one is an author (Circular 18/2013/TT-BKHCN), or every one left
    /// its review for a conflict of interest.
    Above(Option<UnitId>),
    /// A leader of the province, of what was referred to it.
    Province,
}

/// Who decides about a case, and who does not though they would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciding {
    /// Who decides.
    pub decider: Decider,
    /// Those who left its review for a conflict of interest.
    pub barred: Vec<AccountId>,
}

impl Deciding {
    /// Who decides about a recognition, where this decides about its request in its unit.
    #[must_use]
    pub fn about(&self, recognition: &Recognition) -> Self {
        match recognition.level {
            InitiativeLevel::Province => Self { decider: Decider::Province, ..self.clone() },
            InitiativeLevel::Base => self.clone(),
        }
    }

    /// The role in which this person decides: neither they nor whoever's place they take is an author or left the review.
    fn role(&self, actor: &Actor, case: &Initiative) -> Option<Role> {
        let free = actor.unless_barred(|who| case.author(who).is_some() || self.barred.contains(&who));
        role_of(&free, case, self.decider)
    }
}

/// The head who decides; authors never do, nor does whoever left its review for a conflict of interest, nor a substitute of
/// either.
pub fn may_decide(
    actor: &Actor,
    case: &Initiative,
    deciding: &Deciding,
) -> Result<Permit<DecideInitiative>, Refusal> {
    // Whoever decides sees the case: the head of the unit above does for this.
    if role_of(actor, case, deciding.decider).is_none() {
        initiatives::must_see(actor, case)?;
    }
    grant(actor, case.id.0, deciding.role(actor, case))
}

/// Whether this person decides about a case, and so finds it among what waits for them.
#[must_use]
pub fn decides_on(actor: &Actor, case: &Initiative, deciding: &Deciding) -> bool {
    deciding.role(actor, case).is_some()
}

fn role_of(actor: &Actor, case: &Initiative, decider: Decider) -> Option<Role> {
    match decider {
        Decider::OwnUnit => actor.role_in(case.unit, &[Role::UnitLeader]),
        Decider::Above(unit) => unit.and_then(|unit| actor.role_in(unit, &[Role::UnitLeader])),
        Decider::Province => actor.role_everywhere(&[Role::ProvinceLeader]),
    }
}

/// Whoever would decide about a recognition today cancels it.
pub fn may_cancel(
    actor: &Actor,
    recognition: &Recognition,
    case: &Initiative,
    deciding: &Deciding,
) -> Result<Permit<CancelRecognition>, Refusal> {
    if role_of(actor, case, deciding.decider).is_none() && !sees(actor, recognition, case) {
        return Err(Refusal::NotFound);
    }
    grant(actor, recognition.id.0, deciding.role(actor, case))
}

/// Whether a recognition may be cancelled now.
pub fn check_cancel(
    actor: &Actor,
    recognition: &Recognition,
    case: &Initiative,
    deciding: &Deciding,
) -> Result<Permit<CancelRecognition>, Failure<Fault>> {
    let permit = may_cancel(actor, recognition, case, deciding)?;
    rules::check_standing(recognition, case.state).map_err(Failure::Problem)?;
    Ok(permit)
}

/// The permit to cancel a recognition, for the request that it recognised.
pub fn over_case(
    permit: &Permit<CancelRecognition>,
    recognition: &Recognition,
) -> Result<Permit<CancelRecognition>, Refusal> {
    permit.carried(recognition.id.0, recognition.initiative.0)
}

/// Whether this person decides about what is referred to the province.
#[must_use]
pub fn leads_province(actor: &Actor) -> bool {
    actor.role_everywhere(&[Role::ProvinceLeader]).is_some()
}

/// The units whose heads this person is.
#[must_use]
pub fn led_units(actor: &Actor) -> Vec<UnitId> {
    actor.units_with(&[Role::UnitLeader])
}

/// Whether this person decides about initiatives of some unit, or numbers decisions.
#[must_use]
pub fn decides(actor: &Actor) -> bool {
    !led_units(actor).is_empty() || leads_province(actor) || actor.any_role(&[Role::Clerk]).is_some()
}

/// Whether a recognition exists for this person: to whom its request does, and to clerks who number its decision.
/// Numbered decisions are public besides, as far as the register shows them.
#[must_use]
pub fn sees(actor: &Actor, recognition: &Recognition, case: &Initiative) -> bool {
    initiatives::must_see(actor, case).is_ok() || numbers(actor, recognition).is_some()
}

fn numbers(actor: &Actor, recognition: &Recognition) -> Option<Role> {
    actor.role_in(recognition.unit, &[Role::Clerk]).or(actor.role_everywhere(&[Role::Clerk]))
}

/// The clerk of the unit, or of the province; never an author, nor in the place of one (INV-R1).
pub fn may_number(
    actor: &Actor,
    recognition: &Recognition,
    case: &Initiative,
) -> Result<Permit<NumberDecision>, Refusal> {
    if !sees(actor, recognition, case) {
        return Err(Refusal::NotFound);
    }
    grant(actor, recognition.id.0, numbers(&initiatives::free_of_own(actor, case), recognition))
}

/// Whether this person numbers decisions anywhere.
#[must_use]
pub fn numbers_some(actor: &Actor) -> bool {
    actor.any_role(&[Role::Clerk]).is_some()
}

/// Where this person numbers decisions; `None` in every unit.
#[must_use]
pub fn numbered_units(actor: &Actor) -> Option<Vec<UnitId>> {
    if actor.role_everywhere(&[Role::Clerk]).is_some() {
        return None;
    }
    Some(actor.units_with(&[Role::Clerk]))
}
