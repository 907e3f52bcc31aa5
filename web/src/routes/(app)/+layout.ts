import { redirect } from '@sveltejs/kit';
import { session } from '$lib/features/identity/session.svelte';
import { paths } from '$lib/paths';

/** Everything under `(app)` needs a signed-in person; the server decides about each record. */
export async function load({ parent, url }) {
  const { viewerRefusal } = await parent();
  if (session.viewer === null) {
    if (viewerRefusal) throw viewerRefusal;
    redirect(307, paths.signIn(url.pathname + url.search));
  }
  if (session.viewer.mustChangePassword && url.pathname !== paths.changePassword()) {
    redirect(307, paths.changePassword());
  }
}
