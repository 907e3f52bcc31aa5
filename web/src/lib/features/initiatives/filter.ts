import type { InitiativeState } from '$gql/initiatives/graphql';

export const states: readonly InitiativeState[] = [
  'DRAFT',
  'FILED',
  'FIX_REQUESTED',
  'ACCEPTED',
  'ASSIGNED',
  'SCORED',
  'COUNCIL',
  'RECOGNISED_BASE',
  'REFERRED',
  'REFERRAL_FIX',
  'PROV_CHECKED',
  'PROV_ASSIGNED',
  'PROV_SCORED',
  'PROV_COUNCIL',
  'RECOGNISED_PROVINCE',
  'NOT_RAISED',
  'PROVINCE_CANCELLED',
  'CANCELLED',
  'REFUSED',
  'WITHDRAWN',
];

/** The person's own requests, or everything that they read. */
export type List = 'mine' | 'register';

/** Which requests are wanted, as it stands in the address. */
export interface InitiativeFilter {
  list: List;
  search?: string;
  state?: InitiativeState;
  overdue?: boolean;
}

/** What the address asks for; without a word about the list, `usual`. */
export function filterFrom(address: URLSearchParams, usual: List): InitiativeFilter {
  const asked = address.get('list');
  const list = asked === 'mine' || asked === 'register' ? asked : usual;
  const search = address.get('search')?.trim();
  const state = states.find((known) => known === address.get('state'));
  const overdue = address.get('overdue') === 'true';
  return { list, ...(search && { search }), ...(state && { state }), ...(overdue && { overdue }) };
}
