import { t } from '$lib/i18n';
import { ApiError } from './errors';

/** The sentence for a refusal, in the language of the screen. The server's own words win where it knows more than the code says. */
export function sentenceFor(error: ApiError): string {
  const { code } = error;
  const explained = code === 'BAD_USER_INPUT' || code === 'CONFLICT' || code === 'LIMIT_EXCEEDED';
  return explained && error.message !== code ? error.message : t(`common.refusal.${code}`);
}

/** Any thrown thing as an ApiError: what is not ours is an internal fault. */
export function toRefusal(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('INTERNAL');
}
