import {
  ChangeReviewSeatDocument,
  DeclareConflictDocument,
  ReviewDocument,
  ReviewQueueDocument,
  SaveReviewSheetDocument,
  TakeReviewBackDocument,
  type JudgedSimilarFieldsFragment,
  type ReviewFieldsFragment,
  type ReviewProblemsFieldsFragment,
  type ReviewQueueQuery,
  type SeatChangeKind,
} from '$gql/reviews/graphql';
import { mutate, query } from '$lib/api/client';
import { found } from '$lib/api/errors';

export type { SeatChangeKind };
export type Review = ReviewFieldsFragment;
export type Seat = Review['seats'][number];
export type JudgedSimilar = JudgedSimilarFieldsFragment;
export type Problem = ReviewProblemsFieldsFragment['problems'][number];
export type Queue = ReviewQueueQuery['reviewQueue'];

/** The review as it is now, or everything that has to be corrected. */
export type Outcome = { kind: 'done'; review: Review } | { kind: 'refused'; problems: readonly Problem[] };

type Refused = ReviewProblemsFieldsFragment & { readonly __typename: 'ReviewProblems' };

function outcomeOf(result: (Review & { readonly __typename: 'InitiativeReview' }) | Refused): Outcome {
  return result.__typename === 'InitiativeReview'
    ? { kind: 'done', review: result }
    : { kind: 'refused', problems: result.problems };
}

export async function loadReview(id: string): Promise<Review> {
  return found((await query(ReviewDocument, { id })).initiativeReview);
}

export async function loadQueue(): Promise<Queue> {
  return (await query(ReviewQueueDocument)).reviewQueue;
}

/** Keeps the own sheet, or signs it. */
export async function saveSheet(
  review: Review,
  points: ReadonlyMap<string, string>,
  remark: string,
  signs: boolean,
): Promise<Outcome> {
  const given = [...points].map(([criterion, value]) => ({ criterion, points: value }));
  const version = review.ownSeat?.version ?? 0;
  const input = { reviewId: review.id, version, points: given, remark: remark.normalize('NFC'), signs };
  return outcomeOf((await mutate(SaveReviewSheetDocument, { input })).saveReviewSheet);
}

/** Leaves the review; gives what stands in the way, or nothing. */
export async function declareConflict(id: string, reason: string): Promise<readonly Problem[]> {
  const { declareConflict: result } = await mutate(DeclareConflictDocument, { input: { id, reason } });
  return result.__typename === 'ReviewProblems' ? result.problems : [];
}

export async function changeSeat(
  { id, version }: Pick<Review, 'id' | 'version'>,
  accountId: string,
  change: SeatChangeKind,
  reason: string,
): Promise<Outcome> {
  const input = { id, version, accountId, change, reason };
  return outcomeOf((await mutate(ChangeReviewSeatDocument, { input })).changeReviewSeat);
}

export async function takeBack(
  { id, version }: Pick<Review, 'id' | 'version'>,
  reason: string,
): Promise<Outcome> {
  return outcomeOf((await mutate(TakeReviewBackDocument, { input: { id, version, reason } })).takeReviewBack);
}
