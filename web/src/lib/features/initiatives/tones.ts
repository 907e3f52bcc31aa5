import type { InitiativeState } from '$gql/initiatives/graphql';
import type { Tone } from '$lib/ui';

/** A state has one colour on every screen. */
export const toneOf: Record<InitiativeState, Tone> = {
  DRAFT: 'neutral',
  FILED: 'info',
  FIX_REQUESTED: 'warn',
  ACCEPTED: 'ok',
  ASSIGNED: 'info',
  SCORED: 'info',
  COUNCIL: 'warn',
  RECOGNISED_BASE: 'ok',
  REFUSED: 'danger',
  WITHDRAWN: 'neutral',
  REFERRED: 'info',
  REFERRAL_FIX: 'warn',
  PROV_CHECKED: 'ok',
  PROV_ASSIGNED: 'info',
  PROV_SCORED: 'info',
  PROV_COUNCIL: 'warn',
  RECOGNISED_PROVINCE: 'ok',
  NOT_RAISED: 'neutral',
  PROVINCE_CANCELLED: 'warn',
  CANCELLED: 'danger',
};
