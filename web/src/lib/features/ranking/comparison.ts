import {
  ComparedCampaignDocument,
  RestatedResultsDocument,
  type ComparedCampaignQuery,
  type RestatedRowFragment,
} from '$gql/ranking/graphql';
import { query } from '$lib/api/client';
import { setServerTime } from '$lib/api/clock.svelte';
import { found } from '$lib/api/errors';
import { fold } from '$lib/format';

export type ComparedCampaign = NonNullable<ComparedCampaignQuery['campaign']>;
export type RestatedRow = RestatedRowFragment;

export interface Comparison {
  readonly campaign: ComparedCampaign;
  /** Day of the map on which the totals lie. */
  readonly mapOf: string;
  /** Day on which the units reported. */
  readonly reportedOn: string;
  readonly rows: readonly RestatedRow[];
}

/** Totals as reported or, with a day, laid on the units of that day. */
export async function loadComparison(id: string, asOf: string | null): Promise<Comparison> {
  const { serverTime, campaign: answered } = await query(ComparedCampaignDocument, { id });
  setServerTime(serverTime);
  const campaign = found(answered);
  const reportedOn = campaign.planDate ?? campaign.periodFrom;
  const mapOf = asOf ?? reportedOn;
  const restated = campaign.ranking ? await query(RestatedResultsDocument, { id, asOf: mapOf }) : null;
  return { campaign, mapOf, reportedOn, rows: restated?.campaign?.ranking?.restated ?? [] };
}

/** A day of the address, if it is one. */
export function dayFrom(text: string | null): string | null {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** The rows whose unit, its superior or one of its sources is meant. */
export function rowsWith(rows: readonly RestatedRow[], search: string): readonly RestatedRow[] {
  const wanted = fold(search.trim());
  if (wanted === '') return rows;
  const names = ({ unit, sources }: RestatedRow) => [
    unit.nameVi,
    unit.parent?.nameVi ?? '',
    ...sources.map((source) => source.unit.nameVi),
  ];
  return rows.filter((row) => names(row).some((name) => fold(name).includes(wanted)));
}
