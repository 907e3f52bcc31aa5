import {
  AuditActorDocument,
  AuditActorsDocument,
  AuditEntriesDocument,
  type AuditActorsQuery,
  type AuditRowFragment,
} from '$gql/audit/graphql';
import { query, queryCached } from '$lib/api/client';
import type { Page } from '$lib/api/pages.svelte';
import type { AuditFilter } from './filter';

export type AuditRow = AuditRowFragment;
export type Actor = AuditActorsQuery['accounts']['nodes'][number];

const pageSize = 50;
const foundAtMost = 20;

export async function loadEntries(
  { subject, actor, deed }: AuditFilter,
  after: string | null = null,
): Promise<Page<AuditRow>> {
  const variables = { first: pageSize, after, subjectId: subject, actorId: actor, deed };
  return (await query(AuditEntriesDocument, variables)).auditEntries;
}

export async function searchActors(search: string): Promise<readonly Actor[]> {
  return (await queryCached(AuditActorsDocument, { first: foundAtMost, search })).accounts.nodes;
}

/** The person of the filter by name; null when nobody the viewer may see has this id. */
export async function loadActor(id: string): Promise<Actor | null> {
  const { node } = await queryCached(AuditActorDocument, { id });
  return node != null && 'displayName' in node ? { id: node.id, displayName: node.displayName } : null;
}
