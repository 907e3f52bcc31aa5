import {
  buildClientSchema,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { csrfHeader } from '$lib/api/client';
import { ApiError, codeOfHttpStatus } from '$lib/api/errors';
import { language } from '$lib/i18n';

export interface Answer {
  /** The whole answer, `data` and `errors`, as it came. */
  body: unknown;
  errorCount: number;
  milliseconds: number;
  bytes: number;
  requestId: string | null;
}

/** Sends a document as it was typed; errors of GraphQL are part of the answer. */
export async function run(
  query: string,
  variables: Record<string, unknown>,
  operationName: string | null,
): Promise<Answer> {
  const began = performance.now();
  const response = await send(JSON.stringify({ query, variables, operationName }));
  const text = await response.text();
  const body = parse(text);
  if (body === undefined) throw new ApiError(codeOfHttpStatus(response.status));
  return {
    body,
    errorCount: countErrors(body),
    milliseconds: Math.round(performance.now() - began),
    bytes: new TextEncoder().encode(text).length,
    requestId: response.headers.get('X-Request-Id'),
  };
}

/** The schema with its descriptions, as the server tells it. */
export async function loadSchema(): Promise<GraphQLSchema> {
  const { body } = await run(getIntrospectionQuery({ inputValueDeprecation: true }), {}, null);
  const { data } = body as { data?: IntrospectionQuery | null };
  if (data == null) throw new ApiError('INTERNAL');
  return buildClientSchema(data);
}

async function send(body: string): Promise<Response> {
  try {
    return await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        ...csrfHeader,
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json, application/json;q=0.9',
        'Accept-Language': language(),
      },
      body,
    });
  } catch {
    throw new ApiError('OFFLINE');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function countErrors(body: unknown): number {
  const errors = (body as { errors?: unknown } | null)?.errors;
  return Array.isArray(errors) ? errors.length : 0;
}
