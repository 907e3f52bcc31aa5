import { ChangePasswordDocument } from '$gql/identity/graphql';
import { mutate } from '$lib/api/client';
import { enter } from './session.svelte';

/** Changes the password; gives the problem when that failed. */
export async function changePassword(currentPassword: string, newPassword: string) {
  const result = (await mutate(ChangePasswordDocument, { input: { currentPassword, newPassword } }))
    .changePassword;
  if (result.__typename === 'IdentityProblem') return result;
  enter(result);
  return null;
}
