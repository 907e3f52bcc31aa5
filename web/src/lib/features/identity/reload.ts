import { resetClient } from '$lib/api/client';
import { loadViewer } from './session.svelte';

/** Asks anew who sits at the screen, after something has changed for them. */
export async function reload(): Promise<void> {
  resetClient();
  await loadViewer();
}
