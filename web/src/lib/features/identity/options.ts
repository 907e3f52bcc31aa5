import { SignInOptionsDocument, type SignInOptionsQuery } from '$gql/identity/graphql';
import { query } from '$lib/api/client';
import { need } from '$lib/i18n';

export type SignInOptions = SignInOptionsQuery['signInOptions'];

/** What the sign-in page must know; null when the server does not answer now. */
export async function loadSignInOptions(): Promise<SignInOptions | null> {
  return query(SignInOptionsDocument).then(
    ({ signInOptions }) => signInOptions,
    () => null,
  );
}

/** What few need to sign in beside name and password; loaded when somebody does. */
export async function loadWaysIn() {
  const [ways] = await Promise.all([import('./waysIn'), need('security')]);
  return ways;
}
