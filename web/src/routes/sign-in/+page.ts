import { redirect } from '@sveltejs/kit';
import { loadSignInOptions, loadWaysIn } from '$lib/features/identity/options';
import { session } from '$lib/features/identity/session.svelte';
import { need } from '$lib/i18n';
import { safeNext } from '$lib/paths';

const ssoProblems = ['unavailable', 'expired', 'refused', 'unknown'] as const;

export async function load({ parent, url }) {
  const [options] = await Promise.all([loadSignInOptions(), parent(), need('identity')]);
  const next = safeNext(url.searchParams.get('next'));
  if (session.viewer && !session.hasEnded) redirect(307, next);
  const name = options?.ssoName ?? null;
  const problem = ssoProblems.find((known) => known === url.searchParams.get('sso')) ?? null;
  const needsCode = url.searchParams.get('step') === 'code';
  const needsSetUp = options?.needsSetUp ?? false;
  const ways = name || problem || needsCode || needsSetUp ? await loadWaysIn() : null;
  return { next, name, problem, needsCode, needsSetUp, ways };
}
