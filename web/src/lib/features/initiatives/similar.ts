import {
  JudgeSimilarityDocument,
  SimilarInitiativesDocument,
  SimilarityRightsDocument,
  type Judgement,
  type SimilarFieldsFragment,
  type SimilarityRightsQuery,
} from '$gql/initiatives/graphql';
import { mutate, query } from '$lib/api/client';

export type { Judgement };
export type Similar = SimilarFieldsFragment;
export type Rights = SimilarityRightsQuery['similarityRights'];

export const judgements: readonly Judgement[] = ['DUPLICATE_OF', 'EXTENDS', 'UNRELATED'];

export async function loadRights(id: string): Promise<Rights> {
  return (await query(SimilarityRightsDocument, { id })).similarityRights;
}

export async function loadSimilar(id: string): Promise<readonly Similar[]> {
  return (await query(SimilarInitiativesDocument, { id })).similarInitiatives;
}

/** Records what a request is to a case of its report; gives the case, or what is wrong with the note. */
export async function judge(
  initiativeId: string,
  otherId: string,
  judgement: Judgement,
  note: string,
): Promise<Similar | string> {
  const input = { initiativeId, otherId, judgement, note: note.trim() || null };
  const result = (await mutate(JudgeSimilarityDocument, { input })).judgeSimilarity;
  return result.__typename === 'SimilarityProblem' ? result.message : result;
}
