import { filterFrom } from '$lib/features/units/filter';
import { loadBranch, loadUnit } from '$lib/features/units/units';

export async function load({ params, url }) {
  const { asOf } = filterFrom(url.searchParams);
  const [unit, children] = await Promise.all([loadUnit(params.id, asOf), loadBranch(params.id, asOf)]);
  return { asOf, unit, children };
}
