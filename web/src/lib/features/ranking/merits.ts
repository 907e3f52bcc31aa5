import {
  MeritItemsDocument,
  MeritsDocument,
  MeritUnitsDocument,
  RecordMeritDocument,
  RemoveMeritDocument,
  type MeritFragment,
  type MeritItemsQuery,
  type RecordMeritInput,
} from '$gql/ranking/graphql';
import { mutate, query, queryCached } from '$lib/api/client';
import { found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';

export type Merit = MeritFragment;
export type MeritItems = NonNullable<MeritItemsQuery['campaign']>['recordableItems'];

export interface MeritUnit {
  id: string;
  unitId: string;
  qualifiedName: string;
}

const pageSize = 50;
const foundAtMost = 20;

const none: Page<Merit> = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 0 };

/** Bonuses and penalties that the viewer reads; none for whom they are not. */
export async function loadMerits(id: string, after: string | null): Promise<Page<Merit>> {
  return found((await query(MeritsDocument, { id, first: pageSize, after })).campaign).merits ?? none;
}

export async function loadMeritItems(id: string): Promise<MeritItems> {
  return found((await queryCached(MeritItemsDocument, { id })).campaign).recordableItems;
}

export async function searchMeritUnits(id: string, search: string): Promise<readonly MeritUnit[]> {
  const { campaign } = await queryCached(MeritUnitsDocument, { id, first: foundAtMost, search });
  return found(campaign).units.nodes;
}

/** Records a bonus or a penalty; gives what has to be put right, or null. */
export async function recordMerit(
  input: RecordMeritInput,
): Promise<{ message: string; path: readonly string[] } | null> {
  const answer = (await mutate(RecordMeritDocument, { input })).recordMerit;
  return answer.__typename === 'RankingProblem' ? answer : null;
}

/** Removes a bonus or a penalty; gives why that was refused, or null. */
export async function removeMerit(id: string): Promise<string | null> {
  const answer = (await mutate(RemoveMeritDocument, { input: { id } })).removeMerit;
  return answer.__typename === 'RankingProblem' ? answer.message : null;
}
