import { loadWork } from '$lib/features/identity/waiting';

export async function load({ parent }) {
  // The first page of most visits, often by somebody not signed in yet: ask only once that is known.
  await parent();
  return { work: await loadWork() };
}
