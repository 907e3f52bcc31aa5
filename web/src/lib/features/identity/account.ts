import {
  ViewerAccountDocument,
  ViewerWorkDocument,
  type ViewerAccountQuery,
  type WorkItemFieldsFragment,
} from '$gql/identity/graphql';
import { query } from '$lib/api/client';
import { setServerTime } from '$lib/api/clock.svelte';
import { ApiError } from '$lib/api/errors';

export type ViewerAccount = NonNullable<ViewerAccountQuery['viewer']>;
export type WorkItem = WorkItemFieldsFragment;

export async function loadAccount(): Promise<ViewerAccount> {
  return signedIn((await query(ViewerAccountDocument)).viewer);
}

export async function loadWork(): Promise<readonly WorkItem[]> {
  const { viewer, serverTime } = await query(ViewerWorkDocument, { first: 100 });
  setServerTime(serverTime);
  return signedIn(viewer).work;
}

function signedIn<T>(viewer: T | null | undefined): T {
  if (viewer == null) throw new ApiError('UNAUTHENTICATED');
  return viewer;
}
