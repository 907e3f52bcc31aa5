import {
  CouncilDocument,
  CouncilsDocument,
  PossibleCouncilMembersDocument,
  SaveCouncilDocument,
  type CouncilFieldsFragment,
  type CouncilPosition,
  type InitiativeLevel,
  type CouncilQuery,
  type PossibleCouncilMembersQuery,
  type SaveCouncilInput,
} from '$gql/councils/graphql';
import { mutate, query } from '$lib/api/client';
import { found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';

export type { CouncilPosition, InitiativeLevel };
export type Council = CouncilFieldsFragment;
export type SittingRow = CouncilQuery['councilSittings']['nodes'][number];
export type ReadyCase = CouncilQuery['reviewsReadyForSitting'][number];
export type Person = PossibleCouncilMembersQuery['possibleCouncilMembers']['nodes'][number];

export interface Problem {
  readonly message: string;
  readonly path: readonly string[];
}

export const positions: readonly CouncilPosition[] = [
  'CHAIR',
  'VICE_CHAIR',
  'SECRETARY',
  'EXPERT',
  'UNION',
  'MEMBER',
];

const pageSize = 50;
const foundAtMost = 20;

export interface Councils {
  first: Page<Council>;
  /** Whether the viewer keeps the register of a unit, and so founds its council. */
  keepsRegister: boolean;
  /** The province's id, for whoever keeps its council. */
  province: string | null;
}

export async function loadCouncils(): Promise<Councils> {
  const { viewer, units, initiativeCouncils } = await query(CouncilsDocument, {
    first: pageSize,
    after: null,
  });
  return {
    first: initiativeCouncils,
    keepsRegister: viewer?.keepsInitiativeRegister ?? false,
    province: viewer?.checksReferrals === true ? (units.nodes[0]?.id ?? null) : null,
  };
}

export async function moreCouncils(after: string | null): Promise<Page<Council>> {
  return (await query(CouncilsDocument, { first: pageSize, after })).initiativeCouncils;
}

export interface CouncilPage {
  council: Council;
  sittings: readonly SittingRow[];
  ready: readonly ReadyCase[];
  /** How many sittings the province's council holds this year; none for councils of units. */
  sessions: CouncilQuery['councilSessions'];
}

export async function loadCouncil(id: string): Promise<CouncilPage> {
  const { initiativeCouncil, councilSittings, councilSessions, reviewsReadyForSitting } = await query(
    CouncilDocument,
    {
      id,
      first: pageSize,
    },
  );
  return {
    council: found(initiativeCouncil),
    sittings: councilSittings.nodes,
    ready: reviewsReadyForSitting,
    sessions: councilSessions,
  };
}

export async function searchPeople(search: string): Promise<readonly Person[]> {
  return (await query(PossibleCouncilMembersDocument, { search, first: foundAtMost })).possibleCouncilMembers
    .nodes;
}

export async function saveCouncil(input: SaveCouncilInput): Promise<Council | Problem> {
  return (await mutate(SaveCouncilDocument, { input })).saveCouncil;
}

export function isCouncil(result: Council | Problem): result is Council {
  return 'members' in result;
}
