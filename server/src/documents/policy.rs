//! Who has papers written, and who reads them (the matrix, "documents: generate"): authors their own request and
//! certificate; keepers of the register, heads, officers and the province's leaders what they prepare or sign; clerks
//! what they number; members their own sheet. Inspectors read what was written. Whoever may not read the facts of a
//! paper gets no paper: for them it does not exist.

use super::gather::{Paper, SittingFacts};
use crate::access::{Actor, Permit, Role, actions, grant};
use crate::adoptions;
use crate::councils::{self, Council, CouncilPosition, InitiativeLevel};
use crate::initiatives::{self, Initiative};
use crate::recognitions::Recognition;
use crate::reviews;
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;

actions! {
    /// Having a document written.
    pub struct GenerateDocument: None;
}

const OF_UNIT: [Role; 2] = [Role::InitiativeSecretary, Role::UnitLeader];

/// Whether this paper exists for this person, so that they read the files made of it.
#[must_use]
pub fn sees(actor: &Actor, paper: &Paper<'_>) -> bool {
    match *paper {
        Paper::Request(case) | Paper::Receipt(case) => initiatives::sees_confidential(actor, case),
        Paper::Register(unit, _) => handles_in(actor, unit).or(inspects(actor, unit)).is_some(),
        Paper::Sheet(found, seat, _) => {
            reviews::sees(actor, &found.review, &found.case)
                && reviews::sees_sheet(actor, &found.review, seat)
        }
        Paper::Tally(facts) | Paper::Minutes(facts) => sees_sitting(actor, facts),
        Paper::Decision(recognition, facts) => {
            is_not_own(actor, &facts.case) && reads(actor, &facts.case, recognition)
        }
        Paper::Cancellation(recognition, _, case) => {
            is_not_own(actor, case) && reads(actor, case, recognition)
        }
        Paper::Certificate(recognition, case, author) => match case.author(actor.account) {
            Some(own) => own.id == author.id && recognition.decision_number.is_some(),
            None => reads(actor, case, recognition),
        },
        Paper::Petition(referral, facts) => {
            let reads = handles(actor, &facts.case, InitiativeLevel::Base)
                .or(referral.sent.and_then(|_| numbers(actor, referral.unit)))
                .or(inspects(actor, referral.unit));
            is_not_own(actor, &facts.case) && reads.is_some()
        }
        Paper::Confirmation(adoption, case) => adoptions::sees(actor, adoption, case),
    }
}

/// Who has it written; whoever does not see it learns nothing of it.
pub fn may_generate(actor: &Actor, paper: &Paper<'_>) -> Result<Permit<GenerateDocument>, Refusal> {
    if !sees(actor, paper) {
        return Err(Refusal::NotFound);
    }
    grant(actor, paper.key().subject, role(actor, paper))
}

fn role(actor: &Actor, paper: &Paper<'_>) -> Option<Role> {
    match *paper {
        Paper::Request(case) => own(actor, case).or(handles(actor, case, InitiativeLevel::Base)),
        Paper::Receipt(case) => {
            handles(actor, case, InitiativeLevel::Base).filter(|_| is_not_own(actor, case))
        }
        Paper::Register(unit, _) => handles_in(actor, unit),
        Paper::Sheet(found, seat, council) => {
            let is_own = seat.account == actor.account;
            let member = is_own.then_some(Role::InitiativeMember);
            member.or(handles(actor, &found.case, council.level))
        }
        Paper::Tally(facts) | Paper::Minutes(facts) => holds(actor, &facts.council),
        Paper::Decision(recognition, facts) => {
            handles(actor, &facts.case, recognition.level).or(numbers(actor, recognition.unit))
        }
        Paper::Cancellation(recognition, _, case) => {
            handles(actor, case, recognition.level).or(numbers(actor, recognition.unit))
        }
        Paper::Certificate(recognition, case, _) => {
            own(actor, case).or(handles(actor, case, recognition.level)).or(numbers(actor, recognition.unit))
        }
        Paper::Petition(referral, facts) => actor
            .role_in(facts.case.unit, &OF_UNIT)
            .or(referral.sent.and_then(|_| numbers(actor, referral.unit))),
        Paper::Confirmation(adoption, _) => actor.role_in(adoption.unit, &OF_UNIT),
    }
}

/// The keeper and the head of its unit, the Department's officers, the province's leaders once it was referred; of the
/// province's own papers nobody of the unit.
fn handles(actor: &Actor, case: &Initiative, level: InitiativeLevel) -> Option<Role> {
    let filed = case.filed_at.is_some();
    let of_unit = || actor.role_in(case.unit, &OF_UNIT).filter(|_| level == InitiativeLevel::Base);
    let of_province = || case.referred_at.and_then(|_| actor.role_everywhere(&[Role::ProvinceLeader]));
    let officer = || actor.role_everywhere(&[Role::InitiativeOfficer]);
    if filed { of_unit().or_else(officer).or_else(of_province) } else { None }
}

/// Whether somebody who is no author reads the papers of a recognition.
fn reads(actor: &Actor, case: &Initiative, recognition: &Recognition) -> bool {
    let role = handles(actor, case, recognition.level)
        .or(numbers(actor, recognition.unit))
        .or(inspects(actor, recognition.unit));
    role.is_some()
}

fn handles_in(actor: &Actor, unit: UnitId) -> Option<Role> {
    actor.role_in(unit, &OF_UNIT).or_else(|| actor.role_everywhere(&[Role::InitiativeOfficer]))
}

/// The keeper of the council's register, its chair, vice-chair and secretary, the head of its unit.
fn holds(actor: &Actor, council: &Council) -> Option<Role> {
    let leads = council.members.iter().any(|member| {
        let position = member.position;
        member.account == actor.account
            && matches!(
                position,
                CouncilPosition::Chair | CouncilPosition::ViceChair | CouncilPosition::Secretary
            )
    });
    let head = match council.level {
        InitiativeLevel::Base => actor.role_in(council.unit, &[Role::UnitLeader]),
        InitiativeLevel::Province => actor.role_everywhere(&[Role::ProvinceLeader]),
    };
    councils::may_convene(actor, council).or(leads.then_some(Role::InitiativeMember)).or(head)
}

/// A sitting is written down whole: whoever may not see one of its cases does not read what came of the others there.
fn sees_sitting(actor: &Actor, facts: &SittingFacts) -> bool {
    let sees_case = |found: &reviews::ReviewedCase| reviews::sees(actor, &found.review, &found.case);
    let officer = || actor.role_everywhere(&[Role::InitiativeOfficer]);
    let reads = holds(actor, &facts.council).or_else(officer).or(inspects(actor, facts.council.unit));
    let left = facts.left_over.iter().map(|(_, found)| found);
    reads.is_some() && facts.agenda.iter().chain(left).all(|found| sees_case(found))
}

fn own(actor: &Actor, case: &Initiative) -> Option<Role> {
    case.author(actor.account).map(|_| Role::InitiativeAuthor)
}

fn is_not_own(actor: &Actor, case: &Initiative) -> bool {
    case.author(actor.account).is_none()
}

fn numbers(actor: &Actor, unit: UnitId) -> Option<Role> {
    actor.role_in(unit, &[Role::Clerk]).or_else(|| actor.role_everywhere(&[Role::Clerk]))
}

fn inspects(actor: &Actor, unit: UnitId) -> Option<Role> {
    actor.role_in(unit, &[Role::Auditor]).or_else(|| actor.role_everywhere(&[Role::Auditor]))
}
