import { loadBoard } from '$lib/features/referrals/referrals';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await parent();
  const [board] = await Promise.all([loadBoard(), need('initiatives', 'reviews', 'referrals')]);
  return { board };
}
