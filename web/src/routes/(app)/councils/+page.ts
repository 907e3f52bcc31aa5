import { loadCouncils } from '$lib/features/councils/councils';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await parent();
  const [councils] = await Promise.all([loadCouncils(), need('initiatives', 'reviews')]);
  return { councils };
}
