import type { SheetFilter } from './campaigns';
import { states } from './progress';

/** What the address asks for; anything that makes no sense there is left out. */
export function filterFrom(address: URLSearchParams): SheetFilter {
  const peerGroup = address.get('peerGroup');
  const state = states.find((known) => known.state === address.get('state'))?.state;
  const search = address.get('search')?.trim();
  return {
    ...(peerGroup && { peerGroup }),
    ...(state && { state }),
    ...(address.get('overdue') === 'true' && { overdue: true }),
    ...(search && { search }),
  };
}

/** The filter as it stands in the address; what is not filtered by is empty there. */
export interface FilterAddress {
  peerGroup: string;
  state: string;
  overdue: string;
  search: string;
}

export function toAddress({ peerGroup, state, overdue, search }: SheetFilter): FilterAddress {
  return {
    peerGroup: peerGroup ?? '',
    state: state ?? '',
    overdue: overdue ? 'true' : '',
    search: search ?? '',
  };
}
