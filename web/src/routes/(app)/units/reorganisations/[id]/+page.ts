import { loadReorganisation } from '$lib/features/reorganisations/reorganisations';

export async function load({ params }) {
  return { loaded: await loadReorganisation(params.id) };
}
