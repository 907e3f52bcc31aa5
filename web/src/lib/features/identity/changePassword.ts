import { ChangePasswordDocument } from '$gql/account/graphql';
import { mutate } from '$lib/api/client';
import { reload } from './reload';

/** Changes the password; gives the problem when that failed. */
export async function changePassword(currentPassword: string, newPassword: string) {
  const result = (await mutate(ChangePasswordDocument, { input: { currentPassword, newPassword } }))
    .changePassword;
  if (result.__typename === 'IdentityProblem') return result;
  await reload();
  return null;
}
