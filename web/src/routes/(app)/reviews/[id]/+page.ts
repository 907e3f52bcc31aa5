import { loadReview } from '$lib/features/reviews/reviews';
import { need } from '$lib/i18n';

export async function load({ params, parent }) {
  await parent();
  const [review] = await Promise.all([loadReview(params.id), need('initiatives', 'reviews')]);
  return { review };
}
