import { loadReorganisations } from '$lib/features/reorganisations/reorganisations';

export async function load() {
  return loadReorganisations();
}
