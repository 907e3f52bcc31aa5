import {
  CampaignDocument,
  CampaignSheetsDocument,
  CampaignsDocument,
  SheetRightsDocument,
  type CampaignQuery,
  type CampaignRowFragment,
  type CampaignState,
  type ProgressFieldsFragment,
  type SheetRowFragment,
  type SubmissionState,
} from '$gql/campaigns/graphql';
import { query, queryCached } from '$lib/api/client';
import { setServerTime } from '$lib/api/clock.svelte';
import { found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';

export type { CampaignState, SubmissionState };
export type CampaignRow = CampaignRowFragment;
export type Campaign = NonNullable<CampaignQuery['campaign']>;
export type Phase = Campaign['phases'][number];
export type Progress = ProgressFieldsFragment;
export type SheetRow = SheetRowFragment;

export interface SheetFilter {
  peerGroup?: string;
  state?: SubmissionState;
  overdue?: boolean;
  search?: string;
}

const campaignsOnPage = 20;
const sheetsOnPage = 50;
const noSheets: Page<SheetRow> = { nodes: [], pageInfo: { hasNextPage: false }, totalCount: 0 };

/** Whether the viewer reads score sheets: how far they are and which there are is refused to others. */
async function readsSheets(): Promise<boolean> {
  return (await queryCached(SheetRightsDocument)).viewer?.canReadSheets ?? false;
}

export async function loadCampaigns(after: string | null = null): Promise<Page<CampaignRow>> {
  return (await query(CampaignsDocument, { first: campaignsOnPage, after, readsSheets: await readsSheets() }))
    .campaigns;
}

export async function loadCampaign(id: string): Promise<Campaign> {
  const { serverTime, campaign } = await query(CampaignDocument, { id, readsSheets: await readsSheets() });
  setServerTime(serverTime);
  return found(campaign);
}

export async function loadSheets(
  id: string,
  { peerGroup, state, overdue, search }: SheetFilter,
  after: string | null = null,
): Promise<Page<SheetRow>> {
  if (!(await readsSheets())) return noSheets;
  const variables = { id, first: sheetsOnPage, after, peerGroupId: peerGroup, state, overdue, search };
  return found((await query(CampaignSheetsDocument, variables)).campaign).submissions;
}
