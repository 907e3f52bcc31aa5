import { loadSetChoices, loadSettings } from '$lib/features/settings/settings';
import { need } from '$lib/i18n';

export async function load({ params }) {
  const [settings, sets] = await Promise.all([
    loadSettings(params.id),
    loadSetChoices(),
    need('settings', 'kinds'),
  ]);
  return { settings, sets };
}
