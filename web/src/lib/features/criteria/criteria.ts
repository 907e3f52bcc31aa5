import {
  AddCriterionDocument,
  CopyCriteriaSetDocument,
  CriteriaSetDocument,
  CriteriaSetExportDocument,
  CriteriaSetsDocument,
  ImportCriteriaSetDocument,
  RemoveCriterionDocument,
  ReviseCriterionDocument,
  type AddCriterionInput,
  type CriteriaRefusalFragment,
  type CriteriaSetDetailsFragment,
  type CriteriaSetRowFragment,
  type CriterionDetailsFragment,
  type ReviseCriterionInput,
  type RuleKind,
  type UnitKind,
  type ZeroPolicy,
} from '$gql/criteria/graphql';
import { mutate, query } from '$lib/api/client';
import { found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';

export type { RuleKind, UnitKind, ZeroPolicy };
export type SetRow = CriteriaSetRowFragment;
export type SetDetails = CriteriaSetDetailsFragment;
export type Group = SetDetails['groups'][number];
export type Criterion = CriterionDetailsFragment;
export type Problem = CriteriaRefusalFragment;

/** A changed set, or what has to be put right. */
export type Outcome<S> = { kind: 'done'; set: S } | { kind: 'refused'; problem: Problem };

/** The words of a problem without the place they begin with, for where the place is shown by itself. */
export function wordsOf({ message, path, criterionCode }: Problem): string {
  // The server names the criterion and the rest of the way, with or without its beginning.
  const places = path.map((_, start) => path.slice(start).join('.'));
  const prefix = [...places, '']
    .map((place) => `${[criterionCode, place].filter(Boolean).join(', ')}: `)
    .find((text) => message.startsWith(text));
  const words = message.slice(prefix?.length ?? 0);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The kinds of unit a criterion can be meant for, those of every campaign first. */
export const unitKinds: readonly UnitKind[] = [
  'PROV_DEPT',
  'VERTICAL',
  'DISTRICT',
  'COMMUNE',
  'PROV_OFFICE',
  'SPECIAL_ZONE',
  'SUB_UNIT',
  'SERVICE_UNIT',
  'OTHER',
];

const pageSize = 50;

export async function loadSets(after: string | null = null): Promise<Page<SetRow>> {
  return (await query(CriteriaSetsDocument, { first: pageSize, after })).criteriaSets;
}

export async function loadSet(id: string): Promise<SetDetails> {
  return found((await query(CriteriaSetDocument, { id })).criteriaSet);
}

/** The set as text in the import format. */
export async function exportSet(id: string): Promise<string> {
  return found((await query(CriteriaSetExportDocument, { id })).criteriaSet).exportJson;
}

export async function importSet(json: string, mode: 'check' | 'apply'): Promise<Outcome<SetRow>> {
  const input = { json, validateOnly: mode === 'check' };
  return outcomeOf((await mutate(ImportCriteriaSetDocument, { input })).importCriteriaSet);
}

export async function copySet(id: string): Promise<Outcome<SetRow>> {
  return outcomeOf((await mutate(CopyCriteriaSetDocument, { input: { id } })).copyCriteriaSet);
}

export async function reviseCriterion(input: ReviseCriterionInput): Promise<Outcome<SetDetails>> {
  return outcomeOf((await mutate(ReviseCriterionDocument, { input })).reviseCriterion);
}

export async function addCriterion(input: AddCriterionInput): Promise<Outcome<SetDetails>> {
  return outcomeOf((await mutate(AddCriterionDocument, { input })).addCriterion);
}

export async function removeCriterion(
  criterionId: string,
  lockVersion: number,
): Promise<Outcome<SetDetails>> {
  return outcomeOf(
    (await mutate(RemoveCriterionDocument, { input: { criterionId, lockVersion } })).removeCriterion,
  );
}

type Answered = { readonly __typename: 'CriteriaSet' };
type Refused = { readonly __typename: 'CriteriaProblem' } & Problem;

function outcomeOf<A extends Answered | Refused>(answer: A): Outcome<Extract<A, Answered>> {
  return answer.__typename === 'CriteriaProblem'
    ? { kind: 'refused', problem: answer }
    : { kind: 'done', set: answer as Extract<A, Answered> };
}
