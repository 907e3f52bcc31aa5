import { ApiError } from '$lib/api/errors';
import { mayAdminister } from '$lib/features/people/people';

export async function load({ parent }) {
  await parent();
  if (!(await mayAdminister())) throw new ApiError('FORBIDDEN');
}
