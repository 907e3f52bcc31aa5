import { redirect } from '@sveltejs/kit';
import { onInDoubt } from '$lib/api/client';
import { session } from '$lib/features/identity/session.svelte';
import { need } from '$lib/i18n';
import { paths } from '$lib/paths';

// Seldom needed, so loaded when it is.
onInDoubt(async () => (await import('$lib/features/identity/stepUp')).ask());

/** Everything under `(app)` needs a signed-in person; the server decides about each record. */
export async function load({ parent, url }) {
  // Asked for beside the viewer, not after it.
  const [{ viewerRefusal }] = await Promise.all([parent(), need('identity')]);
  if (session.viewer === null) {
    if (viewerRefusal) throw viewerRefusal;
    redirect(307, paths.signIn(url.pathname + url.search));
  }
  if (session.viewer.mustChangePassword && url.pathname !== paths.changePassword()) {
    redirect(307, paths.changePassword());
  }
  if (session.viewer.mustEnrolSecondFactor && !session.viewer.mustChangePassword) {
    if (url.pathname !== paths.secondFactor()) redirect(307, paths.secondFactor());
  }
}
