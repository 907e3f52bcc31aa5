import { loadParameters, yearFrom } from '$lib/features/parameters/parameters';
import { serverNow } from '$lib/api/clock.svelte';
import { need } from '$lib/i18n';

export async function load({ parent, url }) {
  await parent();
  const year = yearFrom(url.searchParams.get('year'), serverNow());
  const [known] = await Promise.all([loadParameters(year), need('parameters')]);
  return known;
}
