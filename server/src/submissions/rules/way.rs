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
