import { loadDecisions } from '$lib/features/reviews/decisions';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await parent();
  const [decisions] = await Promise.all([loadDecisions(), need('initiatives', 'reviews')]);
  return { decisions };
}
