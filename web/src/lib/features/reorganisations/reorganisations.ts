import {
  ApplyReorganisationDocument,
  ReorganisationDocument,
  ReorganisationsDocument,
  SaveReorganisationDocument,
  UndoReorganisationDocument,
  type EffectFieldsFragment,
  type ReorganisationDetailsFragment,
  type ReorganisationProblemFieldsFragment,
  type ReorganisationRowFragment,
  type ReorganisationState,
  type SaveReorganisationInput,
} from '$gql/reorganisations/graphql';
import { mutate, query, resetClient } from '$lib/api/client';
import { found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';
import type { Tone } from '$lib/ui';

export type Reorganisation = ReorganisationDetailsFragment;
export type ReorganisationRow = ReorganisationRowFragment;
export type Problem = ReorganisationProblemFieldsFragment;
export type Effect = EffectFieldsFragment;
export type Form = SaveReorganisationInput;

/** What the server answers to a deed: the reorganisation as it is now, or what is wrong. */
export type Outcome =
  { kind: 'done'; reorganisation: Reorganisation } | { kind: 'problem'; problem: Problem };

const pageSize = 20;

export const stateTones: Record<ReorganisationState, Tone> = {
  DRAFT: 'neutral',
  APPLIED: 'ok',
  UNDONE: 'warn',
};

export async function loadReorganisations(after: string | null = null) {
  const { viewerCanKeepUnits, reorganisations } = await query(ReorganisationsDocument, {
    first: pageSize,
    after,
  });
  return { canKeep: viewerCanKeepUnits, page: reorganisations satisfies Page<ReorganisationRow> };
}

export async function loadReorganisation(id: string): Promise<Reorganisation> {
  return found((await query(ReorganisationDocument, { id })).reorganisation);
}

export async function save(input: Form): Promise<Outcome> {
  return outcomeOf((await mutate(SaveReorganisationDocument, { input })).saveReorganisation);
}

export async function apply(id: string, version: number): Promise<Outcome> {
  const { applyReorganisation } = await mutate(ApplyReorganisationDocument, { input: { id, version } });
  return changed(outcomeOf(applyReorganisation));
}

export async function undo(id: string, version: number): Promise<Outcome> {
  const { undoReorganisation } = await mutate(UndoReorganisationDocument, { input: { id, version } });
  return changed(outcomeOf(undoReorganisation));
}

/** The catalogue is another one now: nothing that was read of it may be shown again. */
function changed(outcome: Outcome): Outcome {
  if (outcome.kind === 'done') resetClient();
  return outcome;
}

type Answer =
  ({ __typename: 'Reorganisation' } & Reorganisation) | ({ __typename: 'ReorganisationProblem' } & Problem);

function outcomeOf(answer: Answer): Outcome {
  return answer.__typename === 'Reorganisation'
    ? { kind: 'done', reorganisation: answer }
    : { kind: 'problem', problem: answer };
}
