import {
  AddAccountDocument,
  AssignRoleDocument,
  EndRoleDocument,
  ImportPeopleDocument,
  NameSubstituteDocument,
  OwnAccountDocument,
  PeopleCampaignsDocument,
  PeopleDocument,
  PeopleRightsDocument,
  PeopleUnitsDocument,
  PersonDocument,
  PossibleSubstitutesDocument,
  RenewPasswordDocument,
  ReviseAccountDocument,
  SetAccountActiveDocument,
  type AddAccountInput,
  type AssignRoleInput,
  type EndRoleInput,
  type ImportPeopleInput,
  type ImportPeopleMutation,
  type NameSubstituteInput,
  type OwnAccountQuery,
  type PeopleCampaignsQuery,
  type PeopleProblemFieldsFragment,
  type PeopleUnitsQuery,
  type PersonRowFragment,
  type PossibleSubstitutesQuery,
  type RenewPasswordInput,
  type ReviseAccountInput,
  type RoleRowFragment,
  type SetAccountActiveInput,
  type SubstitutionRowFragment,
} from '$gql/people/graphql';
import { mutate, query, queryCached } from '$lib/api/client';
import { setServerTime } from '$lib/api/clock.svelte';
import { ApiError } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';
import type { PeopleFilter } from './filter';

export type PersonRow = PersonRowFragment;
/** An account on its own page; the address only for whoever may read it. */
export type Person = PersonRow & { readonly email?: string | null };
export type RoleRow = RoleRowFragment;
export type PeopleProblem = PeopleProblemFieldsFragment;
export type UnitChoice = PeopleUnitsQuery['units']['nodes'][number];
/** A role in which somebody takes an absent colleague's place. */
export type SubstitutionRow = SubstitutionRowFragment;
export type Colleague = PossibleSubstitutesQuery['possibleSubstitutes']['nodes'][number];
export type CampaignChoice = PeopleCampaignsQuery['campaigns']['nodes'][number];
export type OwnSession = NonNullable<OwnAccountQuery['viewer']>['sessions'][number];
export type ImportOutcome = ImportPeopleMutation['importPeople'];

export interface PeopleList {
  readonly page: Page<PersonRow>;
  /** Whether the viewer changes accounts; whoever does not only reads the list. */
  readonly canAdminister: boolean;
}

export interface PersonData {
  readonly person: Person;
  readonly roles: readonly RoleRow[];
  /** Who stands in for the person, stood in or will. */
  readonly substitutions: readonly SubstitutionRow[];
  readonly canAdminister: boolean;
  readonly viewerId: string;
}

export interface OwnData {
  readonly account: PersonRow;
  readonly roles: readonly RoleRow[];
  /** Who stands in for the person, stood in or will. */
  readonly substitutions: readonly SubstitutionRow[];
  readonly sessions: readonly OwnSession[];
}

const pageSize = 50;
const foundAtMost = 20;
const campaignsAtMost = 100;

export async function loadPeople(filter: PeopleFilter, after: string | null = null): Promise<PeopleList> {
  const { serverTime, viewer, accounts } = await query(PeopleDocument, { first: pageSize, after, ...filter });
  setServerTime(serverTime);
  return { page: accounts, canAdminister: viewer?.canAdministerAccounts ?? false };
}

export async function loadPerson(id: string): Promise<PersonData> {
  const answer = await query(PersonDocument, { id });
  const { serverTime, viewer, node } = answer;
  setServerTime(serverTime);
  if (node?.__typename !== 'Account' || viewer == null) throw new ApiError('NOT_FOUND');
  return {
    person: node,
    roles: answer.roleAssignments,
    substitutions: answer.substitutionsOf,
    canAdminister: viewer.canAdministerAccounts,
    viewerId: viewer.account.id,
  };
}

/** The account of whoever sits at the screen, with every role it ever had. */
export async function loadOwn(id: string): Promise<OwnData> {
  const { serverTime, viewer, roleAssignments, substitutionsOf } = await query(OwnAccountDocument, { id });
  setServerTime(serverTime);
  if (viewer == null) throw new ApiError('UNAUTHENTICATED');
  return {
    account: viewer.account,
    roles: roleAssignments,
    substitutions: substitutionsOf,
    sessions: viewer.sessions,
  };
}

export async function mayAdminister(): Promise<boolean> {
  return (await query(PeopleRightsDocument)).viewer?.canAdministerAccounts ?? false;
}

export async function searchUnits(search: string): Promise<readonly UnitChoice[]> {
  return (await queryCached(PeopleUnitsDocument, { first: foundAtMost, search })).units.nodes;
}

/** Those who may stand in for the holder of a role. */
export async function searchSubstitutes(assignmentId: string, search: string): Promise<readonly Colleague[]> {
  const found = await query(PossibleSubstitutesDocument, { assignmentId, first: foundAtMost, search });
  return found.possibleSubstitutes.nodes;
}

export async function loadCampaigns(): Promise<readonly CampaignChoice[]> {
  return (await query(PeopleCampaignsDocument, { first: campaignsAtMost })).campaigns.nodes;
}

export async function addAccount(input: AddAccountInput) {
  return (await mutate(AddAccountDocument, { input })).addAccount;
}

export async function reviseAccount(input: ReviseAccountInput) {
  return (await mutate(ReviseAccountDocument, { input })).reviseAccount;
}

export async function setAccountActive(input: SetAccountActiveInput) {
  return (await mutate(SetAccountActiveDocument, { input })).setAccountActive;
}

export async function renewPassword(input: RenewPasswordInput) {
  return (await mutate(RenewPasswordDocument, { input })).renewPassword;
}

export async function assignRole(input: AssignRoleInput) {
  return (await mutate(AssignRoleDocument, { input })).assignRole;
}

export async function endRole(input: EndRoleInput) {
  return (await mutate(EndRoleDocument, { input })).endRole;
}

export async function nameSubstitute(input: NameSubstituteInput) {
  return (await mutate(NameSubstituteDocument, { input })).nameSubstitute;
}

export async function importPeople(input: ImportPeopleInput): Promise<ImportOutcome> {
  return (await mutate(ImportPeopleDocument, { input })).importPeople;
}
