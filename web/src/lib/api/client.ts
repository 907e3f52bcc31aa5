import { Client, cacheExchange, fetchExchange, type CombinedError, type OperationResult } from '@urql/core';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import { language } from '$lib/i18n';
import { ApiError, codeOfHttpStatus, toRefusalCode } from './errors';

/** A document of `$gql/<feature>/graphql`, which knows its answer and its variables. */
type Document<R, V> = DocumentTypeDecoration<R, V> & { toString(): string };

type Variables<V> = V extends Record<string, never> ? [] : [variables: V];

/** Sent with every request that changes something: another site cannot add a header without our consent. */
export const csrfHeader = { 'X-Thidua-CSRF': '1' };

let client = create();
let whenSignedOut: () => void = () => {};
let whenInDoubt: () => Promise<boolean> = () => Promise.resolve(false);

function create(): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [cacheExchange, fetchExchange],
    requestPolicy: 'network-only',
    fetchOptions: () => ({
      credentials: 'same-origin',
      headers: {
        ...csrfHeader,
        Accept: 'application/graphql-response+json, application/json;q=0.9',
        'Accept-Language': language(),
      },
    }),
  });
}

/** Forgets every cached answer: after signing in or out, and after a change of language. */
export function resetClient(): void {
  client = create();
}

/** Registers what happens when the server no longer knows the session. */
export function onSignedOut(callback: () => void): void {
  whenSignedOut = callback;
}

/** Registers who asks the person again who they are, before a deed of weight; true when they have proved it. */
export function onInDoubt(ask: () => Promise<boolean>): void {
  whenInDoubt = ask;
}

/** Reads from the server. Every answer is fresh. */
export async function query<R, V>(document: Document<R, V>, ...variables: Variables<NoInfer<V>>): Promise<R> {
  return dataOf(await client.query<R>(document.toString(), variables[0] ?? {}).toPromise());
}

/** Reads what seldom changes (units, criteria): answered from memory when asked before. */
export async function queryCached<R, V>(
  document: Document<R, V>,
  ...variables: Variables<NoInfer<V>>
): Promise<R> {
  const options = { requestPolicy: 'cache-first' } as const;
  return dataOf(await client.query<R>(document.toString(), variables[0] ?? {}, options).toPromise());
}

/**
 * Changes something. A refusal throws; a problem of the domain is part of the typed answer. Where the server wants to
 * know again who sits there, the person is asked, and the same deed is sent once more.
 */
export async function mutate<R, V>(
  document: Document<R, V>,
  ...variables: Variables<NoInfer<V>>
): Promise<R> {
  const send = async () =>
    dataOf(await client.mutation<R>(document.toString(), variables[0] ?? {}).toPromise());
  return send().catch(async (error: ApiError) => {
    if (error.code !== 'STEP_UP_REQUIRED' || !(await whenInDoubt())) throw error;
    return send();
  });
}

function dataOf<R>({ data, error }: OperationResult<R>): R {
  if (error) {
    const refusal = toApiError(error);
    if (refusal.code === 'UNAUTHENTICATED') whenSignedOut();
    throw refusal;
  }
  if (data == null) throw new ApiError('INTERNAL');
  return data;
}

function toApiError(error: CombinedError): ApiError {
  const [refusal] = error.graphQLErrors;
  if (refusal) {
    const { code, requestId } = refusal.extensions;
    return new ApiError(
      toRefusalCode(code),
      typeof requestId === 'string' ? requestId : undefined,
      refusal.message,
    );
  }
  const status = (error.response as Response | undefined)?.status;
  return new ApiError(status === undefined ? 'OFFLINE' : codeOfHttpStatus(status));
}
