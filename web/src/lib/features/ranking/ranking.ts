import {
  ComputeRankingDocument,
  PublishResultDocument,
  RankingCampaignDocument,
  RankingHeatmapDocument,
  RankingRightsDocument,
  RankingResultsDocument,
  RankingWithoutSheetDocument,
  ReleaseResultDocument,
  type Grade,
  type RankedResultFragment,
  type RankingCampaignQuery,
  type RankingHeatmapQuery,
} from '$gql/ranking/graphql';
import { mutate, query, queryCached } from '$lib/api/client';
import { ApiError, found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';

export type { Grade };
type Answered = NonNullable<RankingCampaignQuery['campaign']>;
export type Campaign = Answered & { readonly progress: NonNullable<Answered['progress']> };
export type RankingSummary = NonNullable<Campaign['ranking']>;
export type PeerGroup = Campaign['peerGroups'][number];
export type RankedResult = RankedResultFragment;
type HeatmapCampaign = NonNullable<RankingHeatmapQuery['campaign']>;
export type Heatmap = NonNullable<HeatmapCampaign['heatmap']>;

/** The three deeds that bring a ranking to the public, in their order. */
export type Deed = 'compute' | 'release' | 'publish';

/** Why a deed was not done; null when it was. */
export type Refused = string | null;

const pageSize = 200;

export async function loadCampaign(id: string): Promise<Campaign> {
  // How far the units are is refused to whoever reads no sheets.
  const readsSheets = (await queryCached(RankingRightsDocument)).viewer?.canReadSheets ?? false;
  const campaign = found((await query(RankingCampaignDocument, { id, readsSheets })).campaign);
  return { ...campaign, progress: campaign.progress ?? [] };
}

export async function loadResults(
  id: string,
  peerGroupId: string,
  after: string | null,
): Promise<Page<RankedResult>> {
  const { campaign } = await query(RankingResultsDocument, { id, first: pageSize, after, peerGroupId });
  return found(campaign?.ranking).results;
}

/** A unit that sent no sheet. */
export interface Sheetless {
  readonly id: string;
  readonly qualifiedName: string;
}

/** The units of a peer group that sent no sheet: neither ranked nor classed. */
export async function loadWithoutSheet(id: string, peerGroupId: string): Promise<readonly Sheetless[]> {
  const { campaign } = await query(RankingWithoutSheetDocument, { id, peerGroupId });
  return campaign?.ranking?.withoutSheet ?? [];
}

/** The heat map of a peer group as far as the viewer sees it; null when they see nothing of it yet. */
export async function loadHeatmap(id: string, peerGroupId: string): Promise<Heatmap | null> {
  return found((await query(RankingHeatmapDocument, { id, peerGroupId })).campaign).heatmap ?? null;
}

export async function compute({ id, version }: Campaign): Promise<Refused> {
  return refusalOf((await mutate(ComputeRankingDocument, { input: { id, version } })).computeRanking);
}

export async function release({ id, version }: Campaign): Promise<Refused> {
  return refusalOf((await mutate(ReleaseResultDocument, { input: { id, version } })).releaseResult);
}

export async function publish({ id, version }: Campaign): Promise<Refused> {
  return refusalOf((await mutate(PublishResultDocument, { input: { id, version } })).publishResult);
}

function refusalOf(answer: { __typename: 'Campaign' } | { __typename: 'CampaignProblem'; message: string }) {
  return answer.__typename === 'Campaign' ? null : answer.message;
}

/** How the appraisal of the whole campaign stands. */
export function appraisalOf(progress: Campaign['progress']): {
  appraised: number;
  submitted: number;
  total: number;
} {
  return progress.reduce(
    (sum, row) => ({
      appraised: sum.appraised + row.appraised + row.final,
      submitted: sum.submitted + row.submitted + row.underAppraisal + row.appraised + row.final,
      total: sum.total + row.total,
    }),
    { appraised: 0, submitted: 0, total: 0 },
  );
}

/** Why the server would not release the result yet, and how many sheets stand in the way; null when none of it does. */
export function releaseObstacle({
  state,
  progress,
}: Pick<Campaign, 'state' | 'progress'>): { reason: 'selfScoring' | 'notAppraised'; count: number } | null {
  const count = progress.reduce((sum, row) => sum + row.submitted + row.returned + row.underAppraisal, 0);
  if (state === 'SELF_SCORING') return { reason: 'selfScoring', count };
  return count === 0 ? null : { reason: 'notAppraised', count };
}

/** The peer group of the address; else the first. */
export function chosenGroup(groups: readonly PeerGroup[], wanted: string | null): PeerGroup {
  const group = groups.find(({ id }) => id === wanted) ?? groups[0];
  if (group === undefined) throw new ApiError('NOT_FOUND');
  return group;
}
