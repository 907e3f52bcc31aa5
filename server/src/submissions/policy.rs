//! Who sees which part of a sheet, and who may do what to it (the matrix). That the moment is right is a rule, not a
//! right: `may_…` asks the right alone, `check_…` both, for the deed and for the screen that offers it.

use time::OffsetDateTime;

use super::model::{
    NotAppraised, Seen, Sheet, SheetLine, Submission, SubmissionProblem, SubmissionProblemCode, View,
};
use super::rules;
use crate::access::{Actor, Permit, Role, Scope, actions, grant};
use crate::campaigns::{AppraiserAssignment, Campaign, Stage};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, CampaignId, CriterionId, PeerGroupId, UnitId};

actions! {
    /// Changing a line of the own unit's sheet.
    pub struct EditLine: None;
    /// Delegating a line to a colleague, or taking it back.
    pub struct DelegateLine: None;
    /// Beginning a sheet by its first change.
    pub struct BeginSheet: None;
    /// Asking the leader to sign.
    pub struct RequestSignOff: None;
    /// Taking a sheet back from the leader's desk.
    pub struct WithdrawSignOffRequest: None;
    /// Signing and submitting.
    pub struct SubmitSelfScore: Presence;
    /// Taking a submitted sheet back.
    pub struct RecallSubmission: Presence;
    /// Giving a sheet back to be completed.
    pub struct ReturnSubmission: Presence;
    /// Beginning the appraisal of a sheet.
    pub struct OpenSubmission: Presence;
    /// Deciding a line in round 1.
    pub struct AppraiseLine: Presence;
    /// Concluding round 1 of a sheet.
    pub struct ConcludeAppraisal: Presence;
}

const OWN_STAFF: [Role; 2] = [Role::UnitFocal, Role::UnitLeader];

/// An action that moves a sheet from one state to another.
pub trait MovesSheet {}

impl MovesSheet for BeginSheet {}
impl MovesSheet for RequestSignOff {}
impl MovesSheet for WithdrawSignOffRequest {}
impl MovesSheet for SubmitSelfScore {}
impl MovesSheet for RecallSubmission {}
impl MovesSheet for ReturnSubmission {}
impl MovesSheet for OpenSubmission {}
impl MovesSheet for ConcludeAppraisal {}

// ── what exists for whom ──

/// The criteria of this sheet that the person is assigned to appraise.
#[must_use]
pub fn assigned_criteria(
    actor: &Actor,
    assignments: &[AppraiserAssignment],
    sheet: &Submission,
) -> Vec<CriterionId> {
    if actor.any_role(&[Role::SectorAppraiser]).is_none() {
        return Vec::new();
    }
    assignments
        .iter()
        .filter(|assignment| assignment.campaign == sheet.campaign)
        .filter(|assignment| assignment.covers(assignment.criterion, sheet.peer_group))
        .map(|assignment| assignment.criterion)
        .collect()
}

/// What the person sees of a sheet; `None` when it does not exist for them.
///
/// Roles over the province or the campaign see everything, the head of a peer group its sheets, a unit its
/// own, and an appraiser the assigned lines of sheets that have left their unit. The appraisal stays hidden from the unit's own people, whatever
/// else they are, until the result is released (INV-R5).
#[must_use]
pub fn view(
    actor: &Actor,
    assigned: &[CriterionId],
    campaign: &Campaign,
    sheet: &Submission,
) -> Option<View> {
    let oversees_all = actor.sees_all_units_in(campaign.id);
    let leads_group = actor.led_groups().contains(&sheet.peer_group);
    let is_own = actor.belongs_to(sheet.unit, campaign.period_from);
    if (oversees_all || leads_group) && !is_own {
        return Some(View { lines: Seen::All, appraisal: Seen::All });
    }
    let is_released = matches!(campaign.stage, Stage::ResultReleased | Stage::ResultPublished);
    let appraises = sheet.state.has_left_unit() && !assigned.is_empty();
    let lines = if oversees_all || leads_group || actor.scope.contains(sheet.unit) {
        Seen::All
    } else if appraises {
        Seen::Only(assigned.to_vec())
    } else {
        return None;
    };
    let appraisal = if is_released {
        lines.clone()
    } else if appraises && !is_own {
        Seen::Only(assigned.to_vec())
    } else {
        Seen::Nothing
    };
    Some(View { lines, appraisal })
}

/// Whether this person reads score sheets by any of their roles: over the province or a campaign, of a unit, of a peer
/// group that they lead, or as an appraiser. Lists of sheets refuse others; how far these reach is [`reach`].
pub fn may_list(actor: &Actor) -> Result<(), Refusal> {
    let reads = actor.sees_all_units_somewhere()
        || actor.scope != Scope::Units(Vec::new())
        || actor.any_role(&[Role::SectorAppraiser]).is_some()
        || !actor.led_groups().is_empty();
    if reads { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// The units whose appraisal stays hidden from this person, whatever else they are, until the result is released: their
/// own (INV-R5).
#[must_use]
pub fn hidden_appraisals(actor: &Actor, campaign: &Campaign) -> Vec<UnitId> {
    match campaign.stage {
        Stage::ResultReleased | Stage::ResultPublished => Vec::new(),
        Stage::Draft | Stage::Published => actor.own_units(campaign.period_from),
    }
}

/// Which sheets of a campaign exist for a person, in a form that a list can filter by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of them.
    Everything,
    /// Those of these units, and those that have left their unit in these peer groups.
    Part {
        /// Units in scope.
        units: Scope,
        /// Peer groups of the appraiser's assignments.
        groups: Groups,
        /// Peer groups that the person leads: all their sheets, in any state.
        led: Vec<PeerGroupId>,
    },
}

/// Peer groups of an appraiser's assignments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Groups {
    /// An assignment covers all units.
    All,
    /// These; none when the list is empty.
    Only(Vec<PeerGroupId>),
}

impl Groups {
    fn of<'a>(assignments: impl Iterator<Item = &'a AppraiserAssignment>) -> Self {
        let covered: Option<Vec<PeerGroupId>> = assignments.map(|assignment| assignment.peer_group).collect();
        covered.map_or(Self::All, Self::Only)
    }
}

/// The sheets of a campaign that the person sees.
#[must_use]
pub fn reach(actor: &Actor, assignments: &[AppraiserAssignment], campaign: CampaignId) -> Reach {
    if actor.sees_all_units_in(campaign) {
        return Reach::Everything;
    }
    let appraises = actor.any_role(&[Role::SectorAppraiser]).is_some();
    let own = assignments.iter().filter(|assignment| appraises && assignment.campaign == campaign);
    Reach::Part { units: actor.scope.clone(), groups: Groups::of(own), led: actor.led_groups() }
}

/// The sheets whose line of one criterion the person sees in the column of that criterion: appraisers see
/// what they are assigned, roles over the province everything, units nothing of the others.
#[must_use]
pub fn reach_of_column(
    actor: &Actor,
    assignments: &[AppraiserAssignment],
    campaign: CampaignId,
    criterion: CriterionId,
) -> Reach {
    if actor.sees_all_units_in(campaign) {
        return Reach::Everything;
    }
    let appraises = actor.any_role(&[Role::SectorAppraiser]).is_some();
    let own = assignments.iter().filter(|assignment| {
        appraises && assignment.campaign == campaign && assignment.criterion == criterion
    });
    Reach::Part { units: Scope::Units(Vec::new()), groups: Groups::of(own), led: Vec::new() }
}

// ── who may do what ──

/// The focal officer or the leader of the unit fills in lines, a contributor those delegated to them.
pub fn may_edit_line(actor: &Actor, line: &SheetLine) -> Result<Permit<EditLine>, Refusal> {
    let own = actor.role_in(line.line.unit, &OWN_STAFF);
    let delegated = || {
        let delegate = line.line.delegate?;
        fills_in_for(actor, line.line.unit).contains(&delegate).then_some(Role::UnitContributor)
    };
    grant(actor, line.line.id.0, own.or_else(delegated))
}

/// Whose delegated lines of a unit's sheet a person fills in: the own ones, and those of an absent contributor whose
/// place they take. The permit and the list of work both ask here.
#[must_use]
pub fn fills_in_for(actor: &Actor, unit: UnitId) -> Vec<AccountId> {
    actor.accounts_in_unit(unit, Role::UnitContributor)
}

/// The focal officer or the leader of the unit delegates single lines to colleagues.
pub fn may_delegate(actor: &Actor, line: &SheetLine) -> Result<Permit<DelegateLine>, Refusal> {
    grant(actor, line.line.id.0, actor.role_in(line.line.unit, &OWN_STAFF))
}

/// Whether the person delegates lines of the sheets of a unit, and so reads to whom they may be delegated.
pub fn may_list_contributors(actor: &Actor, unit: UnitId) -> Result<(), Refusal> {
    actor.role_in(unit, &OWN_STAFF).map(|_| ()).ok_or(Refusal::Forbidden)
}

/// Whoever fills in the first line begins the sheet.
pub fn may_begin(actor: &Actor, sheet: &Submission) -> Result<Permit<BeginSheet>, Refusal> {
    let fills_in = [Role::UnitFocal, Role::UnitLeader, Role::UnitContributor];
    grant(actor, sheet.id.0, actor.role_in(sheet.unit, &fills_in))
}

/// The focal officer of the unit.
pub fn may_request_sign_off(actor: &Actor, sheet: &Submission) -> Result<Permit<RequestSignOff>, Refusal> {
    grant(actor, sheet.id.0, actor.role_in(sheet.unit, &[Role::UnitFocal]))
}

/// The focal officer or the leader of the unit.
pub fn may_withdraw_sign_off_request(
    actor: &Actor,
    sheet: &Submission,
) -> Result<Permit<WithdrawSignOffRequest>, Refusal> {
    grant(actor, sheet.id.0, actor.role_in(sheet.unit, &OWN_STAFF))
}

/// The leader of the unit, and nobody else.
pub fn may_submit(actor: &Actor, sheet: &Submission) -> Result<Permit<SubmitSelfScore>, Refusal> {
    grant(actor, sheet.id.0, actor.role_in(sheet.unit, &[Role::UnitLeader]))
}

/// The leader of the unit, and nobody else.
pub fn may_recall(actor: &Actor, sheet: &Submission) -> Result<Permit<RecallSubmission>, Refusal> {
    grant(actor, sheet.id.0, actor.role_in(sheet.unit, &[Role::UnitLeader]))
}

/// An appraiser assigned to the unit, the head of the appraisal team or a campaign manager; never for
/// the own unit (INV-S6).
pub fn may_return(actor: &Actor, sheet: &Sheet) -> Result<Permit<ReturnSubmission>, Refusal> {
    let role = as_appraiser(actor, sheet).or(actor.role_over(sheet.campaign.id, &[Role::CampaignManager]));
    grant(actor, sheet.submission.id.0, role.filter(|_| !is_own(actor, sheet)))
}

/// An appraiser assigned to the unit or the head of the appraisal team; never for the own unit.
pub fn may_open(actor: &Actor, sheet: &Sheet) -> Result<Permit<OpenSubmission>, Refusal> {
    let role = as_appraiser(actor, sheet).filter(|_| !is_own(actor, sheet));
    grant(actor, sheet.submission.id.0, role)
}

/// The appraiser assigned to the criterion for this unit, or the head of the appraisal team; never for
/// the own unit.
pub fn may_appraise_line(actor: &Actor, line: &SheetLine) -> Result<Permit<AppraiseLine>, Refusal> {
    let role = if line.sheet.assigned.contains(&line.line.criterion) {
        Some(Role::SectorAppraiser)
    } else {
        actor.role_over(line.line.campaign, &[Role::AppraisalLead])
    };
    grant(actor, line.line.id.0, role.filter(|_| !is_own(actor, &line.sheet)))
}

/// The head of the appraisal team; never for the own unit.
pub fn may_conclude_appraisal(actor: &Actor, sheet: &Sheet) -> Result<Permit<ConcludeAppraisal>, Refusal> {
    let lead = actor.role_over(sheet.campaign.id, &[Role::AppraisalLead]);
    let role = lead.filter(|_| !is_own(actor, sheet));
    grant(actor, sheet.submission.id.0, role)
}

/// Whether a sheet is, or was during the campaign, that of a unit of the person (INV-S6).
fn is_own(actor: &Actor, sheet: &Sheet) -> bool {
    actor.belongs_to(sheet.submission.unit, sheet.campaign.period_from)
}

// ── who may do what now ──

type Checked<A> = Result<Permit<A>, Failure<SubmissionProblem>>;

fn at_this_moment<A>(permit: Permit<A>, verdict: Result<(), SubmissionProblemCode>) -> Checked<A> {
    verdict.map(|()| permit).map_err(|code| Failure::Problem(code.into()))
}

fn edits(line: &SheetLine, now: OffsetDateTime) -> Result<(), SubmissionProblemCode> {
    rules::edit_line(&line.criterion.spec)?;
    rules::edit(&line.sheet.submission, &line.sheet.campaign, now)
}

/// Whether a line may be filled in now.
pub fn check_edit_line(actor: &Actor, line: &SheetLine, now: OffsetDateTime) -> Checked<EditLine> {
    at_this_moment(may_edit_line(actor, line)?, edits(line, now))
}

/// Whether a line may be delegated now.
pub fn check_delegate(actor: &Actor, line: &SheetLine, now: OffsetDateTime) -> Checked<DelegateLine> {
    at_this_moment(may_delegate(actor, line)?, edits(line, now))
}

/// Whether a sheet may go to the leader now, once it is complete.
pub fn check_request_sign_off(actor: &Actor, sheet: &Sheet, now: OffsetDateTime) -> Checked<RequestSignOff> {
    let permit = may_request_sign_off(actor, &sheet.submission)?;
    at_this_moment(permit, rules::request_sign_off(&sheet.submission, &sheet.campaign, now))
}

/// Whether a sheet may be taken back from the leader's desk now.
pub fn check_withdraw_sign_off_request(
    actor: &Actor,
    sheet: &Sheet,
    now: OffsetDateTime,
) -> Checked<WithdrawSignOffRequest> {
    let permit = may_withdraw_sign_off_request(actor, &sheet.submission)?;
    at_this_moment(permit, rules::withdraw_sign_off_request(&sheet.submission, &sheet.campaign, now))
}

/// Whether a sheet may be signed and submitted now, as it is complete.
pub fn check_submit(actor: &Actor, sheet: &Sheet, now: OffsetDateTime) -> Checked<SubmitSelfScore> {
    let permit = may_submit(actor, &sheet.submission)?;
    at_this_moment(permit, rules::submit(&sheet.submission, &sheet.campaign, now))
}

/// Whether a submitted sheet may be taken back now.
pub fn check_recall(actor: &Actor, sheet: &Sheet, now: OffsetDateTime) -> Checked<RecallSubmission> {
    let permit = may_recall(actor, &sheet.submission)?;
    at_this_moment(permit, rules::recall(&sheet.submission, &sheet.campaign, now))
}

/// Whether a sheet may be given back to its unit now.
pub fn check_return(actor: &Actor, sheet: &Sheet, now: OffsetDateTime) -> Checked<ReturnSubmission> {
    at_this_moment(may_return(actor, sheet)?, rules::give_back(&sheet.submission, &sheet.campaign, now))
}

/// Whether the appraisal of a sheet may begin now, or go on.
pub fn check_open(actor: &Actor, sheet: &Sheet, now: OffsetDateTime) -> Checked<OpenSubmission> {
    at_this_moment(may_open(actor, sheet)?, rules::open(&sheet.submission, &sheet.campaign, now))
}

/// Whether a line may be decided now, also whether it applies at all.
pub fn check_appraise_line(
    actor: &Actor,
    line: &SheetLine,
    now: OffsetDateTime,
) -> Result<Permit<AppraiseLine>, Failure<NotAppraised>> {
    let permit = may_appraise_line(actor, line)?;
    rules::appraise(&line.sheet.submission, &line.sheet.campaign, now).map_err(Failure::Problem)?;
    Ok(permit)
}

/// Whether the appraisal of a sheet may be concluded now, once every line is decided.
pub fn check_conclude_appraisal(
    actor: &Actor,
    sheet: &Sheet,
    now: OffsetDateTime,
) -> Result<Permit<ConcludeAppraisal>, Failure<NotAppraised>> {
    let permit = may_conclude_appraisal(actor, sheet)?;
    rules::conclude(&sheet.submission, &sheet.campaign, now).map_err(Failure::Problem)?;
    Ok(permit)
}

/// The role in which a person appraises anything of this sheet.
fn as_appraiser(actor: &Actor, sheet: &Sheet) -> Option<Role> {
    if sheet.assigned.is_empty() {
        actor.role_over(sheet.campaign.id, &[Role::AppraisalLead])
    } else {
        Some(Role::SectorAppraiser)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{actor, criterion, line, sheet};
    use super::super::model::{Statement, SubmissionState};
    use super::*;
    use crate::shared::id::AppraiserAssignmentId;

    fn assignment(
        actor: &Actor,
        sheet: &Sheet,
        code: &str,
        group: Option<PeerGroupId>,
    ) -> AppraiserAssignment {
        AppraiserAssignment {
            id: AppraiserAssignmentId::fresh(),
            campaign: sheet.campaign.id,
            account: actor.account,
            criterion: criterion(sheet, code).id,
            peer_group: group,
        }
    }

    fn seen(actor: &Actor, assignments: &[AppraiserAssignment], sheet: &Sheet) -> Option<View> {
        let assigned = assigned_criteria(actor, assignments, &sheet.submission);
        view(actor, &assigned, &sheet.campaign, &sheet.submission)
    }

    fn with_stage(mut sheet: Sheet, stage: Stage) -> Sheet {
        let mut campaign = Campaign::clone(&sheet.campaign);
        campaign.stage = stage;
        sheet.campaign = campaign.into();
        sheet
    }

    #[test]
    fn the_unit_sees_its_sheet_without_the_appraisal_until_release() {
        let own = sheet(SubmissionState::UnderAppraisal);
        let focal = actor(&[(Role::UnitFocal, Some(own.submission.unit))], Some(own.submission.unit));
        let before = seen(&focal, &[], &own).expect("its own sheet");
        assert_eq!(before, View { lines: Seen::All, appraisal: Seen::Nothing });
        let released = with_stage(own, Stage::ResultReleased);
        let after = seen(&focal, &[], &released).expect("its own sheet");
        assert_eq!(after.appraisal, Seen::All);
        let stranger = actor(&[(Role::UnitFocal, Some(UnitId::fresh()))], None);
        assert_eq!(seen(&stranger, &[], &released), None);
    }

    #[test]
    fn an_appraiser_sees_the_assigned_lines_of_sheets_that_have_left_the_unit() {
        let home = UnitId::fresh();
        let appraiser = actor(&[(Role::SectorAppraiser, None)], Some(home));
        let with_unit = sheet(SubmissionState::Draft);
        let own = [assignment(&appraiser, &with_unit, "E2", None)];
        assert_eq!(seen(&appraiser, &own, &with_unit), None);
        let mut left = with_unit;
        left.submission.state = SubmissionState::Submitted;
        let only = Seen::Only(vec![criterion(&left, "E2").id]);
        let view = seen(&appraiser, &own, &left).expect("assigned");
        assert_eq!(view, View { lines: only.clone(), appraisal: only });
        let elsewhere = [assignment(&appraiser, &left, "E2", Some(PeerGroupId::fresh()))];
        assert_eq!(seen(&appraiser, &elsewhere, &left), None, "another peer group");
        let retired = actor(&[(Role::Analyst, None)], None);
        assert_eq!(assigned_criteria(&retired, &own, &left.submission), [], "the role is not in force");
    }

    #[test]
    fn an_appraiser_of_the_own_unit_sees_no_appraisal_and_decides_nothing() {
        let mut own = sheet(SubmissionState::Submitted);
        let appraiser = actor(&[(Role::SectorAppraiser, None)], Some(own.submission.unit));
        let assignments = [assignment(&appraiser, &own, "E2", None)];
        let view = seen(&appraiser, &assignments, &own).expect("assigned");
        assert_eq!(view.appraisal, Seen::Nothing);
        own.assigned = assigned_criteria(&appraiser, &assignments, &own.submission);
        assert!(may_open(&appraiser, &own).is_err());
        assert!(may_return(&appraiser, &own).is_err());
        assert!(may_appraise_line(&appraiser, &line(&own, "E2", Statement::default())).is_err());
    }

    #[test]
    fn who_does_what() {
        let mut own = sheet(SubmissionState::Submitted);
        let unit = own.submission.unit;
        let focal = actor(&[(Role::UnitFocal, Some(unit))], Some(unit));
        let leader = actor(&[(Role::UnitLeader, Some(unit))], Some(unit));
        let manager = actor(&[(Role::CampaignManager, None)], None);
        let lead = actor(&[(Role::AppraisalLead, None)], None);
        let appraiser = actor(&[(Role::SectorAppraiser, None)], None);
        own.assigned = vec![criterion(&own, "E2").id];
        let unassigned = Sheet { assigned: Vec::new(), ..own.clone() };
        let e2 = line(&own, "E2", Statement::default());
        let c2 = line(&own, "C2", Statement::default());
        let e2_unassigned = line(&unassigned, "E2", Statement::default());

        let allowed: [(&str, [bool; 5]); 9] = [
            (
                "edit",
                [&focal, &leader, &manager, &lead, &appraiser].map(|one| may_edit_line(one, &e2).is_ok()),
            ),
            (
                "request",
                [&focal, &leader, &manager, &lead, &appraiser]
                    .map(|one| may_request_sign_off(one, &own.submission).is_ok()),
            ),
            (
                "withdraw",
                [&focal, &leader, &manager, &lead, &appraiser]
                    .map(|one| may_withdraw_sign_off_request(one, &own.submission).is_ok()),
            ),
            (
                "submit",
                [&focal, &leader, &manager, &lead, &appraiser]
                    .map(|one| may_submit(one, &own.submission).is_ok()),
            ),
            (
                "recall",
                [&focal, &leader, &manager, &lead, &appraiser]
                    .map(|one| may_recall(one, &own.submission).is_ok()),
            ),
            (
                "return",
                [
                    may_return(&focal, &unassigned),
                    may_return(&leader, &unassigned),
                    may_return(&manager, &unassigned),
                    may_return(&lead, &unassigned),
                    may_return(&appraiser, &own),
                ]
                .map(|right| right.is_ok()),
            ),
            (
                "open",
                [
                    may_open(&focal, &unassigned),
                    may_open(&leader, &unassigned),
                    may_open(&manager, &unassigned),
                    may_open(&lead, &unassigned),
                    may_open(&appraiser, &own),
                ]
                .map(|right| right.is_ok()),
            ),
            (
                "decide",
                [
                    may_appraise_line(&focal, &e2_unassigned),
                    may_appraise_line(&leader, &e2_unassigned),
                    may_appraise_line(&manager, &e2_unassigned),
                    may_appraise_line(&lead, &e2_unassigned),
                    may_appraise_line(&appraiser, &e2),
                ]
                .map(|right| right.is_ok()),
            ),
            (
                "conclude",
                [&focal, &leader, &manager, &lead, &appraiser]
                    .map(|one| may_conclude_appraisal(one, &own).is_ok()),
            ),
        ];
        let expected = [
            ("edit", [true, true, false, false, false]),
            ("request", [true, false, false, false, false]),
            ("withdraw", [true, true, false, false, false]),
            ("submit", [false, true, false, false, false]),
            ("recall", [false, true, false, false, false]),
            ("return", [false, false, true, true, true]),
            ("open", [false, false, false, true, true]),
            ("decide", [false, false, false, true, true]),
            ("conclude", [false, false, false, true, false]),
        ];
        assert_eq!(allowed, expected, "focal, leader, manager, lead, appraiser");
        assert!(may_appraise_line(&appraiser, &c2).is_err(), "only what is assigned");
    }

    #[test]
    fn a_list_reaches_what_single_reads_show() {
        let any = sheet(SubmissionState::Submitted);
        let campaign = any.campaign.id;
        let auditor = actor(&[(Role::Auditor, None)], None);
        assert_eq!(reach(&auditor, &[], campaign), Reach::Everything);
        let group = any.submission.peer_group;
        let appraiser = actor(&[(Role::SectorAppraiser, None)], None);
        let own = [assignment(&appraiser, &any, "E2", Some(group))];
        let nothing = Scope::Units(Vec::new());
        let part = |groups| Reach::Part { units: nothing.clone(), groups, led: Vec::new() };
        assert_eq!(reach(&appraiser, &own, campaign), part(Groups::Only(vec![group])));
        let c2 = criterion(&any, "C2").id;
        assert_eq!(reach_of_column(&appraiser, &own, campaign, c2), part(Groups::Only(Vec::new())));
        let everywhere = [assignment(&appraiser, &any, "E2", None)];
        assert_eq!(reach(&appraiser, &everywhere, campaign), part(Groups::All));
        assert_eq!(reach(&auditor, &[], CampaignId::fresh()), Reach::Everything);
    }
}
