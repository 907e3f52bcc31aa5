import { ApiError } from '$lib/api/errors';
import { session } from '$lib/features/identity/session.svelte';
import { loadSetChoices } from '$lib/features/settings/settings';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await parent();
  if (!session.viewer?.canManageCampaigns) throw new ApiError('FORBIDDEN');
  const [sets] = await Promise.all([loadSetChoices(), need('settings', 'kinds')]);
  return { sets };
}
