import {
  EndSessionOfDocument,
  EndSessionsOfDocument,
  PersonSecurityDocument,
  ResetSecondFactorDocument,
  RevokeTokenOfDocument,
  type PersonSecurityQuery,
} from '$gql/people/graphql';
import { mutate, query } from '$lib/api/client';

/** How somebody else signs in, as an administrator sees it. */
export type Security = PersonSecurityQuery;
export type SessionOf = Security['sessionsOf'][number];
export type TokenOf = Security['apiTokensOf'][number];

export async function loadSecurity(id: string): Promise<Security> {
  return await query(PersonSecurityDocument, { id });
}

export async function endSessionOf(id: string): Promise<void> {
  await mutate(EndSessionOfDocument, { input: { id } });
}

/** Ends every session of an account; gives how many there were. */
export async function endSessionsOf(accountId: string): Promise<number> {
  return (await mutate(EndSessionsOfDocument, { input: { accountId } })).endSessionsOf;
}

export async function revokeTokenOf(id: string): Promise<void> {
  await mutate(RevokeTokenOfDocument, { input: { id } });
}

/** Takes a lost second factor away; gives what is wrong with the reason, if anything. */
export async function resetSecondFactor(accountId: string, reason: string): Promise<string | null> {
  const result = (await mutate(ResetSecondFactorDocument, { input: { accountId, reason } }))
    .resetSecondFactor;
  return result.__typename === 'SecondFactorProblem' ? result.message : null;
}
