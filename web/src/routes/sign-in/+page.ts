import { redirect } from '@sveltejs/kit';
import { session } from '$lib/features/identity/session.svelte';
import { safeNext } from '$lib/paths';

export async function load({ parent, url }) {
  await parent();
  const next = safeNext(url.searchParams.get('next'));
  if (session.viewer && !session.hasEnded) redirect(307, next);
  return { next };
}
