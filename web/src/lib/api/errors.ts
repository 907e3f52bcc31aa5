/** Why the server (or the network) refused a request. The server's codes, plus OFFLINE for no answer at all. */
export const refusalCodes = [
  'UNAUTHENTICATED',
  'NOT_FOUND',
  'FORBIDDEN',
  'STEP_UP_REQUIRED',
  'CONFLICT',
  'BAD_USER_INPUT',
  'LIMIT_EXCEEDED',
  'UNAVAILABLE',
  'INTERNAL',
  'OFFLINE',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: RefusalCode,
    readonly requestId?: string,
    message: string = code,
  ) {
    super(message);
  }
}

export function toRefusalCode(code: unknown): RefusalCode {
  // For whoever waits it is one thing: the server is busy or slow, or its database away.
  if (code === 'TOO_MANY_REQUESTS' || code === 'DEADLINE_EXCEEDED') return 'UNAVAILABLE';
  return refusalCodes.find((known) => known === code) ?? 'INTERNAL';
}

const codeOfStatus: Record<number, RefusalCode> = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'LIMIT_EXCEEDED',
  415: 'BAD_USER_INPUT',
  429: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
};

/** For answers that carry no code of ours: a proxy's page, a plain 429. */
export function codeOfHttpStatus(status: number): RefusalCode {
  return codeOfStatus[status] ?? 'INTERNAL';
}

/** The thing, or a NOT_FOUND refusal: what a screen's loader does with a nullable root field. */
export function found<T>(value: T | null | undefined): T {
  if (value == null) throw new ApiError('NOT_FOUND');
  return value;
}
