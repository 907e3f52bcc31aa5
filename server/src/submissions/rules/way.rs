//! The way of a sheet, by calendar and state. Time is an argument; a deadline's last second counts.

use time::OffsetDateTime;

use super::super::model::{
    Dissolution, NotAppraised, StateCount, Submission, SubmissionProblemCode, SubmissionState,
};
use super::Verdict;
use crate::campaigns::{Campaign, DissolutionPolicy, PhaseKind, Stage};
use crate::shared::id::{AccountId, UnitId};

/// When the unit has to be ready; `None` once the sheet has left it.
#[must_use]
pub fn due_at(sheet: &Submission, campaign: &Campaign) -> Option<OffsetDateTime> {
    deadline(sheet.state, sheet.is_completion(), campaign)
}

fn deadline(state: SubmissionState, is_completion: bool, campaign: &Campaign) -> Option<OffsetDateTime> {
    if state.has_left_unit() {
        return None;
    }
    let phase = if is_completion { PhaseKind::Appraisal1 } else { PhaseKind::SelfScoring };
    campaign.phase(phase).map(|phase| phase.closes_at)
}

/// The deadline has passed and the sheet is still with the unit: a flag, not a state.
#[must_use]
pub fn is_overdue(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> bool {
    due_at(sheet, campaign).is_some_and(|due| now > due)
}

/// The same for sheets that were counted together.
#[must_use]
pub fn are_overdue(sheets: &StateCount, campaign: &Campaign, now: OffsetDateTime) -> bool {
    deadline(sheets.state, sheets.is_completion, campaign).is_some_and(|due| now > due)
}

/// The sheet was first submitted after self-scoring closed, as far as the calendar goes with its extensions:
/// what points are taken for. A completion does not make a sheet late.
#[must_use]
pub fn was_late(sheet: &Submission, campaign: &Campaign) -> bool {
    let deadline = campaign.phase(PhaseKind::SelfScoring).map(|phase| phase.closes_at);
    deadline.zip(sheet.first_submitted_at).is_some_and(|(deadline, first)| first > deadline)
}

/// The unit works on its sheet while self-scoring is open, and late or on a returned sheet as long as the
/// appraisal is open.
fn takes_work_of_unit(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    has_a_unit(sheet)?;
    let is_open =
        campaign.is_open_at(PhaseKind::SelfScoring, now) || campaign.is_open_at(PhaseKind::Appraisal1, now);
    if is_open { Ok(()) } else { Err(SubmissionProblemCode::CampaignClosed) }
}

/// A sheet whose unit has ended goes back to nobody, unless a successor took it over.
fn has_a_unit(sheet: &Submission) -> Verdict {
    match sheet.dissolution {
        Some(Dissolution::Closed | Dissolution::Exempt) => Err(SubmissionProblemCode::UnitDissolved),
        Some(Dissolution::Inherited) | None => Ok(()),
    }
}

/// An open sheet as it stands once its unit has ended, by the policy of its campaign. What had been entered counts
/// as it stood on the last day; nobody signs for a unit that is no more.
#[must_use]
pub fn dissolved(
    sheet: &Submission,
    policy: DissolutionPolicy,
    heir: Option<UnitId>,
    by: AccountId,
    now: OffsetDateTime,
) -> Submission {
    match (policy, heir) {
        (DissolutionPolicy::Exempt, _) => {
            Submission { dissolution: Some(Dissolution::Exempt), ..sheet.clone() }
        }
        (DissolutionPolicy::InheritBySuccessor, Some(heir)) => {
            Submission { dissolution: Some(Dissolution::Inherited), unit: heir, ..sheet.clone() }
        }
        _ if sheet.state == SubmissionState::NotStarted => {
            Submission { dissolution: Some(Dissolution::Closed), ..sheet.clone() }
        }
        _ => Submission {
            dissolution: Some(Dissolution::Closed),
            state: SubmissionState::Submitted,
            submitted_at: Some(now),
            submitted_by: Some(by),
            ..sheet.clone()
        },
    }
}

/// The states in which a sheet is with the appraisal.
const APPRAISED_IN: [SubmissionState; 2] = [SubmissionState::Submitted, SubmissionState::UnderAppraisal];

fn in_state(sheet: &Submission, states: &[SubmissionState]) -> Verdict {
    if states.contains(&sheet.state) { Ok(()) } else { Err(SubmissionProblemCode::WrongState) }
}

/// Lines may be filled in while the sheet is with the focal officer.
pub fn edit(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    if !sheet.state.is_open_to_unit() {
        return Err(SubmissionProblemCode::WrongState);
    }
    takes_work_of_unit(sheet, campaign, now)
}

/// A begun sheet goes to the leader.
pub fn request_sign_off(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::Draft, SubmissionState::Returned])?;
    takes_work_of_unit(sheet, campaign, now)
}

/// A sheet that waits for the leader goes back to be changed.
pub fn withdraw_sign_off_request(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::AwaitingSignoff])?;
    takes_work_of_unit(sheet, campaign, now)
}

/// The leader signs and submits; after the deadline a first submission is taken as late.
pub fn submit(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::AwaitingSignoff])?;
    takes_work_of_unit(sheet, campaign, now)
}

/// A submitted sheet is taken back until an appraiser opens it. A sheet that was in time is not taken back
/// after the deadline, since it could only come back late: the appraisal can return it.
pub fn recall(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    if matches!(sheet.state, SubmissionState::UnderAppraisal | SubmissionState::Appraised1) {
        return Err(SubmissionProblemCode::AlreadyOpened);
    }
    in_state(sheet, &[SubmissionState::Submitted])?;
    let would_become_late = !sheet.is_completion() && !was_late(sheet, campaign);
    if would_become_late && !campaign.is_open_at(PhaseKind::SelfScoring, now) {
        return Err(SubmissionProblemCode::CampaignClosed);
    }
    takes_work_of_unit(sheet, campaign, now)
}

/// The appraisal gives a sheet back to be completed, while there is time to complete it.
pub fn give_back(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    has_a_unit(sheet)?;
    in_state(sheet, &[SubmissionState::Submitted, SubmissionState::UnderAppraisal])?;
    let has_time =
        campaign.is_open_at(PhaseKind::SelfScoring, now) || campaign.is_open_at(PhaseKind::Appraisal1, now);
    if has_time { Ok(()) } else { Err(SubmissionProblemCode::CampaignClosed) }
}

/// An appraiser begins, or finds the sheet begun.
pub fn open(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &APPRAISED_IN)?;
    if campaign.is_open_at(PhaseKind::Appraisal1, now) {
        Ok(())
    } else {
        Err(SubmissionProblemCode::CampaignClosed)
    }
}

/// Lines are appraised once the sheet has left its unit, while the appraisal is open; the first decision
/// opens the sheet.
pub fn appraise(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Result<(), NotAppraised> {
    if !campaign.is_open_at(PhaseKind::Appraisal1, now) {
        return Err(NotAppraised::PhaseClosed);
    }
    if APPRAISED_IN.contains(&sheet.state) { Ok(()) } else { Err(NotAppraised::WrongState) }
}

/// Round 1 of a sheet is concluded from the opening of the appraisal until the result is released.
pub fn conclude(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Result<(), NotAppraised> {
    let has_begun = campaign.phase(PhaseKind::Appraisal1).is_some_and(|phase| now >= phase.opens_at);
    let is_now = sheet.state == SubmissionState::UnderAppraisal && campaign.stage == Stage::Published;
    if is_now && has_begun { Ok(()) } else { Err(NotAppraised::WrongState) }
}

/// The sheet as it stands once submitted. Times are the server's (INV-S9).
#[must_use]
pub fn submitted(sheet: &Submission, by: AccountId, content_hash: String, now: OffsetDateTime) -> Submission {
    Submission {
        state: SubmissionState::Submitted,
        first_submitted_at: sheet.first_submitted_at.or(Some(now)),
        signed_off_at: Some(now),
        submitted_at: Some(now),
        submitted_by: Some(by),
        opened_at: None,
        content_hash: Some(content_hash),
        ..sheet.clone()
    }
}

/// The sheet as it stands once taken back: nothing of the submission remains but the audit trail; of a
/// completion, the time of the first submission does.
#[must_use]
pub fn recalled(sheet: &Submission) -> Submission {
    Submission {
        state: SubmissionState::Draft,
        first_submitted_at: sheet.first_submitted_at.filter(|_| sheet.is_completion()),
        signed_off_at: None,
        submitted_at: None,
        submitted_by: None,
        content_hash: None,
        ..sheet.clone()
    }
}

/// The sheet as it stands once an appraiser has begun.
#[must_use]
pub fn opened(sheet: &Submission, now: OffsetDateTime) -> Submission {
    Submission { state: SubmissionState::UnderAppraisal, opened_at: Some(now), ..sheet.clone() }
}

/// The sheet as it stands once given back.
#[must_use]
pub fn returned(sheet: &Submission, reason: &str) -> Submission {
    Submission {
        state: SubmissionState::Returned,
        signed_off_at: None,
        opened_at: None,
        return_reason: Some(reason.to_owned()),
        ..sheet.clone()
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::super::super::fixtures::{AFTERWARDS, APPRAISING, FILLING, LAST_SECOND, sheet};
    use super::super::super::model::Sheet;
    use super::*;
    use SubmissionProblemCode::{AlreadyOpened, CampaignClosed, WrongState};
    use SubmissionState::{
        Appraised1, AwaitingSignoff, Draft, Final, NotStarted, Returned, Submitted, UnderAppraisal,
    };

    type Rule = fn(&Submission, &Campaign, OffsetDateTime) -> Verdict;

    fn completion(state: SubmissionState) -> Sheet {
        let mut sheet = sheet(state);
        sheet.submission.return_reason = Some("thiếu minh chứng".into());
        sheet
    }

    fn allowed(rule: Rule, make: fn(SubmissionState) -> Sheet, now: OffsetDateTime) -> Vec<SubmissionState> {
        let sheets = SubmissionState::ALL.map(make);
        let open = sheets.iter().filter(|sheet| rule(&sheet.submission, &sheet.campaign, now).is_ok());
        open.map(|sheet| sheet.submission.state).collect()
    }

    #[test]
    fn each_step_has_its_states() {
        let cases: [(Rule, &[SubmissionState]); 5] = [
            (edit, &[NotStarted, Draft, Returned]),
            (request_sign_off, &[Draft, Returned]),
            (withdraw_sign_off_request, &[AwaitingSignoff]),
            (submit, &[AwaitingSignoff]),
            (recall, &[Submitted]),
        ];
        for (rule, states) in cases {
            assert_eq!(allowed(rule, sheet, FILLING), states);
            assert_eq!(allowed(rule, completion, APPRAISING), states, "a completion is taken");
            for make in [sheet, completion] {
                assert_eq!(allowed(rule, make, AFTERWARDS), [], "until the appraisal closes");
            }
        }
        for (rule, states) in &cases[..4] {
            assert_eq!(&allowed(*rule, sheet, APPRAISING), states, "late");
        }
        assert_eq!(allowed(recall, sheet, APPRAISING), [], "what was in time would come back late");
        assert_eq!(allowed(give_back, sheet, APPRAISING), [Submitted, UnderAppraisal]);
        assert_eq!(allowed(give_back, sheet, AFTERWARDS), [], "no time to complete it");
        assert_eq!(allowed(open, sheet, APPRAISING), [Submitted, UnderAppraisal]);
        assert_eq!(allowed(open, sheet, FILLING), [], "the appraisal is not open yet");
    }

    #[test]
    fn the_last_second_of_the_deadline_counts() {
        let Sheet { submission, campaign, .. } = sheet(AwaitingSignoff);
        let late = LAST_SECOND + Duration::SECOND;
        for (now, is_late) in [(LAST_SECOND, false), (late, true)] {
            assert_eq!(submit(&submission, &campaign, now), Ok(()));
            let sent = submitted(&submission, AccountId::fresh(), "hash".into(), now);
            assert_eq!(was_late(&sent, &campaign), is_late);
            assert_eq!(is_overdue(&submission, &campaign, now), is_late);
        }
        let appraisal = campaign.phase(PhaseKind::Appraisal1).expect("in the calendar").closes_at;
        assert_eq!(submit(&submission, &campaign, appraisal), Ok(()));
        assert_eq!(submit(&submission, &campaign, appraisal + Duration::SECOND), Err(CampaignClosed));
    }

    #[test]
    fn an_extension_excuses_what_came_before_it() {
        let Sheet { submission, campaign, .. } = sheet(AwaitingSignoff);
        let sent = submitted(&submission, AccountId::fresh(), "hash".into(), LAST_SECOND + Duration::DAY);
        assert!(was_late(&sent, &campaign));
        let mut extended = Campaign::clone(&campaign);
        extended.phases[0].closes_at = LAST_SECOND + Duration::DAY;
        assert!(!was_late(&sent, &extended));
    }

    #[test]
    fn nothing_moves_once_the_result_is_released() {
        let mut released = sheet(Draft);
        let mut campaign = Campaign::clone(&released.campaign);
        campaign.stage = Stage::ResultReleased;
        released.campaign = campaign.into();
        assert_eq!(edit(&released.submission, &released.campaign, FILLING), Err(CampaignClosed));
    }

    #[test]
    fn an_opened_sheet_is_not_recalled() {
        for state in [UnderAppraisal, Appraised1] {
            let Sheet { submission, campaign, .. } = sheet(state);
            assert_eq!(recall(&submission, &campaign, FILLING), Err(AlreadyOpened));
        }
        let Sheet { submission, campaign, .. } = sheet(Final);
        assert_eq!(recall(&submission, &campaign, FILLING), Err(WrongState));
    }

    #[test]
    fn a_sheet_is_due_while_it_is_with_its_unit() {
        let Sheet { submission, campaign, .. } = sheet(Draft);
        assert_eq!(due_at(&submission, &campaign), Some(LAST_SECOND));
        let Sheet { submission, campaign, .. } = completion(Returned);
        let appraisal_closes = campaign.phase(PhaseKind::Appraisal1).map(|phase| phase.closes_at);
        assert_eq!(due_at(&submission, &campaign), appraisal_closes);
        let Sheet { submission, campaign, .. } = sheet(Submitted);
        assert_eq!(due_at(&submission, &campaign), None);
    }

    #[test]
    fn submitting_recalling_and_returning_keep_what_they_must() {
        let Sheet { submission, campaign, .. } = sheet(AwaitingSignoff);
        let leader = AccountId::fresh();
        let sent = submitted(&submission, leader, "hash".into(), LAST_SECOND);
        assert_eq!((sent.state, sent.submitted_at), (Submitted, Some(LAST_SECOND)));
        let back = recalled(&sent);
        assert_eq!((back.state, back.submitted_at, back.first_submitted_at), (Draft, None, None));
        assert_eq!(back.content_hash, None);
        let begun = opened(&sent, APPRAISING);
        assert_eq!((begun.state, begun.opened_at), (UnderAppraisal, Some(APPRAISING)));
        let given = returned(&begun, "thiếu minh chứng");
        assert!(given.is_completion() && given.opened_at.is_none());
        let completed = Submission { state: AwaitingSignoff, ..given };
        let again = submitted(&completed, leader, "other".into(), APPRAISING);
        assert!(!was_late(&again, &campaign), "a completion of a sheet that was in time is in time");
        assert_eq!(recalled(&again).first_submitted_at, Some(LAST_SECOND));
        assert!(again.is_completion(), "it may be recalled and completed further");
    }
}
