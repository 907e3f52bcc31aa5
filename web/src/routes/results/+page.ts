import { loadPublicResults } from '$lib/features/results/results';

export async function load() {
  return { results: await loadPublicResults() };
}
