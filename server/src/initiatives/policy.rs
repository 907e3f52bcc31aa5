//! Who sees and who does what with initiatives (the matrix): authors write, confirm and file; a draft is theirs alone.
//! Once filed, the unit that receives it and those who look across units read it; the secretary of the unit's
//! initiative council keeps the register, and stays away from requests of their own (INV-R1). The province's leaders
//! read what was referred to them.

use super::model::{Answer, Author, Initiative, InitiativeFault as Fault, InitiativeState};
use super::rules::{self, Move};
use crate::access::{Actor, Permit, Role, Scope, actions, grant};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, InitiativeId};

actions! {
    /// Writing a request.
    pub struct WriteInitiative: None;
    /// Filing a request, and withdrawing it.
    pub struct FileInitiative: Presence;
    /// A co-author's answer.
    pub struct AnswerAuthorship: Presence;
    /// Letting a co-author go on with a request.
    pub struct HandOverInitiative: Presence;
    /// Asking for corrections, accepting and refusing.
    pub struct KeepRegister: Presence;
}

/// What other slices do that moves an initiative on its way: each implements it for the action it grants.
pub trait Advances {}

/// Which initiatives exist for a person: those of which they are an author, and what was filed within reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The person.
    pub account: AccountId,
    /// Where filed requests are seen; an empty list of units sees none.
    pub filed: Scope,
    /// Whether what was referred to the province is seen, of every unit.
    pub referred: bool,
}

/// Read what was filed with any unit.
const ACROSS: [Role; 4] = [Role::InitiativeOfficer, Role::AwardSecretary, Role::Analyst, Role::Auditor];
/// Read what was filed with the unit they are bound to.
const IN_UNIT: [Role; 5] =
    [Role::InitiativeSecretary, Role::UnitFocal, Role::UnitLeader, Role::Analyst, Role::Auditor];
/// Read what is confidential and dates of birth, where they read the request.
const DECIDERS: [Role; 2] = [Role::InitiativeOfficer, Role::Auditor];
/// Decides about what was referred, and so reads it.
const OF_PROVINCE: [Role; 1] = [Role::ProvinceLeader];
const DECIDERS_IN_UNIT: [Role; 3] = [Role::InitiativeSecretary, Role::UnitLeader, Role::Auditor];

/// What exists for this person.
#[must_use]
pub fn reach(actor: &Actor) -> Reach {
    let filed = if actor.role_everywhere(&ACROSS).is_some() {
        Scope::All
    } else {
        Scope::Units(actor.units_with(&IN_UNIT))
    };
    Reach { account: actor.account, filed, referred: actor.role_everywhere(&OF_PROVINCE).is_some() }
}

/// Whether this person reads what others filed, anywhere.
#[must_use]
pub fn reads_filed(actor: &Actor) -> bool {
    let reach = reach(actor);
    reach.referred || reach.filed != Scope::Units(Vec::new())
}

/// Whether this person's roles have to do with initiatives: they write requests, or read those of others. Whoever is an
/// author reads the own one without any role.
#[must_use]
pub fn has_to_do_with(actor: &Actor) -> bool {
    actor.any_role(&[Role::InitiativeAuthor]).is_some() || reads_filed(actor)
}

/// Whether this person keeps the register of a unit.
#[must_use]
pub fn keeps_register(actor: &Actor) -> bool {
    actor.any_role(&[Role::InitiativeSecretary]).is_some()
}

/// Whether this initiative exists for this person.
#[must_use]
pub fn sees(actor: &Actor, case: &Initiative) -> bool {
    let reach = reach(actor);
    case.author(actor.account).is_some()
        || (case.filed_at.is_some() && reach.filed.contains(case.unit))
        || (case.referred_at.is_some() && reach.referred)
}

/// Whether this person reads what is marked confidential and when authors were born (INV-X1).
#[must_use]
pub fn sees_confidential(actor: &Actor, case: &Initiative) -> bool {
    let decides = || {
        actor.role_everywhere(&DECIDERS).is_some() || actor.role_in(case.unit, &DECIDERS_IN_UNIT).is_some()
    };
    let of_province = || case.referred_at.is_some() && actor.role_everywhere(&OF_PROVINCE).is_some();
    case.author(actor.account).is_some() || (case.filed_at.is_some() && decides()) || of_province()
}

/// Whether this person begins requests of their own, and so looks colleagues up.
pub fn may_begin(actor: &Actor, id: InitiativeId) -> Result<Permit<WriteInitiative>, Refusal> {
    grant(actor, id.0, actor.any_role(&[Role::InitiativeAuthor]))
}

/// Whoever drafts a request writes it; co-authors read it.
pub fn may_write(actor: &Actor, case: &Initiative) -> Result<Permit<WriteInitiative>, Refusal> {
    must_see(actor, case)?;
    grant(actor, case.id.0, (case.drafted_by == actor.account).then_some(Role::InitiativeAuthor))
}

/// The same files and withdraws it.
pub fn may_file(actor: &Actor, case: &Initiative) -> Result<Permit<FileInitiative>, Refusal> {
    must_see(actor, case)?;
    grant(actor, case.id.0, (case.drafted_by == actor.account).then_some(Role::InitiativeAuthor))
}

/// A co-author answers for the own share; being named makes them one, whatever role they hold. Whoever drafts it has
/// answered by entering the shares, unless it was handed over to them before they had.
pub fn may_answer(actor: &Actor, case: &Initiative) -> Result<Permit<AnswerAuthorship>, Refusal> {
    must_see(actor, case)?;
    let is_confirmed = |author: &Author| matches!(author.answer, Answer::Confirmed(_));
    let answers = |author: &Author| case.drafted_by != actor.account || !is_confirmed(author);
    let is_asked = case.author(actor.account).is_some_and(answers);
    grant(actor, case.id.0, is_asked.then_some(Role::InitiativeAuthor))
}

/// Whoever drafts it lets a co-author go on; where they have left, a co-author does so for themselves.
pub fn may_hand_over(actor: &Actor, case: &Initiative) -> Result<Permit<HandOverInitiative>, Refusal> {
    must_see(actor, case)?;
    let is_author = case.author(actor.account).is_some() || case.drafted_by == actor.account;
    grant(actor, case.id.0, is_author.then_some(Role::InitiativeAuthor))
}

/// Whether it can be handed over now: there is a co-author, and whoever asks drafts it, or takes it from somebody who has
/// no open account any more.
pub fn check_hand_over(
    actor: &Actor,
    case: &Initiative,
    is_drafter_active: bool,
) -> Result<Permit<HandOverInitiative>, Failure<Vec<Fault>>> {
    let permit = may_hand_over(actor, case)?;
    let fault = |fault| Failure::Problem(vec![fault]);
    rules::after(case.state, Move::HandOver).map_err(fault)?;
    if case.drafted_by != actor.account && is_drafter_active {
        return Err(fault(Fault::DrafterActive));
    }
    if case.authors.iter().all(|author| author.account == case.drafted_by) {
        return Err(fault(Fault::NotCoAuthor));
    }
    Ok(permit)
}

/// This person with the roles in which they deal with the requests of others: none where they are an author, and none in
/// the place of an author (INV-R1). Every slice that decides something about a request asks for roles here.
#[must_use]
pub fn free_of_own(actor: &Actor, case: &Initiative) -> Actor {
    actor.unless_barred(|who| case.author(who).is_some())
}

/// The secretary of the unit's initiative council, unless they or whoever's place they take are an author of the request.
pub fn may_keep(actor: &Actor, case: &Initiative) -> Result<Permit<KeepRegister>, Refusal> {
    must_see(actor, case)?;
    grant(actor, case.id.0, free_of_own(actor, case).role_in(case.unit, &[Role::InitiativeSecretary]))
}

/// Whether this person may make a move with a request now; answers the state that it leads to.
pub fn check_move(
    actor: &Actor,
    case: &Initiative,
    step: Move,
) -> Result<InitiativeState, Failure<Vec<Fault>>> {
    match step {
        Move::Write => may_write(actor, case).map(|_| ())?,
        Move::File | Move::Withdraw => may_file(actor, case).map(|_| ())?,
        Move::Answer => may_answer(actor, case).map(|_| ())?,
        Move::HandOver => may_hand_over(actor, case).map(|_| ())?,
        _ => may_keep(actor, case).map(|_| ())?,
    }
    rules::after(case.state, step).map_err(|fault| Failure::Problem(vec![fault]))
}

/// Whether this person sees it; for slices that tell more of it.
pub fn must_see(actor: &Actor, case: &Initiative) -> Result<(), Refusal> {
    if sees(actor, case) { Ok(()) } else { Err(Refusal::NotFound) }
}
