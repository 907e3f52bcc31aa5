import {
  BeginSecondFactorDocument,
  ConfirmSecondFactorDocument,
  RemoveSecondFactorDocument,
  RenewRecoveryCodesDocument,
  ViewerFactorDocument,
  type SecondFactorFieldsFragment,
} from '$gql/factors/graphql';
import { mutate, query } from '$lib/api/client';
import { ApiError } from '$lib/api/errors';

export type SecondFactor = SecondFactorFieldsFragment;

/** What a deed gave, or the sentence that says why it gave nothing. */
export type Outcome<T> = { done: T } | { problem: string };

export interface Enrolment {
  readonly secret: string;
  readonly uri: string;
  readonly qrSvg: string;
}

export async function loadFactor(): Promise<SecondFactor> {
  const { viewer } = await query(ViewerFactorDocument);
  if (viewer == null) throw new ApiError('UNAUTHENTICATED');
  return viewer.secondFactor;
}

/** Asks for a new secret, which counts after a first code. */
export async function begin(): Promise<Outcome<Enrolment>> {
  const result = (await mutate(BeginSecondFactorDocument)).beginSecondFactor;
  return result.__typename === 'SecondFactorProblem' ? { problem: result.message } : { done: result };
}

/** Confirms the secret; gives the recovery codes. */
export async function confirm(code: string): Promise<Outcome<readonly string[]>> {
  const result = (await mutate(ConfirmSecondFactorDocument, { input: { code } })).confirmSecondFactor;
  return result.__typename === 'SecondFactorProblem' ? { problem: result.message } : { done: result.codes };
}

/** Replaces the recovery codes; gives the new ones. */
export async function renewCodes(): Promise<Outcome<readonly string[]>> {
  const result = (await mutate(RenewRecoveryCodesDocument)).renewRecoveryCodes;
  return result.__typename === 'SecondFactorProblem' ? { problem: result.message } : { done: result.codes };
}

/** Removes the second factor. */
export async function remove(): Promise<Outcome<null>> {
  const result = (await mutate(RemoveSecondFactorDocument)).removeSecondFactor;
  return result.__typename === 'SecondFactorProblem' ? { problem: result.message } : { done: null };
}

/** A picture that needs no other origin and runs nothing. */
export function pictureOf(svg: string): string {
  return `data:image/svg+xml;base64,${btoa(svg)}`;
}
