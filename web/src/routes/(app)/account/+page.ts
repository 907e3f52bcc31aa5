import { loadAccount } from '$lib/features/identity/account';

export async function load() {
  return { account: await loadAccount() };
}
