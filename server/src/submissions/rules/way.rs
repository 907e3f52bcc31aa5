//! The way of a sheet, by calendar and state. Time is an argument; a deadline's last second counts.

use time::OffsetDateTime;

use super::super::model::{StateCount, Submission, SubmissionProblemCode, SubmissionState};
use super::Verdict;
use crate::campaigns::{Campaign, PhaseKind, Stage};
use crate::shared::id::AccountId;

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

/// The unit works on its sheet while self-scoring is open; a returned sheet is completed while the
/// appraisal is open as well.
fn takes_work_of_unit(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    let is_open = campaign.is_open_at(PhaseKind::SelfScoring, now)
        || (sheet.is_completion() && campaign.is_open_at(PhaseKind::Appraisal1, now));
    if is_open { Ok(()) } else { Err(SubmissionProblemCode::CampaignClosed) }
}

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

/// The leader signs and submits; after the deadline only a completion is taken.
pub fn submit(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::AwaitingSignoff])?;
    takes_work_of_unit(sheet, campaign, now)
}

/// A submitted sheet is taken back until an appraiser opens it, as long as it could be submitted again.
pub fn recall(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    if matches!(sheet.state, SubmissionState::UnderAppraisal | SubmissionState::Appraised1) {
        return Err(SubmissionProblemCode::AlreadyOpened);
    }
    in_state(sheet, &[SubmissionState::Submitted])?;
    takes_work_of_unit(sheet, campaign, now)
}

/// The appraisal gives a sheet back to be completed, while there is time to complete it.
pub fn give_back(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::Submitted, SubmissionState::UnderAppraisal])?;
    let has_time =
        campaign.is_open_at(PhaseKind::SelfScoring, now) || campaign.is_open_at(PhaseKind::Appraisal1, now);
    if has_time { Ok(()) } else { Err(SubmissionProblemCode::CampaignClosed) }
}

/// An appraiser begins.
pub fn open(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> Verdict {
    in_state(sheet, &[SubmissionState::Submitted])?;
    if campaign.is_open_at(PhaseKind::Appraisal1, now) {
        Ok(())
    } else {
        Err(SubmissionProblemCode::CampaignClosed)
    }
}

/// Lines are appraised once the sheet has left its unit, while the appraisal is open; the first decision
/// opens the sheet.
#[must_use]
pub fn is_appraisable(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> bool {
    matches!(sheet.state, SubmissionState::Submitted | SubmissionState::UnderAppraisal)
        && campaign.is_open_at(PhaseKind::Appraisal1, now)
}

/// Round 1 of a sheet is concluded from the opening of the appraisal until the result is released.
#[must_use]
pub fn is_concludable(sheet: &Submission, campaign: &Campaign, now: OffsetDateTime) -> bool {
    sheet.state == SubmissionState::UnderAppraisal
        && campaign.stage == Stage::Published
        && campaign.phase(PhaseKind::Appraisal1).is_some_and(|phase| now >= phase.opens_at)
}

/// The sheet as it stands once submitted. Times are the server's (INV-S9).
#[must_use]
pub fn submitted(
    sheet: &Submission,
    campaign: &Campaign,
    by: AccountId,
    content_hash: String,
    now: OffsetDateTime,
) -> Submission {
    let is_first_after_deadline = !sheet.is_completion() && is_overdue(sheet, campaign, now);
    Submission {
        state: SubmissionState::Submitted,
        is_late: sheet.is_late || is_first_after_deadline,
        signed_off_at: Some(now),
        submitted_at: Some(now),
        submitted_by: Some(by),
        opened_at: None,
        content_hash: Some(content_hash),
        ..sheet.clone()
    }
}

/// The sheet as it stands once taken back: nothing of the submission remains but the audit trail.
#[must_use]
pub fn recalled(sheet: &Submission) -> Submission {
    Submission {
        state: SubmissionState::Draft,
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
            assert_eq!(allowed(rule, sheet, APPRAISING), [], "closed after the deadline");
            assert_eq!(allowed(rule, completion, APPRAISING), states, "a completion is taken");
            assert_eq!(allowed(rule, completion, AFTERWARDS), [], "until the appraisal closes");
        }
        assert_eq!(allowed(give_back, sheet, APPRAISING), [Submitted, UnderAppraisal]);
        assert_eq!(allowed(give_back, sheet, AFTERWARDS), [], "no time to complete it");
        assert_eq!(allowed(open, sheet, APPRAISING), [Submitted]);
        assert_eq!(allowed(open, sheet, FILLING), [], "the appraisal is not open yet");
    }

    #[test]
    fn the_last_second_of_the_deadline_counts() {
        let Sheet { submission, campaign, .. } = sheet(AwaitingSignoff);
        assert_eq!(submit(&submission, &campaign, LAST_SECOND), Ok(()));
        let late = LAST_SECOND + Duration::SECOND;
        assert_eq!(submit(&submission, &campaign, late), Err(CampaignClosed));
        assert!(!is_overdue(&submission, &campaign, LAST_SECOND));
        assert!(is_overdue(&submission, &campaign, late));
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
        let sent = submitted(&submission, &campaign, leader, "hash".into(), LAST_SECOND);
        assert_eq!((sent.state, sent.submitted_at, sent.is_late), (Submitted, Some(LAST_SECOND), false));
        let back = recalled(&sent);
        assert_eq!((back.state, back.submitted_at, back.content_hash), (Draft, None, None));
        let begun = opened(&sent, APPRAISING);
        assert_eq!((begun.state, begun.opened_at), (UnderAppraisal, Some(APPRAISING)));
        let given = returned(&begun, "thiếu minh chứng");
        assert!(given.is_completion() && given.opened_at.is_none());
        let completed = Submission { state: AwaitingSignoff, ..given };
        let again = submitted(&completed, &campaign, leader, "other".into(), APPRAISING);
        assert!(!again.is_late, "a completion of a sheet that was in time is in time");
        assert!(again.is_completion(), "it may be recalled and completed further");
    }
}
