import { loadQueue } from '$lib/features/reviews/reviews';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await parent();
  const [queue] = await Promise.all([loadQueue(), need('initiatives', 'reviews')]);
  return { queue };
}
