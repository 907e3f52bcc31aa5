import { loadSets } from '$lib/features/criteria/criteria';

export async function load() {
  return { first: await loadSets() };
}
