import { loadSet } from '$lib/features/criteria/criteria';

export async function load({ params }) {
  return { set: await loadSet(params.id) };
}
