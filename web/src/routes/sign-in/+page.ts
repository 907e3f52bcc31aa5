import { redirect } from '@sveltejs/kit';
import { session } from '$lib/features/identity/session.svelte';
import { need } from '$lib/i18n';
import { safeNext } from '$lib/paths';

export async function load({ parent, url }) {
  await Promise.all([parent(), need('identity')]);
  const next = safeNext(url.searchParams.get('next'));
  if (session.viewer && !session.hasEnded) redirect(307, next);
  return { next };
}
