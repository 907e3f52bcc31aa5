import {
  AcceptInitiativeDocument,
  AnswerAuthorshipDocument,
  FileInitiativeDocument,
  HandOverInitiativeDocument,
  InitiativeDocument,
  InitiativesDocument,
  InitiativeUnitsDocument,
  PossibleAuthorsDocument,
  RefuseInitiativeDocument,
  RequestInitiativeFixDocument,
  SaveInitiativeDocument,
  WithdrawInitiativeDocument,
  type InitiativeFieldsFragment,
  type InitiativeKind,
  type InitiativeProblemsFieldsFragment,
  type InitiativeRowFragment,
  type InitiativeSection,
  type InitiativeState,
  type InitiativeUnitsQuery,
  type PossibleAuthorsQuery,
  type RefusalGround,
  type SaveInitiativeInput,
} from '$gql/initiatives/graphql';
import { mutate, query, queryCached } from '$lib/api/client';
import { setServerTime } from '$lib/api/clock.svelte';
import { found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';
import type { InitiativeFilter } from './filter';

export type { InitiativeKind, InitiativeSection, InitiativeState, RefusalGround };
export type InitiativeRow = InitiativeRowFragment;
export type Initiative = InitiativeFieldsFragment;
export type Passage = Initiative['passages'][number];
export type Author = Initiative['authors'][number];
export type InitiativeEvent = Initiative['events'][number];
export type Problem = InitiativeProblemsFieldsFragment['problems'][number];
export type UnitChoice = InitiativeUnitsQuery['units']['nodes'][number];
export type Colleague = PossibleAuthorsQuery['possibleAuthors']['nodes'][number];

/** The request as it is now, or everything that has to be corrected. */
export type Outcome =
  { kind: 'done'; initiative: Initiative } | { kind: 'refused'; problems: readonly Problem[] };

const pageSize = 50;
const foundAtMost = 20;

export async function loadInitiatives(
  filter: InitiativeFilter,
  after: string | null = null,
): Promise<Page<InitiativeRow>> {
  const { list, search, state, overdue } = filter;
  const answer = await query(InitiativesDocument, {
    first: pageSize,
    after,
    ...(search !== undefined && { search }),
    ...(state !== undefined && { state }),
    isMine: list === 'mine',
    isOverdue: overdue === true,
  });
  setServerTime(answer.serverTime);
  return answer.initiatives;
}

export async function loadInitiative(id: string): Promise<Initiative> {
  const { serverTime, initiative } = await query(InitiativeDocument, { id });
  setServerTime(serverTime);
  return found(initiative);
}

export async function searchUnits(search: string): Promise<readonly UnitChoice[]> {
  return (await queryCached(InitiativeUnitsDocument, { first: foundAtMost, search })).units.nodes;
}

export async function searchColleagues(search: string): Promise<readonly Colleague[]> {
  return (await query(PossibleAuthorsDocument, { first: foundAtMost, search })).possibleAuthors.nodes;
}

type Result = Initiative & { readonly __typename: 'Initiative' };
type Refused = InitiativeProblemsFieldsFragment & { readonly __typename: 'InitiativeProblems' };

function outcomeOf(result: Result | Refused): Outcome {
  return result.__typename === 'Initiative'
    ? { kind: 'done', initiative: result }
    : { kind: 'refused', problems: result.problems };
}

export async function saveInitiative(input: SaveInitiativeInput): Promise<Outcome> {
  return outcomeOf((await mutate(SaveInitiativeDocument, { input })).saveInitiative);
}

type Known = Pick<Initiative, 'id' | 'version'>;

export async function confirmShare({ id, version }: Known): Promise<Outcome> {
  const input = { id, version, confirms: true };
  return outcomeOf((await mutate(AnswerAuthorshipDocument, { input })).answerAuthorship);
}

export async function declineShare({ id, version }: Known, reason: string): Promise<Outcome> {
  const input = { id, version, confirms: false, reason };
  return outcomeOf((await mutate(AnswerAuthorshipDocument, { input })).answerAuthorship);
}

/** Lets a co-author go on with it. */
export async function handOver({ id, version }: Known, toId: string): Promise<Outcome> {
  return outcomeOf(
    (await mutate(HandOverInitiativeDocument, { input: { id, version, toId } })).handOverInitiative,
  );
}

export async function fileInitiative({ id, version }: Known): Promise<Outcome> {
  return outcomeOf((await mutate(FileInitiativeDocument, { input: { id, version } })).fileInitiative);
}

export async function withdrawInitiative({ id, version }: Known, reason: string): Promise<Outcome> {
  const input = { id, version, reason };
  return outcomeOf((await mutate(WithdrawInitiativeDocument, { input })).withdrawInitiative);
}

export async function requestFix({ id, version }: Known, reason: string, until: string): Promise<Outcome> {
  const input = { id, version, reason, until };
  return outcomeOf((await mutate(RequestInitiativeFixDocument, { input })).requestInitiativeFix);
}

export async function acceptInitiative({ id, version }: Known, note: string): Promise<Outcome> {
  const input = { id, version, note: note.trim() || null };
  return outcomeOf((await mutate(AcceptInitiativeDocument, { input })).acceptInitiative);
}

export async function refuseInitiative(
  { id, version }: Known,
  ground: RefusalGround,
  reason: string,
): Promise<Outcome> {
  const input = { id, version, ground, reason };
  return outcomeOf((await mutate(RefuseInitiativeDocument, { input })).refuseInitiative);
}
