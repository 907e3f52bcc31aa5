import { parseDate } from '$lib/format';
import { unitKinds, type UnitFilter } from './units';

/** What the address asks for; anything that makes no sense there is left out. */
export function filterFrom(address: URLSearchParams): UnitFilter {
  const search = address.get('search')?.trim();
  const kind = unitKinds.find((known) => known === address.get('kind'));
  const asOf = parseDate(address.get('asOf') ?? '');
  return { ...(search && { search }), ...(kind && { kind }), ...(asOf && { asOf }) };
}

/** Whether units are looked for, rather than the tree walked. */
export function isSearch(filter: UnitFilter): boolean {
  return filter.search !== undefined || filter.kind !== undefined;
}
