import { loadInitiative } from '$lib/features/initiatives/initiatives';
import { need } from '$lib/i18n';

export async function load({ params, parent }) {
  await parent();
  const [initiative] = await Promise.all([loadInitiative(params.id), need('initiatives')]);
  return { initiative };
}
