import { ApiError } from '$lib/api/errors';
import { session } from '$lib/features/identity/session.svelte';
import { need } from '$lib/i18n';

/** Accounts are for those who may list them; the server decides about each deed. */
export async function load({ parent }) {
  await Promise.all([parent(), need('people')]);
  if (!session.viewer?.canManageAccounts) throw new ApiError('FORBIDDEN');
}
