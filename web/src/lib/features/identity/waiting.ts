import { ViewerWorkDocument, type WorkItemFieldsFragment } from '$gql/identity/graphql';
import { query } from '$lib/api/client';
import { setServerTime } from '$lib/api/clock.svelte';
import { ApiError } from '$lib/api/errors';

export type WorkItem = WorkItemFieldsFragment;

export async function loadWork(): Promise<readonly WorkItem[]> {
  const { viewer, serverTime } = await query(ViewerWorkDocument, { first: 100 });
  setServerTime(serverTime);
  if (viewer == null) throw new ApiError('UNAUTHENTICATED');
  return viewer.work;
}
