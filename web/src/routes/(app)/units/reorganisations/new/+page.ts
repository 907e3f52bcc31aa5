import { ApiError } from '$lib/api/errors';
import { loadReorganisations } from '$lib/features/reorganisations/reorganisations';

export async function load() {
  const { canKeep } = await loadReorganisations();
  if (!canKeep) throw new ApiError('FORBIDDEN');
}
