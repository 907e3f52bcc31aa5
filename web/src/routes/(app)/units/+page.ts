import { filterFrom, isSearch } from '$lib/features/units/filter';
import { loadBranch, searchUnits } from '$lib/features/units/units';

export async function load({ url }) {
  const filter = filterFrom(url.searchParams);
  return {
    filter,
    first: isSearch(filter) ? await searchUnits(filter) : await loadBranch(null, filter.asOf),
  };
}
