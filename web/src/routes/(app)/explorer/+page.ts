import { ApiError } from '$lib/api/errors';
import { loadRights } from '$lib/features/explorer/rights';
import { session } from '$lib/features/identity/session.svelte';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await parent();
  if (!session.viewer?.canExploreGraphql) throw new ApiError('FORBIDDEN');
  const [rights] = await Promise.all([loadRights(), need('explorer')]);
  return { rights };
}
