import {
  PublicInitiativeDocument,
  PublicInitiativesDocument,
  type InitiativeLevel,
  type PublicInitiativeQuery,
  type PublicInitiativesQuery,
} from '$gql/register/graphql';
import { query } from '$lib/api/client';
import { found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';

export type { InitiativeLevel };
export type Row = PublicInitiativesQuery['publicInitiatives']['nodes'][number];
export type Entry = NonNullable<PublicInitiativeQuery['publicInitiative']>;

export interface Filter {
  search: string;
  level: InitiativeLevel | '';
  /** Four digits, or nothing. */
  year: string;
}

const pageSize = 50;
const [firstYear, lastYear] = [1900, 2999];

/** What the address asks for; what makes no sense is left out. */
export function filterOf(address: URLSearchParams): Filter {
  const level = address.get('level');
  const year = address.get('year') ?? '';
  return {
    search: address.get('search') ?? '',
    level: level === 'BASE' || level === 'PROVINCE' ? level : '',
    year: isYear(year) ? year : '',
  };
}

/** Whether anything is looked for, rather than the whole register shown. */
export function isNarrowed({ search, level, year }: Filter): boolean {
  return search !== '' || level !== '' || year !== '';
}

/** Whether a year can be looked for. */
export function isYear(text: string): boolean {
  return /^\d{4}$/.test(text) && Number(text) >= firstYear && Number(text) <= lastYear;
}

export async function loadRegister(
  { search, level, year }: Filter,
  after: string | null = null,
): Promise<Page<Row>> {
  const asked = { search: search || null, level: level || null, year: year === '' ? null : Number(year) };
  return (await query(PublicInitiativesDocument, { first: pageSize, after, ...asked })).publicInitiatives;
}

export async function loadEntry(id: string): Promise<Entry> {
  return found((await query(PublicInitiativeDocument, { id })).publicInitiative);
}
