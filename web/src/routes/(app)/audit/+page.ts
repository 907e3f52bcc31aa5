import { loadActor, loadCampaigns, loadEntries, loadHead, loadUnit } from '$lib/features/audit/audit';
import { filterFrom } from '$lib/features/audit/filter';
import { session } from '$lib/features/identity/session.svelte';
import { need } from '$lib/i18n';

export async function load({ url, parent }) {
  const filter = filterFrom(url.searchParams);
  const [first, actor, unit, campaigns, head] = await Promise.all([
    loadEntries(filter),
    filter.actor ? loadActor(filter.actor) : null,
    filter.unit ? loadUnit(filter.unit) : null,
    loadCampaigns(),
    parent().then(() => (keepsTheChain() ? loadHead() : null)),
    need('audit', 'initiatives', 'kinds', 'lines'),
  ]);
  return { filter, first, actor, unit, campaigns, head };
}

/** As the server decides who may read the end of the chain. */
function keepsTheChain(): boolean {
  return session.viewer?.assignments.some(({ role }) => role === 'AUDITOR' || role === 'SYS_ADMIN') ?? false;
}
