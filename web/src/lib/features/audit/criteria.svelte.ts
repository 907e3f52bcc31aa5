import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { AuditCriteriaDocument, type AuditCriteriaQuery } from '$gql/audit/graphql';
import { query } from '$lib/api/client';
import { localized } from '$lib/i18n';
import { factWords, type FactWords } from './words';

type Set = NonNullable<AuditCriteriaQuery['campaign']>['criteriaSet'];

/** The criteria of the campaigns that entries are about; null while they are asked for, or where they are not to be had. */
const known = new SvelteMap<string, Set | null>();

/** Sees to it that the words of a campaign's criteria are there, sooner or later; codes stand for themselves until then. */
export function learnCriteria(campaignId: string): void {
  if (untrack(() => known.has(campaignId))) return;
  known.set(campaignId, null);
  void query(AuditCriteriaDocument, { id: campaignId }).then(
    ({ campaign }) => known.set(campaignId, campaign?.criteriaSet ?? null),
    () => known.delete(campaignId),
  );
}

/** What a criterion says, and what the codes of its facts mean, as far as they are known. */
export function wordsOfCriterion(
  campaignId: string,
  code: string,
): { title: string; facts: FactWords } | null {
  const criteria = known.get(campaignId)?.groups.flatMap((group) => group.criteria);
  const found = criteria?.find((criterion) => criterion.code === code);
  return found ? { title: localized(found.titleVi, found.titleEn), facts: factWords(found.factKeys) } : null;
}
