import {
  AcceptReferralDocument,
  AdoptionRequestsDocument,
  AnswerAdoptionDocument,
  AskAdopterDocument,
  CaseReferralDocument,
  PrepareReferralDocument,
  ReferralBoardDocument,
  RefuseReferralDocument,
  RequestReferralCompletionDocument,
  SendReferralDocument,
  TakeBackAdoptionDocument,
  TakeBackReferralDocument,
  UnitsToAskDocument,
  type AdoptionFieldsFragment,
  type AnswerAdoptionInput,
  type AskAdopterInput,
  type CaseReferralQuery,
  type ReferralBoardQuery,
  type RefusalGround,
  type UnitsToAskQuery,
} from '$gql/referrals/graphql';
import { mutate, query } from '$lib/api/client';
import type { Page } from '$lib/api/pages.svelte';

export type { RefusalGround };
export type Standing = CaseReferralQuery;
export type Referral = CaseReferralQuery['initiativeReferrals'][number];
export type Adoption = AdoptionFieldsFragment;
export type Board = ReferralBoardQuery;
export type BoardCase = ReferralBoardQuery['referralBoard'][number]['initiatives'][number];
export type Unit = UnitsToAskQuery['units']['nodes'][number];

export interface Problem {
  readonly message: string;
  readonly path: readonly string[];
}

/** What is done with a referral. */
export type Deed =
  | { kind: 'prepare'; initiativeId: string; version: number | null; statement: string }
  | { kind: 'send' }
  | { kind: 'takeBack'; reason: string }
  | { kind: 'complete'; reason: string; until: string }
  | { kind: 'accept'; note: string }
  | { kind: 'refuse'; ground: RefusalGround; reason: string };

const pageSize = 50;
const foundAtMost = 20;

export async function loadStanding(id: string): Promise<Standing> {
  return await query(CaseReferralDocument, { id });
}

export async function loadBoard(): Promise<Board> {
  return await query(ReferralBoardDocument);
}

export async function loadRequests(isAwaited: boolean, after: string | null = null): Promise<Page<Adoption>> {
  return (await query(AdoptionRequestsDocument, { first: pageSize, after, isAwaited })).adoptionRequests;
}

export async function searchUnits(search: string): Promise<readonly Unit[]> {
  return (await query(UnitsToAskDocument, { search, first: foundAtMost })).units.nodes;
}

type ReferralOutcome =
  | { readonly __typename: 'InitiativeReferral' }
  | { readonly __typename: 'ReferralProblems'; readonly problems: readonly Problem[] };

function problemsOf(outcome: ReferralOutcome): readonly Problem[] {
  return outcome.__typename === 'ReferralProblems' ? outcome.problems : [];
}

/** Does a deed; gives what stands in the way, or nothing. */
export async function doDeed(
  at: { readonly id: string; readonly version: number } | null,
  deed: Deed,
): Promise<readonly Problem[]> {
  if (deed.kind === 'prepare') {
    const { initiativeId, version, statement } = deed;
    const input = { initiativeId, version, statement };
    return problemsOf((await mutate(PrepareReferralDocument, { input })).prepareReferral);
  }
  if (at === null) return [];
  const { id, version } = at;
  switch (deed.kind) {
    case 'send':
      return problemsOf((await mutate(SendReferralDocument, { input: { id, version } })).sendReferral);
    case 'takeBack': {
      const input = { id, version, reason: deed.reason };
      return problemsOf((await mutate(TakeBackReferralDocument, { input })).takeBackReferral);
    }
    case 'complete': {
      const input = { id, version, reason: deed.reason, until: deed.until };
      const { requestReferralCompletion } = await mutate(RequestReferralCompletionDocument, { input });
      return problemsOf(requestReferralCompletion);
    }
    case 'accept': {
      const input = { id, version, note: deed.note };
      return problemsOf((await mutate(AcceptReferralDocument, { input })).acceptReferral);
    }
    case 'refuse': {
      const input = { id, version, ground: deed.ground, reason: deed.reason };
      return problemsOf((await mutate(RefuseReferralDocument, { input })).refuseReferral);
    }
  }
}

/** Asks a unit; gives what stands in the way, or nothing. */
export async function askAdopter(input: AskAdopterInput): Promise<Problem | null> {
  const { askAdopter: result } = await mutate(AskAdopterDocument, { input });
  return result.__typename === 'AdoptionProblem' ? result : null;
}

/** Answers for the own unit; gives what stands in the way, or nothing. */
export async function answerAdoption(input: AnswerAdoptionInput): Promise<Problem | null> {
  const { answerAdoption: result } = await mutate(AnswerAdoptionDocument, { input });
  return result.__typename === 'AdoptionProblem' ? result : null;
}

/** Takes a question back; gives what stands in the way, or nothing. */
export async function takeBackAdoption({ id, version }: Adoption): Promise<Problem | null> {
  const { takeBackAdoption: result } = await mutate(TakeBackAdoptionDocument, { input: { id, version } });
  return result.__typename === 'AdoptionProblem' ? result : null;
}
