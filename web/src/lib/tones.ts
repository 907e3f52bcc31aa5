import type { CampaignState, SubmissionState } from '$gql/campaigns/graphql';
import type { CriteriaSetRowFragment } from '$gql/criteria/graphql';
import type { Tone } from '$lib/ui';

// A state has one colour on every screen: grey before it begins, blue and yellow while somebody works, green when done.

export const campaignTones: Record<CampaignState, Tone> = {
  DRAFT: 'neutral',
  PUBLISHED: 'info',
  SELF_SCORING: 'warn',
  APPRAISAL_1: 'info',
  RESULT_RELEASED: 'ok',
  RESULT_PUBLISHED: 'ok',
};

export const criteriaSetTones: Record<CriteriaSetRowFragment['state'], Tone> = {
  DRAFT: 'neutral',
  FROZEN: 'ok',
};

export const submissionTones: Record<SubmissionState, Tone> = {
  NOT_STARTED: 'neutral',
  DRAFT: 'info',
  AWAITING_SIGNOFF: 'warn',
  SUBMITTED: 'ok',
  RETURNED: 'danger',
  UNDER_APPRAISAL: 'info',
  APPRAISED_1: 'ok',
  FINAL: 'ok',
};
