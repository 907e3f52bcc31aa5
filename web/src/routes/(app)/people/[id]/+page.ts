import { loadPerson } from '$lib/features/people/people';

export async function load({ params, parent }) {
  await parent();
  return { person: await loadPerson(params.id) };
}
