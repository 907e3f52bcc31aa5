import { loadPublicResult } from '$lib/features/results/results';

export async function load({ params }) {
  return { result: await loadPublicResult(params.code) };
}
