import { session } from '$lib/features/identity/session.svelte';
import { loadOwn } from '$lib/features/people/people';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await parent();
  const [own] = await Promise.all([loadOwn(session.viewer?.account.id ?? ''), need('people')]);
  return { own };
}
