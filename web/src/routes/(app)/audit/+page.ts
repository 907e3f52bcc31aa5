import { loadActor, loadEntries } from '$lib/features/audit/audit';
import { filterFrom } from '$lib/features/audit/filter';
import { need } from '$lib/i18n';

export async function load({ url }) {
  const filter = filterFrom(url.searchParams);
  const [first, actor] = await Promise.all([
    loadEntries(filter),
    filter.actor ? loadActor(filter.actor) : null,
    need('audit'),
  ]);
  return { filter, first, actor };
}
