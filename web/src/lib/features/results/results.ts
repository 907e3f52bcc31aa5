import {
  PublicResultDocument,
  PublicResultsDocument,
  type PublicResultHeadFragment,
  type PublicResultQuery,
} from '$gql/results/graphql';
import { query } from '$lib/api/client';
import { found } from '$lib/api/errors';

export type ResultHead = PublicResultHeadFragment;
export type PublicResult = NonNullable<PublicResultQuery['publicResult']>;
export type PublicGroup = PublicResult['groups'][number];
export type PublicRow = PublicGroup['rows'][number];
export type PublicUnit = PublicGroup['withoutSheet'][number];

export async function loadPublicResults(): Promise<readonly ResultHead[]> {
  return (await query(PublicResultsDocument)).publicResults;
}

export async function loadPublicResult(code: string): Promise<PublicResult> {
  return found((await query(PublicResultDocument, { code })).publicResult);
}
