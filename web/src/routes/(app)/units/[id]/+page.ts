import { filterFrom } from '$lib/features/units/filter';
import { loadBranch, loadFamily, loadUnit } from '$lib/features/units/units';

export async function load({ params, url }) {
  const { asOf } = filterFrom(url.searchParams);
  const [unit, children, family] = await Promise.all([
    loadUnit(params.id, asOf),
    loadBranch(params.id, asOf),
    loadFamily(params.id),
  ]);
  return { asOf, unit, children, family };
}
