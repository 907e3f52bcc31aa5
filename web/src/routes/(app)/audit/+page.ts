import { loadActor, loadCampaigns, loadEntries, loadUnit } from '$lib/features/audit/audit';
import { filterFrom } from '$lib/features/audit/filter';
import { need } from '$lib/i18n';

export async function load({ url }) {
  const filter = filterFrom(url.searchParams);
  const [first, actor, unit, campaigns] = await Promise.all([
    loadEntries(filter),
    filter.actor ? loadActor(filter.actor) : null,
    filter.unit ? loadUnit(filter.unit) : null,
    loadCampaigns(),
    need('audit'),
  ]);
  return { filter, first, actor, unit, campaigns };
}
