import type { HandleClientError } from '@sveltejs/kit';
import { ApiError, codeOfHttpStatus } from '$lib/api/errors';
import { sentenceFor, toRefusal } from '$lib/api/refusals';

// What a browser says when a part of the app cannot be fetched: no network, or a newer version was deployed.
const partMissing = /dynamically imported module|importing a module script/i;

export const handleError: HandleClientError = ({ error, status }) => {
  const refusal = explain(error, status);
  return {
    message: sentenceFor(refusal),
    code: refusal.code,
    ...(refusal.requestId && { requestId: refusal.requestId }),
  };
};

function explain(error: unknown, status: number): ApiError {
  if (error instanceof ApiError) return error;
  if (status !== 500) return new ApiError(codeOfHttpStatus(status));
  if (error instanceof TypeError && partMissing.test(error.message)) return new ApiError('OFFLINE');
  // eslint-disable-next-line no-console -- a fault of our own must leave a trace for whoever looks.
  console.error(error);
  return toRefusal(error);
}
