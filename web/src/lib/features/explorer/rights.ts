import { ExplorerRightsDocument } from '$gql/explorer/graphql';
import { query } from '$lib/api/client';
import type { Rights } from './examples';

/** What the viewer may read, as far as examples need it. */
export async function loadRights(): Promise<Rights> {
  const { viewer } = await query(ExplorerRightsDocument);
  return {
    canReadSheets: viewer?.canReadSheets ?? false,
    canReadAudit: viewer?.canReadAudit ?? false,
  };
}
