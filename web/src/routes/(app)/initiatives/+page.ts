import { filterFrom } from '$lib/features/initiatives/filter';
import { loadInitiatives } from '$lib/features/initiatives/initiatives';
import { session } from '$lib/features/identity/session.svelte';
import { need } from '$lib/i18n';

export async function load({ url, parent }) {
  await parent();
  const usual = session.viewer?.canReadInitiatives ? 'register' : 'mine';
  const filter = filterFrom(url.searchParams, usual);
  const [first] = await Promise.all([loadInitiatives(filter), need('initiatives')]);
  return { filter, first };
}
