import { session } from '$lib/features/identity/session.svelte';
import { loadDecisions } from '$lib/features/reviews/decisions';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await parent();
  const { decidesInitiatives = false, numbersDecisions = false } = session.viewer ?? {};
  const [decisions] = await Promise.all([
    loadDecisions(decidesInitiatives, numbersDecisions),
    need('initiatives', 'reviews'),
  ]);
  return { decisions };
}
