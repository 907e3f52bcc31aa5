import {
  AppraisersDocument,
  AssignAppraiserDocument,
  CampaignSettingsDocument,
  CreateCampaignDocument,
  CriteriaSetChoicesDocument,
  CriteriaToAssignDocument,
  ExtendPhaseDocument,
  OwnerUnitsDocument,
  PublishCampaignDocument,
  ReviseCampaignDocument,
  UnassignAppraiserDocument,
  type AppraisersQuery,
  type AssignAppraiserInput,
  type CreateCampaignInput,
  type CriteriaSetChoicesQuery,
  type CriteriaToAssignQuery,
  type DissolutionPolicy,
  type ExtendPhaseInput,
  type OwnerUnitsQuery,
  type PhaseKind,
  type ReadinessFragment,
  type ReviseCampaignInput,
  type SettingsFieldsFragment,
  type SettingsRefusalFragment,
  type UnitKind,
} from '$gql/settings/graphql';
import { mutate, query, queryCached } from '$lib/api/client';
import { found } from '$lib/api/errors';

export type { DissolutionPolicy, PhaseKind, UnitKind };
/** A campaign to be set up; what it lacks is told to managers. */
export type Settings = SettingsFieldsFragment & Partial<ReadinessFragment>;
export type Problem = SettingsRefusalFragment;
export type Assignment = Settings['appraiserAssignments'][number];
export type SetChoice = CriteriaSetChoicesQuery['criteriaSets']['nodes'][number];
export type CriteriaGroups = NonNullable<CriteriaToAssignQuery['criteriaSet']>['groups'];
export type UnitChoice = Pick<OwnerUnitsQuery['units']['nodes'][number], 'id' | 'qualifiedName'>;
export type Appraiser = AppraisersQuery['accounts']['nodes'][number];

/** A changed campaign, or what has to be put right. */
export type Outcome<C> = { kind: 'done'; campaign: C } | { kind: 'refused'; problem: Problem };

const foundAtMost = 20;
const mostSets = 100;

export async function loadSettings(id: string, manages: boolean): Promise<Settings> {
  return found((await query(CampaignSettingsDocument, { id, manages })).campaign);
}

export async function loadSetChoices(): Promise<readonly SetChoice[]> {
  return (await query(CriteriaSetChoicesDocument, { first: mostSets })).criteriaSets.nodes;
}

export async function loadCriteria(setId: string): Promise<CriteriaGroups> {
  return found((await query(CriteriaToAssignDocument, { id: setId })).criteriaSet).groups;
}

export async function searchUnits(search: string): Promise<OwnerUnitsQuery['units']['nodes']> {
  return (await queryCached(OwnerUnitsDocument, { first: foundAtMost, search })).units.nodes;
}

export async function searchAppraisers(search: string): Promise<readonly Appraiser[]> {
  return (await queryCached(AppraisersDocument, { first: foundAtMost, search })).accounts.nodes;
}

export async function createCampaign(
  input: CreateCampaignInput,
): Promise<Outcome<{ id: string; code: string }>> {
  return outcomeOf((await mutate(CreateCampaignDocument, { input })).createCampaign);
}

export async function reviseCampaign(input: ReviseCampaignInput): Promise<Outcome<Settings>> {
  return outcomeOf((await mutate(ReviseCampaignDocument, { input })).reviseCampaign);
}

export async function assignAppraiser(input: AssignAppraiserInput): Promise<Outcome<Settings>> {
  return outcomeOf((await mutate(AssignAppraiserDocument, { input })).assignAppraiser);
}

export async function unassignAppraiser(assignmentId: string): Promise<Outcome<Settings>> {
  return outcomeOf((await mutate(UnassignAppraiserDocument, { input: { assignmentId } })).unassignAppraiser);
}

export async function extendPhase(input: ExtendPhaseInput): Promise<Outcome<Settings>> {
  return outcomeOf((await mutate(ExtendPhaseDocument, { input })).extendPhase);
}

export async function publishCampaign({
  id,
  version,
}: Pick<Settings, 'id' | 'version'>): Promise<Outcome<Settings>> {
  return outcomeOf((await mutate(PublishCampaignDocument, { input: { id, version } })).publishCampaign);
}

type Answered = { readonly __typename: 'Campaign' };
type Refused = { readonly __typename: 'CampaignProblem' } & Problem;

function outcomeOf<A extends Answered | Refused>(answer: A): Outcome<Extract<A, Answered>> {
  return answer.__typename === 'CampaignProblem'
    ? { kind: 'refused', problem: answer }
    : { kind: 'done', campaign: answer as Extract<A, Answered> };
}
