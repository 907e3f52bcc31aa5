import { loadFactor } from '$lib/features/factors/factors';
import { session } from '$lib/features/identity/session.svelte';
import { loadOwn } from '$lib/features/people/people';
import { loadTokens } from '$lib/features/tokens/tokens';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await parent();
  const [own, factor, tokens] = await Promise.all([
    loadOwn(session.viewer?.account.id ?? ''),
    loadFactor(),
    loadTokens(),
    need('people'),
    need('security'),
  ]);
  return { own, factor, tokens };
}
