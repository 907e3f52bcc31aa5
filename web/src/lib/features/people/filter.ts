import type { Role } from '$gql/people/graphql';
import { roles } from './roles';

/** Which accounts are wanted, as it stands in the address. */
export interface PeopleFilter {
  search?: string;
  role?: Role;
}

export function filterFrom(address: URLSearchParams): PeopleFilter {
  const search = address.get('search')?.trim();
  const role = roles.find((known) => known === address.get('role'));
  return { ...(search && { search }), ...(role && { role }) };
}
