import { loadCouncil } from '$lib/features/councils/councils';
import { need } from '$lib/i18n';

export async function load({ params, parent }) {
  await parent();
  const [page] = await Promise.all([loadCouncil(params.id), need('initiatives', 'reviews')]);
  return { page };
}
