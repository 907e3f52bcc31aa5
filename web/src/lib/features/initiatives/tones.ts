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
};
