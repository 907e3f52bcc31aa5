import type { WorkItem } from './waiting';
import { paths } from '$lib/paths';

/** The screen where a piece of work is done. */
export function placeOf({ kind, campaign, submission, criterion, initiative, review }: WorkItem): string {
  switch (kind) {
    case 'FILL_SHEET':
    case 'FILL_DELEGATED':
    case 'SIGN_OFF':
    case 'SHEET_RETURNED':
      return submission ? paths.submission(submission.id) : paths.campaigns();
    case 'CONCLUDE_APPRAISAL':
      if (submission) return paths.submissionAppraisal(submission.id);
      return campaign ? paths.campaignAppraisal(campaign.id) : paths.campaigns();
    case 'APPRAISE':
      if (submission) return paths.submissionAppraisal(submission.id);
      return campaign
        ? paths.campaignAppraisal(campaign.id, criterion ? { criterion: criterion.id } : {})
        : paths.campaigns();
    case 'COMPUTE_RANKING':
    case 'RELEASE_RESULT':
      return campaign ? paths.campaignRanking(campaign.id) : paths.campaigns();
    case 'PUBLISH_CAMPAIGN':
      return campaign ? paths.campaignSettings(campaign.id) : paths.campaigns();
    case 'CONFIRM_SHARE':
    case 'CORRECT_INITIATIVE':
    case 'CHECK_INITIATIVE':
    case 'ASSIGN_INITIATIVE':
    case 'READ_RESULT':
      return initiative ? paths.initiative(initiative.id) : paths.initiatives();
    case 'SCORE_INITIATIVE':
      return paths.reviews();
    case 'ASK_SCORER':
      return review ? paths.review(review.id) : paths.reviews();
    case 'HOLD_SITTING':
      return review ? paths.council(review.council.id) : paths.councils();
    case 'CLOSE_SITTING':
    case 'VOTE_INITIATIVE':
      return review?.sitting ? paths.sitting(review.sitting.id) : paths.reviews();
    case 'SEND_REFERRAL':
    case 'COMPLETE_REFERRAL':
      return initiative ? paths.initiative(initiative.id) : paths.initiatives();
    case 'CHECK_REFERRAL':
    case 'ASSIGN_REFERRAL':
      return paths.referrals();
    case 'ANSWER_ADOPTION':
      return paths.adoptions();
    case 'DECIDE_INITIATIVE':
    case 'NUMBER_DECISION':
      return paths.decisions();
    case 'CHANGE_PASSWORD':
      return paths.changePassword();
  }
}
