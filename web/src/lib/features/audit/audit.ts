import {
  AuditActorsDocument,
  AuditCampaignsDocument,
  AuditEntriesDocument,
  AuditHeadDocument,
  AuditNodeDocument,
  AuditUnitsDocument,
  type AuditActorsQuery,
  type AuditCampaignsQuery,
  type AuditHeadQuery,
  type AuditRowFragment,
  type AuditUnitsQuery,
} from '$gql/audit/graphql';
import { query, queryCached } from '$lib/api/client';
import type { Page } from '$lib/api/pages.svelte';
import { withMoments, type AuditFilter } from './filter';

export type AuditRow = AuditRowFragment;
export type Actor = AuditActorsQuery['accounts']['nodes'][number];
export type Unit = AuditUnitsQuery['units']['nodes'][number];
export type Head = AuditHeadQuery['auditHead'];
export type Campaign = AuditCampaignsQuery['campaigns']['nodes'][number];

const pageSize = 50;
const foundAtMost = 20;
const campaignsAtMost = 100;

export async function loadEntries(
  filter: AuditFilter,
  after: string | null = null,
  first: number = pageSize,
): Promise<Page<AuditRow>> {
  const { subject, actor, unit, campaign, criterion, deed, from, to } = withMoments(filter);
  const variables = {
    first,
    after,
    subjectId: subject,
    actorId: actor,
    unitId: unit,
    campaignId: campaign,
    criterionCode: criterion,
    deed,
    from,
    to,
  };
  return (await query(AuditEntriesDocument, variables)).auditEntries;
}

export async function searchActors(search: string): Promise<readonly Actor[]> {
  return (await queryCached(AuditActorsDocument, { first: foundAtMost, search })).accounts.nodes;
}

export async function searchUnits(search: string): Promise<readonly Unit[]> {
  return (await queryCached(AuditUnitsDocument, { first: foundAtMost, search })).units.nodes;
}

export async function loadCampaigns(): Promise<readonly Campaign[]> {
  return (await queryCached(AuditCampaignsDocument, { first: campaignsAtMost })).campaigns.nodes;
}

/** The person of the filter by name; null when nobody the viewer may see has this id. */
export async function loadActor(id: string): Promise<Actor | null> {
  const { node } = await queryCached(AuditNodeDocument, { id });
  return node != null && 'displayName' in node ? { id: node.id, displayName: node.displayName } : null;
}

/** The unit of the filter by name; null when there is none with this id. */
export async function loadUnit(id: string): Promise<Unit | null> {
  const { node } = await queryCached(AuditNodeDocument, { id });
  return node != null && 'qualifiedName' in node ? { id: node.id, qualifiedName: node.qualifiedName } : null;
}

/** The end of the chain, for those who keep or inspect it. */
export async function loadHead(): Promise<Head> {
  return (await query(AuditHeadDocument)).auditHead;
}
