import { SignInDocument } from '$gql/identity/graphql';
import { mutate, resetClient } from '$lib/api/client';
import { begin } from './session.svelte';

/** Signs in; gives the problem when that failed, or the wish for a code of the second factor. */
export async function signIn(login: string, password: string) {
  const result = (await mutate(SignInDocument, { input: { login, password } })).signIn;
  if (result.__typename !== 'Viewer') return result;
  resetClient();
  begin(result);
  return null;
}
