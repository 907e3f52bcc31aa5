import { ApiError } from '$lib/api/errors';
import { mayAdminister } from '$lib/features/people/people';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  await Promise.all([parent(), need('files')]);
  if (!(await mayAdminister())) throw new ApiError('FORBIDDEN');
}
