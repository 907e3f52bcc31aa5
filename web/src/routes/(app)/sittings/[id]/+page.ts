import { loadSitting } from '$lib/features/councils/sittings';
import { need } from '$lib/i18n';

export async function load({ params, parent }) {
  await parent();
  const [sitting] = await Promise.all([loadSitting(params.id), need('initiatives', 'reviews')]);
  return { sitting };
}
