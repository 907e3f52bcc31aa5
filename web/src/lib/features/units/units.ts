import {
  UnitDocument,
  UnitFamilyDocument,
  UnitsDocument,
  type FamilyStepFragment,
  type UnitFamilyQuery,
  type UnitKind,
  type UnitQuery,
  type UnitRowFragment,
} from '$gql/units/graphql';
import { queryCached } from '$lib/api/client';
import { serverNow } from '$lib/api/clock.svelte';
import { found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';
import { toWallClock } from '$lib/format';

export type UnitRow = UnitRowFragment;
export type UnitDetails = NonNullable<UnitQuery['unit']>;

export type FamilyStep = FamilyStepFragment;
export type Family = UnitFamilyQuery;

export interface UnitFilter {
  search?: string;
  kind?: UnitKind;
  asOf?: string;
}

export const unitKinds: readonly UnitKind[] = [
  'PROVINCE',
  'PROV_OFFICE',
  'PROV_DEPT',
  'VERTICAL',
  'DISTRICT',
  'COMMUNE',
  'SPECIAL_ZONE',
  'SUB_UNIT',
  'SERVICE_UNIT',
  'OTHER',
];

const pageSize = 50;

export async function searchUnits(filter: UnitFilter, after: string | null = null): Promise<Page<UnitRow>> {
  // Words are looked for in what has ended as well; a list by kind holds what exists on its day.
  const includeEnded = filter.search !== undefined && filter.asOf === undefined;
  return (await queryCached(UnitsDocument, { first: pageSize, after, ...filter, includeEnded })).units;
}

/** Whether a unit is no more on the day looked at: its last day is the one before `validTo`. */
export function hasEnded(validTo: string | null | undefined, asOf: string | undefined): validTo is string {
  return validTo != null && validTo <= (asOf ?? toWallClock(serverNow().toISOString()).date);
}

/** The units directly below one, or the provinces, where the tree begins. */
export async function loadBranch(
  parentId: string | null,
  asOf: string | undefined,
  after: string | null = null,
): Promise<Page<UnitRow>> {
  const place = parentId === null ? { kind: 'PROVINCE' as const } : { parentId };
  return (await queryCached(UnitsDocument, { first: pageSize, after, asOf, ...place })).units;
}

export async function loadUnit(id: string, asOf: string | undefined): Promise<UnitDetails> {
  return found((await queryCached(UnitDocument, { id, asOf })).unit);
}

/** Where a unit came from and went to, and the results of its whole line, each its own. */
export async function loadFamily(id: string): Promise<Family> {
  return queryCached(UnitFamilyDocument, { id });
}
