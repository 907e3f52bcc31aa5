import { dayFrom, loadComparison } from '$lib/features/ranking/comparison';
import { need } from '$lib/i18n';

export async function load({ params, url }) {
  const day = dayFrom(url.searchParams.get('asOf'));
  const [comparison] = await Promise.all([loadComparison(params.id, day), need('ranking')]);
  return { comparison };
}
