import { loadEntry } from '$lib/features/register/register';

export async function load({ params }) {
  return { entry: await loadEntry(params.id) };
}
