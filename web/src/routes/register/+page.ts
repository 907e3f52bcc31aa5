import { filterOf, loadRegister } from '$lib/features/register/register';

export async function load({ url }) {
  const filter = filterOf(url.searchParams);
  return { filter, first: await loadRegister(filter) };
}
