import {
  CreateApiTokenDocument,
  RevokeApiTokenDocument,
  ViewerTokensDocument,
  type ApiTokenFieldsFragment,
  type TokenScope,
} from '$gql/tokens/graphql';
import { mutate, query } from '$lib/api/client';
import { ApiError } from '$lib/api/errors';

export type { TokenScope };
export type Token = ApiTokenFieldsFragment;

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly maxDays: number;
}

export interface Problem {
  readonly field: string | null;
  readonly message: string;
}

export async function loadTokens(): Promise<Tokens> {
  const { viewer } = await query(ViewerTokensDocument);
  if (viewer == null) throw new ApiError('UNAUTHENTICATED');
  return { tokens: viewer.apiTokens, maxDays: viewer.apiTokenMaxDays };
}

/** Makes a token; gives its secret, which is answered this once, or what is wrong. */
export async function create(name: string, scope: TokenScope, days: number): Promise<string | Problem> {
  const result = (await mutate(CreateApiTokenDocument, { input: { name, scope, days } })).createApiToken;
  if (result.__typename === 'CreatedApiToken') return result.secret;
  return { field: result.path.at(-1) ?? null, message: result.message };
}

export async function revoke(id: string): Promise<void> {
  await mutate(RevokeApiTokenDocument, { input: { id } });
}

const usualDays = [7, 30, 90, 180, 365] as const;

/** The lives that are offered: the usual ones, and the longest. */
export function livesWithin(maxDays: number): readonly number[] {
  const within = usualDays.filter((days) => days < maxDays);
  return [...within, maxDays];
}
