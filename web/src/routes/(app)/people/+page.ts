import { filterFrom } from '$lib/features/people/filter';
import { loadPeople } from '$lib/features/people/people';

export async function load({ parent, url }) {
  await parent();
  const filter = filterFrom(url.searchParams);
  return { filter, list: await loadPeople(filter) };
}
