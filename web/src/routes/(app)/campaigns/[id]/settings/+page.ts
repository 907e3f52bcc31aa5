import { session } from '$lib/features/identity/session.svelte';
import { loadSetChoices, loadSettings } from '$lib/features/settings/settings';
import { need } from '$lib/i18n';

export async function load({ params, parent }) {
  await parent();
  const [settings, sets] = await Promise.all([
    loadSettings(params.id, session.viewer?.canManageCampaigns ?? false),
    loadSetChoices(),
    need('settings', 'kinds'),
  ]);
  return { settings, sets };
}
