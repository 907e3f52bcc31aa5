import { loadRequests } from '$lib/features/referrals/referrals';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await parent();
  const [requests] = await Promise.all([loadRequests(false), need('initiatives', 'reviews', 'referrals')]);
  return { requests };
}
